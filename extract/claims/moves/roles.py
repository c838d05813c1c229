"""Which post a clause says that somebody takes or leaves, in the text's words.

What a role phrase is belongs in the lexicon, who holds one beside the events in `extract.claims.posts`.
"""

import re
from functools import cache

from spacy.tokens import Token

from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.moves.clause import Clause
from extract.claims.reading import RoleSpan


def taken(clause: Clause) -> RoleSpan | None:
    """Return the post that somebody takes: the first role behind the trigger that is not somebody else's.

    One that stands in apposition to a name is who is meant, and taken only where no other is told.
    """
    words, end = clause.lexicon.moves, clause.candidate.end
    is_inside = compiled(words.role_in_trigger).search(clause.candidate.text)
    start = clause.candidate.start if is_inside else end
    prepositions = clause.frame.prepositions
    persons_after = [m for m in clause.parsed.mentions if m.start >= end and m.entity.kind == "person"]
    leads = words.role_leads.get(clause.frame.id)
    held: RoleSpan | None = None
    for role in (r for r in clause.reading.roles(clause.index) if r.start >= start):
        gap = re.sub(r"(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b(?:Inc|Ltd))\.", "", clause.text[end : role.start])
        lead = gap.rsplit(",", 1)[-1] if "," in gap else gap[-12:]
        is_left = any(
            gap.endswith(f" {word} ")
            for word, slot in prepositions.items()
            if slot in {"from", "from_role", "predecessor"}
        )
        if is_left or compiled((*clause.lexicon.former, *clause.lexicon.current)).search(lead):
            continue
        if re.search(r"[;!?]|(?<!\d)\.", gap) or compiled((*words.not_own_role, *clause.lexicon.there)).search(gap):
            break
        holder = next((m for m in persons_after if 0 <= m.start - role.end <= 3), None)
        if holder is not None and clause.frame.object != "person":
            continue
        if role.start - (held.end if held else end) > 90:
            break
        if holder is not None and (clause.frame.id != "appoint" or compiled((*clause.reading.labels.by,)).search(gap)):
            continue
        if holder is not None and _another(clause.lexicon).match(clause.text, holder.end):
            continue
        if leads is not None and not compiled(leads).search(gap):
            continue
        if not clause.context.posts.holders(clause.index, role.start, role.end):
            return role
        held = held or (role if clause.frame.id in {"appoint", "become", "will_be"} else None)
    return held


def given_up(clause: Clause) -> RoleSpan | None:
    """Return the post that somebody comes from in taking another: "promoted from deputy to head of sales"."""
    prepositions = clause.frame.prepositions.items()
    away = tuple(f" {word} " for word, slot in prepositions if slot in {"from", "from_role", "predecessor"})
    behind = [r for r in clause.reading.roles(clause.index) if r.start > clause.candidate.end]
    people = [m for m in clause.parsed.mentions if m.entity.kind == "person"]
    for role in behind:
        gap = clause.text[clause.candidate.end : role.start]
        if re.search(r"[;:!?]|,\s", gap):
            break
        if gap.endswith(away) and not any(0 <= m.start - role.end <= 3 for m in people):
            return role
    return None


@cache
def _another(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what follows upon a person whose new post is still to come ("names president Jane Doe as …")."""
    leads = (*lexicon.moves.left_as, *lexicon.moves.role_leads.get("hire", ()), *lexicon.moves.not_own_role)
    return re.compile(rf",?\s(?:to\s|pour\s)?(?:{'|'.join(leads)})\b", re.IGNORECASE)


def left(clause: Clause) -> RoleSpan | None:
    """Return the post that a leaver gives up, told right behind the trigger."""
    role = next((r for r in clause.reading.roles(clause.index) if r.start >= clause.candidate.end), None)
    gap = clause.text[clause.candidate.end : _start(clause, role)] if role else ""
    later = re.sub(r"\A\s[\w’']+", "", gap) if clause.frame.id == "resign" else gap  # "a démissionné lundi de …"
    if any(_right_behind(clause.lexicon).fullmatch(g) for g in (gap, later)):
        return role
    is_far = _further_on(clause.lexicon).fullmatch(gap) and not compiled(clause.lexicon.moves.not_own_role).search(gap)
    return role if is_far else None


def _start(clause: Clause, role: RoleSpan) -> int:
    """Return where a role phrase starts, the house before it counted in ("as Acme chairman", "as Acme's chairman")."""
    for m in clause.parsed.mentions:
        if m.entity.kind != "person" and re.fullmatch(r"(?:['’]s?)?\s", clause.text[m.end : role.start]):
            return max(m.start, clause.candidate.end)
    return role.start


@cache
def _right_behind(lexicon: Lexicon) -> re.Pattern[str]:
    determiner = ahead(lexicon.articles, lexicon.possessives)
    return re.compile(rf"\s{ahead(lexicon.moves.left_leads)}{determiner}?", re.IGNORECASE)


@cache
def _further_on(lexicon: Lexicon) -> re.Pattern[str]:
    determiner = ahead(lexicon.articles, lexicon.possessives)
    return re.compile(rf"[\s\w,'’.&-]{{0,60}}\b{ahead(lexicon.moves.left_as)}{determiner}?", re.IGNORECASE)


def heads(clause: Clause, head: Token) -> bool:
    """Return whether a word stands in a role phrase."""
    return any(r.start <= head.idx < r.end for r in clause.reading.roles(clause.index))


def singular(clause: Clause, role: str | None) -> str | None:
    """Return a role in the singular."""
    return clause.lexicon.role_plural.get(role.lower(), role) if role else None


def tidy(clause: Clause, role: str | None) -> str | None:
    """Return a role without article, "new" and "former" before it and what dangles behind it, None if it is empty."""
    return clause.reading.bare(_dangling(clause.lexicon).sub("", role or "").strip(" ,;")) or None


@cache
def _dangling(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:\s(?:{'|'.join(lexicon.moves.dangling)}))+['’]?\Z")
