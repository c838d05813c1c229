-- Every claim points to a fact of its kind, and every fact counts its claims and articles right.
with facts as (

    select
        'move' as event,
        move_id as fact_id,
        claim_count,
        article_count
    from {{ ref('fct_moves') }}
    union all
    select
        'deal' as event,
        deal_id as fact_id,
        claim_count,
        article_count
    from {{ ref('fct_deals') }}
    union all
    select
        'offer' as event,
        offer_id as fact_id,
        claim_count,
        article_count
    from {{ ref('fct_offers') }}

),

claims as (

    select
        event,
        fact_id,
        count(*) as claim_count,
        count(distinct article_id) as article_count
    from {{ ref('fct_claims') }}
    group by event, fact_id

)

select
    claims.fact_id as claimed_fact_id,
    facts.fact_id
from claims
full join facts on claims.event = facts.event and claims.fact_id = facts.fact_id
where
    claims.claim_count is distinct from facts.claim_count
    or claims.article_count is distinct from facts.article_count
