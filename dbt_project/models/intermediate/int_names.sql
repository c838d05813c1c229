with names as (

    select
        entity,
        name
    from {{ ref('int_name_mentions') }}

    union

    select
        'organization' as entity,
        organization as name
    from {{ ref('organizations') }}

    union

    select
        'organization' as entity,
        alias as name
    from {{ ref('organization_aliases') }}

    union

    select
        entity,
        unnest([name, other_name]) as name
    from {{ ref('merges') }}

),

words as (

    select
        entity,
        name,
        unnest(string_split({{ name_words('name') }}, ' ')) as word,
        generate_subscripts(string_split({{ name_words('name') }}, ' '), 1) as position
    from names

),

keys as (

    select
        words.entity,
        words.name,
        -- "Open AI" is OpenAI: the words of an organization are joined without a space.
        case
            when words.entity = 'person'
                then string_agg(words.word, ' ' order by words.position)
            else
                string_agg(words.word, '' order by words.position)
                filter (where legal_forms.form is null)
        end as name_key,
        lower(words.name) as fallback_key
    from words
    left join {{ ref('legal_forms') }} as legal_forms on words.word = legal_forms.form
    group by words.entity, words.name

)

select
    entity,
    name,
    coalesce(nullif(name_key, ''), fallback_key) as name_key
from keys
