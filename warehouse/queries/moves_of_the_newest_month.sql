-- Who moved where in the newest month the press wrote about?
select
    first_published_on,
    coalesce(person, headcount || ' people', 'a group') as who,
    kind,
    from_organization,
    to_organization,
    to_role,
    status,
    source_count,
    quote_url
from fct_moves
where not is_background
    and first_published_on >= (select date_trunc('month', max(first_published_on)) from fct_moves)
order by first_published_on desc, who;
