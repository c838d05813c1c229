{#
    The span of days in which a claim says that the happening takes place or is news. News spans its
    dates and the publication. Background, and news of an undated article, spans its dates or,
    lacking them, all days before; dates anchored on the first crawl alone are none.
#}
{% macro claim_span(dated_from_on, dated_to_on, basis) -%}
    case
        when claims.is_background or not claims.is_dated
            then coalesce(
                case when {{ basis }} is distinct from 'first_crawl' then {{ dated_from_on }} end,
                date '0001-01-01'
            )
        else least({{ dated_from_on }}, claims.told_from_on)
    end as span_from_on,
    case
        when claims.is_background or not claims.is_dated
            then coalesce(
                case when {{ basis }} is distinct from 'first_crawl' then {{ dated_to_on }} end,
                claims.told_to_on
            )
        else greatest({{ dated_to_on }}, claims.told_to_on)
    end as span_to_on
{%- endmacro %}
