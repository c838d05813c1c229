{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_changed_articles'}
) }}

with articles as (

    select * from {{ ref('int_articles') }}
    where {{ is_changed('article_id', 'int_changed_articles') }}

),

origins as (

    select * from {{ ref('int_article_origins') }}

),

claims as (

    select
        article_id,
        count(*) as claim_count
    from {{ ref('int_claims') }}
    where {{ is_changed('article_id', 'int_changed_articles') }}
    group by article_id

)

select
    articles.article_id,
    articles.source_id,
    articles.source,
    articles.url,
    articles.canonical_url,
    articles.title,
    articles.author,
    articles.language,
    articles.published_from_on,
    articles.published_to_on,
    articles.published_basis,
    articles.first_crawled_on,
    articles.first_crawled_at,
    articles.word_count,
    articles.is_paywalled,
    origins.origin_article_id is not null as is_syndicated_copy,
    origins.origin_article_id as syndicated_from_article_id,
    coalesce(claims.claim_count, 0) as claim_count
from articles
left join origins on articles.article_id = origins.article_id
left join claims on articles.article_id = claims.article_id
