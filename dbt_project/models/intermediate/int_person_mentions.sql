{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_changed_articles'}
) }}

with mentions as (

    select
        article_id,
        name,
        name_key,
        min(origin_source_id) as origin_source_id,
        min(first_crawled_at) as first_crawled_at,
        min(told_from_on) as told_from_on
    from {{ ref('int_name_mentions') }}
    where entity = 'person' and {{ is_changed('article_id', 'int_changed_articles') }}
    group by article_id, name, name_key

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
    surnames.name_key is not null as is_surname,
    mentions.origin_source_id,
    mentions.first_crawled_at,
    mentions.told_from_on
from mentions
left join surnames
    on mentions.article_id = surnames.article_id and mentions.name = surnames.name
