with names as (

    select * from {{ ref('int_person_names') }}

),

mentions as (

    select * from {{ ref('int_name_mentions') }}
    where entity = 'person'

)

select
    names.person_id,
    names.person,
    list_sort(list(distinct names.name)) as name_variants,
    min(mentions.first_crawled_at) as first_seen_at,
    max(mentions.first_crawled_at) as last_seen_at
from names
inner join mentions on names.article_id = mentions.article_id and names.name = mentions.name
group by names.person_id, names.person
