with source as (

    select * from {{ source('raw', 'sources') }}

),

renamed as (

    select
        source_id,
        crawl_on as crawled_on,
        name as source,
        language,
        country,
        home_url
    from source

)

select * from renamed
