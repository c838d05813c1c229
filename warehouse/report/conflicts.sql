-- Values on which the press differs, each fact's chosen one first. Names of organizations in place of their keys.
with conflicts as (
    select conflict.* replace (coalesce(organization.organization, conflict.value) as value)
    from fct_conflicts as conflict
    left join dim_organizations as organization on organization.organization_id = conflict.value
),

facts as (
    select move_id as fact_id, coalesce(person, to_organization, from_organization) as subject, is_background
    from fct_moves
    union all
    select deal_id, coalesce(target, acquirers[1]), is_background from fct_deals
    union all
    select offer_id, coalesce(person, offeror), is_background from fct_offers
)

select
    conflicts.event,
    fact_id,
    subject,
    field,
    list(
        {'value': value, 'is_chosen': is_chosen, 'source_count': source_count}
        order by is_chosen desc, source_count desc, value
    ) as told,
    any_value(reason) as reason
from conflicts
join facts using (fact_id)
where not is_background
group by all
order by event, subject, field
