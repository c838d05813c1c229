{# The five-word sequences of a text as a list of distinct hashes. #}
{% macro shingles(text) -%}
    {%- set words -%}
        list_transform(
            regexp_extract_all(lower(strip_accents({{ text }})), '[\p{L}\p{N}]+'),
            lambda word: hash(word)
        )
    {%- endset -%}
    list_distinct(list_transform(
        list_zip({{ words }}, {{ words }}[2:], {{ words }}[3:], {{ words }}[4:], {{ words }}[5:], true),
        lambda sequence: hash(sequence)
    ))
{%- endmacro %}
