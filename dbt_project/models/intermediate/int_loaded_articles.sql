-- Articles read anew since the last build, and those that a reading before it had.
with loaded_days as (

    select crawl_on from {{ source('loads', 'days') }}
    {% if is_increment() %}
        where
            load_id > (
                select max(builds.load_id)
                from {{ source('loads', 'builds') }} as builds
                where builds.is_complete
            )
    {% endif %}

)

select articles.article_id
from {{ ref('stg_articles') }} as articles
inner join loaded_days on articles.crawled_on = loaded_days.crawl_on
{% if is_increment() %}
    union
    select former.article_id
    from {{ last_build('int_articles') }} as former
    inner join loaded_days on former.first_crawled_on = loaded_days.crawl_on
{% else %}
    group by articles.article_id
{% endif %}
