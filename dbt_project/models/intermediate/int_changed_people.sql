-- Name keys of people that this build resolves anew: those of the articles at hand, and all that
-- were or may be the same person.
with recursive decisions as (

    select
        {{ person_key('name') }} as name_key,
        {{ person_key('other_name') }} as other_key
    from {{ ref('merges') }}
    where entity = 'person'

),

former as (

    {% if is_increment() %}
        select list(distinct name_key) as name_keys
        from {{ last_build('int_person_names') }}
        group by person_id
        having count(distinct name_key) > 1
    {% else %}
        select cast([] as varchar[]) as name_keys
        where false
    {% endif %}

),

links as (

    select
        name_key,
        other_key
    from {{ ref('int_person_matches') }}
    union all
    select
        name_key,
        other_key
    from decisions
    union all
    select
        name_keys[1] as name_key,
        unnest(name_keys) as other_key
    from former

),

both_ways as (

    select
        name_key,
        other_key
    from links
    where name_key != other_key
    union all
    select
        other_key,
        name_key
    from links
    where name_key != other_key

),

changed as (

    select name_key
    from {{ ref('int_person_mentions') }}
    where {{ is_changed('article_id', 'int_resolved_articles') }}
    {% if is_increment() %}
        union
        select former.name_key
        from {{ last_build('int_person_names') }} as former
        where {{ is_changed('former.article_id', 'int_resolved_articles') }}
    {% endif %}

),

reached as (

    select name_key from changed
    union
    select both_ways.other_key
    from reached
    inner join both_ways on reached.name_key = both_ways.name_key

)

select name_key from reached
