with source as (

    select * from {{ source('raw', 'rejected_candidates') }}

),

renamed as (

    select
        candidate_id,
        article_id,
        crawl_on as first_crawled_on,
        event,
        trigger as trigger_text,
        reason,
        quote,
        reader_version
    from source

)

select renamed.*
from renamed
-- The same article seen on several crawl days keeps the claims of its first crawl.
inner join {{ ref('stg_articles') }} as articles
    on
        renamed.article_id = articles.article_id
        and renamed.first_crawled_on = articles.first_crawled_on
