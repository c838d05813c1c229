{# How a person's name is compared: its words. #}
{% macro person_key(name) -%}
    coalesce(nullif({{ name_words(name) }}, ''), lower({{ name }}))
{%- endmacro %}

{#
    How an organization's name is compared: its words without legal forms (a list of them in
    `forms`), joined without a space, for "Open AI" is OpenAI.
#}
{% macro organization_key(name, forms) -%}
    coalesce(
        nullif(
            array_to_string(
                list_filter(
                    string_split({{ name_words(name) }}, ' '),
                    lambda word: not list_contains({{ forms }}, word)
                ),
                ''
            ),
            ''
        ),
        lower({{ name }})
    )
{%- endmacro %}
