/* What did we know on a day: which moves were rumors, which were confirmed? */
select
    moves.person,
    moves.from_organization,
    moves.to_organization,
    history.status
from fct_move_status_history as history
inner join fct_moves as moves on history.move_id = moves.move_id
where
    history.time_line = 'published'
    and timestamp '2025-07-01' >= history.valid_from
    and timestamp '2025-07-01' < history.valid_to
    and not moves.is_background
order by moves.person, moves.move_id
limit 100;
