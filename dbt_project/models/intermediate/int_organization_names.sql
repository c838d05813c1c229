with recursive keys as (

    select
        name,
        name_key
    from {{ ref('int_names') }}
    where entity = 'organization'

),

mentions as (

    select
        mentions.*,
        keys.name_key
    from {{ ref('int_name_mentions') }} as mentions
    inner join keys on mentions.name = keys.name
    where mentions.entity = 'organization'

),

known as (

    select
        keys.name_key,
        organizations.organization
    from {{ ref('organizations') }} as organizations
    inner join keys on organizations.organization = keys.name

),

decided as (

    select
        own.name_key,
        other.name_key as other_key,
        decisions.decision
    from {{ ref('merges') }} as decisions
    inner join keys as own on decisions.name = own.name
    inner join keys as other on decisions.other_name = other.name
    where decisions.entity = 'organization'

),

pairs as (

    select
        alias.name_key,
        known.name_key as other_key,
        'alias' as method
    from {{ ref('organization_aliases') }} as aliases
    inner join keys as alias on aliases.alias = alias.name
    inner join known on aliases.organization = known.organization

    union all

    select
        name_key,
        other_key,
        'override' as method
    from decided
    where decision = 'same'

),

links as (

    select
        name_key,
        other_key,
        method
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
        method
    from links
    union
    select
        other_key,
        name_key,
        method
    from links

),

reached as (

    select
        name_key,
        name_key as member_key
    from keys

    union

    select
        reached.name_key,
        both_ways.other_key
    from reached
    inner join both_ways on reached.member_key = both_ways.name_key

),

spellings as (

    select
        name_key,
        name,
        count(distinct origin_source_id) as source_count,
        min(first_crawled_at) as first_seen_at
    from mentions
    group by name_key, name

),

-- The identity hangs on the known name or else on the one seen first, so that later ones leave it.
identities as (

    select
        reached.name_key,
        first(
            reached.member_key
            order by
                known.organization is null, spellings.first_seen_at nulls last,
                reached.member_key
        ) as identity_key,
        first(
            coalesce(known.organization, spellings.name)
            order by
                known.organization is null, spellings.source_count desc nulls last,
                spellings.name
        ) as organization
    from reached
    left join known on reached.member_key = known.name_key
    left join spellings on reached.member_key = spellings.name_key
    group by reached.name_key

),

methods as (

    select
        name_key,
        min(method) as method
    from both_ways
    group by name_key

)

select
    keys.name,
    keys.name_key,
    {{ digest(["'organization'", 'identities.identity_key']) }} as organization_id,
    coalesce(identities.organization, keys.name) as organization,
    case
        when keys.name_key != identities.identity_key then methods.method
        when keys.name != identities.organization then 'normalized'
    end as method
from keys
inner join identities on keys.name_key = identities.name_key
left join methods on keys.name_key = methods.name_key
