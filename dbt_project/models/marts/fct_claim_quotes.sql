{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with quotes as (

    select
        claim_id,
        generate_subscripts(quotes, 1) as position,
        unnest(quotes) as said
    from {{ ref('int_claims') }}
    where {{ is_changed('claim_id', 'int_changed_claims') }}

)

select
    {{ digest(['quotes.claim_id', 'quotes.position']) }} as quote_id,
    quotes.claim_id,
    quotes.position,
    quotes.said.text as quote,
    quotes.said.part as quote_part,
    quotes.said.char_start,
    quotes.said.char_end,
    quotes.said.stance,
    quotes.said.attributed_to,
    quotes.said.attribution_role
from quotes
