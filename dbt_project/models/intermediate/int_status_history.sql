{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with claims as (

    select
        facts.event,
        facts.fact_id,
        claims.claim_id,
        claims.status,
        claims.is_background,
        claims.told_from_on,
        claims.first_crawled_at,
        case when claims.is_dated then claims.published_basis else 'first_crawl' end as basis
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where {{ is_changed('facts.fact_id', 'int_changed_facts') }}

),

-- One time line counts when the press said it, the other when it was fetched.
timed as (

    select
        *,
        'published' as time_line,
        cast(told_from_on as timestamp) as said_at
    from claims
    union all
    select
        *,
        'recorded' as time_line,
        first_crawled_at as said_at
    from claims

),

-- What had been said up to each moment, by news; by background as long as there is no news.
sums as (

    select
        event,
        fact_id,
        time_line,
        said_at,
        claim_id,
        basis,
        is_background,
        bool_or(not is_background) over so_far as has_news,
        bool_or(status = 'confirmed' and not is_background) over so_far as is_confirmed_news,
        bool_or(status = 'denied' and not is_background) over so_far as is_denied_news,
        bool_or(status = 'reported' and not is_background) over so_far as is_reported_news,
        max(told_from_on) filter (where status = 'confirmed' and not is_background) over so_far
            as last_confirmed_news_on,
        max(told_from_on) filter (where status = 'denied' and not is_background) over so_far
            as last_denied_news_on,
        bool_or(status = 'confirmed') over so_far as is_confirmed_at_all,
        bool_or(status = 'denied') over so_far as is_denied_at_all,
        bool_or(status = 'reported') over so_far as is_reported_at_all,
        max(told_from_on) filter (where status = 'confirmed') over so_far
            as last_confirmed_at_all_on,
        max(told_from_on) filter (where status = 'denied') over so_far as last_denied_at_all_on
    from timed
    window so_far as (
        partition by fact_id, time_line
        order by said_at
        range between unbounded preceding and current row
    )

),

so_far as (

    select
        event,
        fact_id,
        time_line,
        said_at,
        claim_id,
        basis,
        if(has_news, is_confirmed_news, is_confirmed_at_all) as is_confirmed,
        if(has_news, is_denied_news, is_denied_at_all) as is_denied,
        if(has_news, is_reported_news, is_reported_at_all) as is_reported,
        if(has_news, last_confirmed_news_on, last_confirmed_at_all_on) as last_confirmed_on,
        if(has_news, last_denied_news_on, last_denied_at_all_on) as last_denied_on
    from sums
    -- One claim stands for all of a moment: news before what is only remembered.
    qualify
        row_number() over (
            partition by fact_id, time_line, said_at order by is_background, claim_id
        ) = 1

),

derived as (

    select
        *,
        {{ fact_status('so_far') }} as status
    from so_far

),

turns as (

    select * from derived
    qualify
        status is distinct from lag(status) over (
            partition by fact_id, time_line order by said_at
        )

)

select
    event,
    fact_id,
    time_line,
    status,
    said_at as valid_from,
    coalesce(
        lead(said_at) over (partition by fact_id, time_line order by said_at),
        timestamp '9999-12-31'
    ) as valid_to,
    basis,
    claim_id
from turns
