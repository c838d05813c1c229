{{ config(
    materialized='incremental',
    unique_key=['claim_id', 'other_claim_id'],
    meta={'changed': 'int_changed_claims', 'key': 'claim_id'}
) }}

with deals as (

    select
        *,
        list_distinct(acquirer_ids || [target_organization_id]) as side_ids
    from {{ ref('int_deal_claims') }}

),

compatible_kinds as (

    select
        kind,
        other_kind
    from {{ ref('compatible_kinds') }}
    where event = 'deal'
    union
    select
        other_kind,
        kind
    from {{ ref('compatible_kinds') }}
    where event = 'deal'

),

-- Only claims that share an organization are compared, whichever its side: in a merger they swap.
shared as (

    select
        claim_id,
        unnest(side_ids) as shared_id
    from deals

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
inner join deals as a on candidates.claim_id = a.claim_id
inner join deals as b on candidates.other_claim_id = b.claim_id
left join
    compatible_kinds
    on a.kind = compatible_kinds.kind and b.kind = compatible_kinds.other_kind
where
    {{ days_apart('a', 'b') }} <= {{ var('window_days') }}
    and coalesce(a.round = b.round, true)
    and (a.kind = b.kind or compatible_kinds.kind is not null)
    and (
        (
            a.target_organization_id = b.target_organization_id
            and (
                list_has_any(a.acquirer_ids, b.acquirer_ids)
                or len(a.acquirer_ids) = 0
                or len(b.acquirer_ids) = 0
                -- Investors of one round differ from article to article; its sum or name does not.
                or (a.deal_amount = b.deal_amount and a.deal_currency = b.deal_currency)
                or a.round = b.round
            )
        )
        or (
            (a.target_organization_id is null or b.target_organization_id is null)
            and a.kind = b.kind
            and list_has_any(a.acquirer_ids, b.acquirer_ids)
        )
        or ('merger' in (a.kind, b.kind) and len(list_intersect(a.side_ids, b.side_ids)) >= 2)
    )
