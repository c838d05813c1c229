{{ config(
    materialized='incremental',
    unique_key='name',
    meta={'changed': 'int_changed_organizations'}
) }}

select
    name,
    name_key,
    count(distinct origin_source_id) as source_count,
    min(first_crawled_at) as first_seen_at,
    max(first_crawled_at) as last_seen_at
from {{ ref('int_name_mentions') }}
where entity = 'organization' and {{ is_changed('name', 'int_changed_organizations') }}
group by name, name_key
