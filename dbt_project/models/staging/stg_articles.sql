with source as (

    select * from {{ source('raw', 'articles') }}

),

renamed as (

    select
        article_id,
        page_id,
        crawl_on as crawled_on,
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
