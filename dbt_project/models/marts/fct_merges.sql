with people as (

    select distinct
        'person' as entity,
        person_id as entity_id,
        name as printed_name,
        person as name,
        method,
        evidence
    from {{ ref('int_person_names') }}

),

organizations as (

    select
        'organization' as entity,
        names.organization_id as entity_id,
        names.name as printed_name,
        names.organization as name,
        names.method,
        names.evidence
    from {{ ref('int_organization_names') }} as names
    inner join {{ ref('int_organization_spellings') }} as spellings on names.name = spellings.name

),

merged as (

    select * from people
    where method is not null
    union all
    select * from organizations
    where method is not null

)

select
    {{ digest(['entity', 'entity_id', 'printed_name', 'method']) }} as merge_id,
    entity,
    entity_id,
    printed_name,
    name,
    method,
    jaro_winkler_similarity(
        lower(strip_accents(printed_name)), lower(strip_accents(name))
    ) as score,
    coalesce(evidence, 'a row in seeds/merges.csv') as evidence
from merged
