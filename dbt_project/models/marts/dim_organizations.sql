with organizations as (

    select * from {{ ref('int_organizations') }}
    where is_known or first_seen_at is not null

),

moves as (

    select * from {{ ref('fct_moves') }}
    where not is_background

),

arrivals as (

    select
        to_organization_id as organization_id,
        count(*) as arrival_count
    from moves
    where to_organization_id is distinct from from_organization_id
    group by to_organization_id

),

exits as (

    select
        from_organization_id as organization_id,
        count(*) as exit_count
    from moves
    where to_organization_id is distinct from from_organization_id
    group by from_organization_id

),

deals as (

    select
        parties.organization_id,
        count(distinct parties.deal_id) as deal_count
    from {{ ref('bridge_deal_parties') }} as parties
    inner join {{ ref('fct_deals') }} as deals on parties.deal_id = deals.deal_id
    where not deals.is_background
    group by parties.organization_id

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
    coalesce(arrivals.arrival_count, 0) as arrival_count,
    coalesce(exits.exit_count, 0) as exit_count,
    coalesce(deals.deal_count, 0) as deal_count,
    organizations.first_seen_at,
    organizations.last_seen_at
from organizations
left join arrivals on organizations.organization_id = arrivals.organization_id
left join exits on organizations.organization_id = exits.organization_id
left join deals on organizations.organization_id = deals.organization_id
