-- Which rumors has nobody confirmed or denied yet, and who told them first?
with facts as (
    select 'move' as event, move_id as fact_id, coalesce(person, 'a group') as who, to_organization as whom, status
    from fct_moves
    union all
    select 'deal', deal_id, array_to_string(acquirers, ', '), target, status from fct_deals
    union all
    select 'offer', offer_id, offeror, coalesce(person, 'a group'), status from fct_offers
)

select
    facts.event,
    facts.who,
    facts.whom,
    coalesce(claim.published_from_on, claim.first_crawled_on) as told_on,
    source.source,
    claim.quote
from facts
join fct_claims as claim using (event, fact_id)
join dim_sources as source using (source_id)
where facts.status = 'rumored' and not claim.is_background
qualify row_number() over (partition by fact_id order by told_on, claim.claim_id) = 1
order by told_on desc, facts.who;
