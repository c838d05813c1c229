with articles as (

    select * from {{ ref('int_articles') }}

),

origins as (

    select * from {{ ref('int_article_origins') }}

),

claims as (

    select
        article_id,
        count(*) as claim_count
    from {{ ref('int_claims') }}
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
    len(articles.words) as word_count,
    articles.is_paywalled,
    origins.is_syndicated_copy,
    case when origins.is_syndicated_copy then origins.origin_article_id end
        as syndicated_from_article_id,
    coalesce(claims.claim_count, 0) as claim_count
from articles
inner join origins on articles.article_id = origins.article_id
left join claims on articles.article_id = claims.article_id
