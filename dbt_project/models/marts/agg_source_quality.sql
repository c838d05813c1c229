with told as (

    select
        sources.source_id,
        sources.is_first,
        sources.is_alone,
        statuses.status,
        sources.first_told_on < sources.confirmed_on as is_before_confirmation
    from {{ ref('int_fact_sources') }} as sources
    inner join {{ ref('int_fact_statuses') }} as statuses on sources.fact_id = statuses.fact_id

)

select
    told.source_id,
    dim_sources.source,
    count(*) as fact_count,
    count(*) filter (where told.is_first) as first_count,
    count(*) filter (where told.is_alone) as alone_count,
    count(*) filter (where told.status = 'confirmed') as confirmed_count,
    count(*) filter (where told.status = 'confirmed' and told.is_before_confirmation)
        as confirmed_later_count,
    count(*) filter (where told.status in ('denied', 'disputed')) as denied_count,
    count(*) filter (where told.is_first) / count(*) as first_share,
    count(*) filter (where told.status = 'confirmed') / count(*) as confirmed_share
from told
inner join {{ ref('dim_sources') }} as dim_sources on told.source_id = dim_sources.source_id
group by told.source_id, dim_sources.source
