/* What were the largest deals, in each currency? */
select
    deal_currency,
    deal_amount / 1e9 as billions,
    amount_qualifier,
    kind,
    target,
    acquirers,
    stake_percent,
    stage,
    status
from fct_deals
where not is_background and deal_amount is not null
order by deal_currency, deal_amount desc;
