with recursive spellings as (

    select * from {{ ref('int_organization_spellings') }}

),

legal_forms as (

    select list(form) as forms from {{ ref('legal_forms') }}

),

known as (

    select
        organizations.organization,
        organizations.other_names,
        organizations.parent,
        {{ organization_key('organizations.organization', 'legal_forms.forms') }} as name_key
    from {{ ref('stg_organizations') }} as organizations
    cross join legal_forms

),

given as (

    select
        unnest(other_names) as name,
        name_key as other_key
    from known

),

aliases as (

    select
        given.name,
        {{ organization_key('given.name', 'legal_forms.forms') }} as name_key,
        given.other_key
    from given
    cross join legal_forms

),

decisions as (

    select
        decisions.decision,
        decisions.note,
        {{ organization_key('decisions.name', 'legal_forms.forms') }} as name_key,
        {{ organization_key('decisions.other_name', 'legal_forms.forms') }} as other_key
    from {{ ref('merges') }} as decisions
    cross join legal_forms
    where decisions.entity = 'organization'

),

names as (

    select
        name,
        name_key
    from spellings
    union
    select
        organization,
        name_key
    from known
    union
    select
        name,
        name_key
    from aliases

),

pairs as (

    select
        name_key,
        other_key,
        'alias' as method,
        'a name in the gazetteer' as evidence
    from aliases

    union all

    -- A misspelling is of one name: the one it is most like, a known one first.
    select
        matches.name_key,
        matches.other_key,
        'spelling' as method,
        min(matches.evidence) as evidence
    from {{ ref('int_organization_matches') }} as matches
    where
        matches.name_key not in (select known.name_key from known)
        or matches.other_key not in (select known.name_key from known)
    group by matches.name_key, matches.other_key

    union all

    select
        name_key,
        other_key,
        'override' as method,
        note as evidence
    from decisions
    where decision = 'same'

),

-- An article that names both knows them apart.
together as (

    select distinct
        pairs.name_key,
        pairs.other_key
    from pairs
    inner join {{ ref('int_name_mentions') }} as one
        on pairs.name_key = one.name_key and one.entity = 'organization'
    inner join {{ ref('int_name_mentions') }} as other
        on
            pairs.other_key = other.name_key
            and one.article_id = other.article_id
            and other.entity = 'organization'
    where pairs.method = 'spelling'

),

links as (

    select pairs.*
    from pairs
    left join decisions
        on
            decisions.decision = 'different'
            and least(pairs.name_key, pairs.other_key)
            = least(decisions.name_key, decisions.other_key)
            and greatest(pairs.name_key, pairs.other_key)
            = greatest(decisions.name_key, decisions.other_key)
    left join together
        on
            pairs.method = 'spelling'
            and pairs.name_key = together.name_key
            and pairs.other_key = together.other_key
    where decisions.name_key is null and together.name_key is null

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
    from names

    union

    select
        reached.name_key,
        both_ways.other_key
    from reached
    inner join both_ways on reached.member_key = both_ways.name_key

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
        ) as organization,
        bool_or(known.organization is not null) as is_known
    from reached
    left join known on reached.member_key = known.name_key
    left join spellings on reached.member_key = spellings.name_key
    group by reached.name_key

),

-- The best reason there is for a name that is not the identity's own.
reasons as (

    select
        name_key,
        first(method order by method, evidence) as method,
        first(evidence order by method, evidence) as evidence
    from both_ways
    group by name_key

)

select
    names.name,
    names.name_key,
    {{ digest(["'organization'", 'identities.identity_key']) }} as organization_id,
    identities.organization,
    identities.is_known,
    case
        when names.name_key != identities.identity_key then reasons.method
        when names.name != identities.organization then 'normalized'
    end as method,
    case
        when names.name_key != identities.identity_key then reasons.evidence
        when names.name != identities.organization
            then 'the same but for case, accents, spaces and legal form'
    end as evidence
from names
inner join identities on names.name_key = identities.name_key
left join reasons on names.name_key = reasons.name_key
