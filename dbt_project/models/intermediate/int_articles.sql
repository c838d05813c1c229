{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_loaded_articles'}
) }}

with crawls as (

    select
        article_id,
        crawled_on,
        page_id
    from {{ ref('stg_articles') }}
    where {{ is_changed('article_id', 'int_loaded_articles') }}

),

-- The same article seen on several crawl days keeps its first crawl.
first_crawls as (

    select * from crawls
    qualify row_number() over (partition by article_id order by crawled_on, page_id) = 1

),

articles as (

    select
        articles.*,
        {{ shingles('articles.text') }} as shingles
    from {{ ref('stg_articles') }} as articles
    inner join first_crawls
        on
            articles.crawled_on = first_crawls.crawled_on
            and articles.article_id = first_crawls.article_id
            and articles.page_id = first_crawls.page_id

),

pages as (

    select * from {{ ref('stg_pages') }}

),

sources as (

    select * from {{ ref('stg_sources') }}

)

select
    articles.article_id,
    articles.source_id,
    coalesce(sources.source, articles.source_id) as source,
    articles.url,
    articles.canonical_url,
    articles.title,
    articles.author,
    articles.language,
    articles.published_from_on,
    articles.published_to_on,
    articles.published_basis,
    articles.crawled_on as first_crawled_on,
    articles.is_paywalled,
    len(string_split_regex(trim(articles.text), '\s+')) as word_count,
    articles.published_from_on is not null
    and coalesce(articles.published_basis, '') != 'first_crawl' as is_dated,
    -- The days it was told: of publication or, for want of them, of the first crawl.
    coalesce(articles.published_from_on, articles.crawled_on) as told_from_on,
    coalesce(
        articles.published_to_on, articles.published_from_on, articles.crawled_on
    ) as told_to_on,
    pages.feed_published_at,
    coalesce(pages.fetched_at, cast(articles.crawled_on as timestamp)) as first_crawled_at,
    {{ bands('articles.shingles') }} as bands
from articles
left join pages
    on articles.crawled_on = pages.crawled_on and articles.page_id = pages.page_id
left join sources
    on articles.crawled_on = sources.crawled_on and articles.source_id = sources.source_id
