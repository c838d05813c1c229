with mentions as (

    select distinct
        mentions.article_id,
        mentions.name,
        names.name_key
    from {{ ref('int_name_mentions') }} as mentions
    inner join {{ ref('int_names') }} as names
        on mentions.entity = names.entity and mentions.name = names.name
    where mentions.entity = 'person'

),

-- A surname alone stands for the one full name in the same article that ends with it.
surnames as (

    select
        short.article_id,
        short.name,
        min(long.name_key) as name_key
    from mentions as short
    inner join mentions as long
        on
            short.article_id = long.article_id
            and ends_with(long.name_key, ' ' || short.name_key)
    where not contains(short.name_key, ' ')
    group by short.article_id, short.name
    having count(distinct long.name_key) = 1

)

select
    mentions.article_id,
    mentions.name,
    coalesce(surnames.name_key, mentions.name_key) as name_key,
    surnames.name_key is not null as is_surname
from mentions
left join surnames
    on mentions.article_id = surnames.article_id and mentions.name = surnames.name
