{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_changed_articles'}
) }}

with claims as (

    select
        'move' as event,
        claim_id,
        article_id,
        crawled_on,
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from {{ ref('stg_move_claims') }}

    union all

    select
        'deal' as event,
        claim_id,
        article_id,
        crawled_on,
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from {{ ref('stg_deal_claims') }}

    union all

    select
        'offer' as event,
        claim_id,
        article_id,
        crawled_on,
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from {{ ref('stg_offer_claims') }}

),

articles as (

    select * from {{ ref('int_articles') }}
    where {{ is_changed('article_id', 'int_changed_articles') }}

),

origins as (

    select * from {{ ref('int_article_origins') }}

)

select
    claims.event,
    claims.claim_id,
    claims.article_id,
    claims.status,
    claims.is_background,
    claims.confidence,
    claims.quotes,
    claims.reader_version,
    articles.source_id,
    articles.source,
    articles.url,
    articles.published_from_on,
    articles.published_to_on,
    articles.published_basis,
    articles.is_dated,
    articles.told_from_on,
    articles.told_to_on,
    articles.first_crawled_on,
    articles.first_crawled_at,
    coalesce(origins.origin_article_id, articles.article_id) as origin_article_id,
    coalesce(origins.origin_source_id, articles.source_id) as origin_source_id,
    origins.origin_article_id is not null as is_syndicated_copy
from claims
-- The same article seen on several crawl days keeps the claims of its first crawl.
inner join articles
    on claims.crawled_on = articles.first_crawled_on and claims.article_id = articles.article_id
left join origins on articles.article_id = origins.article_id
-- A claim that a reader gave twice is one.
qualify row_number() over (partition by claims.claim_id) = 1
