"""Which names of a document are one entity: shorter and longer forms of a name, and its acronym.

Belongs here: forms of one name, and which single capitalized words are no name at all. What kind an entity is belongs
in `kinds`; whom a pronoun or a definite phrase means in `coreference`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.claims.gazetteer import Organization
from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names.capitals import ACRONYM
from extract.claims.names.edges import places_of
from extract.claims.names.entities import Entity, NameSpan
from extract.claims.names.spans import HOUSE
from extract.claims.names.vocabulary import fold, folded_first_names, known_organizations, name_words, tokens_of
from extract.claims.sentences import Sentence

Rows = Sequence[Sequence[NameSpan]]


def group(sentences: Sequence[Sentence], rows: Rows, lexicon: Lexicon) -> tuple[list[Entity], dict[str, Entity]]:
    """Return the entities that the spans of each sentence name, and which of them each form means.

    Forms that are words of the language and no names have none.
    """
    groups = _Groups(rows, lexicon)
    common, opening = _common(sentences, rows, lexicon), _only_opening(sentences, rows, lexicon)
    for form in sorted((f for f in groups.forms if groups.keys[f]), key=groups.rank):
        is_word = _is_plain(form) and (form in common or (form in opening and not groups.is_surname(form)))
        if not is_word:
            groups.add(form)
    for sentence, row in zip(sentences, rows, strict=True):
        for span in row:
            if span.text in groups.by_form:
                entity = groups.by_form[span.text]
                entity.first = min(entity.first, sentence.index)
                entity.positions.append((sentence.index, span.start))
    groups.join_acronyms()
    return groups.entities, groups.by_form


class _Groups:
    """Entities in the making: longer forms come first, and each shorter one finds its home or makes a new one."""

    def __init__(self, rows: Rows, lexicon: Lexicon) -> None:
        self.forms = Counter(span.text for row in rows for span in row)
        self.keys = {form: tokens_of(form) for form in self.forms}
        self.entities: list[Entity] = []
        self.by_form: dict[str, Entity] = {}
        self._places = places_of(lexicon)
        self._houses = {tuple(tokens_of(s.text)) for row in rows for s in row if s.label == HOUSE}
        self._pairs = {f for f in self.forms if set(f.split("-")) <= set(self.forms) and f.count("-") == 1}
        self._index: defaultdict[str, list[tuple[tuple[str, ...], Entity]]] = defaultdict(list)
        self._organization_words = compiled((*lexicon.organization_words, *lexicon.legal_suffixes), is_cased=True)
        self._of = {word for each in lexicon.of for word in tokens_of(each)}
        self._articles = {word for each in lexicon.articles for word in tokens_of(each)}

    def rank(self, form: str) -> tuple[int, int]:
        """Return the place of a form in the order of work."""
        return -len(self.keys[form]), -self.forms[form]

    def is_surname(self, form: str) -> bool:
        """Return whether a single word is the last of a person's name."""
        word = self.keys[form][0]
        return any(k[-1] == word and k[0] in folded_first_names() for k, _ in self._index[word])

    def add(self, form: str) -> None:
        """Give a form its entity."""
        key, known = self.keys[form], known_organizations().get(form)
        longer = [
            (k, e)
            for k, e in self._index[key[-1]] + self._index[key[0]]
            if (len(k) > len(key) and not self._pairs & set(e.forms)) or k == key
        ]
        home = next((entity for k, entity in longer if self._is_form_of(form, key, known, k, entity)), None)
        if home is None and known is not None:
            home = next((e for e in self.entities if e.known is known), None)
        if home is None:
            home = Entity()
            self.entities.append(home)
        home.forms[form] += self.forms[form]
        home.known = home.known or known
        self.by_form[form] = home
        for word in {key[0], key[-1]}:
            self._index[word].append((key, home))

    def _is_form_of(
        self, form: str, key: tuple[str, ...], known: Organization | None, k: tuple[str, ...], entity: Entity
    ) -> bool:
        """Return whether a form with the words `key` shortens the name with the words `k` of an entity."""
        if known is not None and entity.known is not None and entity.known is not known:
            return False
        is_place_of = len(k) > 2 and len(key) == 1 and k[-1] == key[0] and self._is_of(k[:-1])
        if is_place_of and (tuple(k) in self._houses or self._places.fullmatch(form)):
            return False  # "Rennes" is not "the hospital of Rennes"
        is_person_like = k[0] in folded_first_names()
        is_other = known is not None and entity.known is None
        if k == key:
            return True
        is_end = k[-len(key) :] == key
        if is_end and not is_other and (len(key) > 1 or is_person_like or not self._organization_words.search(form)):
            return True
        words = name_words()
        if k[: len(key)] != key or (known is not None and not set(k[len(key) :]) <= words.generic_words):
            return False
        is_first_name = is_person_like and len(key) == 1 and len(k) <= 3 and not words.house_words & set(k)
        return not is_first_name

    def _is_of(self, words: tuple[str, ...]) -> bool:
        """Return whether the words end in a preposition of belonging, with its article or without."""
        return words[-1] in self._of or (words[-1] in self._articles and words[-2] in self._of)

    def join_acronyms(self) -> None:
        """Merge acronyms with the name that they abbreviate."""
        in_order = sorted(self.entities, key=lambda e: e.first)
        for short in in_order:
            form = next(iter(short.forms))
            if len(short.forms) > 1 or not ACRONYM.fullmatch(form) or form in name_words().acronyms:
                continue
            others = (e for e in in_order if e is not short and form not in e.forms)
            full = next((e for e in others if _abbreviates(form, e.name)), None)
            if full is not None:
                self._join(short, full)

    def _join(self, gone: Entity, into: Entity) -> None:
        into.forms.update(gone.forms)
        into.positions = sorted(into.positions + gone.positions)
        into.first = min(into.first, gone.first)
        into.known = into.known or gone.known
        self.entities.remove(gone)
        for form in gone.forms:
            self.by_form[form] = into


