with quotes as (

    select
        claim_id,
        generate_subscripts(quotes, 1) as position,
        unnest(quotes) as quote
    from {{ ref('int_claims') }}

)

select
    {{ digest(['claim_id', 'position']) }} as quote_id,
    claim_id,
    position,
    quote.text as quote,
    quote.part as quote_part,
    quote.char_start,
    quote.char_end,
    quote.stance,
    quote.attributed_to,
    quote.attribution_role
from quotes
