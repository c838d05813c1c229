-- What a human declared the same is one, and what was declared different is not, not even by way of
-- a third name; if it is, that third name needs a row of its own in seeds/merges.csv.
with entities as (

    select
        'person' as entity,
        name,
        person_id as entity_id
    from {{ ref('int_person_names') }}

    union all

    select
        'organization' as entity,
        name,
        organization_id as entity_id
    from {{ ref('int_organization_names') }}

)

select
    decisions.entity,
    decisions.name,
    decisions.other_name,
    decisions.decision
from {{ ref('merges') }} as decisions
inner join entities as own
    on decisions.entity = own.entity and decisions.name = own.name
inner join entities as other
    on decisions.entity = other.entity and decisions.other_name = other.name
where (decisions.decision = 'same') != (own.entity_id = other.entity_id)
