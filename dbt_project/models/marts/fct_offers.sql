{{ config(
    materialized='incremental',
    unique_key='offer_id',
    meta={'changed': 'int_changed_facts', 'key': 'fact_id'}
) }}

with statuses as (

    select * from {{ ref('int_fact_statuses') }}
    where event = 'offer' and {{ is_changed('fact_id', 'int_changed_facts') }}

),

chosen as (

    select
        fact_id,
        max(value) filter (where field = 'kind') as kind,
        max(value) filter (where field = 'person') as person_id,
        max(value) filter (where field = 'offeror') as offeror_organization_id,
        max(value) filter (where field = 'outcome') as outcome,
        max(best_claim_id) filter (where field = 'amount') as amount_claim_id
    from {{ ref('int_fact_values') }}
    where
        event = 'offer' and is_chosen and {{ is_changed('fact_id', 'int_changed_facts') }}
    group by fact_id

)

select
    statuses.fact_id as offer_id,
    chosen.kind,
    chosen.offeror_organization_id,
    organizations.organization as offeror,
    chosen.person_id,
    people.person,
    amounts.offer_amount,
    amounts.offer_currency,
    amounts.amount_qualifier,
    amounts.offer_amount * rates.usd_per_unit as offer_amount_usd,
    amounts.offer_amount * rates.eur_per_unit as offer_amount_eur,
    rates.rate_on,
    coalesce(chosen.outcome, 'unknown') as outcome,
    statuses.status,
    statuses.confirmed_by,
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
left join {{ ref('int_people') }} as people on chosen.person_id = people.person_id
left join {{ ref('int_organizations') }} as organizations
    on chosen.offeror_organization_id = organizations.organization_id
left join {{ ref('int_offer_claims') }} as amounts on chosen.amount_claim_id = amounts.claim_id
-- The last rate until the day of the offer.
asof left join {{ ref('int_exchange_rates') }} as rates
    on
        amounts.offer_currency = rates.currency
        and {{ fact_day('null') }} >= rates.rate_on
