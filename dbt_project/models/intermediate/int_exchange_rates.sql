with rates as (

    select * from {{ ref('stg_exchange_rates') }}

),

dollars as (

    select
        rate_on,
        units_per_euro as dollars_per_euro
    from rates
    where currency = 'USD'

)

select
    rates.currency,
    rates.rate_on,
    1 / rates.units_per_euro as eur_per_unit,
    dollars.dollars_per_euro / rates.units_per_euro as usd_per_unit
from rates
inner join dollars on rates.rate_on = dollars.rate_on
