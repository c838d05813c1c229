-- Containment of sequences of five words (shingles): Broder, "On the resemblance and containment of
-- documents", 1997. Identical texts have containment 1.
with recursive articles as (

    select
        article_id,
        source_id,
        words,
        row_number() over (
            order by told_from_on, feed_published_at, first_crawled_at, article_id
        ) as age_rank
    from {{ ref('int_articles') }}

),

positions as (

    select
        article_id,
        words,
        unnest(generate_series(1, len(words) - 4)) as position
    from articles

),

shingles as (

    select distinct
        article_id,
        hash(words[position:position + 4]) as shingle
    from positions

),

sized as (

    select
        article_id,
        shingle,
        count(*) over (partition by article_id) as size
    from shingles

),

alike as (

    select
        later.article_id,
        earlier.article_id as earlier_article_id,
        count(*) / least(min(later.size), min(earlier.size)) as containment
    from sized as later
    inner join sized as earlier on later.shingle = earlier.shingle
    -- Below this a text is too short to tell a copy from a set phrase.
    where later.size >= 12 and earlier.size >= 12
    group by later.article_id, earlier.article_id

),

copies as (

    select
        alike.article_id,
        alike.earlier_article_id,
        alike.containment
    from alike
    inner join articles as later on alike.article_id = later.article_id
    inner join articles as earlier on alike.earlier_article_id = earlier.article_id
    where
        alike.containment >= {{ var('copy_containment') }}
        and earlier.age_rank < later.age_rank
    qualify row_number() over (partition by alike.article_id order by earlier.age_rank) = 1

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
    articles.article_id,
    coalesce(origins.origin_article_id, articles.article_id) as origin_article_id,
    coalesce(origin.source_id, articles.source_id) as origin_source_id,
    origins.origin_article_id is not null as is_syndicated_copy,
    copies.containment
from articles
left join origins on articles.article_id = origins.article_id
left join copies on articles.article_id = copies.article_id
left join articles as origin on origins.origin_article_id = origin.article_id
