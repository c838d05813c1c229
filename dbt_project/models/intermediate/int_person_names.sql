with recursive names as (

    select
        name,
        name_key
    from {{ ref('int_names') }}
    where entity = 'person'

),

mentions as (

    select * from {{ ref('int_person_mentions') }}

),

decided as (

    select
        own.name_key,
        other.name_key as other_key,
        decisions.decision,
        decisions.note
    from {{ ref('merges') }} as decisions
    inner join names as own on decisions.name = own.name
    inner join names as other on decisions.other_name = other.name
    where decisions.entity = 'person'

),

pairs as (

    select
        name_key,
        other_key,
        'spelling' as method,
        evidence
    from {{ ref('int_person_matches') }}

    union all

    select
        name_key,
        other_key,
        'override' as method,
        note as evidence
    from decided
    where decision = 'same'

),

links as (

    select
        name_key,
        other_key,
        method,
        evidence
    from pairs
    where (name_key, other_key) not in (
        select (decided.name_key, decided.other_key)
        from decided
        where decided.decision = 'different'
        union all
        select (decided.other_key, decided.name_key)
        from decided
        where decided.decision = 'different'
    )

),

both_ways as (

    select
        name_key,
        other_key,
        method,
        evidence
    from links
    union
    select
        other_key,
        name_key,
        method,
        evidence
    from links

),

reached as (

    select distinct
        name_key,
        name_key as member_key
    from mentions

    union

    select
        reached.name_key,
        both_ways.other_key
    from reached
    inner join both_ways on reached.member_key = both_ways.name_key

),

printed as (

    select
        mentions.name_key,
        mentions.name,
        printed.origin_source_id,
        printed.first_crawled_at
    from mentions
    inner join {{ ref('int_name_mentions') }} as printed
        on mentions.article_id = printed.article_id and mentions.name = printed.name
    where printed.entity = 'person' and not mentions.is_surname

),

supports as (

    select
        name_key,
        count(distinct origin_source_id) as key_source_count,
        min(first_crawled_at) as first_seen_at
    from printed
    group by name_key

),

spellings as (

    select
        printed.name_key,
        printed.name,
        supports.key_source_count,
        supports.first_seen_at,
        count(distinct printed.origin_source_id) as source_count
    from printed
    inner join supports on printed.name_key = supports.name_key
    group by all

),

-- The identity hangs on the spelling seen first, so that later ones leave it.
people as (

    select
        reached.name_key,
        first(spellings.name_key order by spellings.first_seen_at, spellings.name_key)
            as identity_key,
        first(
            spellings.name
            -- Most independent sources decide; an accent is sooner lost than made up.
            order by
                spellings.key_source_count desc,
                spellings.source_count desc,
                spellings.name = strip_accents(spellings.name),
                spellings.name
        ) as person
    from reached
    inner join spellings on reached.member_key = spellings.name_key
    group by reached.name_key

),

methods as (

    select
        name_key,
        min(method) as method,
        min(evidence) as evidence
    from both_ways
    group by name_key

)

select
    mentions.article_id,
    mentions.name,
    mentions.name_key,
    {{ digest(["'person'", 'people.identity_key']) }} as person_id,
    people.person,
    case
        when mentions.is_surname then 'surname'
        when mentions.name_key != {{ name_words('people.person') }} then methods.method
        when mentions.name != people.person then 'normalized'
    end as method,
    case
        when mentions.is_surname then 'the article gives the full name'
        when mentions.name_key != {{ name_words('people.person') }} then methods.evidence
    end as evidence
from mentions
inner join people on mentions.name_key = people.name_key
left join methods on mentions.name_key = methods.name_key
