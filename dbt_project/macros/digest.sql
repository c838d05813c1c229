{# A stable 16-hex-digit key of text expressions, order and nulls included. #}
{% macro digest(expressions) -%}
    left(sha256(concat_ws(chr(31)
    {%- for expression in expressions -%}
        , coalesce(cast({{ expression }} as varchar), chr(0))
    {%- endfor %})), 16)
{%- endmacro %}
