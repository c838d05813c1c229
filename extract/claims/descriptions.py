"""By which common noun a document calls an organization: "le quotidien X", "X, a Leeds caterer", "X Bank".

Belongs here: nouns that stand where the name does. Whom a phrase without the name then means is `coreference`.
"""

import re
from collections import defaultdict

from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names import Entity
from extract.claims.reading import Reading, is_organization

_LEAD, _TAIL = 60, 50  # characters before and behind a name


def described(reading: Reading) -> dict[str, list[Entity]]:
    """Return, by noun in lower case, the organizations that the document calls so, in the order of their mentions."""
    lexicon = reading.lexicon
    nouns = "|".join(lexicon.organization_nouns)
    noun, of, verges = rf"(?<![\w-])(?P<noun>{nouns})", ahead(lexicon.of), "|".join(lexicon.deals.edges)
    before = re.compile(
        rf"{noun}(?:\s{of}?(?!(?:{verges})\s)[a-zà-ÿ-]+){{0,4}}\s[«“\"]?\s?{ahead(lexicon.articles)}?$", re.IGNORECASE
    )
    behind = re.compile(rf",\s{ahead(lexicon.articles)}?(?:[\w’'-]+\s){{0,2}}?{noun}(?!\w)", re.IGNORECASE)
    inside, generic = compiled(lexicon.organization_nouns), compiled(lexicon.any_company)
    found: dict[str, list[Entity]] = defaultdict(list)
    for sentence, row in zip(reading.sentences, reading.names.mentions, strict=True):
        for m in row:
            if not is_organization(m):
                continue
            lead, tail = sentence.text[max(0, m.start - _LEAD) : m.start], sentence.text[m.end : m.end + _TAIL]
            said = [x["noun"] for x in (before.search(lead), behind.match(tail)) if x]
            said += [w for w in m.entity.name.split() if inside.fullmatch(w)]
            for word in (w for w in said if not generic.fullmatch(w)):
                for name in trade(lexicon, word.lower()):
                    if m.entity not in found[name]:
                        found[name].append(m.entity)
    return found


def trade(lexicon: Lexicon, noun: str) -> tuple[str, ...]:
    """Return the nouns that name the same trade as `noun`, itself among them ("daily", "paper", "title")."""
    return next((row for row in lexicon.trades if noun in row), (noun,))
