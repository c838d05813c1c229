{#
    A table as the last build left it, read before this one replaces it, to see what changes. No
    reference, for it would be to the table that this build makes; so only models that come before
    that one may read it.
#}
{% macro last_build(model_name, schema='intermediate') -%}
    {{ return(api.Relation.create(
        database=target.database, schema=schema, identifier=model_name
    )) }}
{%- endmacro %}
