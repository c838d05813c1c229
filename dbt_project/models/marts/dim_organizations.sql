with organizations as (

    select * from {{ ref('int_organizations') }}
    where is_known or first_seen_at is not null

),

ends as (

    select
        from_organization_id as organization_id,
        1 as exit_count,
        0 as arrival_count,
        0 as deal_count
    from {{ ref('fct_moves') }}
    where not is_background and to_organization_id is distinct from from_organization_id

    union all

    select
        to_organization_id as organization_id,
        0 as exit_count,
        1 as arrival_count,
        0 as deal_count
    from {{ ref('fct_moves') }}
    where not is_background and to_organization_id is distinct from from_organization_id

    union all

    select distinct on (parties.organization_id, parties.deal_id)
        parties.organization_id,
        0 as exit_count,
        0 as arrival_count,
        1 as deal_count
    from {{ ref('bridge_deal_parties') }} as parties
    inner join {{ ref('fct_deals') }} as deals on parties.deal_id = deals.deal_id
    where not deals.is_background

),

counts as (

    select
        organization_id,
        sum(exit_count) as exit_count,
        sum(arrival_count) as arrival_count,
        sum(deal_count) as deal_count
    from ends
    where organization_id is not null
    group by organization_id

)

select
    organizations.organization_id,
    organizations.organization,
    organizations.name_variants,
    organizations.is_known,
    organizations.domain,
    organizations.country,
    organizations.parent_organization_id,
    organizations.parent_organization,
    cast(coalesce(counts.arrival_count, 0) as bigint) as arrival_count,
    cast(coalesce(counts.exit_count, 0) as bigint) as exit_count,
    cast(coalesce(counts.deal_count, 0) as bigint) as deal_count,
    organizations.first_seen_at,
    organizations.last_seen_at
from organizations
left join counts on organizations.organization_id = counts.organization_id
