{{ config(
    materialized='incremental',
    unique_key=['claim_id', 'other_claim_id'],
    meta={'changed': 'int_changed_claims', 'key': 'claim_id'}
) }}

with moves as (

    select * from {{ ref('int_move_claims') }}

),

compatible_kinds as (

    select
        kind,
        other_kind
    from {{ ref('compatible_kinds') }}
    where event = 'move'
    union
    select
        other_kind,
        kind
    from {{ ref('compatible_kinds') }}
    where event = 'move'

),

-- Only claims that share a person or, for groups, an organization are compared.
shared as (

    select
        claim_id,
        person_id as shared_id
    from moves
    where person_id is not null
    union all
    select
        claim_id,
        from_organization_id as shared_id
    from moves
    where person_id is null and from_organization_id is not null
    union all
    select
        claim_id,
        to_organization_id as shared_id
    from moves
    where person_id is null and to_organization_id is not null

),

changed as (

    select * from shared
    where {{ is_changed('claim_id', 'int_changed_claims') }}

),

candidates as (

    select
        changed.claim_id,
        shared.claim_id as other_claim_id
    from changed
    inner join shared
        on changed.shared_id = shared.shared_id and changed.claim_id != shared.claim_id
    union
    select
        shared.claim_id,
        changed.claim_id as other_claim_id
    from changed
    inner join shared
        on changed.shared_id = shared.shared_id and changed.claim_id != shared.claim_id

)

select
    a.claim_id,
    b.claim_id as other_claim_id,
    {{ days_apart('a', 'b') }} as days_apart
from candidates
inner join moves as a on candidates.claim_id = a.claim_id
inner join moves as b on candidates.other_claim_id = b.claim_id
left join
    compatible_kinds
    on a.kind = compatible_kinds.kind and b.kind = compatible_kinds.other_kind
where
    {{ days_apart('a', 'b') }} <= {{ var('window_days') }}
    and coalesce(a.from_organization_id = b.from_organization_id, true)
    and coalesce(a.to_organization_id = b.to_organization_id, true)
    and (
        a.kind = b.kind
        -- Different kinds are one happening only with an organization in common.
        or (
            compatible_kinds.kind is not null
            and (
                a.from_organization_id = b.from_organization_id
                or a.to_organization_id = b.to_organization_id
            )
        )
    )
