{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with fact_values as (

    select
        *,
        count(*) over (partition by fact_id, field) as value_count
    from {{ ref('int_fact_values') }}
    where {{ is_changed('fact_id', 'int_changed_facts') }}

),

-- Overlapping spans of days agree with each other.
spans as (

    select
        fact_id,
        field,
        max(cast(split_part(value, '/', 1) as date)) as last_from_on,
        min(cast(split_part(value, '/', 2) as date)) as first_to_on
    from fact_values
    where field in ('effective_on', 'announced_on')
    group by fact_id, field

),

conflicts as (

    select
        fact_values.event,
        fact_values.fact_id,
        fact_values.field,
        coalesce(organizations.organization, fact_values.value) as value,
        fact_values.is_chosen,
        fact_values.reason,
        fact_values.claim_count,
        fact_values.source_count,
        fact_values.claim_ids
    from fact_values
    left join spans
        on fact_values.fact_id = spans.fact_id and fact_values.field = spans.field
    left join {{ ref('int_organizations') }} as organizations
        on fact_values.value = organizations.organization_id
    where
        fact_values.value_count > 1
        -- Roles differ in words more often than in fact.
        and fact_values.field not in ('from_role', 'to_role')
        and coalesce(spans.last_from_on > spans.first_to_on, true)

),

spelled as (

    select
        chosen.fact_id,
        people.name_key,
        people.spelling,
        people.spelling = people.person as is_chosen
    from {{ ref('int_fact_values') }} as chosen
    inner join {{ ref('int_person_names') }} as people on chosen.value = people.person_id
    where
        chosen.field = 'person'
        and chosen.is_chosen
        and {{ is_changed('chosen.fact_id', 'int_changed_facts') }}
    group by all

),

shown as (

    select
        conflicts.event,
        conflicts.fact_id,
        conflicts.field,
        coalesce(spelled.spelling, conflicts.value) as value,
        -- A person has one spelling in all facts.
        coalesce(spelled.is_chosen, conflicts.is_chosen) as is_chosen,
        case
            when conflicts.field = 'person_spelling' then 'most independent sources in all facts'
            else conflicts.reason
        end as reason,
        conflicts.claim_count,
        conflicts.source_count,
        conflicts.claim_ids
    from conflicts
    left join spelled
        on
            conflicts.field = 'person_spelling'
            and conflicts.fact_id = spelled.fact_id
            and conflicts.value = spelled.name_key

)

select
    {{ digest(['event', 'fact_id', 'field', 'value']) }} as conflict_id,
    *
from shown
