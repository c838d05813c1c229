{#
    True when two person keys may be spellings of one name: similar as a whole, an initial for the
    first name ("j roche", "jeanne roche"), or the surname alone. Never enough by itself.
#}
{% macro names_alike(one, other) -%}
    (
        jaro_winkler_similarity({{ one }}, {{ other }}) >= {{ var('name_similarity') }}
        or (
            split_part({{ one }}, ' ', -1) = split_part({{ other }}, ' ', -1)
            and left({{ one }}, 1) = left({{ other }}, 1)
            and least(
                len(split_part({{ one }}, ' ', 1)), len(split_part({{ other }}, ' ', 1))
            ) = 1
        )
        or ends_with({{ one }}, ' ' || {{ other }})
        or ends_with({{ other }}, ' ' || {{ one }})
    )
{%- endmacro %}

{# True when two person keys differ by a letter, or by an initial for the first name. #}
{% macro nearly_equal(one, other) -%}
    (
        damerau_levenshtein({{ one }}, {{ other }}) <= 1
        or (
            split_part({{ one }}, ' ', -1) = split_part({{ other }}, ' ', -1)
            and least(
                len(split_part({{ one }}, ' ', 1)), len(split_part({{ other }}, ' ', 1))
            ) = 1
        )
    )
{%- endmacro %}
