-- The facts of one table that are told as news, those of the day first, then the newest; with article and speaker of the quote.
with told as (
    select
        fact_id,
        min(first_crawled_on) as first_told_on,
        max(first_crawled_on) as last_told_on
    from fct_claims
    where event = $event
    group by fact_id
)

select
    fact.*,
    article.source,
    article.language,
    article.title,
    article.published_from_on as quote_published_on,
    claim.attributed_to,
    claim.stance,
    told.last_told_on = $day as is_of_the_day,
    told.first_told_on = $day as is_new
from {table} as fact
join told on told.fact_id = fact.{key}
join dim_articles as article on article.article_id = fact.quote_article_id
left join fct_claims as claim
    on claim.fact_id = fact.{key}
    and claim.article_id = fact.quote_article_id
    and claim.quote_part = fact.quote_part
    and claim.char_start = fact.char_start
where not fact.is_background
qualify row_number() over (partition by fact.{key} order by claim.claim_id) = 1
order by is_of_the_day desc, fact.first_published_on desc nulls last, fact.first_seen_at desc, fact.{key}
