{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_regrouped_claims'}
) }}

with claims as (

    select
        *,
        quotes[1] as best_quote
    from {{ ref('int_claims') }}
    where {{ is_changed('claim_id', 'int_regrouped_claims') }}

),

facts as (

    select * from {{ ref('int_facts') }}

)

select
    claims.claim_id,
    claims.event,
    facts.fact_id,
    claims.article_id,
    claims.source_id,
    claims.url,
    claims.best_quote.text as quote,
    claims.best_quote.part as quote_part,
    claims.best_quote.char_start,
    claims.best_quote.char_end,
    claims.best_quote.stance,
    claims.best_quote.attributed_to,
    claims.best_quote.attribution_role,
    claims.status,
    claims.confidence,
    claims.is_background,
    claims.is_syndicated_copy,
    claims.published_from_on,
    claims.published_to_on,
    claims.first_crawled_on,
    claims.reader_version
from claims
inner join facts on claims.claim_id = facts.claim_id
