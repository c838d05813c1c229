with deals as (

    select
        deal_id,
        coalesce(announced_from_on, first_published_on, cast(first_seen_at as date))
            as span_from_on,
        coalesce(announced_to_on, last_published_on, cast(last_seen_at as date)) as span_to_on
    from {{ ref('fct_deals') }}

),

moves as (

    select
        move_id,
        from_organization_id,
        to_organization_id,
        coalesce(effective_from_on, first_published_on, cast(first_seen_at as date))
            as span_from_on,
        coalesce(effective_to_on, last_published_on, cast(last_seen_at as date)) as span_to_on
    from {{ ref('fct_moves') }}

),

ends as (

    select
        *,
        'from' as side,
        from_organization_id as organization_id
    from moves
    union all
    select
        *,
        'to' as side,
        to_organization_id as organization_id
    from moves

),

shared as (

    select
        deals.deal_id,
        ends.move_id,
        list_sort(list(distinct parties.organization)) as shared_organizations,
        bool_or(parties.party = 'target' and ends.side = 'from') as leaves_target,
        bool_or(parties.party = 'target' and ends.side = 'to') as joins_target,
        bool_or(parties.party = 'acquirer' and ends.side = 'to') as joins_acquirer
    from deals
    inner join {{ ref('bridge_deal_parties') }} as parties on deals.deal_id = parties.deal_id
    inner join ends on parties.organization_id = ends.organization_id
    where {{ days_apart('deals', 'ends') }} <= {{ var('window_days') }}
    group by deals.deal_id, ends.move_id

),

told as (

    select distinct
        facts.event,
        facts.fact_id,
        claims.origin_article_id
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where facts.is_evidence

),

told_together as (

    select
        deals.fact_id as deal_id,
        moves.fact_id as move_id,
        count(*) as article_count
    from told as deals
    inner join told as moves on deals.origin_article_id = moves.origin_article_id
    where deals.event = 'deal' and moves.event = 'move'
    group by deals.fact_id, moves.fact_id

),

linked as (

    select
        shared.deal_id,
        shared.move_id,
        list_sort(list_distinct([
            case
                when shared.leaves_target and shared.joins_acquirer then 'target_to_acquirer'
            end,
            case
                when
                    told_together.article_count is not null
                    and (shared.leaves_target or shared.joins_target)
                    then 'same_article'
            end
        ])) as evidence,
        shared.shared_organizations,
        coalesce(told_together.article_count, 0) as shared_article_count
    from shared
    left join told_together
        on shared.deal_id = told_together.deal_id and shared.move_id = told_together.move_id

)

select *
from linked
where len(evidence) > 0
