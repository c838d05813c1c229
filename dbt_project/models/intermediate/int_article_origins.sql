with recursive copies as (

    select
        article_id,
        earlier_article_id,
        containment
    from {{ ref('int_article_copies') }}
    qualify row_number() over (partition by article_id order by earlier_age) = 1

),

-- A copy of a copy comes from the first of them.
ancestors as (

    select
        article_id,
        earlier_article_id as ancestor_id,
        1 as distance
    from copies

    union all

    select
        ancestors.article_id,
        copies.earlier_article_id,
        ancestors.distance + 1 as distance
    from ancestors
    inner join copies on ancestors.ancestor_id = copies.article_id

),

origins as (

    select
        article_id,
        arg_max(ancestor_id, distance) as origin_article_id
    from ancestors
    group by article_id

)

select
    origins.article_id,
    origins.origin_article_id,
    articles.source_id as origin_source_id,
    copies.containment
from origins
inner join copies on origins.article_id = copies.article_id
inner join {{ ref('int_articles') }} as articles
    on origins.origin_article_id = articles.article_id
