"""What kind an entity is: every mention and every form of its name votes, the whole document decides.

Belongs here: signs beside a name or in it, and what each weighs. `proof` counts the evidence beside the label of the
parser. Which spans are one entity is `clusters`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names.capitals import BRAND, FAMILY, INITIALS
from extract.claims.names.edges import corporate_end, places_of, portfolio_before
from extract.claims.names.entities import Entity, NameSpan
from extract.claims.names.spans import HOUSE
from extract.claims.names.vocabulary import is_first_name, name_words, tokens_of
from extract.claims.sentences import Sentence

_NEAR = 40  # characters beside a name in which its signs stand
_ROLE_NEAR = 70
_LABEL_VOTES = {"PERSON": ("person", 2.0), "PER": ("person", 2.0), "ORG": ("organization", 2.0)}


def decide(
    sentences: Sequence[Sentence],
    rows: Sequence[Sequence[NameSpan]],
    entities: Sequence[Entity],
    by_form: Mapping[str, Entity],
    lexicon: Lexicon,
) -> None:
    """Set `kind`, `scores` and `proof` of the entities, which `by_form` gives for the spans of each sentence."""
    signs = _signs(lexicon)
    for sentence, row in zip(sentences, rows, strict=True):
        for span in row:
            if span.text in by_form:
                signs.of_mention(by_form[span.text], span, sentence.text)
    for entity in entities:
        signs.of_name(entity)
        _resolve(entity)


@cache
def _signs(lexicon: Lexicon) -> "_Signs":
    return _Signs(lexicon)


def _vote(entity: Entity, kind: str, votes: float, proof: int = 0) -> None:
    entity.scores[kind] += votes
    if proof:
        entity.proof[kind] += proof


class _Signs:
    """The signs of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._places = places_of(lexicon)
        self._portfolio = portfolio_before(lexicon)
        self._corporate_end = corporate_end(lexicon)
        self._authority = compiled(lexicon.authorities, is_cased=True)
        self._government = re.compile(rf"(?:{'|'.join(lexicon.governments) or '(?!)'})(?:\s.*)?", re.IGNORECASE)
        self._organization_words = compiled((*lexicon.organization_words, *lexicon.legal_suffixes), is_cased=True)
        self._speech = compiled(lexicon.speech)
        # before a name
        titles = "|".join(t if t.endswith(".") else t + "[.]?" for t in lexicon.titles)
        self._locative = re.compile(
            rf"(?<!\w)(?:{'|'.join((*lexicon.deals.locatives, *lexicon.of, *lexicon.at, *lexicon.contracted))})\s?$",
            re.IGNORECASE,
        )
        self._title = re.compile(rf"(?:^|(?<=\W))(?:{titles})\s+$")
        callings = "|".join((*lexicon.person_nouns, *lexicon.callings))
        quality = rf"(?:{'|'.join(lexicon.qualities)})\s"
        self._person_noun = re.compile(rf"(?<!\w)(?:{callings})\s(?:{quality}){{0,2}}$", re.IGNORECASE)
        self._demonym = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.demonyms) or '(?!)'})\s$")
        nations = "|".join(d.lower() for d in lexicon.demonyms) or "(?!)"
        definite = ahead((*lexicon.determiners, *lexicon.contracted, *lexicon.of))
        self._nation = re.compile(rf"(?<!\w)(?i:{definite})(?:{nations})\s$")
        nouns = "|".join(lexicon.organization_nouns)
        of = "|".join(w for w in lexicon.of if w.endswith(("'", "’"))) or "(?!)"
        self._house_noun = re.compile(
            rf"(?<!\w)(?:{nouns}|{'|'.join(lexicon.unit_nouns)})\s(?:[a-zà-ÿ-]+\s){{0,2}}(?:{of})?$", re.IGNORECASE
        )
        self._at = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.before_houses)})\s(?:\w+\s)?(?:{of})?$", re.IGNORECASE)
        self._at_house = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.at_house)})\s$", re.IGNORECASE)
        role = lexicon.role
        flags = re.VERBOSE | re.IGNORECASE
        of_house = "|".join((*lexicon.of, *lexicon.before_houses))
        self._role_of = re.compile(rf"(?<![\w-])(?:{role})\s(?:{of_house})\s?(?:{ahead(lexicon.articles)})?$", flags)
        self._role_before = re.compile(rf"(?<![\w-])(?:{role})\s?,?\s?$", flags)
        # behind a name
        relative = f"(?:{'|'.join(lexicon.relatives) or '(?!)'})"
        self._role_behind = re.compile(rf"\s?,\s(?!{relative}\s)(?:[\w'’]+\s){{0,3}}?(?:{role})(?!\w)", flags)
        self._explained = re.compile(
            rf"\s?,\s(?:{ahead(lexicon.articles)})?(?:[\w-]+\s){{0,4}}?(?:{nouns})(?!\w)", re.IGNORECASE
        )
        aged = "|".join(lexicon.aged)
        self._aged = re.compile(rf"\s?,\s?(?:\d\d,|{aged})|\s\((?:{aged})\)")
        self._who = re.compile(rf"\s?,\s(?:{'|'.join(lexicon.who)})\s")
        self._of_house = re.compile("|".join(lexicon.behind_houses))

    def of_mention(self, entity: Entity, span: NameSpan, text: str) -> None:
        """Count the votes of one mention: its label, and what stands before and behind it."""
        before, after = text[max(0, span.start - _NEAR) : span.start], text[span.end : span.end + _NEAR]
        self._of_label(entity, span.label)
        entity.proof["where"] += self._locative.search(before) is not None
        if self._portfolio.search(before):
            entity.proof["portfolio"] += 1
        if self._title.search(before):
            _vote(entity, "person", 6, 6)
        if self._person_noun.search(before) or (" " in span.text and self._demonym.search(before)):
            _vote(entity, "person", 3, 3)
        is_house_noun = self._house_noun.search(before) is not None
        if is_house_noun or self._at.search(before):
            _vote(entity, "organization", 6 if self._at_house.search(before) else 4, 3)
        if self._nation.search(before):
            _vote(entity, "organization", 3, 2)  # "le rachat de l'espagnol X": a person is told by a trade besides
        if span.label != "PERSON" and self._role_of.search(text[max(0, span.start - _ROLE_NEAR) : span.start]):
            _vote(entity, "organization", 2, 2)
        if self._role_before.search(before) and not is_house_noun and not self._role_of.search(before):
            _vote(entity, "person", 3, 3)
        if self._role_behind.match(text[span.end : span.end + 60]):
            _vote(entity, "person", 2, 2)
        if self._explained.match(text[span.end : span.end + 90]):
            _vote(entity, "organization", 2, 2)
        if self._of_house.match(after):
            _vote(entity, "organization", 2)
        if self._aged.match(after):
            _vote(entity, "person", 4, 4)
        if self._who.match(after):
            _vote(entity, "person", 1)
        if self._speech.match(after.lstrip(" ,")):
            _vote(entity, "person", 0.2)

    @staticmethod
    def _of_label(entity: Entity, label: str) -> None:
        if label == HOUSE:
            _vote(entity, "organization", 8, 5)
        elif label in {"GPE", "LOC"}:
            _vote(entity, "place", 1)
            _vote(entity, "organization", 0.4)
        elif label:
            _vote(entity, *_LABEL_VOTES.get(label, ("organization", 0.6)))

    def of_name(self, entity: Entity) -> None:
        """Count the votes of the words of a name."""
        name = entity.name
        words = name.split()
        often = min(max(1, sum(entity.forms.values())), 3)
        if entity.known:
            _vote(entity, "organization", 20, 20)
        if self._organization_words.search(name) or name_words().house_words & set(tokens_of(name)):
            _vote(entity, "organization", 5 * often, 5)
        first = words[0] if words else ""
        has_first_name = is_first_name(first) or is_first_name(first.split("-")[0])
        if has_first_name and 2 <= len(words) <= 5 and not self._corporate_end.search(name):
            _vote(entity, "person", 5 * often, 5)
        elif 2 <= len(words) <= 4 and INITIALS.search(name):
            _vote(entity, "person", 3, 3)
        elif 2 <= len(words) <= 3 and all(w[:1].isupper() and w[1:].islower() for w in words):
            _vote(entity, "person", 1)
        if BRAND.search(name) and not FAMILY.search(name):
            _vote(entity, "organization", 3)
        if len(words) == 1:
            _vote(entity, "organization", 0.6 * often)
            if name.isupper() and len(name) <= 6:
                _vote(entity, "organization", 3)
        if self._places.fullmatch(name):
            _vote(entity, "place", 30, 1)
        is_state = any(self._government.fullmatch(form) for form in entity.forms)
        if is_state or any(f in self._lexicon.regulators for f in entity.forms) or self._authority.search(name):
            _vote(entity, "organization", 10)
            entity.proof["regulator"] += 1


def _resolve(entity: Entity) -> None:
    """Set the kind that most votes are for, unless they are too few."""
    if entity.known is None and 0 < sum(entity.forms.values()) <= entity.proof["portfolio"]:
        entity.kind = "place"  # "the minister of Health": a field of work, not a house
        entity.proof["place"] += 1
        return
    if not entity.scores:
        return
    kind, best = max(entity.scores.items(), key=lambda s: s[1])
    is_single = max(len(tokens_of(f)) for f in entity.forms) == 1
    is_acronym = kind == "organization" and entity.known is None and all(f.isupper() for f in entity.forms)
    is_weak = kind == "person" and (best < 2 or (is_single and best < 4))
    is_weak |= kind == "place" and is_single and best <= 4 and not entity.proof["place"] + entity.proof["where"]
    if best > 0 and not is_weak and not (is_acronym and best < 2):
        entity.kind = kind  # type: ignore[assignment]
