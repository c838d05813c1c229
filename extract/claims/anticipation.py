"""Whether a move that its own verb tells as done is still to come: what its sentences and those behind say of time.

Belongs here: the features of such a move and the linear model that weighs them (part of `documents.json`, trained
by `extract.claims.training` on the labelled texts of the repository). What the verb itself says is `moves`.
"""

import re
from collections.abc import Sequence
from functools import cache

from extract.claims import logistic
from extract.claims.confirmation import Features, zones
from extract.claims.context import Context, MoveDraft
from extract.claims.days import dates_in
from extract.claims.lexicon import Lexicon, compiled
from extract.claims.schema import DocumentPart, Stance

_AROUND = 45  # characters around a trigger


def is_ahead(context: Context, drafts: Sequence[MoveDraft], others: Sequence[MoveDraft]) -> bool:
    """Return whether the move of `drafts` is likelier still to come than done."""
    found = features(context, drafts, others)
    return (logistic.probability("documents", "anticipation", found) or 0.0) > 0.5


def features(context: Context, drafts: Sequence[MoveDraft], others: Sequence[MoveDraft]) -> Features:
    """Return what tells when a move happens; `others` are drafts of the other moves of the document."""
    best, lexicon = drafts[0], context.reading.lexicon
    text = best.quote.text
    at = max(0, text.find(best.trigger))
    around = text[max(0, at - _AROUND) : at + len(best.trigger) + _AROUND]
    plan = compiled(lexicon.plan)
    found: Features = {
        "bias": 1.0,
        f"kind={best.kind}": 1.0,
        "only_title": float(all(d.quote.part is DocumentPart.TITLE for d in drafts)),
        "rumored": float(any(d.assessment.stance is Stance.RUMORS for d in drafts)),
        "confirmed": float(any(d.assessment.stance is Stance.CONFIRMS for d in drafts)),
        "plan around": float(plan.search(around) is not None),
        "some draft planned": float(any(d.stage == "planned" for d in drafts)),
        "dated": float(any(d.effective_on is not None for d in drafts)),
        "others planned": float(any(d.stage == "planned" for d in others)),
        "others effective": float(any(d.stage == "effective" for d in others)),
        "announced": float(_announced(lexicon).search(text) is not None),
    }
    involved = [e for e in (best.person, best.from_organization, best.to_organization) if e is not None]
    names = context.reading.names.mentions
    for zone, indices in zones(context, list(drafts), involved).items():
        for i in indices:
            sentence = context.reading.sentences[i].text
            people = {id(m.entity) for m in names[i] if m.entity.kind == "person"}
            if zone in {"near", "far"} and people and id(best.person) not in people:
                continue
            if plan.search(sentence):
                found[f"{zone}:plan"] = 1.0
            for when in dates_in(context.reading, sentence):
                found[f"{zone}:{when}"] = 1.0
    return found


@cache
def _announced(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what announces a move told by a noun ("announced the appointment of")."""
    verbs, nouns = "|".join(lexicon.announcing), "|".join(lexicon.move_nouns)
    return compiled((rf"(?:{verbs})\W+(?:\w+\W+){{0,4}}?(?:{nouns})",))
