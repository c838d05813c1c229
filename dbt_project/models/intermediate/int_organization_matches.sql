{{ config(
    materialized='incremental',
    unique_key=['article_id', 'other_article_id'],
    meta={'changed': 'int_changed_articles', 'key': 'article_id'}
) }}

with contexts as (

    select * from {{ ref('int_organization_contexts') }}

),

changed as (

    select * from contexts
    where {{ is_changed('article_id', 'int_changed_articles') }}

),

-- Evidence beyond the spelling: the same place in a claim, beside the same person or other side.
pairs as (

    select
        changed.article_id,
        contexts.article_id as other_article_id,
        least(changed.name_key, contexts.name_key) as name_key,
        greatest(changed.name_key, contexts.name_key) as other_key,
        'both ' || changed.slot || ' beside ' || least(changed.beside, contexts.beside) as evidence
    from changed
    inner join contexts
        on
            changed.slot = contexts.slot
            and changed.beside_key = contexts.beside_key
            and changed.name_key != contexts.name_key
            and changed.article_id != contexts.article_id
    where {{ days_apart('changed', 'contexts') }} <= {{ var('window_days') }}

),

spelled as (

    select distinct
        name_key,
        other_key,
        jaro_winkler_similarity(name_key, other_key) as score
    from pairs
    where
        least(len(name_key), len(other_key)) >= 5
        and jaro_winkler_similarity(name_key, other_key) >= {{ var('name_similarity') }}
        -- One letter is a slip of the pen, in a long name two; "Bouygues Telecom" is no "Bouygues".
        and damerau_levenshtein(name_key, other_key)
        <= case when least(len(name_key), len(other_key)) < 10 then 1 else 2 end
        -- "Boost 4" is not "Boost 5".
        and regexp_replace(name_key, '[^0-9]', '', 'g')
        = regexp_replace(other_key, '[^0-9]', '', 'g')

)

select distinct
    pairs.article_id,
    pairs.other_article_id,
    pairs.name_key,
    pairs.other_key,
    spelled.score,
    pairs.evidence
from pairs
inner join spelled
    on pairs.name_key = spelled.name_key and pairs.other_key = spelled.other_key
