/* Who confirms to the press, and how often? */
with facts as (
    select
        confirmed_by,
        source_count
    from fct_moves
    where confirmed_by is not null and not is_background
    union all
    select
        confirmed_by,
        source_count
    from fct_deals
    where confirmed_by is not null and not is_background
    union all
    select
        confirmed_by,
        source_count
    from fct_offers
    where confirmed_by is not null and not is_background
)

select
    confirmed_by,
    count(*) as facts,
    round(avg(source_count), 1) as sources_per_fact
from facts
group by confirmed_by
order by facts desc, confirmed_by;
