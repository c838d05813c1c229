-- Claims whose fact this build determines anew: the changed ones, and all that were or may be in
-- one fact with them.
with recursive former as (

    {% if is_increment() %}
        select
            claim_id,
            fact_id
        from {{ last_build('int_facts') }}
    {% else %}
        select
            claim_id,
            cast(null as varchar) as fact_id
        from {{ ref('int_claims') }}
        where false
    {% endif %}

),

-- The claims of a fact hang together by way of their fact.
links as (

    select
        claim_id as node,
        other_claim_id as other_node
    from {{ ref('int_move_matches') }}
    union all
    select
        claim_id,
        other_claim_id
    from {{ ref('int_deal_matches') }}
    union all
    select
        claim_id,
        other_claim_id
    from {{ ref('int_offer_matches') }}
    union all
    select
        claim_id,
        fact_id
    from former
    union all
    select
        fact_id,
        claim_id
    from former

),

reached as (

    select claim_id as node
    from {{ ref('int_changed_claims') }}
    {% if is_increment() %}
        union
        select links.other_node
        from reached
        inner join links on reached.node = links.node
    {% endif %}

)

select
    reached.node as claim_id,
    former.fact_id as former_fact_id
from reached
left join former on reached.node = former.claim_id
where
    former.claim_id is not null
    or reached.node in (select claims.claim_id from {{ ref('int_claims') }} as claims)
