{{ config(materialized='incremental', incremental_strategy='append', full_refresh=false) }}

with facts as (

    select
        'move' as event,
        moves.move_id as fact_id,
        moves.status,
        cast(to_json(moves) as varchar) as fact
    from {{ ref('fct_moves') }} as moves
    where {{ is_changed('moves.move_id', 'int_changed_facts', 'fact_id') }}

    union all

    select
        'deal' as event,
        deals.deal_id as fact_id,
        deals.status,
        cast(to_json(deals) as varchar) as fact
    from {{ ref('fct_deals') }} as deals
    where {{ is_changed('deals.deal_id', 'int_changed_facts', 'fact_id') }}

    union all

    select
        'offer' as event,
        offers.offer_id as fact_id,
        offers.status,
        cast(to_json(offers) as varchar) as fact
    from {{ ref('fct_offers') }} as offers
    where {{ is_changed('offers.offer_id', 'int_changed_facts', 'fact_id') }}

),

-- The last word on each fact so far.
former as (

    {% if is_incremental() %}
        select
            event,
            fact_id,
            arg_max(change, change_id) as change,
            arg_max(status, change_id) as status,
            arg_max(fact, change_id) as fact
        from {{ this }}
        where {{ is_changed('fact_id', 'int_changed_facts') }}
        group by event, fact_id
    {% else %}
        select
            event,
            fact_id,
            cast(null as varchar) as change,
            status,
            fact
        from facts
        where false
    {% endif %}

),

-- Where the claims of a fact are now: the fact that has most of them.
successors as (

    select
        former_fact_id,
        fact_id
    from {{ ref('int_facts') }}
    where
        former_fact_id != fact_id
        and {{ is_changed('former_fact_id', 'int_changed_facts', 'fact_id') }}
    group by former_fact_id, fact_id
    qualify
        row_number() over (partition by former_fact_id order by count(*) desc, fact_id) = 1

),

compared as (

    select
        coalesce(facts.event, former.event) as event,
        coalesce(facts.fact_id, former.fact_id) as fact_id,
        case
            when facts.fact_id is null and successors.fact_id is not null then 'merged'
            when facts.fact_id is null then 'retracted'
            when former.fact_id is null or former.change in ('merged', 'retracted') then 'created'
            when facts.status = 'confirmed' and former.status != 'confirmed' then 'confirmed'
            when facts.status = 'denied' and former.status != 'denied' then 'denied'
            else 'updated'
        end as change,
        case when facts.fact_id is null then successors.fact_id end as merged_into,
        coalesce(facts.status, former.status) as status,
        coalesce(facts.fact, former.fact) as fact
    from facts
    full join former on facts.fact_id = former.fact_id
    left join successors on former.fact_id = successors.former_fact_id
    where
        facts.fact is distinct from former.fact
        -- What is gone already is told once; what comes back is new.
        and not (facts.fact_id is null and former.change in ('merged', 'retracted'))
        or (facts.fact_id is not null and former.change in ('merged', 'retracted'))

)

select
    cast({{ last_change_id() }} + row_number() over (order by event, fact_id) as bigint)
        as change_id,
    {{ build_started_at() }} as changed_at,
    event,
    fact_id,
    change,
    merged_into,
    status,
    fact
from compared
