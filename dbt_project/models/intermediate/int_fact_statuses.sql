{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with claims as (

    select
        facts.fact_id,
        facts.event,
        facts.is_background_fact,
        facts.is_evidence,
        claims.claim_id,
        claims.article_id,
        claims.source,
        claims.origin_source_id,
        claims.is_syndicated_copy,
        claims.url,
        claims.status,
        claims.confidence,
        claims.told_from_on,
        case when claims.is_dated then claims.published_from_on end as published_from_on,
        case when claims.is_dated then claims.published_to_on end as published_to_on,
        claims.first_crawled_at,
        claims.quotes[1] as best_quote
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where {{ is_changed('facts.fact_id', 'int_changed_facts') }}

),

sources as (

    select
        fact_id,
        count(distinct origin_source_id) as source_count
    from claims
    where is_evidence
    group by fact_id

),

-- The status that stands now, with all that was recorded.
statuses as (

    select
        fact_id,
        status
    from {{ ref('int_status_history') }}
    where
        time_line = 'recorded'
        and valid_to = timestamp '9999-12-31'
        and {{ is_changed('fact_id', 'int_changed_facts') }}

),

seen as (

    select
        event,
        fact_id,
        is_background_fact as is_background,
        count(*) as claim_count,
        count(distinct article_id) as article_count,
        min(first_crawled_at) as first_seen_at,
        max(first_crawled_at) as last_seen_at,
        min(published_from_on) as first_published_on,
        max(published_to_on) as last_published_on
    from claims
    group by event, fact_id, is_background_fact

),

best as (

    select
        claims.fact_id,
        claims.confidence,
        claims.url,
        claims.article_id,
        claims.best_quote
    from claims
    inner join statuses on claims.fact_id = statuses.fact_id
    where claims.is_evidence
    qualify
        row_number() over (
            partition by claims.fact_id
            order by
                claims.status = statuses.status desc,
                claims.is_syndicated_copy,
                claims.confidence desc,
                claims.told_from_on,
                claims.claim_id
        ) = 1

),

spoken as (

    select
        claim_id,
        generate_subscripts(quotes, 1) as position,
        unnest(quotes) as quote
    from {{ ref('int_claims') }}
    where claim_id in (select claims.claim_id from claims)

),

speakers as (

    select
        spoken.claim_id,
        first(spoken.quote.attributed_to order by spoken.position) as speaker
    from spoken
    where spoken.quote.stance = 'confirms' and spoken.quote.attributed_to is not null
    group by spoken.claim_id

),

confirmations as (

    select
        claims.fact_id,
        speakers.speaker as confirmed_by
    from claims
    inner join speakers on claims.claim_id = speakers.claim_id
    where claims.is_evidence and claims.status = 'confirmed'
    qualify
        row_number() over (
            partition by claims.fact_id
            order by
                claims.told_from_on,
                claims.first_crawled_at,
                claims.claim_id
        ) = 1

)

select
    seen.event,
    seen.fact_id,
    statuses.status,
    case when statuses.status = 'confirmed' then confirmations.confirmed_by end as confirmed_by,
    seen.is_background,
    seen.claim_count,
    seen.article_count,
    sources.source_count,
    seen.first_seen_at,
    seen.last_seen_at,
    seen.first_published_on,
    seen.last_published_on,
    best.confidence,
    best.best_quote.text as quote,
    best.url as quote_url,
    best.article_id as quote_article_id,
    best.best_quote.part as quote_part,
    best.best_quote.char_start,
    best.best_quote.char_end
from seen
inner join statuses on seen.fact_id = statuses.fact_id
inner join sources on seen.fact_id = sources.fact_id
inner join best on seen.fact_id = best.fact_id
left join confirmations on seen.fact_id = confirmations.fact_id
