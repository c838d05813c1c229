{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_resolved_articles'}
) }}

with mentions as (

    select * from {{ ref('int_name_mentions') }}
    where {{ is_changed('article_id', 'int_resolved_articles') }}

),

organizations as (

    select
        mentions.claim_id,
        mentions.slot,
        organizations.organization_id,
        organizations.organization,
        organizations.family_id
    from mentions
    inner join {{ ref('int_organization_names') }} as names on mentions.name = names.name
    inner join {{ ref('int_organizations') }} as organizations
        on names.organization_id = organizations.organization_id
    where mentions.entity = 'organization'

),

roles as (

    select
        claim_id,
        {{ name_words('from_role') }} as from_role,
        {{ name_words('to_role') }} as to_role
    from {{ ref('stg_move_claims') }}
    where {{ is_changed('article_id', 'int_resolved_articles') }}
    qualify row_number() over (partition by claim_id order by crawled_on) = 1

),

claims as (

    select
        mentions.article_id,
        mentions.claim_id,
        persons.name_key,
        persons.name,
        mentions.told_from_on as span_from_on,
        mentions.told_to_on as span_to_on
    from mentions
    inner join {{ ref('int_person_mentions') }} as persons
        on mentions.article_id = persons.article_id and mentions.name = persons.name
    where mentions.entity = 'person'

),

sides as (

    select
        claim_id,
        max(organization_id) filter (where slot = 'from') as from_organization_id,
        max(organization) filter (where slot = 'from') as from_organization,
        max(organization_id) filter (where slot = 'to') as to_organization_id,
        max(organization) filter (where slot = 'to') as to_organization,
        list(distinct family_id) as family_ids
    from organizations
    group by claim_id

)

select
    claims.*,
    sides.from_organization_id,
    sides.from_organization,
    sides.to_organization_id,
    sides.to_organization,
    coalesce(sides.family_ids, []) as family_ids,
    nullif(roles.from_role, '') as from_role,
    nullif(roles.to_role, '') as to_role
from claims
left join sides on claims.claim_id = sides.claim_id
left join roles on claims.claim_id = roles.claim_id
