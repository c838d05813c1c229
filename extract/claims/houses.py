"""Which organizations a move leaves and joins: every pair of the document's weighed, the most useful answer taken.

Belongs here: the features of an organization as the house of a move (its place in the clause, its tie to the
person, its weight in the document), those of a pair, and the choice by a conditional logit model (McFadden 1974;
`houses.json`, trained by `extract.claims.training`). Either side may stay open: a wrong house is worse than none.
What the grammar of the clause says comes from `moves` and is one feature among others.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.claims import logistic
from extract.claims.context import Context, HouseQuestion
from extract.claims.frames import Candidate
from extract.claims.lexicon import Lexicon, ahead, compiled
from extract.claims.names import Entity, Mention
from extract.claims.schema import DocumentPart

Features = dict[str, float]
EXACTNESS = 1.3  # what it is worth to name both houses right, beside naming none wrong
_NEAR = 3  # sentences before and behind in which a mention counts as near
_ROLE = 40  # characters between a trigger and the post that is taken
_ADJACENT = 8  # characters between a post and what it is the post of
_TIES = ("post_current", "post_former", "post_titled", "post_here", "main", "only")  # that tell who stays in a house


@dataclass(frozen=True, slots=True)
class Answer:
    """Where somebody goes, and from where; None for what stays open."""

    to: Entity | None
    left: Entity | None


@dataclass(frozen=True, slots=True)
class Choice(Answer):
    """The answer taken, with the chances that it is right on both sides, and that no house in it is wrong."""

    exact: float = 1.0
    harmless: float = 1.0


def choose(context: Context, to: Sequence[HouseQuestion], left: Sequence[HouseQuestion]) -> Choice:
    """Return the answer to the questions about one move that is worth most: right on both sides, wrong on none.

    A side that nothing is asked about stays open.
    """
    objects = [{_key(q.told) for q in questions if q.is_sure} for questions in (to, left)]
    weighed = answers(context, to, left)
    possible = [(a, found) for a, found in weighed if _is_possible(a, *objects)] or weighed
    chances = logistic.chances("houses", "pairs", [features for _, features in possible])
    if not chances:
        return Choice(None, None)
    sides: dict[tuple[int | None, int | None], float] = defaultdict(float)
    for (answer, _), chance in zip(possible, chances, strict=True):
        sides[_key(answer.to), _key(answer.left)] = chance
    goes, leaves = _sums(sides, 0), _sums(sides, 1)

    def judged(answer: Answer) -> Choice:
        a, b = _key(answer.to), _key(answer.left)
        exact = sides[a, b]
        if a is None and b is None:
            harmless = 1.0
        elif a is None or b is None:
            harmless = leaves[b] + leaves[None] if a is None else goes[a] + goes[None]
        else:
            harmless = exact + sum(sides.get(pair, 0.0) for pair in ((None, b), (a, None), (None, None)))
        return Choice(answer.to, answer.left, exact, harmless)

    return max((judged(answer) for answer, _ in possible), key=lambda c: c.harmless + EXACTNESS * c.exact)


def _is_possible(answer: Answer, goals: set[int | None], origins: set[int | None]) -> bool:
    return (not goals or _key(answer.to) in goals) and (not origins or _key(answer.left) in origins)


def _key(entity: Entity | None) -> int | None:
    return id(entity) if entity is not None else None


def _sums(sides: dict[tuple[int | None, int | None], float], at: int) -> defaultdict[int | None, float]:
    total: defaultdict[int | None, float] = defaultdict(float)
    for pair, chance in sides.items():
        total[pair[at]] += chance
    return total


def answers(
    context: Context, to: Sequence[HouseQuestion], left: Sequence[HouseQuestion]
) -> list[tuple[Answer, tuple[Features, ...]]]:
    """Return every answer to the questions about one move with its features: of each side, and of both together."""
    kinds = sorted({q.kind for q in (*to, *left)})
    signs = [*kinds, *sorted({f"frame={q.candidate.frame.id}" for q in (*to, *left)})]
    goals, origins = _options(context, to, "t.", kinds), _options(context, left, "f.", kinds)
    held = {id(e): _kept(context, left, e) for e, _ in origins if e is not None} if to else {}
    found: list[tuple[Answer, tuple[Features, ...]]] = []
    for goal, forth in goals:
        for origin, behind in origins:
            together = _pair(goal, origin, forth, held, signs) if to and left else {}
            found.append((Answer(goal, origin), (forth, behind, together)))
    return found


def _pair(
    goal: Entity | None, origin: Entity | None, ahead: Features, held: dict[int, Features], signs: Iterable[str]
) -> Features:
    """Return what speaks for two sides being answered together: somebody stays in a house, or changes it."""
    if goal is None or origin is None:
        return {"s.fresh": 1.0} if goal else {"s.nowhere": 1.0} if origin else {}
    if goal is not origin:
        return {"s.both": 1.0}
    ties = {f"s.{name}": ahead[f"t.{name}"] for name in _TIES if ahead.get(f"t.{name}")}
    return {"s.same": 1.0} | {f"s.same:{sign}": 1.0 for sign in signs} | ties | held.get(id(goal), {})


def _options(
    context: Context, questions: Sequence[HouseQuestion], side: str, kinds: Iterable[str]
) -> list[tuple[Entity | None, Features]]:
    """Return every organization that may answer the questions of one side with its features, and no answer at all."""
    if not questions:
        return [(None, {})]
    named = {id(q.told) for q in questions if q.is_named}
    open_ = {f"{side}none": 1.0} | {f"{side}none:{kind}": 1.0 for kind in kinds}
    found: list[tuple[Entity | None, Features]] = [(None, open_ | ({f"{side}named_none": 1.0} if named else {}))]
    entities = _houses(context, questions)
    for entity, total in zip(entities, _document(context, entities), strict=True):
        for question in questions:
            for name, value in _features(context, question, entity).items():
                total[name] = total.get(name, 0.0) + value / len(questions)
        if named:
            total["named" if id(entity) in named else "named_other"] = 1.0
        found.append((entity, {f"{side}{name}": value for name, value in total.items()}))
    return found


def _houses(context: Context, questions: Sequence[HouseQuestion]) -> list[Entity]:
    """Return the organizations of the document, and what the grammar takes for one."""
    sentences, said_on = context.reading.sentences, context.reading.lexicon.said_on
    medium = re.compile(rf"(?<!\w)(?:{'|'.join(said_on)})\s$", re.IGNORECASE)
    people = {id(q.person) for q in questions}
    told = {id(q.told) for q in questions}
    portfolios = {id(e) for q in questions for e in _portfolios(context, q)}
    return [
        entity
        for entity in context.reading.names.entities
        if id(entity) not in people | portfolios
        and not _is_show(context, entity)
        and not (entity.is_surely_person or _moves(context, entity))
        and (id(entity) in told or not context.coreference.is_outlet(entity))
        and (id(entity) in told or not all(medium.search(sentences[i].text[:start]) for i, start in entity.positions))
    ]


def _is_show(context: Context, entity: Entity) -> bool:
    """Return whether a name is told to be that of a show, which employs nobody."""
    ahead, behind = _show(context.reading.lexicon)
    mentions, sentences = context.reading.names.mentions, context.reading.sentences
    spots = [(i, m) for i in dict.fromkeys(i for i, _ in entity.positions) for m in mentions[i] if m.entity is entity]
    return entity.known is None and any(
        ahead.search(sentences[i].text[: m.start]) or behind.match(sentences[i].text, m.end) for i, m in spots
    )


@cache
def _show(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what stands before and behind the name of a show."""
    show = f"(?:{'|'.join(lexicon.moves.shows)})"
    before = re.compile(rf"(?<!\w){show},?\s[«“\"'‘]?\s?\Z", re.IGNORECASE)
    article = ahead(lexicon.articles, lexicon.possessives)
    return before, re.compile(rf"\s?[»”\"'’]?,\s{article}?(?:\w+\s)?{show}\b", re.IGNORECASE)


