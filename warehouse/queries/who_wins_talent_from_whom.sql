/* Between which organizations did most people go over the last year? */
with flows as (
    select
        from_organization,
        to_organization,
        sum(confirmed_headcount + reported_headcount) as people,
        sum(rumored_headcount) as rumored_people
    from agg_talent_flows
    where
        month_on >= (
            select max(newest.month_on) - interval 12 month from agg_talent_flows as newest
        )
    group by from_organization, to_organization
)

select *
from flows
order by people desc, rumored_people desc, from_organization, to_organization
limit 20;
