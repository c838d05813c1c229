/* What looked like an event and is none, why, and in which words? */
select
    reason,
    event,
    trigger_text,
    count(*) as candidates,
    any_value(quote order by candidate_id) as example
from fct_rejected_candidates
group by reason, event, trigger_text
order by candidates desc, reason, trigger_text;
