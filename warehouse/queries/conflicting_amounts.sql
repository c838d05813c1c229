/* For which deals does the press print different amounts, and which one is shown? */
select
    deal.target,
    told.value,
    told.is_chosen,
    told.source_count,
    told.reason,
    (
        select list_sort(array_agg(distinct source.source))
        from fct_claims as claim
        inner join dim_sources as source on claim.source_id = source.source_id
        where list_contains(told.claim_ids, claim.claim_id)
    ) as sources
from fct_conflicts as told
inner join fct_deals as deal on told.fact_id = deal.deal_id
where told.event = 'deal' and told.field = 'amount'
order by deal.target, told.is_chosen desc, told.value;
