select
    person_id,
    person,
    list_sort(list(distinct name)) as name_variants,
    min(first_crawled_at) as first_seen_at,
    max(first_crawled_at) as last_seen_at
from {{ ref('int_person_names') }}
group by person_id, person
