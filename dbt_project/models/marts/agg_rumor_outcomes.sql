with rumors as (

    select
        sources.event,
        sources.source_id,
        statuses.status,
        sources.confirmed_on - sources.rumored_on as days_to_confirmation,
        sources.denied_on - sources.rumored_on as days_to_denial
    from {{ ref('int_fact_sources') }} as sources
    inner join {{ ref('int_fact_statuses') }} as statuses on sources.fact_id = statuses.fact_id
    -- What a source had as news before is no rumor of its.
    where sources.rumored_on = sources.first_told_on

)

select
    rumors.event,
    rumors.source_id,
    dim_sources.source,
    count(*) as rumor_count,
    count(*) filter (where rumors.status = 'confirmed') as confirmed_count,
    count(*) filter (where rumors.status in ('denied', 'disputed')) as denied_count,
    count(*) filter (where rumors.status in ('rumored', 'reported')) as open_count,
    median(rumors.days_to_confirmation)
    filter (where rumors.status = 'confirmed' and rumors.days_to_confirmation >= 0)
        as median_days_to_confirmation,
    median(rumors.days_to_denial)
    filter (where rumors.status in ('denied', 'disputed') and rumors.days_to_denial >= 0)
        as median_days_to_denial
from rumors
inner join {{ ref('dim_sources') }} as dim_sources on rumors.source_id = dim_sources.source_id
group by rumors.event, rumors.source_id, dim_sources.source
