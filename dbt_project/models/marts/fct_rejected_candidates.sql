with candidates as (

    select * from {{ ref('stg_rejected_candidates') }}

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
    candidates.first_crawled_on,
    candidates.reader_version
from candidates
inner join articles on candidates.article_id = articles.article_id
