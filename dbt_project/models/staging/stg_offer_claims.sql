with source as (

    select * from {{ source('raw', 'offer_claims') }}

),

renamed as (

    select
        claim_id,
        article_id,
        crawl_on as first_crawled_on,
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

select renamed.*
from renamed
-- The same article seen on several crawl days keeps the claims of its first crawl.
inner join {{ ref('stg_articles') }} as articles
    on
        renamed.article_id = articles.article_id
        and renamed.first_crawled_on = articles.first_crawled_on
