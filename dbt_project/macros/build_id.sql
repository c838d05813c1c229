{# The number of this build, as a scalar. #}
{% macro build_id() -%}
    {%- if model.resource_type == 'unit_test' -%}
        1
    {%- else -%}
        (select max(builds.build_id) from {{ source('loads', 'builds') }} as builds)
    {%- endif -%}
{%- endmacro %}

{# When this build began, UTC, as a scalar. #}
{% macro build_started_at() -%}
    {%- if model.resource_type == 'unit_test' -%}
        timestamp '2025-01-01'
    {%- else -%}
        (select max(builds.started_at) from {{ source('loads', 'builds') }} as builds)
    {%- endif -%}
{%- endmacro %}

{# The highest change_id so far, as a scalar. #}
{% macro last_change_id() -%}
    {%- if is_incremental() -%}
        (select coalesce(max(told.change_id), 0) from {{ this }} as told)
    {%- else -%}
        0
    {%- endif -%}
{%- endmacro %}
