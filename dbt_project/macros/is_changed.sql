{#
    Restricts a model to the rows that this build recomputes: those whose `column` stands in the
    model `changed` (its column `key`, by default of the same name). No restriction in a full build.
#}
{% macro is_changed(column, changed, key=none) -%}
    {%- if model.resource_type == 'unit_test' or not is_increment() -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set key = key or column.split('.')[-1] -%}
    {{ return(column ~ ' in (select ' ~ key ~ ' from ' ~ ref(changed) ~ ')') }}
{%- endmacro %}

{#
    Incremental strategy `replace_changed`: what the last build held of the changed keys goes, what
    this one computed for them comes. Settings: `unique_key`, one or several columns; `meta.changed`,
    the model that lists the changed keys, and `meta.key`, its column if named otherwise.
#}
{% macro get_incremental_replace_changed_sql(arg_dict) %}
    {% set meta = config.get('meta') %}
    {% set changed = ref(meta['changed']) %}
    {% set keys = config.get('unique_key') %}
    {% set keys = [keys] if keys is string else keys %}
    {% set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') %}
    delete from {{ arg_dict['target_relation'] }}
    where false
    {% for key in keys %}
        or {{ key }} in (select {{ meta.get('key') or key }} from {{ changed }})
    {% endfor %};
    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }}
{% endmacro %}
