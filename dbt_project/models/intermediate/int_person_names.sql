{{ config(
    materialized='incremental',
    unique_key='name_key',
    meta={'changed': 'int_changed_people'}
) }}

with recursive mentions as (

    select * from {{ ref('int_person_mentions') }}
    where {{ is_changed('name_key', 'int_changed_people') }}

),

decisions as (

    select
        decision,
        note,
        {{ person_key('name') }} as name_key,
        {{ person_key('other_name') }} as other_key
    from {{ ref('merges') }}
    where entity = 'person'

),

contexts as (

    select * from {{ ref('int_person_contexts') }}
    where {{ is_changed('name_key', 'int_changed_people') }}

),

-- A mention and the organizations it stands beside.
places as (

    select
        name_key,
        article_id,
        unnest(case when len(family_ids) > 0 then family_ids else ['none'] end) as family_id
    from contexts

),

-- The places of one name that an article ties together are one person's ...
tied as (

    select
        one.name_key,
        one.family_id,
        other.family_id as other_family_id
    from places as one
    inner join places as other
        on one.name_key = other.name_key and one.article_id = other.article_id
    where one.family_id != 'none' and other.family_id != 'none'

    union

    -- ... and so are the one left and the one joined, where each is all that an article tells.
    select
        exits.name_key,
        unnest([exits.family_ids[1], entries.family_ids[1]]) as family_id,
        unnest([entries.family_ids[1], exits.family_ids[1]]) as other_family_id
    from contexts as exits
    inner join contexts as entries on exits.name_key = entries.name_key
    where
        exits.from_organization_id is not null
        and exits.to_organization_id is null
        and entries.from_organization_id is null
        and entries.to_organization_id is not null
        and {{ days_apart('exits', 'entries') }} <= {{ var('window_days') }}

),

-- The first of each chain stands for all of it.
chained as (

    select distinct
        name_key,
        family_id,
        family_id as member_id
    from tied

    union

    select
        chained.name_key,
        chained.family_id,
        tied.other_family_id
    from chained
    inner join tied
        on chained.name_key = tied.name_key and chained.member_id = tied.family_id

),

circles as (

    select
        name_key,
        family_id,
        min(member_id) as circle_id
    from chained
    group by name_key, family_id

),

placed as (

    select
        places.name_key,
        places.article_id,
        min(circles.circle_id) as circle_id
    from places
    left join circles
        on places.name_key = circles.name_key and places.family_id = circles.family_id
    group by places.name_key, places.article_id

),

aged as (

    select
        mentions.*,
        placed.circle_id
    from mentions
    left join placed
        on mentions.article_id = placed.article_id and mentions.name_key = placed.name_key

),

-- A mention beside no organization goes with the nearest one in time that has some.
nearest as (

    select
        alone.article_id,
        alone.name_key,
        first(
            other.circle_id
            order by
                abs(alone.told_from_on - other.told_from_on), other.first_crawled_at,
                other.article_id
        ) as circle_id
    from aged as alone
    inner join aged as other
        on alone.name_key = other.name_key and other.circle_id is not null
    where alone.circle_id is null
    group by alone.article_id, alone.name_key

),

circled as (

    select
        aged.* exclude (circle_id),
        coalesce(aged.circle_id, nearest.circle_id, 'none') as circle_id
    from aged
    left join nearest
        on aged.article_id = nearest.article_id and aged.name_key = nearest.name_key

),

-- An article that names both knows them apart.
together as (

    select distinct
        matches.name_key,
        matches.other_key
    from {{ ref('int_person_matches') }} as matches
    inner join mentions as one on matches.name_key = one.name_key
    inner join mentions as other
        on matches.other_key = other.name_key and one.article_id = other.article_id

),

matched as (

    select distinct
        one.name_key,
        one.circle_id,
        other.name_key as other_key,
        other.circle_id as other_circle_id,
        'spelling' as method,
        matches.evidence
    from {{ ref('int_person_matches') }} as matches
    inner join circled as one
        on matches.article_id = one.article_id and matches.name_key = one.name_key
    inner join circled as other
        on matches.other_article_id = other.article_id and matches.other_key = other.name_key
    left join together
        on matches.name_key = together.name_key and matches.other_key = together.other_key
    where together.name_key is null

    union

    select distinct
        one.name_key,
        one.circle_id,
        other.name_key as other_key,
        other.circle_id as other_circle_id,
        'spelling' as method,
        matches.evidence
    from {{ ref('int_person_matches') }} as matches
    inner join circled as one
        on matches.other_article_id = one.article_id and matches.name_key = one.name_key
    inner join circled as other
        on matches.article_id = other.article_id and matches.other_key = other.name_key
    left join together
        on matches.name_key = together.name_key and matches.other_key = together.other_key
    where together.name_key is null

),

