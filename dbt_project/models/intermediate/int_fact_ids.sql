{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='own_id',
    full_refresh=false
) }}

with facts as (

    select
        event,
        own_id,
        fact_id
    from {{ ref('int_facts') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}

),

given as (

    {% if has_fact_ids() %}
        select
            own_id,
            first_build_id
        from {{ last_build('int_fact_ids') }}
    {% else %}
        select
            cast(null as varchar) as own_id,
            cast(null as bigint) as first_build_id
        where false
    {% endif %}

)

select
    facts.event,
    facts.own_id,
    facts.fact_id,
    coalesce(given.first_build_id, {{ build_id() }}) as first_build_id
from facts
left join given on facts.own_id = given.own_id
