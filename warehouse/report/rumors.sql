-- What somebody told as a rumor, newest first: who told it first, and what became of it.
with facts as (
    select
        'move' as event,
        move_id as fact_id,
        coalesce(person, 'a group') || case
            when to_organization is not null then ' to ' || to_organization
            when from_organization is not null then ' leaves ' || from_organization
            else ''
        end as story,
        status,
        is_background
    from fct_moves
    union all
    select
        'deal',
        deal_id,
        case
            when len(acquirers) = 0 then coalesce(target, 'a company') || ', ' || replace(kind, '_', ' ')
            else list_aggregate(acquirers[:2], 'string_agg', ', ') || case when len(acquirers) > 2 then ' …' else '' end
                || coalesce(' and ' || target, '') || ', ' || replace(kind, '_', ' ')
        end,
        status,
        is_background
    from fct_deals
    union all
    select
        'offer',
        offer_id,
        coalesce(offeror, 'an employer') || '’s offer to ' || coalesce(person, 'a group'),
        status,
        is_background
    from fct_offers
),

claims as (
    select
        claim.*,
        source.source,
        coalesce(claim.published_from_on, claim.first_crawled_on) as told_on
    from fct_claims as claim
    join dim_sources as source using (source_id)
),

rumors as (
    select
        event,
        fact_id,
        arg_min(source, (told_on, claim_id)) as first_source,
        min(told_on) as first_told_on
    from claims
    where status = 'rumored'
    group by event, fact_id
    -- what is hedged after somebody has said it plainly is no rumor any more
    having not exists (
        from claims as plain
        where plain.event = claims.event and plain.fact_id = claims.fact_id
            and plain.status <> 'rumored' and plain.told_on < min(claims.told_on)
    )
)

select
    event,
    fact_id,
    facts.story,
    facts.status,
    rumors.first_source,
    rumors.first_told_on,
    (
        select min(told_on) from claims
        where claims.event = facts.event and claims.fact_id = facts.fact_id
            and claims.status = facts.status and claims.told_on >= rumors.first_told_on
    ) as settled_on
from rumors
join facts using (event, fact_id)
where not facts.is_background
order by first_told_on desc, story
