-- Moves from one organization to another, by status; the busiest 18 pairs. Denied, disputed and failed moves are left out.
with pairs as (
    select
        from_organization as origin,
        to_organization as destination,
        status,
        count(*) as moves,
        sum(count(*)) over (partition by from_organization, to_organization) as pair_moves
    from fct_moves
    where not is_background
        and from_organization_id <> to_organization_id
        and status in ('confirmed', 'reported', 'rumored')
        and stage not in ('declined', 'cancelled')
    group by from_organization, to_organization, status
)

select origin, destination, status, moves
from pairs
qualify dense_rank() over (order by pair_moves desc, origin, destination) <= 18
order by origin, destination, status
