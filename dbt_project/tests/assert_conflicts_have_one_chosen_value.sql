-- One value of each conflict is chosen. The one spelling of a person may stand in other facts only.
select
    fact_id,
    field
from {{ ref('fct_conflicts') }}
group by fact_id, field
having
    count(*) < 2
    or count(*) filter (where is_chosen) > 1
    or (count(*) filter (where is_chosen) = 0 and field != 'person_spelling')
