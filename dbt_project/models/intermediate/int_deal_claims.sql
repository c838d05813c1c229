{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with claims as (

    select * from {{ ref('int_claims') }}
    where event = 'deal' and {{ is_changed('claim_id', 'int_changed_claims') }}

),

deals as (

    select * from {{ ref('stg_deal_claims') }}

),

parties as (

    select
        claim_id,
        max(entity_id) filter (where slot = 'target') as target_organization_id,
        max(name_key) filter (where slot = 'target') as target_key,
        list(entity_id order by position) filter (where slot = 'acquirer') as acquirer_ids,
        list(entity_id order by position) filter (where slot = 'seller') as seller_ids,
        string_agg(name_key, '+' order by position) filter (where slot = 'acquirer')
            as acquirer_keys
    from {{ ref('int_claim_parties') }}
    where {{ is_changed('claim_id', 'int_changed_claims') }}
    group by claim_id

)

select
    claims.claim_id,
    deals.kind,
    parties.target_organization_id,
    coalesce(parties.acquirer_ids, []) as acquirer_ids,
    coalesce(parties.seller_ids, []) as seller_ids,
    deals.deal_amount,
    deals.deal_currency,
    deals.amount_qualifier,
    deals.stake_percent,
    deals.has_voting_rights,
    deals.valuation_amount,
    deals.valuation_currency,
    deals.round,
    deals.stage,
    deals.announced_from_on,
    deals.announced_to_on,
    deals.announced_basis,
    {{ claim_span('deals.announced_from_on', 'deals.announced_to_on', 'deals.announced_basis') }},
    cast(parties.target_organization_id is not null as integer)
    + cast(parties.acquirer_ids is not null as integer) as completeness,
    coalesce(parties.target_key, '+' || parties.acquirer_keys) as identity_key
from claims
inner join deals
    on claims.first_crawled_on = deals.crawled_on and claims.claim_id = deals.claim_id
left join parties on claims.claim_id = parties.claim_id
qualify row_number() over (partition by claims.claim_id) = 1
