-- Every claim follows the most complete claim that it matches; those that end at the same claim are
-- one fact. The order in which claims were loaded plays no part.
with recursive participants as (

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
    union all
    select
        claim_id,
        other_claim_id,
        days_apart
    from {{ ref('int_deal_matches') }}
    union all
    select
        claim_id,
        other_claim_id,
        days_apart
    from {{ ref('int_offer_matches') }}

),

claims as (

    select
        participants.event,
        participants.claim_id,
        participants.completeness,
        participants.identity_key,
        claims.article_id,
        claims.is_background,
        row_number() over (
            order by
                participants.completeness desc,
                claims.is_background,
                claims.told_from_on,
                claims.first_crawled_at,
                claims.claim_id
        ) as precedence,
        row_number() over (
            order by
                claims.first_crawled_at,
                claims.article_id,
                claims.quotes[1].part desc,
                claims.quotes[1].char_start,
                claims.claim_id
        ) as age_rank
    from participants
    inner join {{ ref('int_claims') }} as claims on participants.claim_id = claims.claim_id

),

leaders as (

    select
        own.claim_id,
        other.claim_id as leader_id
    from matches
    inner join claims as own on matches.claim_id = own.claim_id
    inner join claims as other on matches.other_claim_id = other.claim_id
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
        claims.*,
        coalesce(last_leaders.leader_id, claims.claim_id) as leader_id,
        row_number() over (
            partition by claims.event, claims.article_id, claims.identity_key
            order by claims.age_rank
        ) as rank_in_article
    from claims
    left join last_leaders on claims.claim_id = last_leaders.claim_id

),

-- The claim recorded first gives the fact its id, so that later ones leave it alone.
facts as (

    select
        *,
        first_value(
            {{ digest(['event', 'article_id', 'identity_key', 'rank_in_article']) }}
        ) over (partition by leader_id order by age_rank) as fact_id,
        bool_and(is_background) over (partition by leader_id) as is_background_fact
    from grouped

)

select
    event,
    fact_id,
    claim_id,
    is_background_fact,
    -- News is the evidence; what is only remembered counts where there is nothing else.
    not is_background or is_background_fact as is_evidence,
    completeness = max(completeness) over (partition by fact_id) as is_most_complete
from facts
