with source as (

    select * from {{ source('raw', 'articles') }}

),

renamed as (

    select
        article_id,
        page_id,
        crawl_on as first_crawled_on,
        source_id,
        url,
        canonical_url,
        title,
        author,
        site_name,
        language,
        published_from_on,
        published_to_on,
        published_raw,
        published_basis,
        text,
        text_sha256,
        is_paywalled,
        reader_version
    from source

)

select * from renamed
-- The same article seen on several crawl days keeps its first crawl.
qualify row_number() over (partition by article_id order by first_crawled_on, page_id) = 1
