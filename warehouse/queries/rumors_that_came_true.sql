/* Whose rumors come true, and how long does it take? */
select
    source,
    sum(rumor_count) as rumors,
    sum(confirmed_count) as confirmed,
    sum(denied_count) as denied,
    round(sum(confirmed_count) / sum(rumor_count), 2) as confirmed_share,
    round(avg(median_days_to_confirmation), 1) as days_to_confirmation
from agg_rumor_outcomes
group by source
order by rumors desc, source;
