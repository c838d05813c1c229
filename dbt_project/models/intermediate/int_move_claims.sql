{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with claims as (

    select * from {{ ref('int_claims') }}
    where event = 'move' and {{ is_changed('claim_id', 'int_changed_claims') }}

),

moves as (

    select * from {{ ref('stg_move_claims') }}

),

parties as (

    select * from {{ ref('int_claim_parties') }}

)

select
    claims.claim_id,
    person.entity_id as person_id,
    person.name_key as person_spelling,
    moves.headcount,
    moves.kind,
    former.entity_id as from_organization_id,
    new.entity_id as to_organization_id,
    moves.from_role,
    moves.to_role,
    moves.stage,
    moves.effective_from_on,
    moves.effective_to_on,
    moves.effective_basis,
    {{ claim_span('moves.effective_from_on', 'moves.effective_to_on', 'moves.effective_basis') }},
    cast(former.name is not null as integer) + cast(new.name is not null as integer)
        as completeness,
    coalesce(person.name_key, concat_ws('>', former.name_key, new.name_key)) as identity_key
from claims
inner join moves
    on claims.first_crawled_on = moves.crawled_on and claims.claim_id = moves.claim_id
left join parties as person
    on claims.claim_id = person.claim_id and person.slot = 'person'
left join parties as former
    on claims.claim_id = former.claim_id and former.slot = 'from'
left join parties as new
    on claims.claim_id = new.claim_id and new.slot = 'to'
qualify row_number() over (partition by claims.claim_id) = 1
