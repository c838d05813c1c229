with source as (

    select * from {{ source('raw', 'move_claims') }}

),

renamed as (

    select
        claim_id,
        article_id,
        crawl_on as crawled_on,
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

select * from renamed
