{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with claims as (

    select
        facts.event,
        facts.fact_id,
        claims.origin_source_id as source_id,
        claims.status,
        claims.told_from_on
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where
        facts.is_evidence
        and not facts.is_background_fact
        and {{ is_changed('facts.fact_id', 'int_changed_facts') }}

),

told as (

    select
        event,
        fact_id,
        source_id,
        min(told_from_on) as first_told_on,
        min(told_from_on) filter (where status = 'rumored') as rumored_on
    from claims
    group by event, fact_id, source_id

),

outcomes as (

    select
        fact_id,
        min(told_from_on) filter (where status = 'confirmed') as confirmed_on,
        min(told_from_on) filter (where status = 'denied') as denied_on
    from claims
    group by fact_id

)

select
    told.event,
    told.fact_id,
    told.source_id,
    told.first_told_on,
    told.rumored_on,
    outcomes.confirmed_on,
    outcomes.denied_on,
    told.first_told_on = min(told.first_told_on) over (partition by told.fact_id) as is_first,
    count(*) over (partition by told.fact_id) = 1 as is_alone
from told
inner join outcomes on told.fact_id = outcomes.fact_id
