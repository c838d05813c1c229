{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_changed_articles'}
) }}

with claims as (

    select * from {{ ref('int_claims') }}
    where {{ is_changed('article_id', 'int_changed_articles') }}

),

moves as (

    select
        claim_id,
        article_id,
        crawled_on,
        unnest([
            { 'slot': 'person', 'name': person },
            { 'slot': 'from', 'name': from_organization },
            { 'slot': 'to', 'name': to_organization }
        ]) as said
    from {{ ref('stg_move_claims') }}

),

offers as (

    select
        claim_id,
        article_id,
        crawled_on,
        unnest([
            { 'slot': 'person', 'name': person },
            { 'slot': 'offeror', 'name': offeror }
        ]) as said
    from {{ ref('stg_offer_claims') }}

),

deals as (

    select
        claim_id,
        article_id,
        crawled_on,
        acquirers,
        target,
        sellers
    from {{ ref('stg_deal_claims') }}

),

printed as (

    select
        moves.claim_id,
        moves.article_id,
        moves.crawled_on,
        moves.said.slot,
        1 as position,
        moves.said.name
    from moves

    union all

    select
        offers.claim_id,
        offers.article_id,
        offers.crawled_on,
        offers.said.slot,
        1 as position,
        offers.said.name
    from offers

    union all

    select
        claim_id,
        article_id,
        crawled_on,
        'target' as slot,
        1 as position,
        target as name
    from deals

    union all

    select
        claim_id,
        article_id,
        crawled_on,
        'acquirer' as slot,
        generate_subscripts(acquirers, 1) as position,
        unnest(acquirers) as name
    from deals

    union all

    select
        claim_id,
        article_id,
        crawled_on,
        'seller' as slot,
        generate_subscripts(sellers, 1) as position,
        unnest(sellers) as name
    from deals

),

mentions as (

    select
        claims.event,
        claims.claim_id,
        claims.article_id,
        case printed.slot when 'person' then 'person' else 'organization' end as entity,
        printed.slot,
        printed.position,
        trim(printed.name) as name,
        claims.origin_source_id,
        claims.told_from_on,
        claims.told_to_on,
        claims.first_crawled_at
    from printed
    inner join claims
        on
            printed.crawled_on = claims.first_crawled_on
            and printed.claim_id = claims.claim_id
            and printed.article_id = claims.article_id
    where trim(printed.name) != ''

),

legal_forms as (

    select list(form) as forms from {{ ref('legal_forms') }}

)

select
    mentions.*,
    case mentions.entity
        when 'person' then {{ person_key('mentions.name') }}
        else {{ organization_key('mentions.name', 'legal_forms.forms') }}
    end as name_key
from mentions
cross join legal_forms
qualify
    row_number() over (
        partition by mentions.claim_id, mentions.slot, mentions.position
    ) = 1
