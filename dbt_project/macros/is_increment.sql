{#
    True when this build goes on from the last one: it recomputes what the days loaded since then
    may change. False when it computes everything: the last build is missing or was not complete, or
    a rule or the reference data are others. Decided once, by `begin_build`.
#}
{% macro is_increment() %}
    {% if model.resource_type == 'unit_test' %}
        {{ return(false) }}
    {% elif not execute %}
        {# dbt collects references: those of an increment are the more #}
        {{ return(true) }}
    {% endif %}
    {% set last = 'select is_increment from loads.builds order by build_id desc limit 1' %}
    {% set rows = run_query(last) %}
    {{ return(rows | length > 0 and rows[0][0]) }}
{% endmacro %}

{# dbt asks this where it would keep an incremental table. State is kept for good. #}
{% macro should_full_refresh() %}
    {{ return(config.get('full_refresh') is not false and not is_increment()) }}
{% endmacro %}

{# Runs before a build. #}
{% macro begin_build() %}
    {% if flags.WHICH in ('build', 'run') and execute %}
        insert into loads.builds
        with rules as (
            select
                sha256(
                    '{{ rules_digest() }}'
                    || version()
                    || coalesce(string_agg(name || version order by name), '')
                ) as rules
            from reference.versions
        ),
        last as (
            select * from loads.builds order by build_id desc limit 1
        )
        select
            coalesce(last.build_id, 0) + 1 as build_id,
            current_timestamp at time zone 'UTC' as started_at,
            rules.rules,
            (select coalesce(max(days.load_id), 0) from loads.days) as load_id,
            {{ not flags.FULL_REFRESH }}
            and coalesce(last.is_complete and last.rules = rules.rules, false) as is_increment,
            false as is_complete
        from rules
        left join last on true
    {% endif %}
{% endmacro %}

{# Runs after a build: it is complete when every model was built. #}
{% macro end_build(results) %}
    {% if flags.WHICH in ('build', 'run') and execute %}
        {% set built = results
            | selectattr('status', 'equalto', 'success')
            | selectattr('node.resource_type', 'equalto', 'model') | list %}
        {% set models = graph.nodes.values()
            | selectattr('resource_type', 'equalto', 'model') | list %}
        {% if built | length == models | length %}
            update loads.builds set is_complete = true
            where build_id = (select max(build_id) from loads.builds)
        {% endif %}
    {% endif %}
{% endmacro %}

{# A digest of every model, seed, macro and setting. #}
{% macro rules_digest() %}
    {% set parts = [
        var('window_days'), var('name_similarity'), var('copy_containment'), var('min_sequences')
    ] %}
    {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
        {% if node.resource_type in ('model', 'seed') %}
            {% do parts.append(node.checksum.checksum) %}
        {% endif %}
    {% endfor %}
    {% for name, macro in context[project_name].items() | sort %}
        {% do parts.append(macro.macro.macro_sql) %}
    {% endfor %}
    {{ return(local_md5(parts | join('\n'))) }}
{% endmacro %}
