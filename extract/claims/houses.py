"""Which organization a move leaves or joins: every organization of the document weighed, the likeliest taken.

Belongs here: the features of an organization as the house of a draft (its place in the clause, its tie to the
person, its weight in the document) and the choice by a logistic model (`houses.json`, trained by
`extract.claims.training`). None is chosen where none is likely: a wrong house is worse than none. What the
grammar of the clause says comes from `moves` and is one feature among others.
"""

import re
from collections.abc import Iterator, Sequence

from extract.claims import logistic
from extract.claims.context import Context, HouseQuestion
from extract.claims.frames import Candidate
from extract.claims.lexicon import compiled
from extract.claims.names import Entity, Mention
from extract.claims.schema import DocumentPart

Features = dict[str, float]
THRESHOLD = 0.5  # from which a house is taken
_NEAR = 3  # sentences before and behind in which a mention counts as near


def choose(context: Context, questions: Sequence[HouseQuestion], taken: Entity | None = None) -> Entity | None:
    """Return the answer to the questions about one move: what a clause names, else the likeliest, else None.

    `taken` is where the person goes, when it is asked where from.
    """
    part = part_of(questions)
    weighed = [
        (likely, entity)
        for entity, found in options(context, questions, taken)
        if (likely := logistic.probability("houses", part, found)) is not None
    ]
    clear = {id(q.told) for q in questions if q.is_named}
    named = [(likely, entity) for likely, entity in weighed if id(entity) in clear]
    likely, entity = max(named or weighed, key=lambda w: w[0], default=(0.0, None))
    return entity if named or likely >= THRESHOLD else None


def part_of(questions: Sequence[HouseQuestion]) -> str:
    """Return the part of the model that answers questions: of where somebody goes, or comes from."""
    return "to" if any(q.side == "to" for q in questions) else "from"


def options(
    context: Context, questions: Sequence[HouseQuestion], taken: Entity | None
) -> Iterator[tuple[Entity, Features]]:
    """Yield every organization that may answer questions about one move, with its features over all of them."""
    sentences, said_on = context.reading.sentences, context.reading.lexicon.said_on
    medium = re.compile(rf"(?<!\w)(?:{'|'.join(said_on)})\s$", re.IGNORECASE)
    people = {id(q.person) for q in questions}
    told = {id(q.told) for q in questions}
    entities = [
        entity
        for entity in context.reading.names.entities
        if id(entity) not in people
        and (not entity.is_surely_person or id(entity) in told)
        and not all(medium.search(sentences[i].text[:start]) for i, start in entity.positions)
    ]
    for entity, mean in zip(entities, _document(context, entities) if questions else (), strict=False):
        for question in questions:
            for name, value in _features(context, question, entity, taken).items():
                mean[name] = mean.get(name, 0.0) + value / len(questions)
        yield entity, mean


def _features(context: Context, question: HouseQuestion, entity: Entity, taken: Entity | None) -> Features:
    """Return what speaks for and against `entity` as the answer to one question, as numbers from 0 to 1, or nearly."""
    candidate, reading = question.candidate, context.reading
    index = candidate.parsed.sentence.index
    found: Features = {"bias": 1.0, f"side={question.side}": 1.0}
    if entity is question.told:
        sure = "guessed" if question.is_guessed else "told"
        found |= {sure: 1.0, f"{sure}:{question.kind}": 1.0}
    elif question.told is not None:
        found["rival_guessed" if question.is_guessed else "rival_told"] = 1.0
    found["other_side"] = float(entity is question.other)
    if entity is taken:
        held = [p for p in context.posts.of(question.person) if p.organization is entity] if question.person else []
        found |= {
            "taken": 1.0,
            f"taken:{question.kind}": 1.0,
            "taken_held": float(any(not p.is_future for p in held)),
            "taken_from_elsewhere": float(question.told not in (None, entity)),
            "taken_current": float(bool(compiled(reading.lexicon.current).search(candidate.parsed.text))),
            "taken_only": float(
                not any(p.organization for p in context.posts.of(question.person)) if question.person else 0
            ),
        }
    elif taken is not None:
        found["elsewhere"] = 1.0
    found["local"] = float(entity is context.coreference.local_organization(index, len(candidate.parsed.text)))
    found |= _tie(context, question, entity, index)
    here = [m for m in candidate.parsed.mentions if m.entity is entity]
    if here:
        nearest = min(here, key=lambda m: _gap(candidate, m))
        found |= _clause(context, candidate, nearest)
    else:
        before = [i for i, _ in entity.positions if i < index]
        behind = [i for i, _ in entity.positions if i > index]
        found["sentences_back"] = min(_NEAR, index - max(before)) / _NEAR if before else 2.0
        found["sentences_on"] = min(_NEAR, min(behind) - index) / _NEAR if behind else 2.0
        found["absent"] = 1.0
        same = {s.paragraph for s in (reading.sentences[i] for i, _ in entity.positions)}
        found["same_paragraph"] = float(reading.sentences[index].paragraph in same)
    return found


