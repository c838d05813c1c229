-- The last change of each fact is not its end, a tombstone's is, and nothing is both.
with facts as (

    select move_id as fact_id from {{ ref('fct_moves') }}
    union all
    select deal_id as fact_id from {{ ref('fct_deals') }}
    union all
    select offer_id as fact_id from {{ ref('fct_offers') }}

),

last_changes as (

    select
        fact_id,
        arg_max(change, change_id) as change
    from {{ ref('event_changes') }}
    group by fact_id

)

select
    coalesce(facts.fact_id, last_changes.fact_id) as fact_id,
    last_changes.change
from facts
full join last_changes on facts.fact_id = last_changes.fact_id
where
    last_changes.change is null
    or (facts.fact_id is null) != (last_changes.change in ('merged', 'retracted'))
