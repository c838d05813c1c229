{# The words of a name: lower case, without accents, possessive 's and dots; a space between. #}
{% macro name_words(name) -%}
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(lower(strip_accents({{ name }})), '[''’]s\b', '', 'g'),
            '\.', '', 'g'
        ),
        '[^\p{L}\p{N}]+', ' ', 'g'
    ))
{%- endmacro %}
