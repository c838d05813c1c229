{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_regrouped_claims'}
) }}

-- Every claim follows the most complete claim that it matches; those that end at the same claim are
-- one fact. The order in which claims were loaded plays no part.
with recursive regrouped as (

    select article_id
    from {{ ref('int_claims') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}

),

-- Whole articles, for a claim is known by its rank among those about the same people.
claims as (

    select * from {{ ref('int_claims') }}
    where article_id in (select regrouped.article_id from regrouped)

),

participants as (

    select
        'move' as event,
        claim_id,
        completeness,
        identity_key
    from {{ ref('int_move_claims') }}
    union all
    select
        'deal' as event,
        claim_id,
        completeness,
        identity_key
    from {{ ref('int_deal_claims') }}
    union all
    select
        'offer' as event,
        claim_id,
        completeness,
        identity_key
    from {{ ref('int_offer_claims') }}

),

matches as (

    select
        claim_id,
        other_claim_id,
        days_apart
    from {{ ref('int_move_matches') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}
    union all
    select
        claim_id,
        other_claim_id,
        days_apart
    from {{ ref('int_deal_matches') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}
    union all
    select
        claim_id,
        other_claim_id,
        days_apart
    from {{ ref('int_offer_matches') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}

),

ranked as (

    select
        participants.event,
        participants.claim_id,
        participants.completeness,
        participants.identity_key,
        claims.article_id,
        claims.is_background,
        claims.told_from_on,
        claims.first_crawled_at,
        row_number() over (
            order by
                claims.first_crawled_at,
                claims.article_id,
                claims.quotes[1].part desc,
                claims.quotes[1].char_start,
                claims.claim_id
        ) as age_rank
    from participants
    inner join claims on participants.claim_id = claims.claim_id

),

-- What a claim would call a fact of its own.
named as (

    select
        *,
        row_number() over (
            partition by event, article_id, identity_key order by age_rank
        ) as rank_in_article,
        {{ digest(['event', 'article_id', 'identity_key', 'rank_in_article']) }} as own_id
    from ranked

),

preferred as (

    select
        *,
        row_number() over (
            order by completeness desc, is_background, told_from_on, first_crawled_at, claim_id
        ) as precedence
    from named
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}

),

leaders as (

    select
        own.claim_id,
        other.claim_id as leader_id
    from matches
    inner join preferred as own on matches.claim_id = own.claim_id
    inner join preferred as other on matches.other_claim_id = other.claim_id
    where other.precedence < own.precedence
    qualify
        row_number() over (
            partition by own.claim_id
            order by other.completeness desc, matches.days_apart, other.precedence
        ) = 1

),

-- A leader may follow another one in turn.
followed as (

    select
        claim_id,
        leader_id,
        1 as distance
    from leaders

    union all

    select
        followed.claim_id,
        leaders.leader_id,
        followed.distance + 1 as distance
    from followed
    inner join leaders on followed.leader_id = leaders.claim_id

),

last_leaders as (

    select
        claim_id,
        arg_max(leader_id, distance) as leader_id
    from followed
    group by claim_id

),

grouped as (

    select
        preferred.*,
        coalesce(last_leaders.leader_id, preferred.claim_id) as leader_id
    from preferred
    left join last_leaders on preferred.claim_id = last_leaders.claim_id

),

given as (

    {% if has_fact_ids() %}
        select
            own_id,
            fact_id,
            first_build_id
        from {{ last_build('int_fact_ids') }}
    {% else %}
        select
            cast(null as varchar) as own_id,
            cast(null as varchar) as fact_id,
            cast(null as bigint) as first_build_id
        where false
    {% endif %}

),

members as (

    select
        grouped.*,
        given.fact_id as former_fact_id,
        -- What an earlier build knew goes before what this one found, however old that is.
        row_number() over (
            order by given.first_build_id nulls last, grouped.age_rank
        ) as seniority
    from grouped
    left join given on grouped.own_id = given.own_id

),

-- The ids that a fact may have: its claims' own ones, and those that they were known by.
candidates as (

    select
        leader_id,
        own_id as fact_id,
        true as is_own,
        seniority
    from members

    union all

    select
        leader_id,
        former_fact_id as fact_id,
        false as is_own,
        seniority
    from members
    where former_fact_id != own_id

),

-- An id goes where the claim is that it was made of, or else with the senior one known by it.
won as (

    select * from candidates
    qualify row_number() over (partition by fact_id order by is_own desc, seniority) = 1

),

ids as (

    select
        leader_id,
        first(fact_id order by seniority, is_own) as fact_id
    from won
    group by leader_id

),

facts as (

    select
        members.*,
        ids.fact_id,
        bool_and(members.is_background) over (partition by members.leader_id)
            as is_background_fact
    from members
    inner join ids on members.leader_id = ids.leader_id

)

select
    event,
    fact_id,
    claim_id,
    article_id,
    own_id,
    former_fact_id,
    is_background_fact,
    -- News is the evidence; what is only remembered counts where there is nothing else.
    not is_background or is_background_fact as is_evidence,
    completeness = max(completeness) over (partition by fact_id) as is_most_complete
from facts
