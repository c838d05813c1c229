-- For which deals does the press print different amounts, and which one is shown?
select
    deal.target,
    conflict.value,
    conflict.is_chosen,
    conflict.source_count,
    conflict.reason,
    array_agg(distinct source.source order by source.source) as sources
from fct_conflicts as conflict
join fct_deals as deal on deal.deal_id = conflict.fact_id
join fct_claims as claim on list_contains(conflict.claim_ids, claim.claim_id)
join dim_sources as source on source.source_id = claim.source_id
where conflict.event = 'deal' and conflict.field = 'amount'
group by all
order by deal.target, conflict.is_chosen desc, conflict.value;
