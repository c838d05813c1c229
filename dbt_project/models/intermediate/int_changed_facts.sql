-- Facts that this build computes anew: those of the regrouped claims, now and before.
select facts.fact_id
from {{ ref('int_facts') }} as facts
where {{ is_changed('facts.claim_id', 'int_regrouped_claims') }}
union
select facts.former_fact_id
from {{ ref('int_facts') }} as facts
where
    facts.former_fact_id is not null
    and {{ is_changed('facts.claim_id', 'int_regrouped_claims') }}
{% if is_increment() %}
    union
    select former_fact_id
    from {{ ref('int_regrouped_claims') }}
    where former_fact_id is not null
{% endif %}
