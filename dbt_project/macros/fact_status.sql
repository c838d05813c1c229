{#
    The status that follows from what claims said so far; `told` has is_confirmed, is_denied,
    is_reported, last_confirmed_on and last_denied_on. What was confirmed after the last denial
    stands over it.
#}
{% macro fact_status(told) -%}
    case
        when
            {{ told }}.is_denied
            and {{ told }}.is_confirmed
            and {{ told }}.last_confirmed_on > {{ told }}.last_denied_on
            then 'confirmed'
        when {{ told }}.is_denied and ({{ told }}.is_confirmed or {{ told }}.is_reported)
            then 'disputed'
        when {{ told }}.is_denied then 'denied'
        when {{ told }}.is_confirmed then 'confirmed'
        when {{ told }}.is_reported then 'reported'
        else 'rumored'
    end
{%- endmacro %}
