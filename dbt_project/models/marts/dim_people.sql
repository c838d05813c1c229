with people as (

    select * from {{ ref('int_people') }}

),

moves as (

    select
        person_id,
        count(*) as move_count
    from {{ ref('fct_moves') }}
    where not is_background
    group by person_id

),

offers as (

    select
        person_id,
        count(*) as offer_count
    from {{ ref('fct_offers') }}
    where not is_background
    group by person_id

)

select
    people.person_id,
    people.person,
    people.name_variants,
    coalesce(moves.move_count, 0) as move_count,
    coalesce(offers.offer_count, 0) as offer_count,
    people.first_seen_at,
    people.last_seen_at
from people
left join moves on people.person_id = moves.person_id
left join offers on people.person_id = offers.person_id
