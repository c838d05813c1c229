with claims as (

    select * from {{ ref('int_claims') }}

),

offers as (

    select * from {{ ref('stg_offer_claims') }}

),

people as (

    select * from {{ ref('int_person_names') }}

),

organizations as (

    select * from {{ ref('int_organization_names') }}

)

select
    offers.claim_id,
    offers.kind,
    offeror.organization_id as offeror_organization_id,
    people.person_id,
    -- Case, accents and a surname alone are no other spelling.
    case when people.method in ('normalized', 'surname') then people.person else people.name end
        as person_spelling,
    offers.offer_amount,
    offers.offer_currency,
    offers.amount_qualifier,
    offers.outcome,
    {{ claim_span('null', 'null', 'null') }},
    cast(offeror.name is not null as integer) + cast(people.person_id is not null as integer)
        as completeness,
    concat_ws('>', offeror.name_key, people.name_key) as identity_key
from offers
inner join claims on offers.claim_id = claims.claim_id
left join people on offers.article_id = people.article_id and offers.person = people.name
left join organizations as offeror on offers.offeror = offeror.name
