with recursive names as (

    select * from {{ ref('int_organization_names') }}

),

seen as (

    select
        names.organization_id,
        list_sort(list(spellings.name)) as name_variants,
        min(spellings.first_seen_at) as first_seen_at,
        max(spellings.last_seen_at) as last_seen_at
    from {{ ref('int_organization_spellings') }} as spellings
    inner join names on spellings.name = names.name
    group by names.organization_id

),

known as (

    select
        names.organization_id,
        organizations.domain,
        organizations.country,
        parents.organization_id as parent_organization_id,
        parents.organization as parent_organization
    from {{ ref('stg_organizations') }} as organizations
    inner join names on organizations.organization = names.name
    left join names as parents on organizations.parent = parents.name
    -- Two known organizations that a human declared one keep the first one's address and parent.
    qualify
        row_number() over (
            partition by names.organization_id
            order by names.organization = organizations.organization desc, names.name
        ) = 1

),

owners as (

    select
        organization_id,
        parent_organization_id as owner_id,
        1 as distance
    from known
    where parent_organization_id is not null

    union

    select
        owners.organization_id,
        known.parent_organization_id,
        owners.distance + 1 as distance
    from owners
    inner join known on owners.owner_id = known.organization_id
    where known.parent_organization_id is not null and owners.distance < 10

),

families as (

    select
        organization_id,
        arg_max(owner_id, distance) as family_id
    from owners
    group by organization_id

),

named as (

    select distinct
        organization_id,
        organization,
        is_known
    from names

)

select
    named.organization_id,
    named.organization,
    coalesce(seen.name_variants, []) as name_variants,
    named.is_known,
    known.domain,
    known.country,
    known.parent_organization_id,
    known.parent_organization,
    -- The owner of the owner of ...: whoever is related to one is related to the other.
    coalesce(families.family_id, named.organization_id) as family_id,
    seen.first_seen_at,
    seen.last_seen_at
from named
left join seen on named.organization_id = seen.organization_id
left join known on named.organization_id = known.organization_id
left join families on named.organization_id = families.organization_id
