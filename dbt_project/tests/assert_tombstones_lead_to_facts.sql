-- A merged fact leads to one that is there, or that was retracted later.
with facts as (

    select move_id as fact_id from {{ ref('fct_moves') }}
    union all
    select deal_id as fact_id from {{ ref('fct_deals') }}
    union all
    select offer_id as fact_id from {{ ref('fct_offers') }}
    union all
    select fact_id from {{ ref('fct_tombstones') }}
    where reason = 'retracted'

)

select tombstones.fact_id
from {{ ref('fct_tombstones') }} as tombstones
left join facts on tombstones.merged_into = facts.fact_id
where (tombstones.reason = 'merged') != (facts.fact_id is not null)
