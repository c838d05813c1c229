with source as (

    select * from {{ source('raw', 'pages') }}

),

renamed as (

    select
        page_id,
        crawl_on as crawled_on,
        source_id,
        kind,
        url,
        final_url,
        discovered_in,
        feed_title,
        feed_published_at,
        fetched_at,
        http_status,
        outcome,
        outcome_detail,
        content_type,
        etag,
        last_modified,
        body_sha256,
        body_bytes,
        warc_file,
        warc_offset,
        warc_length,
        article_id
    from source

)

select * from renamed
