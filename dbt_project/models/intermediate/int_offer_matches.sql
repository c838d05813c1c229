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

)

select
    a.claim_id,
    b.claim_id as other_claim_id,
    {{ days_apart('a', 'b') }} as days_apart
from offers as a
inner join offers as b
    on
        a.claim_id != b.claim_id
        and (
            a.person_id = b.person_id
            or (
                a.person_id is null
                and b.person_id is null
                and a.offeror_organization_id = b.offeror_organization_id
            )
        )
left join
    compatible_kinds
    on a.kind = compatible_kinds.kind and b.kind = compatible_kinds.other_kind
where
    {{ days_apart('a', 'b') }} <= {{ var('window_days') }}
    and coalesce(a.offeror_organization_id = b.offeror_organization_id, true)
    and (a.kind = b.kind or (compatible_kinds.kind is not null and a.person_id is not null))
