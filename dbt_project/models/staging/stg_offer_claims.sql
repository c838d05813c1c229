with source as (

    select * from {{ source('raw', 'offer_claims') }}

),

renamed as (

    select
        claim_id,
        article_id,
        crawl_on as crawled_on,
        kind,
        offeror,
        person,
        amount as offer_amount,
        case when amount is not null then currency end as offer_currency,
        amount_qualifier,
        amount_raw,
        outcome,
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from source

)

select * from renamed
