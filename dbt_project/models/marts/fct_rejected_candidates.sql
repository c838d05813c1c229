{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_loaded_articles'}
) }}

with candidates as (

    select * from {{ ref('stg_rejected_candidates') }}
    where {{ is_changed('article_id', 'int_loaded_articles') }}

),

articles as (

    select * from {{ ref('int_articles') }}

)

select
    candidates.candidate_id,
    candidates.event,
    candidates.trigger_text,
    candidates.reason,
    candidates.article_id,
    articles.source_id,
    articles.url,
    candidates.quote.text as quote,
    candidates.quote.part as quote_part,
    candidates.quote.char_start,
    candidates.quote.char_end,
    articles.first_crawled_on,
    candidates.reader_version
from candidates
-- The same article seen on several crawl days keeps the candidates of its first crawl.
inner join articles
    on
        candidates.crawled_on = articles.first_crawled_on
        and candidates.article_id = articles.article_id
