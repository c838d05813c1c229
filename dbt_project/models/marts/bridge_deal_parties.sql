{{ config(
    materialized='incremental',
    unique_key='deal_id',
    meta={'changed': 'int_changed_facts', 'key': 'fact_id'}
) }}

with deals as (

    select
        deals.*,
        facts.fact_id,
        claims.origin_source_id
    from {{ ref('int_deal_claims') }} as deals
    inner join {{ ref('int_facts') }} as facts on deals.claim_id = facts.claim_id
    inner join {{ ref('int_claims') }} as claims on deals.claim_id = claims.claim_id
    where facts.is_evidence and {{ is_changed('facts.fact_id', 'int_changed_facts') }}

),

targets as (

    select
        fact_id,
        value as organization_id
    from {{ ref('int_fact_values') }}
    where
        event = 'deal'
        and field = 'target'
        and is_chosen
        and {{ is_changed('fact_id', 'int_changed_facts') }}

),

named as (

    select
        fact_id,
        origin_source_id,
        'acquirer' as party,
        unnest(acquirer_ids) as organization_id,
        generate_subscripts(acquirer_ids, 1) as printed_position
    from deals

    union all

    select
        fact_id,
        origin_source_id,
        'seller' as party,
        unnest(seller_ids) as organization_id,
        generate_subscripts(seller_ids, 1) as printed_position
    from deals

    union all

    select
        fact_id,
        null as origin_source_id,
        'target' as party,
        organization_id,
        1 as printed_position
    from targets

),

parties as (

    select
        named.fact_id,
        named.party,
        named.organization_id,
        min(named.printed_position) as printed_position,
        count(distinct named.origin_source_id) as source_count
    from named
    left join targets on named.fact_id = targets.fact_id
    -- In a merger the press swaps the sides; the chosen target is on no other.
    where named.party = 'target' or named.organization_id is distinct from targets.organization_id
    group by named.fact_id, named.party, named.organization_id

)

select
    parties.fact_id as deal_id,
    parties.organization_id,
    organizations.organization,
    parties.party,
    row_number() over (
        partition by parties.fact_id, parties.party
        order by
            parties.printed_position,
            parties.source_count desc,
            organizations.organization,
            parties.organization_id
    ) as position
from parties
inner join {{ ref('int_organizations') }} as organizations
    on parties.organization_id = organizations.organization_id
