"""Names in a document: which spans are names, which of them are one entity, and what kind it is.

Spans come from the parser's entities, the gazetteer of organizations and the shape of the words. A label
of the parser is one voice among others: whether a name is a person or an organization is decided for the
whole document, by its words, its neighbors and the company it keeps. Who a pronoun or a definite phrase
means belongs in `coreference`.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from babel import Locale
from spacy.tokens import Doc

from extract.claims import institutions
from extract.claims.gazetteer import Organization, gazetteer
from extract.claims.lexicon import Lexicon, compiled
from extract.claims.sentences import Sentence

Kind = Literal["person", "organization", "place", "other"]

_UPPER = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆŐŌŒ"
_WORD = (
    rf"(?:[{_UPPER}](?:\.[{_UPPER}])*\.(?=\s?[{_UPPER}])"  # initials
    rf"|[{_UPPER}][\w\-+]*(?:[’'][{_UPPER}][\w\-]+)?(?:\.(?:ai|AI|com|io|fr|net|ly|co)\b)?"
    rf"|[a-z]{{1,2}}[{_UPPER}]\w+)"  # brands such as eBay
)
_JOINER = r"(?:\s?&\s?|\s(?:von der|van der|van den|van de|von|van|der|zur|ten|bin|al|el|dos|da)\s|\s)"
_SHAPE = re.compile(
    rf"(?<![\w@#<])(?:(?:[dlDLjJ]|[Qq]u)[’'])?(?P<name>{_WORD}(?:{_JOINER}{_WORD}){{0,5}}(?:,?"
    rf" (?:Inc|Corp|Ltd|Co|plc|Plc|PLC)\b\.?)?)"
)
_NAME_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "PRODUCT", "FAC", "WORK_OF_ART", "EVENT", "LAW", "PER", "MISC"}
)
_HOUSE = "INSTITUTION"  # label of a name that opens with a common noun
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]+(?:,\s[A-Z][\w. ]+?)?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}"
    r"|\d{1,2}(?:er)?\s\w+)(?:,?\s\d{4})?)?(?:\s?\([\w /]+\))?"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:\s?\([\w /]+\))?)\s?(?:--?|–|—)\s"
)
_LISTING = re.compile(r"\((?:[A-Z][\w ]+:\s?)?[A-Z]{2,6}(?:\.[A-Z]{1,2})?\)|\([A-Z][\w ]+:\s?[A-Z]+\)")
_INNER = re.compile(
    r"\s(?![dl]['’]|(?:de|du|des|la|le|les|of|the|and|et|von|van|der|den|en|à|au|aux|sur|in|y|e|dos"
    r"|da|di|del|bin|al|el|ten|zur)\s)[a-zà-ÿ][\w'’-]+\s|\s[-–|:/]\s"
    r"|\s(?:Chief (?:Executive|Financial|Operating|Technology)(?: Officer)?|Chairman|Chairwoman"
    r"|President|Founder|CEO|CFO|Captain|PDG)\s"
)
_PAIR = re.compile(  # two full names that a conjunction ties, "of" and the like in neither
    rf"((?:[{_UPPER}][\w'’-]+\s){{1,3}}[{_UPPER}][\w'’-]+)\s(?:and|et)\s((?:[{_UPPER}][\w'’-]+\s){{1,3}}[{_UPPER}][\w'’-]+)"
)
_TICKER = re.compile(r"\s*[<(]\s*[A-Z][A-Z.:\s]*[>)]?\s*$")


@cache
def _gazetteer_names() -> dict[str, Organization]:
    return {form: org for org in gazetteer() for form in (org.name, *org.aliases)}


@cache
def _gazetteer_pattern() -> re.Pattern[str]:
    forms = sorted(_gazetteer_names(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])")


@cache
def paraphrase_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all paraphrases, without case, and paraphrase in lower case → name."""
    table = {p.lower(): org.name for org in gazetteer() for p in org.paraphrases}
    forms = sorted(table, key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(f).replace(chr(39), '[' + chr(39) + '’]') for f in forms)})(?!\w)",
        re.IGNORECASE,
    ), table


@cache
def first_names() -> frozenset[str]:
    """Return common first names, in lower case."""
    return frozenset((files("extract.claims") / "lexicon" / "first_names.txt").read_text(encoding="utf-8").split())


@cache
def _genders() -> dict[str, str]:
    text = (files("extract.claims") / "lexicon" / "genders.yml").read_text(encoding="utf-8")
    table = {fold(name): "masculine" for name in first_names()}
    return table | {name: gender for gender, names in yaml.safe_load(text).items() for name in names.split()}


