{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with mentions as (

    select * from {{ ref('int_name_mentions') }}
    where {{ is_changed('claim_id', 'int_changed_claims') }}

),

people as (

    select
        mentions.claim_id,
        mentions.article_id,
        mentions.entity,
        mentions.slot,
        mentions.position,
        mentions.name,
        people.name_key,
        people.person_id as entity_id,
        people.person as entity_name
    from mentions
    inner join {{ ref('int_person_names') }} as people
        on mentions.article_id = people.article_id and mentions.name = people.name
    where mentions.entity = 'person'

),

organizations as (

    select
        mentions.claim_id,
        mentions.article_id,
        mentions.entity,
        mentions.slot,
        mentions.position,
        mentions.name,
        mentions.name_key,
        organizations.organization_id as entity_id,
        organizations.organization as entity_name
    from mentions
    inner join {{ ref('int_organization_names') }} as organizations
        on mentions.name = organizations.name
    where mentions.entity = 'organization'

)

select * from people
union all
select * from organizations
