with claims as (

    select * from {{ ref('int_claims') }}

),

moves as (

    select * from {{ ref('stg_move_claims') }}

),

people as (

    select * from {{ ref('int_person_names') }}

),

organizations as (

    select * from {{ ref('int_organization_names') }}

)

select
    moves.claim_id,
    people.person_id,
    -- Case, accents and a surname alone are no other spelling.
    case when people.method in ('normalized', 'surname') then people.person else people.name end
        as person_spelling,
    moves.headcount,
    moves.kind,
    former.organization_id as from_organization_id,
    new.organization_id as to_organization_id,
    moves.from_role,
    moves.to_role,
    moves.stage,
    moves.effective_from_on,
    moves.effective_to_on,
    moves.effective_basis,
    {{ claim_span('moves.effective_from_on', 'moves.effective_to_on', 'moves.effective_basis') }},
    cast(former.name is not null as integer) + cast(new.name is not null as integer)
        as completeness,
    coalesce(people.name_key, concat_ws('>', former.name_key, new.name_key)) as identity_key
from moves
inner join claims on moves.claim_id = claims.claim_id
left join people on moves.article_id = people.article_id and moves.person = people.name
left join organizations as former on moves.from_organization = former.name
left join organizations as new on moves.to_organization = new.name