def gender_of(name: str) -> str | None:
    """Return "feminine" or "masculine" by the first name, None when it does not tell."""
    words = name.split()
    gender = _genders().get(fold(words[0])) if len(words) > 1 else None
    return gender if gender != "either" else None


def fold(name: str) -> str:
    """Return `name` in lower case without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def tokens_of(name: str) -> list[str]:
    """Return the words of `name`, folded, without possessive."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", fold(name)))


@dataclass(eq=False)
class Entity:
    """All mentions of one person, organization or place in the document."""

    forms: Counter[str] = field(default_factory=Counter)
    kind: Kind = "other"
    scores: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    first: int = 10**9  # index of the first sentence
    known: Organization | None = None
    positions: list[tuple[int, int]] = field(default_factory=list)  # sentence index, start
    proof: Counter[str] = field(default_factory=Counter)  # evidence beside the parser's label

    @property
    def is_surely_person(self) -> bool:
        """Return whether more than the parser's label says that it is a person."""
        return self.kind == "person" and self.proof["person"] >= 3

    @property
    def is_surely_organization(self) -> bool:
        """Return whether its words or its company say that it is an organization."""
        return (
            self.known is not None
            or self.proof["organization"] >= 2
            or (self.kind == "organization" and self.scores["organization"] >= 3)
        )

    @property
    def is_regulator(self) -> bool:
        """Return whether it is an authority of the lexicon."""
        return self.proof["regulator"] > 0

    @property
    def is_known_place(self) -> bool:
        """Return whether it is a place of the lexicon."""
        return self.proof["place"] > 0

    @property
    def name(self) -> str:
        """Return the longest form in the document, the more frequent of two equally long."""
        return max(self.forms, key=lambda f: (len(tokens_of(f)), not f.isupper(), len(f), self.forms[f]))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a sentence that names an entity; offsets count in the sentence."""

    start: int
    end: int
    text: str
    entity: Entity


class Names:
    """The names of a document. `mentions[i]` are those of sentence i, in order."""

    def __init__(self, sentences: list[Sentence], parsed: dict[int, Doc], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.sentences = sentences
        self._not_names = frozenset(w.replace("\\", "") for w in lexicon.not_names)
        self._places = compiled((*lexicon.places, *_territories(lexicon.language)), is_cased=True)
        self._compound = re.compile(rf"[-‑](?:{'|'.join(lexicon.compounds)})$")
        self._particled = re.compile(
            rf"(?<!\w)(?P<first>[{_UPPER}][\w-]+)(?:\s[{_UPPER}]\.)?\s(?:{'|'.join(lexicon.name_particles)})\s?[{_UPPER}][\w-]+"
        )
        self._organization_words = compiled((*lexicon.organization_words, *lexicon.legal_suffixes), is_cased=True)
        self._title = re.compile(
            rf"(?:^|(?<=\W))(?:{'|'.join(t if t.endswith('.') else t + '[.]?' for t in lexicon.titles)})\s+$"
        )
        role = lexicon.role
        self._role_of = re.compile(
            rf"(?<![\w-])(?:{role})\s(?:de|du|d['’]|of|at|chez|for)\s?(?:the\s|la\s|l['’])?$",
            re.VERBOSE | re.IGNORECASE,
        )
        self._portfolio = (
            re.compile(
                rf"(?<!\w)(?:{'|'.join(lexicon.public_posts)})\s(?:[a-zà-ÿ]+\s)?"
                rf"(?:{'|'.join(lexicon.of)})\s?(?:la\s|l['’])?$",
                re.IGNORECASE,
            )
            if lexicon.public_posts
            else None
        )
        self._company = compiled(lexicon.organization_nouns)
        self._verb = compiled(tuple(t for f in lexicon.frames if f.word == "verb" for t in f.trigger))
        endings = "|".join((*lexicon.legal_suffixes, "Co", "Company", "Association", "Associates", "Corporation"))
        self._corporate_end = re.compile(rf"\s(?:{endings})\.?$", re.IGNORECASE)
        self._legal_rest = re.compile(rf"(?:(?:Holdings?|Group|Groupe|Industries|{endings})\.?\s?)+")
        nations = "|".join(d.lower() for d in lexicon.demonyms)
        self._nation = (
            re.compile(rf"(?:(?<!\w)(?:le|la|du|au)\s|(?<!\w)[ldLD]['’])(?:{nations})\s$") if nations else None
        )
        self._demonym = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.demonyms)})\s$") if lexicon.demonyms else None
        relative = f"(?:{'|'.join(lexicon.relatives) or '(?!)'})"
        self._person_end = re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.person_nouns)})\s$", re.IGNORECASE)
        self._role_end = re.compile(rf"(?<![\w-])(?:{role})\s?,?\s?$", re.VERBOSE | re.IGNORECASE)
        self._role_start = re.compile(
            rf"\s?,\s(?!{relative}\s)(?:[\w'’]+\s){{0,3}}?(?:{role})(?!\w)", re.VERBOSE | re.IGNORECASE
        )
        self._explained = re.compile(
            rf",\s(?:(?:an?|the|une?|le|la)\s|l['’])(?:[\w'’-]+\s){{0,4}}?(?:{'|'.join(lexicon.organization_nouns)})(?!\w)",
            re.IGNORECASE,
        )
        self._authority = compiled(lexicon.authorities, is_cased=True)
        self._government = re.compile(rf"(?:{'|'.join(lexicon.governments) or '(?!)'})(?:\s.*)?", re.IGNORECASE)
        self._role = re.compile(rf"(?:{lexicon.role})", re.VERBOSE | re.IGNORECASE)
        raw = self._echoed([self._spans(s, parsed.get(s.index)) for s in sentences])
        self.entities = self._cluster(raw)
        self.mentions: list[list[Mention]] = [
            [Mention(start, end, text, self._by_form[text]) for start, end, text, _ in spans if text in self._by_form]
            for spans in raw
        ]
        self._merge_aliases()
        self._score(raw)
        self._resolve()

    # --- spans

    def _spans(self, sentence: Sentence, doc: Doc | None) -> list[tuple[int, int, str, str]]:
        """Return (start, end, text, label) of the names, without overlap; label "" is shape only."""
        text = sentence.text
        found: list[tuple[int, int, str, int]] = []  # start, end, label, priority
        letters = sum(map(str.isalpha, text))
        is_capitals = letters > 8 and sum(map(str.isupper, text)) > 0.7 * letters
        if is_capitals:
            return self._heading(sentence)
        dateline = _DATELINE.match(text)
        opening = dateline.end() if dateline else 0
        found += [(m.start(), m.end(), "GAZETTEER", 2) for m in _gazetteer_pattern().finditer(text)]
        found += [(a, b, _HOUSE, 4) for a, b in institutions.spans(text, self.lexicon, first_names())]
        if doc is not None:
            for ent in doc.ents:
                if ent.label_ in _NAME_LABELS:
                    found += [
                        (_name_start(text, a, b) if ent.label_ in {"PER", "PERSON"} else a, b, ent.label_, 3)
                        for a, b in self._trim(text, ent.start_char, ent.end_char, is_house=ent.label_ == "ORG")
                    ]
        for m in self._particled.finditer(text):
            if fold(m["first"]) in _folded_first_names():
                found.append((m.start(), m.end(), "PERSON", 4))
        for m in _SHAPE.finditer(text):
            found += [(a, b, "", 1) for a, b in self._trim(text, m.start("name"), m.end("name"))]
        found = [piece for span in found for piece in _apart(text, span, found)]
        symbols = [m.span() for m in re.finditer(r"<[A-Z]{1,5}(?:\.[A-Z]{1,2})?>", text)]
        found = [f for f in found if not any(a <= f[0] and f[1] <= b for a, b in symbols)]
        kept: list[tuple[int, int, str, str]] = []
        for start, end, label, _ in sorted(found, key=lambda f: (-f[3], f[0] - f[1])):
            if start < opening or _LISTING.match(text, max(0, start - 1)):
                continue
            clash = [k for k in kept if start < k[1] and k[0] < end]
            if label == "GAZETTEER" and clash and all(start <= a and b <= end for a, b, *_ in clash):
                kept = [k for k in kept if k not in clash]  # "Europe" in "Europe 1"
                clash = []
            if not clash:
                kept.append((start, end, self._clean(text[start:end]), label))
            elif len(clash) == 1 and not label and (clash[0][0] >= start and clash[0][1] <= end):
                # a capitalized run that prolongs an entity by words of a corporate name, or a known name
                inner = clash[0]
                extra = text[start : inner[0]] + " " + text[inner[1] : end]
                if (
                    text[inner[1] : inner[1] + 1] in {"-", "’"}
                    or text[inner[0] - 1 : inner[0]] == "-"
                    or self._organization_words.search(extra)
                    or (
                        inner[3] != "GAZETTEER"
                        and re.fullmatch(rf"(?:[{_UPPER}][\w.\-’']*\s*)+", extra.strip() or "x")
                        and len(tokens_of(inner[2])) == 1
                    )
                    or re.fullmatch(rf"[{_UPPER}]\.?", extra.strip())
                ):
                    kept.remove(inner)
                    kept.append((start, end, self._clean(text[start:end]), inner[3]))
            elif len(clash) == 1 and label == "GAZETTEER" and clash[0][0] <= start and end <= clash[0][1]:
                continue
        row: list[tuple[int, int, str, str]] = []
        for start, end, name, label in sorted(k for k in kept if k[2]):
            if row and text[row[-1][1] : start] == " " and self._legal_rest.fullmatch(name):
                first = row.pop()[0]  # "Acme" and "Holdings Plc"
                row.append((first, end, self._clean(text[first:end]), "ORG"))
            else:
                row.append((start, end, name, label))
        return row

    def _echoed(self, raw: list[list[tuple[int, int, str, str]]]) -> list[list[tuple[int, int, str, str]]]:
        """Return the names with those that a common noun alone means, once it has opened one name in full."""
        self._houses = {text for spans in raw for _, _, text, label in spans if label == _HOUSE}
        again = institutions.echoes([s.text for s in self.sentences], sorted(self._houses), self.lexicon)
        for sentence, spans, alone in zip(self.sentences, raw, again, strict=True):
            free = [(a, b) for a, b in alone if not any(a < end and start < b for start, end, *_ in spans)]
            spans += [(a, b, sentence.text[a:b], _HOUSE) for a, b in free]
        return [sorted(spans) for spans in raw]

    def _heading(self, sentence: Sentence) -> list[tuple[int, int, str, str]]:
        """Return the name that a capitalized opening of a paragraph is ("VERDANCE. Its finance chief …"), if any."""
        follower = self.sentences[sentence.index + 1] if sentence.index + 1 < len(self.sentences) else None
        if (
            follower is None
            or follower.paragraph != sentence.paragraph
            or len(sentence.text.split()) > 5
            or sentence.part != follower.part
        ):
            return []  # elsewhere no name can be told from a word
        name = sentence.text.strip(" .:–—-")
        return [(0, len(name), self._clean(name), "ORG")] if len(name) > 2 and sentence.text.startswith(name) else []

    def _trim(self, text: str, start: int, end: int, *, is_house: bool = False) -> list[tuple[int, int]]:
        """Cut what is no part of the name from both ends; nothing is left of a common word.

        A house keeps the nationality that its name opens with ("American Express").
        """
        piece = text[start:end]
        inner = _INNER.search(piece)
        if inner is not None and not piece[0].islower():
            return self._trim(text, start, start + inner.start()) + self._trim(text, start + inner.end(), end)
        pair = _PAIR.fullmatch(piece)
        if pair is not None and not self._corporate_end.search(pair[2]):  # "First Savings and Loan Association" is one
            return self._trim(text, start, start + pair.end(1)) + self._trim(text, start + pair.start(2), end)
        ticker = _TICKER.search(piece)
        if ticker and ticker.start() > 0:
            end = start + ticker.start()
        while start < end:
            post = self._role.match(text[start:end]) if text[start].isupper() else None
            if post is not None and re.match(rf"\s[{_UPPER}][\w.-]+\s[{_UPPER}]", text[start + post.end() : end]):
                start += post.end()  # "Chief Financial Officer Jane Doe"
            head = re.match(
                r"[\s\"“”«»'’‘(\[<>–—•,;:.-]+|(?:[dlDLnNsSjJmMcC]|[Qq]u)[’'](?=\S)|[Ee]x-(?=[A-ZÀ-Þ])", text[start:end]
            )
            word = re.match(r"[^\s,]+", text[start:end])
            if re.match(r"[A-Z] [A-Z] [A-Z]", text[start:end]):
                break  # initials: "I P Sharp"
            if head:
                start += head.end()
            elif (
                word
                and (self._places.fullmatch(word[0]) or (self._portfolio and self._portfolio.search(text[:start])))
                and (name := re.match(r"\s([^\W\d_][\w-]+)\s[A-ZÀ-Þ]", text[start + word.end() : end]))
                and fold(name[1]) in _folded_first_names()
            ):
                start += word.end()  # "the mayor of Bordeaux Jane Doe"
            elif (
                word
                and is_house
                and word[0] in self.lexicon.nationalities
                and re.match(rf"\s[{_UPPER}]\w+", text[start + word.end() : end])
                and text[start + word.end() : end].strip() not in _gazetteer_names()
            ):
                break
            elif word and (
                word[0].rstrip(".,") in self._not_names
                or word[0] in self._not_names
                or not any(c.isupper() for c in word[0])
            ):
                if not any(c.isupper() for c in text[start + word.end() : end]):
                    return []
                if (
                    word[0] in {"New", "San", "Los", "Les", "La", "Le"}
                    and text[start + word.end() : end].strip()[:1].isupper()
                    and word[0] not in {"Le", "La", "Les"}
                ):
                    break
                start += word.end()
            elif (
                (
                    word
                    and re.fullmatch(
                        "|".join(self.lexicon.titles), word[0].rstrip(".") + ("." if word[0].endswith(".") else "")
                    )
                )
                or (word and word[0].rstrip(".") + "." in self.lexicon.titles)
                or (word and word[0] in self.lexicon.titles)
            ):
                start += word.end() if word else 0
            else:
                break
        while end > start:
            tail = re.search(r"(?:[\s\"“”«»’'‘)\]<>–—,;:!?…(-]+|['’]s|(?<![A-Z])\.)$", text[start:end])
            word = re.search(r"\S+$", text[start:end])
            if tail and not (
                tail[0] == "." and re.search(r"(?:Inc|Corp|Co|Ltd|N\.V|S\.A|A\.G|Jr|Sr)\.$", text[start:end])
            ):
                end = start + tail.start()
            elif word and word.start() > 0 and word[0].islower() and self._verb.fullmatch(word[0]):
                end = start + word.start()  # "Acme bought"
            elif made := self._compound.search(text[start:end]):
                end = start + made.start()  # "Lyon-based": the place alone
            elif (
                word
                and word.start() > 0
                and re.search(r"\s(?:de|du|d['’]|of)\s?$", text[start : start + word.start()])
                and self._places.fullmatch(word[0])
            ):
                break  # "Conseil de Paris": the place belongs to the name
            elif (
                word
                and word.start() > 0
                and (
                    word[0] in self._not_names
                    and not self._organization_words.fullmatch(word[0])
                    and word[0] not in {"Company", "Group", "Board", "News", "TV", "AI", "Web", "Street"}
                )
            ):
                end = start + word.start()
            else:
                break
        piece = text[start:end]
        if not piece or not any(c.isupper() for c in piece) or piece in self._not_names or len(piece) > 80:
            return []
        if re.fullmatch(
            r"[A-Z]\.?|[\d\W]+|(?:Md|Mds|Mio|Mrd|M|K|bn|mln|bln)[€$£]?|\w+-(?:t-)?(?:il|ils|elle|elles"
            r"|on|ce|vous|nous|je|tu|là|ci)",
            piece,
        ):
            return []
        return [(start, end)]

    @staticmethod
    def _clean(text: str) -> str:
        return re.sub(r"\s+", " ", text.replace("<", "").replace(">", "")).strip(" ,;:'’\"")

    # --- one entity per group of forms

    def _cluster(self, raw: list[list[tuple[int, int, str, str]]]) -> list[Entity]:
        forms: Counter[str] = Counter(text for spans in raw for _, _, text, _ in spans)
        lowered = self._lower_words()
        opening = self._only_opening(raw)
        leading = set(forms) - {text for spans in raw for start, _, text, _ in spans if start > 2}
        keys: dict[str, list[str]] = {form: tokens_of(form) for form in forms}
        known = _gazetteer_names()
        pairs = {f for f in forms if set(f.split("-")) <= set(forms) and f.count("-") == 1}
        order = sorted((f for f in forms if keys[f]), key=lambda f: (-len(keys[f]), -forms[f]))
        entities: list[Entity] = []
        houses = {tuple(tokens_of(form)) for form in self._houses}
        self._by_form: dict[str, Entity] = {}
        index: defaultdict[str, list[tuple[list[str], Entity]]] = defaultdict(list)
        for form in order:
            key = keys[form]
            is_plain = (
                len(key) == 1
                and form[:1].isupper()
                and form not in known
                and not form.isupper()
                and not re.search(r"[a-z][A-Z]|\d", form)
            )
            is_surname = any(k[-1] == key[0] and k[0] in _folded_first_names() for k, _ in index[key[0]])
            if is_plain and ((form.lower() in lowered and forms[form] < 3) or (form in opening and not is_surname)):
                continue  # a common word that opens a sentence
            if is_plain and form in leading and self._company.fullmatch(form):
                continue  # "Bank pays its people"
            home: Entity | None = None
            candidates = [
                (k, e)
                for k, e in index[key[-1]] + (index[key[0]] if len(key) > 1 or True else [])
                if (len(k) > len(key) and not pairs & set(e.forms)) or k == key
            ]
            for k, entity in candidates:
                is_person_like = k[0] in _folded_first_names()
                if len(k) > 1 == len(key) and tuple(k) in houses and k[-2] in _OF and k[0] != key[0]:
                    continue  # "Rennes" is not "the hospital of Rennes"
                if k == key or (
                    (
                        k[-len(key) :] == key
                        and (len(key) > 1 or is_person_like or not self._organization_words.search(form))
                    )
                    and not (known.get(form) and entity.known is not known.get(form) and known.get(form))
                ):
                    home = entity
                    break
                if form in known and k != key and not set(k[len(key) :]) <= _LEGAL:
                    continue
                if (
                    k[: len(key)] == key
                    and not (is_person_like and len(key) == 1 and len(k) <= 3 and not _has_org_word(k))
                    and not (known.get(form) and entity.known not in (None, known[form]))
                ):
                    home = entity
                    break
            if home is None and form in known:
                home = next((e for e in entities if e.known is known[form]), None)
            if home is None:
                home = Entity()
                entities.append(home)
            home.forms[form] += forms[form]
            if form in known and home.known is None:
                home.known = known[form]
            self._by_form[form] = home
            for word in {key[0], key[-1]}:
                index[word].append((key, home))
        for sentence, spans in zip(self.sentences, raw, strict=True):
            for start, _, text, _ in spans:
                if text in self._by_form:
                    entity = self._by_form[text]
                    entity.first = min(entity.first, sentence.index)
                    entity.positions.append((sentence.index, start))
        return entities

    def _only_opening(self, raw: list[list[tuple[int, int, str, str]]]) -> frozenset[str]:
        """Return the forms that only ever open a sentence and that the parser takes for no name."""
        inner = {text for spans in raw for start, _, text, label in spans if start > 2 or label not in {"", "MISC"}}
        inner |= {
            text
            for sentence, spans in zip(self.sentences, raw, strict=True)
            for start, end, text, _ in spans
            if start <= 2 and self._is_introduced(sentence, end)
        }
        return frozenset(text for spans in raw for _, _, text, _ in spans) - inner

    def _is_introduced(self, sentence: Sentence, end: int) -> bool:
        """Return whether a word that opens a sentence is a name: the topic of its paragraph, or explained behind."""
        after = sentence.text[end:]
        if re.match(r",\s(?:qui|which|who|whose|dont)\b", after) or self._explained.match(after):
            return True
        if compiled(self.lexicon.after_names).match(after.lstrip()):
            return True
        follower = self.sentences[sentence.index + 1] if sentence.index + 1 < len(self.sentences) else None
        is_heading = re.fullmatch(r"(?:,\s[A-ZÀ-Þ][\w'’ -]{2,25})?[\s.:–—-]+", after) is not None  # "Calvane, Nantes."
        return is_heading and follower is not None and follower.paragraph == sentence.paragraph

    def _lower_words(self) -> frozenset[str]:
        return frozenset(w for s in self.sentences for w in re.findall(r"(?<!\w)[a-zà-ÿ][\wà-ÿ-]*", s.text))

    def _merge_aliases(self) -> None:
        """Merge acronyms with the name they follow in brackets or abbreviate."""
        by_first = sorted(self.entities, key=lambda e: e.first)
        for short in by_first:
            form = next(iter(short.forms))
            if (
                len(short.forms) > 1
                or not re.fullmatch(r"[A-Z][A-Z&]{1,5}", form)
                or form in {"US", "UK", "EU", "UE", "AI", "IA", "TV"}
            ):
                continue
            for entity in by_first:
                if entity is short or any(form == f for f in entity.forms):
                    continue
                initials = "".join(w[0] for w in re.findall(r"[\w]+", entity.name) if w[0].isupper() or w[0].isdigit())
                if len(initials) >= 2 and (
                    initials.startswith(form) or (len(form) >= 3 and form.startswith(initials) and len(initials) >= 3)
                ):
                    self._join(short, entity)
                    break

    def _join(self, gone: Entity, into: Entity) -> None:
        into.forms.update(gone.forms)
        for kind, votes in gone.scores.items():
            into.scores[kind] += votes
        into.positions = sorted(into.positions + gone.positions)
        into.first = min(into.first, gone.first)
        into.known = into.known or gone.known
        self.entities.remove(gone)
        for form in gone.forms:
            self._by_form[form] = into
        self.mentions = [
            [Mention(m.start, m.end, m.text, into) if m.entity is gone else m for m in row] for row in self.mentions
        ]

    # --- what kind an entity is

    def _score(self, raw: list[list[tuple[int, int, str, str]]]) -> None:
        at = re.compile(
            r"(?:\bchez|\bat|\bgroupe|\bsociété|\bstart-?up|\bfirm|\bcompany|\bl[’']éditeur|\bfilial\w+"
            r"|\bcapital d[eu']|\bsubsidiary)\s(?:\w+\s)?(?:d[’'])?$",
            re.IGNORECASE,
        )
        aged = re.compile(r"\s?,\s?(?:\d\d(?:\s?ans)?,|\d\d ans|âgée? de)|\s\(\d\d ans\)|\s?,\s(?:who|qui)\s")
        lead = compiled(self.lexicon.speech)
        noun = re.compile(
            rf"(?<!\w)(?:{'|'.join((*self.lexicon.organization_nouns, *self.lexicon.unit_nouns))})"
            r"\s(?:[a-zà-ÿ-]+\s){0,2}(?:d['’])?$",
            re.IGNORECASE,
        )
        maker = re.compile(
            rf"^\s?,\s(?:(?:a|an|the|le|la|l['’]|un"
            rf"|une)\s?)?(?:[\w-]+\s){{0,4}}?(?:{'|'.join(self.lexicon.organization_nouns)})(?!\w)",
            re.IGNORECASE,
        )
        for sentence, spans in zip(self.sentences, raw, strict=True):
            for start, end, text, label in spans:
                entity = self._by_form.get(text)
                if entity is None:
                    continue
                before, after = sentence.text[max(0, start - 40) : start], sentence.text[end : end + 40]
                votes = entity.scores
                if label in {"PERSON", "PER"}:
                    votes["person"] += 2
                elif label == "ORG":
                    votes["organization"] += 2
                elif label == _HOUSE:
                    votes["organization"] += 8
                    entity.proof["organization"] += 5
                elif label in {"GPE", "LOC"}:
                    votes["place"] += 1
                    votes["organization"] += 0.4
                elif label:
                    votes["organization"] += 0.6
                if self._title.search(before):
                    votes["person"] += 6
                    entity.proof["person"] += 6
                if at.search(before) or noun.search(before):
                    votes["organization"] += 6 if re.search(r"(?i)\bchez\s$", before) else 3
                    entity.proof["organization"] += 3
                if maker.match(sentence.text[end : end + 90]):
                    votes["organization"] += 2
                    entity.proof["organization"] += 2
                if self._portfolio is not None and self._portfolio.search(before):
                    entity.proof["portfolio"] += 1
                if self._demonym is not None and self._demonym.search(before) and " " in text:
                    votes["person"] += 3
                    entity.proof["person"] += 3
                if self._nation is not None and self._nation.search(before):
                    votes["organization"] += 3  # "le rachat de l'espagnol X": a person is told by a trade besides
                    entity.proof["organization"] += 2
                if self._person_end.search(before):
                    votes["person"] += 3
                    entity.proof["person"] += 3
                if self._role_of.search(sentence.text[max(0, start - 70) : start]) and label != "PERSON":
                    votes["organization"] += 2
                    entity.proof["organization"] += 2
                role_before = self._role_end.search(before)
                if role_before and not noun.search(before) and not self._role_of.search(before):
                    votes["person"] += 3
                    entity.proof["person"] += 3
                if re.search(r"^\s?,\s", after) and self._role_start.match(sentence.text[end : end + 60]):
                    votes["person"] += 2
                    entity.proof["person"] += 2
                if re.match(
                    r"['’]s (?:new |former |chief|CEO|board|founder|president|chairman|owner|shares|stock|own)", after
                ):
                    votes["organization"] += 2
                if aged.match(after) and "qui" not in after and "who" not in after:
                    votes["person"] += 4
                    entity.proof["person"] += 4
                elif aged.match(after):
                    votes["person"] += 1
                if lead.match(after.lstrip(" ,")):
                    votes["person"] += 0.2
        for entity in self.entities:
            name = entity.name
            words = name.split()
            votes = entity.scores
            total = max(1, sum(entity.forms.values()))
            if entity.known:
                votes["organization"] += 20
                entity.proof["organization"] += 20
            if self._organization_words.search(name) or _has_org_word(tokens_of(name)):
                votes["organization"] += 5 * min(total, 3)
                entity.proof["organization"] += 5
            if (
                any(
                    fold(w).split("-")[0] in _folded_first_names() or fold(w) in _folded_first_names()
                    for w in words[:1]
                )
                and 2 <= len(words) <= 5
                and not self._corporate_end.search(name)
            ):
                votes["person"] += 5 * min(total, 3)
                entity.proof["person"] += 5
            elif 2 <= len(words) <= 4 and re.search(r"(?:^|\s)[A-Z]\.(?:[A-Z]\.)*\s", name):
                votes["person"] += 3
                entity.proof["person"] += 3
            elif 2 <= len(words) <= 3 and all(w[:1].isupper() and w[1:].islower() for w in words):
                votes["person"] += 1
            if re.search(r"\d|[a-z][A-Z]|&|\+|\.(?:ai|AI|com|io|fr)$", name) and not re.search(
                r"\b(?:Mc|Mac|De|Le|La|O['’])[A-Z]", name
            ):
                votes["organization"] += 3
            if len(words) == 1:
                votes["organization"] += 0.6 * min(total, 3)
                if name.isupper() and len(name) <= 6:
                    votes["organization"] += 3
            if self._places.fullmatch(name):
                votes["place"] += 30
                entity.proof["place"] += 1
            is_state = any(self._government.fullmatch(form) for form in entity.forms)
            if is_state or any(f in self.lexicon.regulators for f in entity.forms) or self._authority.search(name):
                votes["organization"] += 10
                entity.proof["regulator"] += 1

    def _resolve(self) -> None:
        for entity in self.entities:
            entity.kind = "other"
            if entity.known is None and 0 < sum(entity.forms.values()) <= entity.proof["portfolio"]:
                entity.kind = "place"  # "the minister of Health": a field of work, not a house
                entity.proof["place"] += 1
            elif entity.scores:
                kind, best = max(entity.scores.items(), key=lambda s: s[1])
                if best > 0:
                    entity.kind = kind  # type: ignore[assignment]
                is_single = max(len(tokens_of(f)) for f in entity.forms) == 1
                if (
                    kind == "organization"
                    and entity.known is None
                    and all(f.isupper() for f in entity.forms)
                    and best < 2
                ):
                    entity.kind = "other"
                if kind == "person" and (best < 2 or (is_single and best < 4)):
                    entity.kind = "other"

    def leaders(self) -> dict[str, Entity]:
        """Return folded leader name → the organization it stands for, where both are named in the document."""
        table: dict[str, Entity] = {}
        for entity in self.entities:
            for leader in entity.known.leaders if entity.known else ():
                table[fold(leader)] = entity
        return table

    def find(self, name: str) -> Entity | None:
        """Return the entity of a gazetteer name that the document mentions in any form."""
        org = _gazetteer_names().get(name)
        return next((e for e in self.entities if org is not None and e.known is org), None)


def _apart(
    text: str, span: tuple[int, int, str, int], spans: list[tuple[int, int, str, int]]
) -> list[tuple[int, int, str, int]]:
    """Split a parser's entity that runs a known organization and a person together ("Acme Jane Doe")."""
    start, end, label, priority = span
    if label in {"", "GAZETTEER"}:
        return [span]
    for left, right, other, _ in spans:
        rest = text[right:end]
        if (
            other == "GAZETTEER"
            and left == start
            and right < end
            and re.match(r"\s[A-Z]", rest)
            and fold(rest.split()[0]) in _folded_first_names()
            and len(rest.split()) >= 2
        ):
            return [(right + 1, end, "PER", priority)]
    return [span]


