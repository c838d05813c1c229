with source as (

    select * from {{ source('raw', 'rejected_candidates') }}

),

renamed as (

    select
        candidate_id,
        article_id,
        crawl_on as crawled_on,
        event,
        trigger as trigger_text,
        reason,
        quote,
        reader_version
    from source

)

select * from renamed
