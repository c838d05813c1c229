-- Deals in their month, over the two years up to the newest one. Denied deals are left out.
with deals as (
    select
        date_trunc('month', coalesce(announced_from_on, first_published_on, first_seen_at::date))::date as month,
        kind,
        coalesce(target, acquirers[1], 'unnamed') as target,
        deal_amount as amount,
        deal_currency as currency
    from fct_deals
    where not is_background and status <> 'denied'
)

select * from deals
where month > (select max(month) from deals) - interval 24 months
order by month, kind, target
