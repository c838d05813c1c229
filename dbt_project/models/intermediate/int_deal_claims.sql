with claims as (

    select * from {{ ref('int_claims') }}

),

deals as (

    select * from {{ ref('stg_deal_claims') }}

),

organizations as (

    select * from {{ ref('int_organization_names') }}

),

printed as (

    select
        claim_id,
        'acquirer' as party,
        unnest(acquirers) as name,
        generate_subscripts(acquirers, 1) as position
    from deals

    union all

    select
        claim_id,
        'seller' as party,
        unnest(sellers) as name,
        generate_subscripts(sellers, 1) as position
    from deals

),

parties as (

    select
        printed.claim_id,
        list(organizations.organization_id order by printed.position)
        filter (where printed.party = 'acquirer') as acquirer_ids,
        list(organizations.organization_id order by printed.position)
        filter (where printed.party = 'seller') as seller_ids,
        string_agg(organizations.name_key, '+' order by printed.position)
        filter (where printed.party = 'acquirer') as acquirer_keys
    from printed
    inner join organizations on printed.name = organizations.name
    group by printed.claim_id

)

select
    deals.claim_id,
    deals.kind,
    target.organization_id as target_organization_id,
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
    cast(target.name is not null as integer)
    + cast(parties.acquirer_ids is not null as integer) as completeness,
    coalesce(target.name_key, '+' || parties.acquirer_keys) as identity_key
from deals
inner join claims on deals.claim_id = claims.claim_id
left join parties on deals.claim_id = parties.claim_id
left join organizations as target on deals.target = target.name
