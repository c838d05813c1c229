with moves as (

    select
        *,
        cast(date_trunc(
            'month',
            coalesce(effective_from_on, first_published_on, cast(first_seen_at as date))
        ) as date) as month_on,
        coalesce(headcount, 1) as people_count
    from {{ ref('fct_moves') }}
    where
        not is_background
        and status in ('rumored', 'reported', 'confirmed')
        and stage in ('planned', 'effective')
        and from_organization_id != to_organization_id

)

select
    month_on,
    from_organization_id,
    from_organization,
    to_organization_id,
    to_organization,
    count(*) as move_count,
    cast(coalesce(sum(people_count) filter (where status = 'confirmed'), 0) as bigint)
        as confirmed_headcount,
    cast(coalesce(sum(people_count) filter (where status = 'reported'), 0) as bigint)
        as reported_headcount,
    cast(coalesce(sum(people_count) filter (where status = 'rumored'), 0) as bigint)
        as rumored_headcount
from moves
group by
    month_on,
    from_organization_id,
    from_organization,
    to_organization_id,
    to_organization
