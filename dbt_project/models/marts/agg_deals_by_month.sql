with deals as (

    select
        *,
        cast(date_trunc(
            'month',
            coalesce(announced_from_on, first_published_on, cast(first_seen_at as date))
        ) as date) as month_on
    from {{ ref('fct_deals') }}
    where not is_background and status != 'denied'

)

select
    month_on,
    kind,
    deal_currency,
    count(*) as deal_count,
    count(*) filter (where status = 'confirmed') as confirmed_deal_count,
    count(*) filter (where status = 'rumored') as rumored_deal_count,
    sum(deal_amount) as deal_amount
from deals
group by month_on, kind, deal_currency
