-- Printed names of organizations in the articles at hand, now and before.
select name
from {{ ref('int_name_mentions') }}
where entity = 'organization' and {{ is_changed('article_id', 'int_changed_articles') }}
{% if is_increment() %}
    union
    select former.name
    from {{ last_build('int_claim_parties') }} as former
    where
        former.entity = 'organization'
        and {{ is_changed('former.article_id', 'int_changed_articles') }}
{% else %}
    group by name
{% endif %}
