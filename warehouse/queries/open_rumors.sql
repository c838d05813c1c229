/* Which rumors has nobody confirmed or denied yet, and who told them first? */
with facts as (
    select
        move_id as fact_id,
        coalesce(person, 'a group') as who,
        to_organization as whom,
        status
    from fct_moves
    union all
    select
        deal_id as fact_id,
        array_to_string(acquirers, ', ') as who,
        target as whom,
        status
    from fct_deals
    union all
    select
        offer_id as fact_id,
        offeror as who,
        coalesce(person, 'a group') as whom,
        status
    from fct_offers
)

select
    claim.event,
    facts.who,
    facts.whom,
    coalesce(claim.published_from_on, claim.first_crawled_on) as told_on,
    source.source,
    claim.quote
from facts
inner join fct_claims as claim on facts.fact_id = claim.fact_id
inner join dim_sources as source on claim.source_id = source.source_id
where facts.status = 'rumored' and not claim.is_background
qualify row_number() over (partition by facts.fact_id order by told_on, claim.claim_id) = 1
order by told_on desc, facts.who;
