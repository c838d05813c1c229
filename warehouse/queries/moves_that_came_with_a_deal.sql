-- Which people came with a deal, and on what evidence are the two linked?
select
    deal.target,
    deal.acquirers,
    deal.kind as deal_kind,
    coalesce(move.person, 'a group') as who,
    move.to_organization,
    move.to_role,
    link.evidence
from bridge_deal_moves as link
join fct_deals as deal using (deal_id)
join fct_moves as move using (move_id)
order by deal.target, who;
