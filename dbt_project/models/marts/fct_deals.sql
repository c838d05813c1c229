{{ config(
    materialized='incremental',
    unique_key='deal_id',
    meta={'changed': 'int_changed_facts', 'key': 'fact_id'}
) }}

with statuses as (

    select * from {{ ref('int_fact_statuses') }}
    where event = 'deal' and {{ is_changed('fact_id', 'int_changed_facts') }}

),

chosen as (

    select
        fact_id,
        max(value) filter (where field = 'kind') as kind,
        max(value) filter (where field = 'target') as target_organization_id,
        max(value) filter (where field = 'stake_percent') as stake_percent,
        max(value) filter (where field = 'has_voting_rights') as has_voting_rights,
        max(value) filter (where field = 'round') as round,
        max(best_claim_id) filter (where field = 'amount') as amount_claim_id,
        max(best_claim_id) filter (where field = 'valuation') as valuation_claim_id,
        max(best_claim_id) filter (where field = 'announced_on') as dated_claim_id
    from {{ ref('int_fact_values') }}
    where
        event = 'deal' and is_chosen and {{ is_changed('fact_id', 'int_changed_facts') }}
    group by fact_id

),

parties as (

    select
        deal_id,
        list(organization order by position) filter (where party = 'acquirer') as acquirers,
        list(organization order by position) filter (where party = 'seller') as sellers
    from {{ ref('bridge_deal_parties') }}
    where {{ is_changed('deal_id', 'int_changed_facts', 'fact_id') }}
    group by deal_id

),

claims as (

    select * from {{ ref('int_deal_claims') }}

)

select
    statuses.fact_id as deal_id,
    chosen.kind,
    chosen.target_organization_id,
    organizations.organization as target,
    coalesce(parties.acquirers, []) as acquirers,
    coalesce(parties.sellers, []) as sellers,
    amounts.deal_amount,
    amounts.deal_currency,
    amounts.amount_qualifier,
    amounts.deal_amount * amount_rates.usd_per_unit as deal_amount_usd,
    amounts.deal_amount * amount_rates.eur_per_unit as deal_amount_eur,
    cast(chosen.stake_percent as double) as stake_percent,
    cast(chosen.has_voting_rights as boolean) as has_voting_rights,
    valuations.valuation_amount,
    valuations.valuation_currency,
    valuations.valuation_amount * valuation_rates.usd_per_unit as valuation_amount_usd,
    valuations.valuation_amount * valuation_rates.eur_per_unit as valuation_amount_eur,
    coalesce(amount_rates.rate_on, valuation_rates.rate_on) as rate_on,
    chosen.round,
    stages.stage,
    statuses.status,
    statuses.confirmed_by,
    dated.announced_from_on,
    dated.announced_to_on,
    dated.announced_basis,
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
left join parties on statuses.fact_id = parties.deal_id
left join {{ ref('int_organizations') }} as organizations
    on chosen.target_organization_id = organizations.organization_id
left join claims as amounts on chosen.amount_claim_id = amounts.claim_id
left join claims as valuations on chosen.valuation_claim_id = valuations.claim_id
left join claims as dated on chosen.dated_claim_id = dated.claim_id
-- The last rate until the day of the deal.
asof left join {{ ref('int_exchange_rates') }} as amount_rates
    on
        amounts.deal_currency = amount_rates.currency
        and {{ fact_day('dated.announced_from_on') }} >= amount_rates.rate_on
asof left join {{ ref('int_exchange_rates') }} as valuation_rates
    on
        valuations.valuation_currency = valuation_rates.currency
        and {{ fact_day('dated.announced_from_on') }} >= valuation_rates.rate_on
