with source as (

    select * from {{ source('raw', 'move_claims') }}

),

renamed as (

    select
        claim_id,
        article_id,
        crawl_on as first_crawled_on,
        person,
        headcount,
        kind,
        from_organization,
        to_organization,
        from_role,
        to_role,
        stage,
        effective_from_on,
        effective_to_on,
        effective_raw,
        effective_basis,
        status,
        is_background,
        confidence,
        quotes,
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
