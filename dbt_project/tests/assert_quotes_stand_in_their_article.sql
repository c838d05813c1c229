-- The offsets of a quote, counted in code points, lead to its words.
with quotes as (

    select
        quotes.quote_id,
        quotes.quote,
        quotes.char_start,
        quotes.char_end,
        case quotes.quote_part when 'title' then articles.title else articles.text end as part_text
    from {{ ref('fct_claim_quotes') }} as quotes
    inner join {{ ref('fct_claims') }} as claims on quotes.claim_id = claims.claim_id
    inner join {{ ref('stg_articles') }} as articles on claims.article_id = articles.article_id

)

select *
from quotes
where substring(part_text, char_start + 1, char_end - char_start) is distinct from quote
