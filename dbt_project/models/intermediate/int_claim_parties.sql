{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with mentions as (

    select * from {{ ref('int_name_mentions') }}
    where {{ is_changed('claim_id', 'int_changed_claims') }}

)

select
    mentions.claim_id,
    mentions.article_id,
    mentions.entity,
    mentions.slot,
    mentions.position,
    mentions.name,
    coalesce(people.name_key, mentions.name_key) as name_key,
    coalesce(people.person_id, organizations.organization_id) as entity_id,
    coalesce(people.person, organizations.organization) as entity_name
from mentions
left join {{ ref('int_person_names') }} as people
    on
        mentions.entity = 'person'
        and mentions.article_id = people.article_id
        and mentions.name = people.name
left join {{ ref('int_organization_names') }} as organizations
    on mentions.entity = 'organization' and mentions.name = organizations.name