def _name_start(text: str, start: int, end: int) -> int:
    """Return where a person's name begins behind a portfolio joined to it ("ministre de la Santé Anne …")."""
    words = text[start:end].split()
    is_joined = (
        len(words) >= 3 and fold(words[1]) in _folded_first_names() and fold(words[0]) not in _folded_first_names()
    )
    if is_joined and re.search(r"(?<!\w)(?:de la|du|des|de l['’]|à la|aux?|de|d['’]|chez|of|for)\s?$", text[:start]):
        return text.index(words[1], start)
    return start


_OF = {"de", "du", "des", "d", "la", "l", "of"}
_LEGAL = {
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "plc",
    "group",
    "groupe",
    "holdings",
    "holding",
    "platforms",
    "motor",
    "motors",
    "sa",
    "ag",
    "se",
    "nv",
    "limited",
    "international",
    "technologies",
    "systems",
    "electronics",
    "s",
    "com",
}


@cache
def _territories(language: str) -> tuple[str, ...]:
    """Return the names of countries (CLDR), without those that people bear ("Jordan")."""
    names = [name for code, name in Locale(language).territories.items() if code.isalpha()]
    return tuple(re.escape(name) for name in names if fold(name) not in _folded_first_names())


@cache
def _folded_first_names() -> frozenset[str]:
    return frozenset(fold(n) for n in first_names())


def _has_org_word(key: list[str]) -> bool:
    return any(
        w
        in {
            "inc",
            "corp",
            "ltd",
            "plc",
            "group",
            "groupe",
            "capital",
            "partners",
            "ventures",
            "technologies",
            "systems",
            "holdings",
            "bank",
            "banque",
            "media",
            "labs",
        }
        for w in key
    )
