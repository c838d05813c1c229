"""Which post a clause says that somebody takes or leaves, in the text's words.

What a role phrase is belongs in the lexicon, who holds one beside the events in `extract.claims.posts`.
"""

import re

from spacy.tokens import Token

from extract.claims.lexicon import compiled
from extract.claims.moves.clause import Clause
from extract.claims.reading import RoleSpan


def taken(clause: Clause) -> RoleSpan | None:
    """Return the post that somebody takes: the first role behind the trigger that is not somebody else's."""
    roles = clause.reading.roles(clause.index)
    limit = len(clause.text)
    start = (
        clause.candidate.start
        if re.search(r"direction|présidence|tête", clause.candidate.text)
        else clause.candidate.end
    )
    after = [r for r in roles if start <= r.start < limit]
    persons_after = [m for m in clause.parsed.mentions if m.start >= clause.candidate.end and m.entity.kind == "person"]
    for role in after:
        gap = clause.text[clause.candidate.end : role.start] if role.start >= clause.candidate.end else ""
        lead = gap.rsplit(",", 1)[-1] if "," in gap else gap[-12:]
        if compiled(clause.lexicon.former).search(lead):
            continue
        if re.search(
            r"[;.!?]|\b(?:succe[e]d\w*|replac\w*|remplac\w*|succèd\w*|who|qui|said|afin|pour"
            r" (?:succéder|remplacer))\b",
            gap,
        ):
            return None
        holder_after = [m for m in persons_after if 0 <= m.start - role.end <= 3]
        if holder_after and clause.frame.object != "person":
            continue
        if len(gap) > 90:
            return None
        if holder_after and re.search(r"\b(?:by|par)\b", gap):
            continue
        if holder_after and clause.frame.object == "person" and clause.frame.id != "appoint":
            continue
        if clause.frame.id in {"hire", "hire_loosely"} and not re.search(
            r"\b(?:as|to be|to lead|comme|en tant que|en qualité|au poste|pour diriger|to head|to"
            r" run)\b|\bsa?\b|\bson\b",
            gap,
        ):
            return None
        if clause.frame.id == "join" and not re.search(
            r"\b(?:as|comme|en tant que|en qualité|au poste|où il sera|où elle sera|pour)\b", gap
        ):
            return None
        if clause.frame.id in {"hire_noun", "appointment_noun", "departure_noun"} and not re.search(
            r"\b(?:as|comme|en tant que|en qualité|au poste|à la|to)\b", gap
        ):
            return None
        return role
    return None


def left(clause: Clause) -> RoleSpan | None:
    """Return the post that a leaver gives up, told right behind the trigger."""
    for role in clause.reading.roles(clause.index):
        if role.start < clause.candidate.end:
            continue
        gap = clause.text[clause.candidate.end : role.start]
        if re.fullmatch(
            r"(?i)\s(?:as|from|of|comme|de|du|des|de la|la|le|ses fonctions de|son poste de|de ses"
            r" fonctions de|de son poste de|from (?:his|her|the) (?:post|role|position|job) (?:as|of)"
            r"|(?:his|her|the|its) (?:post|role|position|job) (?:as|of)|(?:fonctions|postes?|mandat"
            r"|contrat|présidence) de|[\w'’]+ (?:as|comme)|sa fonction de|en tant que)\s(?:the |its "
            r"|an? |la |le |l['’])?(?:company\s)?",
            gap,
        ):
            return role
        if re.fullmatch(
            r"(?i)[\s\w,'’.&-]{0,60}\b(?:as|comme|en tant que|de ses fonctions de|de son poste"
            r" de)\s(?:its |the |a )?",
            gap,
        ) and not re.search(r"\b(?:who|qui|named|replac|succe)", gap):
            return role
        break
    return None


def heads(clause: Clause, head: Token) -> bool:
    """Return whether a word stands in a role phrase."""
    return any(r.start <= head.idx < r.end for r in clause.reading.roles(clause.index))


def singular(clause: Clause, role: str | None) -> str | None:
    """Return a role in the singular."""
    return clause.lexicon.role_plural.get(role.lower(), role) if role else None


def tidy(role: str | None) -> str | None:
    """Return a role without articles, "new" and "former" before it and what dangles behind it."""
    if not role:
        return None
    role = re.sub(r"(?:\s(?:l|d|et|de|la|le|les|des|du|au|à|en|and|of|the|for))+['’]?$", "", role)
    return (
        re.sub(
            r"^(?:(?:the|a|an|its|his|her|their|le|la|les|son|sa|un|une|former|ex|ancien(?:ne)?"
            r"|actuel(?:le)?|nouve(?:au|lle)|new|current)\s+|l['’]|ex-)+",
            "",
            role.strip(" ,;"),
        )
        or None
    )
