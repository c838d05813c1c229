with moves as (

    select
        move_id,
        person_id,
        headcount,
        from_organization_id,
        to_organization_id,
        coalesce(effective_from_on, first_published_on, cast(first_seen_at as date))
            as span_from_on,
        coalesce(effective_to_on, last_published_on, cast(last_seen_at as date)) as span_to_on
    from {{ ref('fct_moves') }}
    where not is_background

),

-- "Three researchers of Quill join Tern" and each of them by name.
paired as (

    select
        party.move_id as group_move_id,
        member.move_id,
        party.from_organization_id = member.from_organization_id
        and party.to_organization_id = member.to_organization_id as is_same_way
    from moves as party
    inner join moves as member
        on
            member.person_id is not null
            and coalesce(party.to_organization_id, party.from_organization_id)
            = case
                when party.to_organization_id is not null then member.to_organization_id
                else member.from_organization_id
            end
    where
        party.person_id is null
        and coalesce(party.from_organization_id = member.from_organization_id, true)
        and {{ days_apart('party', 'member') }} <= {{ var('window_days') }}

),

told as (

    select distinct
        facts.fact_id,
        claims.origin_article_id
    from {{ ref('int_facts') }} as facts
    inner join {{ ref('int_claims') }} as claims on facts.claim_id = claims.claim_id
    where
        facts.fact_id in (select paired.group_move_id from paired)
        or facts.fact_id in (select paired.move_id from paired)

),

together as (

    select distinct
        paired.group_move_id,
        paired.move_id
    from paired
    inner join told as party on paired.group_move_id = party.fact_id
    inner join told as member
        on
            paired.move_id = member.fact_id
            and party.origin_article_id = member.origin_article_id

)

select
    paired.group_move_id,
    paired.move_id,
    case when together.move_id is not null then 'same_article' else 'same_way' end as evidence
from paired
left join together
    on paired.group_move_id = together.group_move_id and paired.move_id = together.move_id
where together.move_id is not null or paired.is_same_way
