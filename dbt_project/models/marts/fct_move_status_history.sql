{{ config(
    materialized='incremental',
    unique_key='move_id',
    meta={'changed': 'int_changed_facts', 'key': 'fact_id'}
) }}

select
    fact_id as move_id,
    time_line,
    status,
    valid_from,
    valid_to,
    basis,
    claim_id
from {{ ref('int_status_history') }}
where event = 'move' and {{ is_changed('fact_id', 'int_changed_facts') }}
