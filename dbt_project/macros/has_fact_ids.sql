{# True when an earlier build gave ids to facts; those stay, even where everything is built anew. #}
{% macro has_fact_ids() %}
    {% if not execute or model.resource_type == 'unit_test' %}
        {{ return(false) }}
    {% endif %}
    {{ return(load_relation(last_build('int_fact_ids')) is not none) }}
{% endmacro %}