declared as (

    select distinct
        one.name_key,
        one.circle_id,
        other.name_key as other_key,
        other.circle_id as other_circle_id,
        'override' as method,
        decisions.note as evidence
    from decisions
    inner join circled as one on decisions.name_key = one.name_key
    inner join circled as other on decisions.other_key = other.name_key
    where decisions.decision = 'same'

),

links as (

    select matched.*
    from matched
    left join decisions
        on
            decisions.decision = 'different'
            and least(decisions.name_key, decisions.other_key) = matched.name_key
            and greatest(decisions.name_key, decisions.other_key) = matched.other_key
    where decisions.name_key is null

    union all

    select * from declared

),

both_ways as (

    select * from links
    union
    select
        other_key,
        other_circle_id,
        name_key,
        circle_id,
        method,
        evidence
    from links

),

reached as (

    select distinct
        name_key,
        circle_id,
        name_key as member_key,
        circle_id as member_circle_id
    from circled

    union

    select
        reached.name_key,
        reached.circle_id,
        both_ways.other_key,
        both_ways.other_circle_id
    from reached
    inner join both_ways
        on
            reached.member_key = both_ways.name_key
            and reached.member_circle_id = both_ways.circle_id

),

groups as (

    select
        name_key,
        circle_id,
        min(row(member_key, member_circle_id)) as group_id
    from reached
    group by name_key, circle_id

),

grouped as (

    select
        circled.*,
        groups.group_id
    from circled
    inner join groups
        on circled.name_key = groups.name_key and circled.circle_id = groups.circle_id

),

-- Whom the spelling seen first belongs to is called by it; a namesake seen later by its place too.
founders as (

    select
        group_id,
        name_key,
        circle_id,
        row_number() over (
            partition by name_key order by first_crawled_at, article_id, circle_id
        ) as namesake_rank
    from grouped
    qualify
        row_number() over (
            partition by group_id order by first_crawled_at, article_id, name_key
        ) = 1

),

supports as (

    select
        group_id,
        name_key,
        name,
        count(distinct origin_source_id) as source_count
    from grouped
    where not is_surname
    group by group_id, name_key, name

),

key_supports as (

    select
        group_id,
        name_key,
        count(distinct origin_source_id) as key_source_count
    from grouped
    where not is_surname
    group by group_id, name_key

),

-- Most independent sources decide; an accent is sooner lost than made up.
spellings as (

    select
        supports.group_id,
        supports.name_key,
        first(
            supports.name
            order by
                supports.source_count desc,
                supports.name = strip_accents(supports.name),
                supports.name
        ) as spelling,
        max(key_supports.key_source_count) as key_source_count
    from supports
    inner join key_supports
        on
            supports.group_id = key_supports.group_id
            and supports.name_key = key_supports.name_key
    group by supports.group_id, supports.name_key

),

people as (

    select
        spellings.group_id,
        first(
            spellings.spelling
            -- A surname or an initial stands for a name where there is no better.
            order by
                contains(spellings.name_key, ' ') desc,
                len(split_part(spellings.name_key, ' ', 1)) > 1 desc,
                spellings.key_source_count desc,
                spellings.spelling
        ) as person
    from spellings
    group by spellings.group_id

),

reasons as (

    select
        name_key,
        circle_id,
        first(method order by method, evidence) as method,
        first(evidence order by method, evidence) as evidence
    from both_ways
    group by name_key, circle_id

)

select
    grouped.article_id,
    grouped.name,
    grouped.name_key,
    case
        when founders.namesake_rank = 1 then {{ digest(["'person'", 'founders.name_key']) }}
        else {{ digest(["'person'", 'founders.name_key', 'founders.circle_id']) }}
    end as person_id,
    people.person,
    spellings.spelling,
    grouped.first_crawled_at,
    case
        when grouped.is_surname then 'surname'
        when grouped.name_key != {{ person_key('people.person') }} then reasons.method
        when grouped.name != people.person then 'normalized'
    end as method,
    case
        when grouped.is_surname then 'the article gives the full name'
        when grouped.name_key != {{ person_key('people.person') }} then reasons.evidence
        when grouped.name != people.person then 'the same but for case and accents'
    end as evidence
from grouped
inner join founders on grouped.group_id = founders.group_id
inner join people on grouped.group_id = people.group_id
left join spellings
    on grouped.group_id = spellings.group_id and grouped.name_key = spellings.name_key
left join reasons
    on grouped.name_key = reasons.name_key and grouped.circle_id = reasons.circle_id
