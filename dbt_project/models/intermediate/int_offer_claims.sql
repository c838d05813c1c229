{{ config(
    materialized='incremental',
    unique_key='claim_id',
    meta={'changed': 'int_changed_claims'}
) }}

with claims as (

    select * from {{ ref('int_claims') }}
    where event = 'offer' and {{ is_changed('claim_id', 'int_changed_claims') }}

),

offers as (

    select * from {{ ref('stg_offer_claims') }}

),

parties as (

    select * from {{ ref('int_claim_parties') }}

)

select
    claims.claim_id,
    offers.kind,
    offeror.entity_id as offeror_organization_id,
    person.entity_id as person_id,
    person.name_key as person_spelling,
    offers.offer_amount,
    offers.offer_currency,
    offers.amount_qualifier,
    offers.outcome,
    {{ claim_span('null', 'null', 'null') }},
    cast(offeror.name is not null as integer) + cast(person.name is not null as integer)
        as completeness,
    concat_ws('>', offeror.name_key, person.name_key) as identity_key
from claims
inner join offers
    on claims.first_crawled_on = offers.crawled_on and claims.claim_id = offers.claim_id
left join parties as person
    on claims.claim_id = person.claim_id and person.slot = 'person'
left join parties as offeror
    on claims.claim_id = offeror.claim_id and offeror.slot = 'offeror'
qualify row_number() over (partition by claims.claim_id) = 1
