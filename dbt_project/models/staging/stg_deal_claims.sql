with source as (

    select * from {{ source('raw', 'deal_claims') }}

),

renamed as (

    select
        claim_id,
        article_id,
        crawl_on as crawled_on,
        kind,
        acquirers,
        target,
        sellers,
        amount as deal_amount,
        case when amount is not null then currency end as deal_currency,
        amount_qualifier,
        amount_raw,
        stake_percent,
        voting as has_voting_rights,
        valuation as valuation_amount,
        case when valuation is not null then currency end as valuation_currency,
        round,
        stage,
        announced_from_on,
        announced_to_on,
        announced_raw,
        announced_basis,
        status,
        is_background,
        confidence,
        quotes,
        reader_version
    from source

)

select * from renamed
