with recursive changes as (

    select * from {{ ref('event_changes') }}

),

last_changes as (

    select
        fact_id,
        max(change_id) as change_id
    from changes
    group by fact_id

),

gone as (

    select changes.*
    from changes
    inner join last_changes on changes.change_id = last_changes.change_id
    where changes.change in ('merged', 'retracted')

),

-- A fact may have gone into one that went in turn.
followed as (

    select
        fact_id,
        merged_into,
        1 as distance
    from gone

    union

    select
        followed.fact_id,
        gone.merged_into,
        followed.distance + 1 as distance
    from followed
    inner join gone on followed.merged_into = gone.fact_id
    where followed.distance < 100

),

successors as (

    select
        fact_id,
        arg_max(merged_into, distance) as merged_into
    from followed
    group by fact_id

)

select
    gone.event,
    gone.fact_id,
    gone.change as reason,
    successors.merged_into,
    gone.changed_at as gone_at,
    gone.fact
from gone
inner join successors on gone.fact_id = successors.fact_id
