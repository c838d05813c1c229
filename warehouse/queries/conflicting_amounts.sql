/* For which deals does the press print different amounts, and which one is shown? */
with told as (
    select
        *,
        unnest(claim_ids) as claim_id
    from fct_conflicts
    where event = 'deal' and field = 'amount'
)

select
    deal.target,
    told.value,
    told.is_chosen,
    told.source_count,
    told.reason,
    list_sort(list(distinct source.source)) as sources
from told
inner join fct_deals as deal on told.fact_id = deal.deal_id
inner join fct_claims as claim on told.claim_id = claim.claim_id
inner join dim_sources as source on claim.source_id = source.source_id
group by
    deal.deal_id, deal.target, told.value, told.is_chosen, told.source_count, told.reason
order by deal.target, told.is_chosen desc, told.value;
