with mentions as (

    select
        claim_id,
        'person' as entity,
        person as name
    from {{ ref('stg_move_claims') }}

    union all

    select
        claim_id,
        'person' as entity,
        person as name
    from {{ ref('stg_offer_claims') }}

    union all

    select
        claim_id,
        'organization' as entity,
        unnest([from_organization, to_organization]) as name
    from {{ ref('stg_move_claims') }}

    union all

    select
        claim_id,
        'organization' as entity,
        unnest([target] || acquirers || sellers) as name
    from {{ ref('stg_deal_claims') }}

    union all

    select
        claim_id,
        'organization' as entity,
        offeror as name
    from {{ ref('stg_offer_claims') }}

),

claims as (

    select * from {{ ref('int_claims') }}

)

select distinct
    mentions.entity,
    mentions.name,
    mentions.claim_id,
    claims.article_id,
    claims.origin_source_id,
    claims.first_crawled_at
from mentions
inner join claims on mentions.claim_id = claims.claim_id
where trim(mentions.name) != ''
