{{ config(
    materialized='incremental',
    unique_key=['claim_id', 'other_claim_id'],
    meta={'changed': 'int_changed_claims', 'key': 'claim_id'}
) }}

with offers as (

    select * from {{ ref('int_offer_claims') }}

),

compatible_kinds as (

    select
        kind,
        other_kind
    from {{ ref('compatible_kinds') }}
    where event = 'offer'
    union
    select
        other_kind,
        kind
    from {{ ref('compatible_kinds') }}
    where event = 'offer'

),

-- Only claims that share the person or, for groups, the organization are compared.
shared as (

    select
        claim_id,
        coalesce(person_id, offeror_organization_id) as shared_id
    from offers

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
inner join offers as a on candidates.claim_id = a.claim_id
inner join offers as b on candidates.other_claim_id = b.claim_id
left join
    compatible_kinds
    on a.kind = compatible_kinds.kind and b.kind = compatible_kinds.other_kind
where
    {{ days_apart('a', 'b') }} <= {{ var('window_days') }}
    and coalesce(a.offeror_organization_id = b.offeror_organization_id, true)
    and (a.kind = b.kind or (compatible_kinds.kind is not null and a.person_id is not null))
