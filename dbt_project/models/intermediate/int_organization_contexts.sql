{{ config(
    materialized='incremental',
    unique_key='article_id',
    meta={'changed': 'int_changed_articles'}
) }}

with mentions as (

    select * from {{ ref('int_name_mentions') }}
    where {{ is_changed('article_id', 'int_changed_articles') }}

),

people as (

    select
        mentions.claim_id,
        persons.name_key,
        persons.name
    from mentions
    inner join {{ ref('int_person_mentions') }} as persons
        on mentions.article_id = persons.article_id and mentions.name = persons.name
    where mentions.entity = 'person'

),

organizations as (

    select * from mentions
    where entity = 'organization'

)

-- Beside whom the claim names the organization: the person who moves or is courted ...
select
    organizations.article_id,
    organizations.claim_id,
    organizations.slot,
    organizations.name_key,
    people.name_key as beside_key,
    people.name as beside,
    organizations.told_from_on as span_from_on,
    organizations.told_to_on as span_to_on
from organizations
inner join people on organizations.claim_id = people.claim_id

union all

-- ... or the other side of the deal.
select
    organizations.article_id,
    organizations.claim_id,
    organizations.slot,
    organizations.name_key,
    others.name_key as beside_key,
    others.name as beside,
    organizations.told_from_on as span_from_on,
    organizations.told_to_on as span_to_on
from organizations
inner join organizations as others
    on
        organizations.claim_id = others.claim_id
        and organizations.name_key != others.name_key
        and (organizations.slot, others.slot) in (('target', 'acquirer'), ('acquirer', 'target'))
