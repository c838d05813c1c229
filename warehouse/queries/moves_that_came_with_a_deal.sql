/* Which people came with a deal, and on what evidence are the two linked? */
select
    deal.target,
    deal.acquirers,
    deal.kind as deal_kind,
    coalesce(move.person, 'a group') as who,
    move.to_organization,
    move.to_role,
    link.evidence
from bridge_deal_moves as link
inner join fct_deals as deal on link.deal_id = deal.deal_id
inner join fct_moves as move on link.move_id = move.move_id
order by deal.target, who;
