-- Claims that this build computes anew: those of changed articles, those that are gone, and those
-- with a person or organization that has become another one or is called otherwise.
select claim_id
from {{ ref('int_claims') }}
where {{ is_changed('article_id', 'int_resolved_articles') }}
{% if is_increment() %}
    union
    select facts.claim_id
    from {{ last_build('int_facts') }} as facts
    where {{ is_changed('facts.article_id', 'int_resolved_articles') }}
    union
    select former.claim_id
    from {{ last_build('int_claim_parties') }} as former
    inner join {{ ref('int_person_names') }} as people
        on former.article_id = people.article_id and former.name = people.name
    where
        former.entity = 'person'
        and {{ is_changed('people.name_key', 'int_changed_people') }}
        and (former.entity_id != people.person_id or former.entity_name != people.person)
{% endif %}
