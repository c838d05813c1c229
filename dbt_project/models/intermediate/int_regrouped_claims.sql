-- Claims whose fact this build determines anew: the changed ones, and all that were or may be in
-- one fact with them.
with recursive matches as (

    select
        claim_id,
        other_claim_id
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

),

{% if is_increment() %}
    -- The claims of a fact hang together by way of their fact.
    links as (

        select
            claim_id as node,
            other_claim_id as other_node
        from matches
        union all
        select
            claim_id,
            fact_id
        from {{ last_build('int_facts') }}
        union all
        select
            fact_id,
            claim_id
        from {{ last_build('int_facts') }}

    ),

    reached as (

        select claim_id as node
        from {{ ref('int_changed_claims') }}
        union
        select links.other_node
        from reached
        inner join links on reached.node = links.node

    )

    select
        reached.node as claim_id,
        former.fact_id as former_fact_id
    from reached
    left join {{ last_build('int_facts') }} as former on reached.node = former.claim_id
    where
        reached.node in (select claims.claim_id from {{ ref('int_claims') }} as claims)
        or former.claim_id is not null
{% else %}
    everything as (

        select claim_id
        from {{ ref('int_changed_claims') }}

    )

    select
        claim_id,
        cast(null as varchar) as former_fact_id
    from everything
{% endif %}
