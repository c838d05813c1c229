with names as (

    select * from {{ ref('int_organization_names') }}

),

mentions as (

    select * from {{ ref('int_name_mentions') }}
    where entity = 'organization'

),

known as (

    select
        names.organization_id,
        organizations.domain,
        organizations.country,
        organizations.parent
    from {{ ref('organizations') }} as organizations
    inner join names on organizations.organization = names.name

),

-- Two known organizations that a human declared one keep the first one's address and parent.
named as (

    select
        names.organization_id,
        names.organization,
        first(known.domain order by names.organization = names.name desc) as domain,
        first(known.country order by names.organization = names.name desc) as country,
        first(known.parent order by names.organization = names.name desc) as parent,
        count(known.organization_id) > 0 as is_known
    from names
    left join known on names.organization_id = known.organization_id
    group by names.organization_id, names.organization

),

seen as (

    select
        names.organization_id,
        list_sort(list(distinct mentions.name)) as name_variants,
        min(mentions.first_crawled_at) as first_seen_at,
        max(mentions.first_crawled_at) as last_seen_at
    from mentions
    inner join names on mentions.name = names.name
    group by names.organization_id

)

select
    named.organization_id,
    named.organization,
    coalesce(seen.name_variants, []) as name_variants,
    named.is_known,
    named.domain,
    named.country,
    parents.organization_id as parent_organization_id,
    parents.organization as parent_organization,
    seen.first_seen_at,
    seen.last_seen_at
from named
left join seen on named.organization_id = seen.organization_id
left join names as parents on named.parent = parents.name
where named.is_known or seen.organization_id is not null