def _abbreviates(form: str, name: str) -> bool:
    """Return whether a form is made of the initials of a name: of its capitals, or of all its words but small ones."""
    words = re.findall(r"\w+", name)
    if form.lower() == fold("".join(w[0] for w in words if len(w) > 1 and w not in name_words().inner_words)):
        return len(words) > 1
    initials = "".join(w[0] for w in words if w[0].isupper() or w[0].isdigit())
    is_longer = len(form) >= 3 and len(initials) >= 3 and form.startswith(initials)
    return len(initials) >= 2 and (initials.startswith(form) or is_longer)


def _is_plain(form: str) -> bool:
    """Return whether a form looks like a word at the start of a sentence."""
    return (
        len(tokens_of(form)) == 1
        and form[:1].isupper()
        and not form.isupper()
        and form not in known_organizations()
        and not re.search(r"[a-z][A-Z]|\d", form)
    )


def _common(sentences: Sequence[Sentence], rows: Rows, lexicon: Lexicon) -> set[str]:
    """Return the forms that are words of the text in lower case too, or open a sentence with a common noun."""
    forms = Counter(span.text for row in rows for span in row)
    lowered = {w for s in sentences for w in re.findall(r"(?<!\w)[a-zà-ÿ][\wà-ÿ-]*", s.text)}
    leading = set(forms) - {span.text for row in rows for span in row if span.start > 2}
    noun = compiled(lexicon.organization_nouns)  # "Bank pays its people"
    return {f for f, n in forms.items() if (f.lower() in lowered and n < 3) or (f in leading and noun.fullmatch(f))}


def _only_opening(sentences: Sequence[Sentence], rows: Rows, lexicon: Lexicon) -> set[str]:
    """Return the forms that only ever open a sentence or a longer quote, and that the parser takes for no name."""
    every = {span.text for row in rows for span in row}
    for sentence, follower, row in zip(sentences, [*sentences[1:], None], rows, strict=True):
        for span in row:
            is_opening = span.start <= 2 or re.search(r"[«“\"]\s?$", sentence.text[: span.start])
            if (
                not is_opening
                or span.label not in {"", "MISC"}
                or (span.start <= 2 and _is_introduced(sentence, follower, span, lexicon))
                or re.match(r"\s?[»”\"]", sentence.text[span.end :])
            ):
                every.discard(span.text)
    return every


def _is_introduced(sentence: Sentence, follower: Sentence | None, span: NameSpan, lexicon: Lexicon) -> bool:
    """Return whether a word that opens a sentence is a name: the topic of its paragraph, or explained behind."""
    after = sentence.text[span.end :]
    explained = rf",\s{ahead(lexicon.articles)}(?:[\w'’-]+\s){{0,4}}?(?:{'|'.join(lexicon.organization_nouns)})(?!\w)"
    clause = "|".join((*lexicon.clause_openers, *lexicon.relatives))
    if re.match(rf",\s(?:{clause})\b", after) or re.match(explained, after, re.IGNORECASE):
        return True
    if compiled(lexicon.after_names).match(after.lstrip()):
        return True
    is_heading = re.fullmatch(r"(?:,\s[A-ZÀ-Þ][\w'’ -]{2,25})?[\s.:–—-]+", after) is not None  # "Calvane, Nantes."
    return is_heading and follower is not None and follower.paragraph == sentence.paragraph
