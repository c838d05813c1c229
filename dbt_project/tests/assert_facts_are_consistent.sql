-- Only what is confirmed has somebody who confirmed it; sources are no more than articles; spans
-- of days and of fetches run forward.
with facts as (

    select
        move_id as fact_id,
        status,
        confirmed_by,
        source_count,
        article_count,
        first_seen_at,
        last_seen_at,
        effective_from_on as from_on,
        effective_to_on as to_on
    from {{ ref('fct_moves') }}

    union all

    select
        deal_id as fact_id,
        status,
        confirmed_by,
        source_count,
        article_count,
        first_seen_at,
        last_seen_at,
        announced_from_on as from_on,
        announced_to_on as to_on
    from {{ ref('fct_deals') }}

    union all

    select
        offer_id as fact_id,
        status,
        confirmed_by,
        source_count,
        article_count,
        first_seen_at,
        last_seen_at,
        null as from_on,
        null as to_on
    from {{ ref('fct_offers') }}

)

select *
from facts
where
    (status != 'confirmed' and confirmed_by is not null)
    or source_count not between 1 and article_count
    or first_seen_at > last_seen_at
    or from_on > to_on
    or (from_on is null) != (to_on is null)
