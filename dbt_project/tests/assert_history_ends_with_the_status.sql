-- The status that stands on the recorded time line is the fact's; spans follow each other.
with history as (

    select
        move_id as fact_id,
        time_line,
        status,
        valid_from,
        valid_to
    from {{ ref('fct_move_status_history') }}
    union all
    select
        deal_id as fact_id,
        time_line,
        status,
        valid_from,
        valid_to
    from {{ ref('fct_deal_status_history') }}

),

facts as (

    select
        move_id as fact_id,
        status
    from {{ ref('fct_moves') }}
    union all
    select
        deal_id as fact_id,
        status
    from {{ ref('fct_deals') }}

),

standing as (

    select
        facts.fact_id,
        facts.status,
        history.status as standing_status
    from facts
    left join history
        on
            facts.fact_id = history.fact_id
            and history.time_line = 'recorded'
            and history.valid_to = timestamp '9999-12-31'

),

spans as (

    select
        *,
        lead(valid_from, 1, timestamp '9999-12-31') over (
            partition by fact_id, time_line order by valid_from
        ) as next_from
    from history

)

select
    fact_id,
    'status' as fault
from standing
where status is distinct from standing_status
union all
select
    fact_id,
    'gap' as fault
from spans
where valid_to != next_from
