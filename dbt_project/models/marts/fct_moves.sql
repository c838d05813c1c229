{{ config(
    materialized='incremental',
    unique_key='move_id',
    meta={'changed': 'int_changed_facts', 'key': 'fact_id'}
) }}

with statuses as (

    select * from {{ ref('int_fact_statuses') }}
    where event = 'move' and {{ is_changed('fact_id', 'int_changed_facts') }}

),

chosen as (

    select
        fact_id,
        max(value) filter (where field = 'kind') as kind,
        max(value) filter (where field = 'person') as person_id,
        max(value) filter (where field = 'headcount') as headcount,
        max(value) filter (where field = 'from_organization') as from_organization_id,
        max(value) filter (where field = 'to_organization') as to_organization_id,
        max(value) filter (where field = 'from_role') as from_role,
        max(value) filter (where field = 'to_role') as to_role,
        max(best_claim_id) filter (where field = 'effective_on') as dated_claim_id
    from {{ ref('int_fact_values') }}
    where
        event = 'move' and is_chosen and {{ is_changed('fact_id', 'int_changed_facts') }}
    group by fact_id

),

organizations as (

    select * from {{ ref('int_organizations') }}

)

select
    statuses.fact_id as move_id,
    chosen.person_id,
    people.person,
    case when chosen.person_id is not null then 1 else cast(chosen.headcount as integer) end
        as headcount,
    chosen.kind,
    chosen.from_organization_id,
    former.organization as from_organization,
    chosen.to_organization_id,
    new.organization as to_organization,
    chosen.from_role,
    chosen.to_role,
    stages.stage,
    statuses.status,
    statuses.confirmed_by,
    dated.effective_from_on,
    dated.effective_to_on,
    dated.effective_basis,
    statuses.is_background,
    statuses.claim_count,
    statuses.article_count,
    statuses.source_count,
    statuses.first_seen_at,
    statuses.last_seen_at,
    statuses.first_published_on,
    statuses.last_published_on,
    statuses.confidence,
    statuses.quote,
    statuses.quote_url,
    statuses.quote_article_id,
    statuses.quote_part,
    statuses.char_start,
    statuses.char_end
from statuses
inner join chosen on statuses.fact_id = chosen.fact_id
inner join {{ ref('int_fact_stages') }} as stages on statuses.fact_id = stages.fact_id
left join {{ ref('int_people') }} as people on chosen.person_id = people.person_id
left join organizations as former on chosen.from_organization_id = former.organization_id
left join organizations as new on chosen.to_organization_id = new.organization_id
left join {{ ref('int_move_claims') }} as dated on chosen.dated_claim_id = dated.claim_id
