with articles as (

    select * from {{ ref('stg_articles') }}

),

pages as (

    select * from {{ ref('stg_pages') }}

),

sources as (

    select
        source_id,
        arg_max(source, crawled_on) as source
    from {{ ref('stg_sources') }}
    group by source_id

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
    articles.first_crawled_on,
    articles.is_paywalled,
    articles.published_from_on is not null
    and coalesce(articles.published_basis, '') != 'first_crawl' as is_dated,
    -- The days it was told: of publication or, for want of them, of the first crawl.
    coalesce(articles.published_from_on, articles.first_crawled_on) as told_from_on,
    coalesce(
        articles.published_to_on, articles.published_from_on, articles.first_crawled_on
    ) as told_to_on,
    pages.feed_published_at,
    coalesce(
        pages.fetched_at, cast(articles.first_crawled_on as timestamp)
    ) as first_crawled_at,
    regexp_extract_all(lower(strip_accents(articles.text)), '[\p{L}\p{N}]+') as words
from articles
left join pages
    on articles.page_id = pages.page_id and articles.first_crawled_on = pages.crawled_on
left join sources on articles.source_id = sources.source_id