def _portfolios(context: Context, question: HouseQuestion) -> Iterator[Entity]:
    """Yield what the words around a public post name: neither "Health" of its minister nor a party is a house."""
    parsed = question.candidate.parsed
    parties = compiled(context.reading.lexicon.political_parties, is_cased=True)
    for role in context.reading.roles(parsed.sentence.index):
        if context.posts.is_public(role.text):
            for mention in parsed.mentions:
                is_taken = 0 <= role.start - question.candidate.end <= _ROLE
                is_party = is_taken and parties.search(mention.entity.name) is not None
                if is_party or (mention.entity.kind == "place" and 0 <= mention.start - role.end <= _ADJACENT):
                    yield mention.entity


def _moves(context: Context, entity: Entity) -> bool:
    return entity.kind == "person" and " " in entity.name and id(entity) in context.movers


def _kept(context: Context, questions: Sequence[HouseQuestion], entity: Entity) -> Features:
    """Return what says of one who goes to a house that he was there before."""
    found: Features = defaultdict(float)
    share = 1 / len(questions)
    current = compiled(context.reading.lexicon.current)
    for question in questions:
        posts = context.posts.of(question.person) if question.person else []
        found["s.held"] += share * any(not p.is_future for p in posts if p.organization is entity)
        found["s.bare_post"] += share * any(p.role and not p.organization and not p.is_future for p in posts)
        found["s.outsider"] += share * any(p.organization not in {None, entity} and not p.is_future for p in posts)
        found["s.from_elsewhere"] += share * (question.told not in (None, entity))
        found["s.until_now"] += share * bool(current.search(question.candidate.parsed.text))
        found["s.no_house"] += share * (question.person is not None and not any(p.organization for p in posts))
    return dict(found)


def _features(context: Context, question: HouseQuestion, entity: Entity) -> Features:
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
    if any(context.posts.is_public(post.role.lower()) for post in context.posts.of(person)):
        found["state"] = float(entity.is_regulator)
    return found


@cache
def _agent(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what stands before who does what is done: "named by the ministry"."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.syntax.by)})\s{ahead(lexicon.articles)}?\Z", re.IGNORECASE)


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
        "agent": float(bool(_agent(context.reading.lexicon).search(text[: mention.start]))),
    }
    speech = compiled(context.reading.lexicon.speech)
    found["speaks"] = float(bool(speech.match(text[mention.end : mention.end + 40].lstrip(" ,"))))
    for role in context.reading.roles(parsed.sentence.index):
        if role.end <= mention.start and mention.start - role.end <= _ADJACENT:
            found[f"of_role_{'behind' if role.start >= candidate.end else 'ahead'}"] = 1.0
            break
    for slot, heads in candidate.slots.items():
        if any(m is mention for h in heads for m in context.reading.core(parsed, h)):
            found[f"slot={slot}"] = 1.0
    return found
