with source as (

    select * from {{ source('reference', 'exchange_rates') }}

),

renamed as (

    select
        currency,
        rate_on,
        units_per_euro
    from source

)

select * from renamed
