-- Articles whose names this build resolves anew: the changed ones, and those with an organization
-- that has become another one or is called otherwise.
select article_id from {{ ref('int_changed_articles') }}
{% if is_increment() %}
    union
    select former.article_id
    from {{ last_build('int_claim_parties') }} as former
    inner join {{ ref('int_organization_names') }} as names on former.name = names.name
    where
        former.entity = 'organization'
        and (
            former.entity_id != names.organization_id
            or former.entity_name != names.organization
        )
{% endif %}
