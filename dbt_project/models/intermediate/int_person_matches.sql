{{ config(
    materialized='incremental',
    unique_key=['article_id', 'other_article_id'],
    meta={'changed': 'int_resolved_articles', 'key': 'article_id'}
) }}

with contexts as (

    select * from {{ ref('int_person_contexts') }}

),

changed as (

    select * from contexts
    where {{ is_changed('article_id', 'int_resolved_articles') }}

),

-- Two names on their way from or to one place at one time.
pairs as (

    select
        one.article_id,
        other.article_id as other_article_id,
        least(one.name_key, other.name_key) as name_key,
        greatest(one.name_key, other.name_key) as other_key,
        one.from_organization,
        one.to_organization,
        one.from_organization_id = other.from_organization_id as is_same_from,
        one.to_organization_id = other.to_organization_id as is_same_to,
        coalesce(one.from_role = other.from_role, false) as is_same_from_role,
        coalesce(one.to_role = other.to_role, false) as is_same_to_role,
        coalesce(one.from_organization_id = one.to_organization_id, false)
        or coalesce(other.from_organization_id = other.to_organization_id, false) as is_inside,
        one.from_role,
        one.to_role
    from changed as one
    inner join contexts as other
        on
            one.to_organization_id = other.to_organization_id
            and one.name_key != other.name_key
            and one.article_id != other.article_id
    where
        {{ days_apart('one', 'other') }} <= {{ var('window_days') }}
        and {{ names_alike('one.name_key', 'other.name_key') }}

    union all

    select
        one.article_id,
        other.article_id as other_article_id,
        least(one.name_key, other.name_key) as name_key,
        greatest(one.name_key, other.name_key) as other_key,
        one.from_organization,
        null as to_organization,
        true as is_same_from,
        null as is_same_to,
        coalesce(one.from_role = other.from_role, false) as is_same_from_role,
        false as is_same_to_role,
        false as is_inside,
        one.from_role,
        null as to_role
    from changed as one
    inner join contexts as other
        on
            one.from_organization_id = other.from_organization_id
            and one.name_key != other.name_key
            and one.article_id != other.article_id
    where
        (one.to_organization_id is null or other.to_organization_id is null)
        and {{ days_apart('one', 'other') }} <= {{ var('window_days') }}
        and {{ names_alike('one.name_key', 'other.name_key') }}

),

-- Evidence beyond the spelling. Inside one organization only the role tells; where one side is all
-- that is known in common, the names may differ by no more than a letter or an initial.
evident as (

    select
        *,
        case
            when is_same_from and is_same_to and not is_inside
                then 'both go from ' || from_organization || ' to ' || to_organization
            when is_same_to and is_same_from_role
                then 'both go as ' || from_role || ' to ' || to_organization
            when is_same_to and is_same_to_role and is_same_from
                then 'both become ' || to_role || ' of ' || to_organization
            when not is_inside and {{ nearly_equal('name_key', 'other_key') }}
                then case
                    when is_same_to and is_same_from is null then 'both join ' || to_organization
                    when is_same_from and is_same_to is null then 'both leave ' || from_organization
                end
        end as evidence
    from pairs

)

select distinct
    article_id,
    other_article_id,
    name_key,
    other_key,
    jaro_winkler_similarity(name_key, other_key) as score,
    evidence
from evident
where evidence is not null
