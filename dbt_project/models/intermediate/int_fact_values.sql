{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with claims as (

    select
        facts.event,
        facts.fact_id,
        facts.is_most_complete,
        claims.claim_id,
        claims.status,
        claims.confidence,
        claims.told_from_on,
        claims.origin_source_id,
        bool_or(claims.is_dated) over (partition by facts.fact_id) as is_dated_fact
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where facts.is_evidence and {{ is_changed('facts.fact_id', 'int_changed_facts') }}

),

-- One row per claim and field, the value as text, so that one rule chooses every field.
told as (

    select
        claim_id,
        effective_to_on - effective_from_on as width_days,
        effective_basis = 'first_crawl' as is_crawl_dated,
        unnest([
            { 'field': 'kind', 'value': kind },
            { 'field': 'person', 'value': person_id },
            { 'field': 'person_spelling', 'value': person_spelling },
            {
                'field': 'headcount',
                'value': case when person_id is null then cast(headcount as varchar) end
            },
            { 'field': 'from_organization', 'value': from_organization_id },
            { 'field': 'to_organization', 'value': to_organization_id },
            { 'field': 'from_role', 'value': from_role },
            { 'field': 'to_role', 'value': to_role },
            { 'field': 'effective_on', 'value': effective_from_on || '/' || effective_to_on }
        ]) as said
    from {{ ref('int_move_claims') }}
    where claim_id in (select claims.claim_id from claims)

    union all

    select
        claim_id,
        announced_to_on - announced_from_on as width_days,
        announced_basis = 'first_crawl' as is_crawl_dated,
        unnest([
            { 'field': 'kind', 'value': kind },
            { 'field': 'target', 'value': target_organization_id },
            {
                'field': 'amount',
                'value': printf('%.0f', deal_amount) || coalesce(' ' || deal_currency, '')
            },
            { 'field': 'stake_percent', 'value': cast(stake_percent as varchar) },
            { 'field': 'has_voting_rights', 'value': cast(has_voting_rights as varchar) },
            {
                'field': 'valuation',
                'value': printf('%.0f', valuation_amount)
                || coalesce(' ' || valuation_currency, '')
            },
            { 'field': 'round', 'value': round },
            { 'field': 'announced_on', 'value': announced_from_on || '/' || announced_to_on }
        ]) as said
    from {{ ref('int_deal_claims') }}
    where claim_id in (select claims.claim_id from claims)

    union all

    select
        claim_id,
        null as width_days,
        null as is_crawl_dated,
        unnest([
            { 'field': 'kind', 'value': kind },
            { 'field': 'person', 'value': person_id },
            { 'field': 'person_spelling', 'value': person_spelling },
            { 'field': 'offeror', 'value': offeror_organization_id },
            {
                'field': 'amount',
                'value': printf('%.0f', offer_amount) || coalesce(' ' || offer_currency, '')
            },
            { 'field': 'outcome', 'value': nullif(outcome, 'unknown') }
        ]) as said
    from {{ ref('int_offer_claims') }}
    where claim_id in (select claims.claim_id from claims)

),

valued as (

    select
        claims.event,
        claims.fact_id,
        told.said.field,
        told.said.value,
        bool_or(claims.status = 'confirmed') as is_confirmed,
        count(distinct claims.origin_source_id)
        filter (where claims.status != 'denied') as source_count,
        case when ends_with(told.said.field, '_on') then min(told.width_days) end as width_days,
        max(claims.told_from_on) as last_told_on,
        max(claims.confidence) as confidence,
        count(*) as claim_count,
        list(claims.claim_id order by claims.claim_id) as claim_ids,
        first(
            claims.claim_id
            order by claims.status = 'confirmed' desc, claims.confidence desc, claims.claim_id
        ) as best_claim_id
    from claims
    inner join told on claims.claim_id = told.claim_id
    where
        told.said.value is not null
        -- A claim that leaves out an organization cannot tell a departure from a hire.
        and (told.said.field != 'kind' or claims.is_most_complete)
        -- Days counted from the first crawl of an undated article give way to any publication.
        and not (
            ends_with(told.said.field, '_on')
            and coalesce(told.is_crawl_dated, false)
            and claims.is_dated_fact
        )
    group by claims.event, claims.fact_id, told.said.field, told.said.value

),

ranked as (

    select
        *,
        row_number() over preference = 1 as is_chosen,
        case
            when lead(value) over preference is null then 'no other value'
            when is_confirmed and not lead(is_confirmed) over preference
                then 'a party to it says so'
            when source_count > lead(source_count) over preference
                then 'most independent sources'
            when width_days < lead(width_days) over preference then 'most exact'
            when last_told_on > lead(last_told_on) over preference then 'told last'
            when confidence > lead(confidence) over preference then 'read with most confidence'
            else 'first in order, for nothing else tells them apart'
        end as reason_over_next
    from valued
    window preference as (
        partition by fact_id, field
        order by
            is_confirmed desc,
            source_count desc,
            width_days,
            last_told_on desc,
            confidence desc,
            value
    )

)

select
    event,
    fact_id,
    field,
    value,
    is_chosen,
    max(reason_over_next) filter (where is_chosen) over (partition by fact_id, field) as reason,
    source_count,
    claim_count,
    claim_ids,
    best_claim_id
from ranked
