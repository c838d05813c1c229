with claims as (

    select
        'move' as event,
        claim_id,
        article_id,
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
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from {{ ref('stg_offer_claims') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

origins as (

    select * from {{ ref('int_article_origins') }}

)

select
    claims.*,
    articles.source_id,
    articles.source,
    articles.url,
    articles.published_from_on,
    articles.published_to_on,
    articles.is_dated,
    articles.told_from_on,
    articles.told_to_on,
    articles.first_crawled_on,
    articles.first_crawled_at,
    origins.origin_article_id,
    origins.origin_source_id,
    origins.is_syndicated_copy
from claims
inner join articles on claims.article_id = articles.article_id
inner join origins on claims.article_id = origins.article_id
