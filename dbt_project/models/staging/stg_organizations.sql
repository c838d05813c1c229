with source as (

    select * from {{ source('reference', 'organizations') }}

),

renamed as (

    select
        name as organization,
        other_names,
        domain,
        country,
        parent
    from source

)

select * from renamed
