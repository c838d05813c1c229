{# Days between two closed spans of days (aliases with span_from_on, span_to_on); 0 if they meet. #}
{% macro days_apart(first, second) -%}
    greatest(
        0,
        {{ first }}.span_from_on - {{ second }}.span_to_on,
        {{ second }}.span_from_on - {{ first }}.span_to_on
    )
{%- endmacro %}