def _gap(candidate: Candidate, mention: Mention) -> int:
    return mention.start - candidate.end if mention.start >= candidate.end else candidate.start - mention.end


def _document(context: Context, entities: Sequence[Entity]) -> Iterator[Features]:
    """Yield for each organization how much the document is about it, and how sure it is one."""
    reading, coreference = context.reading, context.coreference
    houses = [e for e in reading.names.entities if e.kind == "organization"]
    most = max((len(e.positions) for e in houses), default=1)
    main = coreference.main_organization()
    opening = next((s.index for s in reading.sentences if s.part is DocumentPart.TEXT), 0)
    parties = compiled(reading.lexicon.political_parties, is_cased=True)
    for entity in entities:
        positions = entity.positions
        yield {
            f"entity={entity.kind}": 1.0,
            f"known={entity.known.kind if entity.known else None}": 1.0,
            "sure": float(entity.is_surely_organization),
            "proof": min(5.0, entity.proof["organization"]) / 5,
            "person_proof": min(5.0, entity.proof["person"]) / 5,
            "place": float(entity.is_known_place),
            "regulator": float(entity.is_regulator),
            "outlet": float(coreference.is_outlet(entity)),
            "party": float(parties.search(entity.name) is not None),
            "words": min(4, len(entity.name.split())) / 4,
            "capitals": float(entity.name.isupper()),
            "share": len(positions) / most,
            "main": float(entity is main),
            "title": float(any(i < opening for i, _ in positions)),
            "opening": float(any(opening <= i <= opening + 1 for i, _ in positions)),
            "only": float(len(houses) == 1),
            "many": min(10, len(houses)) / 10,
        }


def _tie(context: Context, question: HouseQuestion, entity: Entity, index: int) -> Features:
    """Return how the document ties an organization to the person who moves."""
    person = question.person
    if person is None:
        return {"nobody": 1.0}
    found: Features = {}
    for post in context.posts.of(person):
        if post.organization is entity:
            when = "former" if post.is_former else "future" if post.is_future else "current"
            found[f"post_{when}"] = 1.0
            found["post_here"] = max(found.get("post_here", 0.0), float(post.sentence == index))
            found["post_titled"] = max(found.get("post_titled", 0.0), float(bool(post.role)))
        elif post.organization is not None:
            found["post_elsewhere"] = 1.0
    met = {i for i, _ in entity.positions} & {i for i, _ in person.positions}
    found["met"] = min(3, len(met)) / 3
    found["met_first"] = float(bool(met) and min(met) == person.first)
    found["leads"] = float(context.coreference.leads(person) is entity)
    return found


def _clause(context: Context, candidate: Candidate, mention: Mention) -> Features:
    """Return how a mention stands in the sentence of the trigger."""
    parsed, text = candidate.parsed, candidate.parsed.text
    gap = _gap(candidate, mention)
    is_behind = mention.start >= candidate.end
    side = "behind" if is_behind else "ahead"
    between = text[candidate.end : mention.start] if is_behind else text[mention.end : candidate.start]
    row = parsed.between(
        *sorted((candidate.end if is_behind else mention.end, mention.start if is_behind else candidate.start))
    )
    found: Features = {
        "here": 1.0,
        side: 1.0,
        f"{side}_near": float(gap <= 15),
        f"{side}_middle": float(15 < gap <= 60),
        f"{side}_far": float(gap > 60),
        f"{side}_first": float(not any(m.entity.kind == "organization" for m in row)),
        f"{side}_stopped": float(bool(re.search(r"[;:.]|,", between))),
        f"{side}_clause": float(bool(re.search(r"\b(?:qui|que|dont|où|who|which|where|that)\b", between))),
        "bracketed": float(bool(re.search(r"\($", text[: mention.start]))),
        "possessive": float(bool(re.match(r"['’]s?\b", text[mention.end :]))),
        "opens": float(mention.start < 5),
    }
    speech = compiled(context.reading.lexicon.speech)
    found["speaks"] = float(bool(speech.match(text[mention.end : mention.end + 40].lstrip(" ,"))))
    for role in context.reading.roles(parsed.sentence.index):
        if role.end <= mention.start and mention.start - role.end <= 8:
            found[f"of_role_{'behind' if role.start >= candidate.end else 'ahead'}"] = 1.0
            break
    for slot, heads in candidate.slots.items():
        if any(m is mention for h in heads for m in context.reading.core(parsed, h)):
            found[f"slot={slot}"] = 1.0
    return found
