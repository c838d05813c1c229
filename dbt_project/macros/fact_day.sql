{# The day of a fact: the one it tells or, for want of it, of its first publication or fetch. #}
{% macro fact_day(told_on) -%}
    coalesce(
        cast({{ told_on }} as date), statuses.first_published_on, cast(statuses.first_seen_at as date)
    )
{%- endmacro %}
