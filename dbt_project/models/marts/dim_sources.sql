with sources as (

    select
        *,
        min(crawled_on) over (partition by source_id) as first_crawled_on,
        max(crawled_on) over (partition by source_id) as last_crawled_on
    from {{ ref('stg_sources') }}
    qualify row_number() over (partition by source_id order by crawled_on desc) = 1

),

articles as (

    select
        source_id,
        count(*) as article_count
    from {{ ref('int_articles') }}
    group by source_id

),

claims as (

    select
        source_id,
        count(*) as claim_count
    from {{ ref('int_claims') }}
    group by source_id

)

select
    sources.source_id,
    sources.source,
    sources.language,
    sources.country,
    sources.home_url,
    sources.first_crawled_on,
    sources.last_crawled_on,
    coalesce(articles.article_count, 0) as article_count,
    coalesce(claims.claim_count, 0) as claim_count
from sources
left join articles on sources.source_id = articles.source_id
left join claims on sources.source_id = claims.source_id
