{{ config(
    materialized='incremental',
    unique_key=['article_id', 'earlier_article_id'],
    meta={'changed': 'int_loaded_articles', 'key': 'article_id'}
) }}

-- The days of which copies may be: most of a long history lies outside.
with days as (

    select
        min(told_from_on) - {{ var('window_days') }} as from_on,
        max(told_from_on) + {{ var('window_days') }} as to_on
    from {{ ref('int_articles') }}
    where {{ is_changed('article_id', 'int_loaded_articles') }}

),

bands as (

    select
        articles.article_id,
        articles.told_from_on,
        unnest(articles.bands) as band
    from {{ ref('int_articles') }} as articles
    inner join days on articles.told_from_on between days.from_on and days.to_on

),

changed as (

    select * from bands
    where {{ is_changed('article_id', 'int_loaded_articles') }}

),

candidates as (

    select distinct
        least(changed.article_id, bands.article_id) as article_id,
        greatest(changed.article_id, bands.article_id) as other_article_id
    from changed
    inner join bands
        on
            changed.band = bands.band
            and changed.article_id != bands.article_id
            and bands.told_from_on
            between changed.told_from_on - {{ var('window_days') }}
            and changed.told_from_on + {{ var('window_days') }}

),

dated as (

    select
        articles.article_id,
        articles.first_crawled_on,
        -- The older one is the original; an article without a time in a feed comes last on its day.
        {
            'told_on': articles.told_from_on,
            'fed_at': coalesce(articles.feed_published_at, timestamp '9999-12-31'),
            'crawled_at': articles.first_crawled_at,
            'article_id': articles.article_id
        } as age
    from {{ ref('int_articles') }} as articles
    where
        articles.article_id in (select candidates.article_id from candidates)
        or articles.article_id in (select candidates.other_article_id from candidates)

),

texts as (

    select
        dated.article_id,
        dated.age,
        {{ shingles('articles.text') }} as shingles
    from {{ ref('stg_articles') }} as articles
    inner join dated
        on
            articles.crawled_on = dated.first_crawled_on
            and articles.article_id = dated.article_id

),

compared as (

    select
        case when one.age > other.age then one.article_id else other.article_id end as article_id,
        case when one.age > other.age then other.article_id else one.article_id end
            as earlier_article_id,
        least(one.age, other.age) as earlier_age,
        len(list_intersect(one.shingles, other.shingles))
        / least(len(one.shingles), len(other.shingles)) as containment
    from candidates
    inner join texts as one on candidates.article_id = one.article_id
    inner join texts as other on candidates.other_article_id = other.article_id

)

select * from compared
where containment >= {{ var('copy_containment') }}
