/* Who moved where in the newest month the press wrote about? */
with newest as (
    select date_trunc('month', max(first_published_on)) as month_on
    from fct_moves
)

select
    move.first_published_on,
    coalesce(move.person, move.headcount || ' people', 'a group') as who,
    move.kind,
    move.from_organization,
    move.to_organization,
    move.to_role,
    move.status,
    move.source_count,
    move.quote_url
from fct_moves as move
inner join newest on move.first_published_on >= newest.month_on
where not move.is_background
order by move.first_published_on desc, who;
