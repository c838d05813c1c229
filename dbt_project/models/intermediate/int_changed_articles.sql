-- Articles whose rows this build computes anew: the loaded ones, and those that have become copies
-- of another one, or ceased to be.
select article_id from {{ ref('int_loaded_articles') }}
{% if is_increment() %}
    union
    select former.article_id
    from {{ last_build('dim_articles', schema='marts') }} as former
    left join {{ ref('int_article_origins') }} as origins
        on former.article_id = origins.article_id
    where former.syndicated_from_article_id is distinct from origins.origin_article_id
{% endif %}
