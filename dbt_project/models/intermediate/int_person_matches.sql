with mentions as (

    select * from {{ ref('int_person_mentions') }}

),

organizations as (

    select * from {{ ref('int_organization_names') }}

),

moves as (

    select
        mentions.name_key,
        moves.article_id,
        former.organization_id as from_organization_id,
        former.organization as from_organization,
        new.organization_id as to_organization_id,
        new.organization as to_organization,
        {{ name_words('moves.from_role') }} as from_role,
        {{ name_words('moves.to_role') }} as to_role,
        claims.told_from_on as span_from_on,
        claims.told_to_on as span_to_on
    from {{ ref('stg_move_claims') }} as moves
    inner join {{ ref('int_claims') }} as claims on moves.claim_id = claims.claim_id
    inner join mentions on moves.article_id = mentions.article_id and moves.person = mentions.name
    inner join organizations as new on moves.to_organization = new.name
    left join organizations as former on moves.from_organization = former.name

),

-- Evidence beyond the spelling: the same way, or the same role on the way to the same place. Inside
-- one organization only the role tells.
evident as (

    select
        a.name_key,
        b.name_key as other_key,
        case
            when
                a.from_organization_id = b.from_organization_id
                and a.from_organization_id != a.to_organization_id
                then 'both go from ' || a.from_organization || ' to ' || a.to_organization
            when a.from_role = b.from_role
                then 'both go as ' || a.from_role || ' to ' || a.to_organization
            when a.to_role = b.to_role and a.from_organization_id = b.from_organization_id
                then 'both become ' || a.to_role || ' of ' || a.to_organization
        end as evidence
    from moves as a
    inner join moves as b
        on a.to_organization_id = b.to_organization_id and a.name_key < b.name_key
    where {{ days_apart('a', 'b') }} <= {{ var('window_days') }}

),

-- An article that names both knows them apart.
together as (

    select
        a.name_key,
        b.name_key as other_key
    from mentions as a
    inner join mentions as b on a.article_id = b.article_id and a.name_key < b.name_key

)

select
    evident.name_key,
    evident.other_key,
    jaro_winkler_similarity(evident.name_key, evident.other_key) as score,
    min(evident.evidence) as evidence
from evident
left join together
    on evident.name_key = together.name_key and evident.other_key = together.other_key
where
    together.name_key is null
    and evident.evidence is not null
    and jaro_winkler_similarity(evident.name_key, evident.other_key)
    >= {{ var('name_similarity') }}
group by evident.name_key, evident.other_key
