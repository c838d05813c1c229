{#
    The span of days in which a claim says that the happening takes place or is news. News spans its
    dates and the publication; background spans its dates or, lacking them, all days before.
#}
{% macro claim_span(dated_from_on, dated_to_on) -%}
    case
        when claims.is_background then coalesce({{ dated_from_on }}, date '0001-01-01')
        else least({{ dated_from_on }}, claims.told_from_on)
    end as span_from_on,
    case
        when claims.is_background then coalesce({{ dated_to_on }}, claims.told_to_on)
        else greatest({{ dated_to_on }}, claims.told_to_on)
    end as span_to_on
{%- endmacro %}
