{{ config(
    materialized='incremental',
    unique_key='fact_id',
    meta={'changed': 'int_changed_facts'}
) }}

with told as (

    select
        'move' as event,
        claim_id,
        stage
    from {{ ref('int_move_claims') }}
    union all
    select
        'deal' as event,
        claim_id,
        stage
    from {{ ref('int_deal_claims') }}

)

select
    facts.event,
    facts.fact_id,
    told.stage
from told
inner join {{ ref('int_facts') }} as facts on told.claim_id = facts.claim_id
inner join {{ ref('int_claims') }} as claims on told.claim_id = claims.claim_id
inner join {{ ref('stages') }} as stages on told.event = stages.event and told.stage = stages.stage
where facts.is_evidence and {{ is_changed('facts.fact_id', 'int_changed_facts') }}
-- An outcome stands over what was only under way: the outcome told last, else the furthest stage.
qualify
    row_number() over (
        partition by facts.fact_id
        order by
            claims.status = 'denied',
            stages.is_outcome desc,
            case when stages.is_outcome then claims.told_from_on end desc,
            stages.position desc
    ) = 1
