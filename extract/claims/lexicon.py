"""The words of a language, as data: `lexicon/<language>.yml`, checked when loaded.

Belongs here: the shape of a lexicon and its compiled patterns. Words belong in the YAML files, their
meaning for an event in `frames`, `moves`, `deals`, `offers` and `stance`.

Adding a language, German for instance, takes data and a parser, not code:

1. install a spaCy model as a locked package and name it under `model` in `lexicon/de.yml`;
2. copy the key set of `en.yml` and fill it: `syntax` maps the labels of the model's parser to functions
   (TIGER labels `sb`, `oa`, `mo`, `nk` for German), `frames` lists the triggers with who fills which slot,
   the other keys list roles, organization nouns, hedges and so on;
3. give the German aliases and paraphrases of `organizations.yml` where they differ, and the money, share and
   date words that `money`, `shares` and `dates` read.

A file of this folder named like a language code is found by itself; validation names every missing key.
`tests/unit/test_new_language.py` does these steps for German with a parser of a few rules. Still of English and
French alone are patterns of `posts`, and the capitals by which an unknown
name is told: a language that writes its nouns with capitals lists them in `not_names`.
"""

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from extract.claims import lexicon_files
from extract.claims.lexicon_files import LexiconModel, load_lexicon
from extract.claims.syntax import Labels

Slot = Literal[
    "person", "to", "from", "role", "from_role", "predecessor", "successor", "employer", "leader",
    "acquirer", "target", "seller", "partner", "investor",
]  # fmt: skip


class Frame(LexiconModel):
    """A trigger with the event it may tell of and the slot that each grammatical function fills.

    `trigger` patterns are matched on whole words, without case. `noun_complement` is filled by the
    "of" noun of the words inside a multiword trigger ("takes the helm of X").
    """

    id: str
    event: Literal["move", "deal", "offer"]
    kind: str
    word: Literal["verb", "noun"]
    trigger: Annotated[tuple[str, ...], Field(min_length=1)]
    subject: Slot | None = None
    object: Slot | None = None
    prepositions: dict[str, Slot] = Field(default={})
    possessive: Slot | None = None
    host: Slot | None = None  # of a noun: filled by the subject of the verb above it
    needs: tuple[Slot, ...] = ()
    needs_money: bool = False
    is_weak: bool = False  # never opens a document for parsing by itself
    stage: str | None = None  # stage told by the trigger itself


class MoveWords(LexiconModel):
    """The words by which `moves` reads a clause."""

    helm: tuple[str, ...]  # words of a trigger that mean a post by themselves: "takes the helm"
    role_in_trigger: tuple[str, ...] = ()  # words of a trigger that open a role phrase
    club_offices: tuple[str, ...]  # posts of a club that are off the field
    workplaces: tuple[str, ...]  # what is joined or left that is no place: a post, a team
    teams: tuple[str, ...]  # parts of an organization that somebody joins it by
    its_board: tuple[str, ...]  # phrases for the board of the organization told before
    chairs: tuple[str, ...]  # posts held on a board besides its plain seats
    seats: tuple[str, ...]  # words of `board` that are posts where an executive's title leads up to them
    executives: tuple[str, ...]  # such titles
    seat_leads: tuple[str, ...] = ()  # words that may stand right before a seat; none given: any
    headships: tuple[str, ...] = ("(?!)",)  # openings of a title that is no seat but heads a house, or a part of it
    not_on_board: tuple[str, ...]  # words behind which a board is somebody else's
    insider: tuple[str, ...]  # words about somebody who is in the house already
    interposed: tuple[str, ...]  # words between a verb and its object
    likewise: tuple[str, ...]  # words before others who do the same: "as did", "along with"
    stays: tuple[str, ...]  # verbs by which who is followed keeps another post
    inverted: tuple[str, ...]  # between what is done and who does it: "Also leaving Acme are …", "… figurent …"
    into: tuple[str, ...]  # prepositions before where somebody arrives
    been: tuple[str, ...]  # behind an auxiliary of the perfect: a passive
    shows: tuple[str, ...]  # nouns for what is broadcast: no employer
    candidacies: tuple[str, ...]  # nouns whose complement is who may take a post
    members: tuple[str, ...]  # words before those of a group who are named
    bound_to: tuple[str, ...]  # words before an infinitive that is no purpose
    role_leads: dict[str, tuple[str, ...]]  # frame → words of which one stands between its trigger and the role taken
    not_own_role: tuple[str, ...]  # words behind which a role is somebody else's
    left_as: tuple[str, ...]  # words before a role left, further on
    left_leads: tuple[str, ...]  # words between a verb of leaving and the role left
    dangling: tuple[str, ...]  # small words that a role phrase does not end with
    after_others: tuple[str, ...]  # words right before a verb that only tells what came before, or comes after
    purpose: tuple[str, ...]  # words right before a verb that is what another is done for
    pluperfect: tuple[str, ...]
    years_ago: tuple[str, ...]
    future: tuple[str, ...]  # auxiliaries of the future
    future_forms: tuple[str, ...] = ("(?!)",)  # verbs that are in the future by their ending
    progressive: tuple[str, ...]  # auxiliaries that make a present participle a near future
    going_to: tuple[str, ...]  # verbs whose infinitive is yet to come
    soon: tuple[str, ...]  # words of a sentence about what is yet to come
    recent: tuple[str, ...] = ()  # auxiliaries of what has just been done


class GroupWords(LexiconModel):
    """The words of a group of people who are not named."""

    some: tuple[str, ...]  # what counts them without a number
    nouns: tuple[str, ...]  # the people, in the plural, or what they are part of
    fellows: tuple[str, ...]  # words of a phrase that ties them to who is named before it
    along: tuple[str, ...]  # words before a group that goes along with whom a clause names
    beside: tuple[str, ...]  # such words that need a fellow behind them


class DealWords(LexiconModel):
    """The words by which `deals` reads a clause."""

    goods: tuple[str, ...]  # what is bought and sold every day, and measures of it: no assets
    establishments: tuple[str, ...]  # what is bought and named by where it is: "the football club of X"
    divisions: tuple[str, ...]  # parts of a group that are no companies of their own
    vendors: tuple[str, ...]  # words right before the name of who sells
    workforce: tuple[str, ...]  # people taken over with a company: never what is bought
    takeovers: tuple[str, ...]  # nouns of buying, whose complement is what an offer is for
    share_nouns: tuple[str, ...]  # "stake", "capital": the object of a stake deal, not its target
    talks: tuple[str, ...]
    bid: tuple[str, ...]
    completed: tuple[str, ...]
    terminated: tuple[str, ...]
    blocked: tuple[str, ...]
    buyback: tuple[str, ...]
    rounds: dict[str, str]  # pattern → value
    round_words: tuple[str, ...]
    valuation: tuple[str, ...]
    price: tuple[str, ...]  # openings of a sentence that gives the price of the deal before it
    other_sums: tuple[str, ...]  # "sales", "debt": sums that are no price
    raise_words: tuple[str, ...]  # words of a round next to the verb
    loans: tuple[str, ...]  # what is raised when it is lent
    not_raised: tuple[str, ...]  # what is raised when it is no capital: forecasts, prices, loans
    agreed: tuple[str, ...]  # past talks and bids: an agreement stands
    intents: tuple[str, ...]  # verbs whose purpose clause is not yet done
    long_ago: tuple[str, ...]  # time words of history
    buyers: tuple[str, ...]  # nouns for who takes over in the deal told before
    each: tuple[str, ...]  # words by which several do the same apart
    answers: tuple[str, ...]  # what is done with a bid by whom it is put to
    bid_signs: tuple[str, ...]  # what makes an "offer" or a "proposal" one for a company
    idle: tuple[str, ...]  # words of an investment that is no purchase
    borrowings: tuple[str, ...]  # verbs by which a debt is taken up, not only owed
    tied: tuple[str, ...]  # nouns for who has to do with the company behind "of" but is another
    unnamed_buyers: tuple[str, ...]  # nouns for a buyer that has no name
    subscribing: tuple[str, ...]  # verbs whose subject puts money into another's round or issue
    lendings: tuple[str, ...]  # verbs whose subject gives a loan, not takes it
    courts: tuple[str, ...]  # who decides between the bids for a company in receivership
    awards: tuple[str, ...]  # verbs by which they do
    hopes: tuple[str, ...]  # verbs by which a round is only sought
    becomes: tuple[str, ...]  # prepositions before the share held after a deal
    called: tuple[str, ...]  # words between what is sold or founded and its name
    leaders: tuple[str, ...]  # words between a consortium and who leads it
    pairs: tuple[str, ...]  # plurals for the two companies told before
    awaited: tuple[str, ...]  # what puts a closing off
    locatives: tuple[str, ...]  # prepositions after which a place is only where something is
    sellings: tuple[str, ...]  # verbs and nouns by which a stake is given up
    investor_ties: tuple[str, ...]  # words between the investors of a list
    list_ends: tuple[str, ...]  # words that end such a list
    edges: tuple[str, ...]  # words that stand in no phrase between a noun and the name of what it calls
    price_verbs: tuple[str, ...]  # words right before a price
    proceeds: tuple[str, ...]  # words right before what an offering or a round brings in
    dealings: tuple[str, ...]  # "agreement", "talks": before "with" and the other side
    rest: tuple[str, ...]  # "what was left": of the deal told before
    ipo_words: tuple[str, ...]  # a raise beside one of these is an offering
    team_moves: tuple[str, ...]  # words of a team that goes along with a licence
    non_voting: tuple[str, ...]
    voting: tuple[str, ...]
    majority: tuple[str, ...]
    whole: tuple[str, ...]
    led_by: tuple[str, ...]
    pronouns: tuple[str, ...]  # pronouns and possessives that take up a company
    thing_pronouns: tuple[str, ...]  # those of them that never mean a person
    capital_pronouns: tuple[str, ...]  # those that mean whose capital is spoken of
    itself: tuple[str, ...]  # a pronoun that means who sells
    year_leads: tuple[str, ...]  # words before a year
    given_to: tuple[str, ...]  # prepositions before who is given something
    from_whom: tuple[str, ...]  # words before who sells
    raisings: tuple[str, ...]  # verbs that mean a round by themselves
    increases: tuple[str, ...]  # verbs by which a stake held grows
    leading: tuple[str, ...]  # words behind who leads or joins a round
    legal_rests: tuple[str, ...]  # what is left of the name of a company that was cut
    genitive: tuple[str, ...]  # what makes an owner of the name before it
    list_joins: tuple[str, ...]  # words between the last two of a list besides "and"
    bid_for: tuple[str, ...]  # prepositions before what an offer is for
    with_whom: tuple[str, ...]  # prepositions before the other side of an agreement
    dealing_ends: tuple[str, ...]  # words between that other side and the deal
    something_new: tuple[str, ...]  # openings of a phrase for what was not told before
    asset_leads: tuple[str, ...]  # words before an asset that are no part of it
    asset_ends: tuple[str, ...]  # words behind it
    asset_openers: tuple[str, ...]  # words before it besides articles
    price_besides: tuple[str, ...]  # words by which a price is with or without another sum
    paid_for: tuple[str, ...]  # words before what is paid
    valued_behind: tuple[str, ...]  # words of a valuation behind its sum
    valued_at: tuple[str, ...]  # words before it
    sum_of: tuple[str, ...]  # words between a sum and what it counts
    sum_leads: tuple[str, ...]  # words before a sum that is a price
    perfect: tuple[str, ...]  # auxiliaries of what is done
    not_done: tuple[str, ...]  # auxiliaries that put it off
    in_order_to: tuple[str, ...]  # words before the infinitive of a purpose
    of_capital: tuple[str, ...]  # words between a share and whose it is
    not_of_capital: tuple[str, ...]  # words that lead away from it
    gerunds: tuple[str, ...] = ("(?!)",)  # verb forms before which a clitic is a preposition
    tycoons: tuple[str, ...]  # nouns for a person who takes over
    not_yet_owned: tuple[str, ...]  # a share that makes the rest of a company
    contenders: tuple[str, ...]  # plurals for those who want one company
    by_means: tuple[str, ...]  # words before a deal by which somebody does something else
    subsidiaries: tuple[str, ...]  # nouns for a company that another owns


class Lexicon(LexiconModel):
    """All that the engine knows of one language."""

    language: str
    model: str
    syntax: Labels
    frames: tuple[Frame, ...]
    # persons
    titles: tuple[str, ...]  # of courtesy: not part of a name, and a sign of a person
    role: str  # pattern of a whole role phrase
    elected: tuple[str, ...]  # offices that voters fill: no employment
    ballot: tuple[str, ...]  # words of elections by voters
    candidacy: tuple[str, ...]  # words of who gives up standing in an election
    posts: tuple[str, ...]  # words without which no phrase is a post: a cheap sign for the gate
    role_openers: tuple[str, ...]  # adjectives before a role that are no part of it: "new", "former"
    role_plural: dict[str, str]  # plural role noun → its singular
    demonyms: tuple[str, ...] = ()  # capitalized nouns that stand before a person's name
    career: tuple[str, ...] = ("(?!)",)  # what leads up to a house where its subject worked: "was at", "came from"
    held: tuple[str, ...] = ("(?!)",)  # verbs of a relative clause that tells which post somebody holds: "who ran X"
    tenures: tuple[str, ...] = ("(?!)",)  # verbs that lead up to the post that their subject holds: "served as"
    tenure_adverbs: tuple[str, ...] = ("(?!)",)  # words before and behind such a verb
    there: tuple[str, ...] = ("(?!)",)  # words behind a house that open what somebody is in it: "where"
    lately: tuple[str, ...] = ("(?!)",)  # words that lead up to the last post of a career told in brief
    public_posts: tuple[str, ...] = ()  # portfolios and mandates: what they name is no employer
    person_nouns: tuple[str, ...]  # "the executive", "le dirigeant": definite phrases for a person
    callings: tuple[str, ...]  # other nouns that stand before a person's name
    groups: GroupWords
    person_pronouns: tuple[str, ...]
    group_pronouns: tuple[str, ...]
    organization_pronouns: tuple[str, ...]  # pronouns and possessives that may mean an organization
    feminine: tuple[str, ...]  # pronouns and determiners that tell the gender of a person
    masculine: tuple[str, ...]
    one_of_two: tuple[str, ...]  # "the latter": beginnings of words for one of those named before
    complement_of: tuple[str, ...]  # prepositions before a name that only belongs to what is spoken of
    # organizations
    organization_nouns: tuple[str, ...]  # "the company": definite phrases for one
    any_company: tuple[str, ...]  # nouns that every company may be called
    trades: tuple[tuple[str, ...], ...] = ()  # nouns for one kind of company
    unit_nouns: tuple[str, ...]  # parts of an organization: never an employer, an asset when sold
    clitics: tuple[str, ...] = ("(?!)",)  # pronouns before the verb that mean what is bought or financed
    relatives: tuple[str, ...] = ()  # relative pronouns that are neither subject nor object
    contracted: tuple[str, ...] = ()  # prepositions with the article in them
    legal_suffixes: tuple[str, ...]
    organization_words: tuple[str, ...]  # words inside names that mark an organization
    institutions: tuple[str, ...] = ()  # common nouns that open the name of a house: "musée Calder", "CHU de Nantes"
    aims: tuple[str, ...] = ("(?!)",)  # prepositions behind such a noun for what the house is for: "pour", "contre"
    qualities: tuple[str, ...] = ("(?!)",)  # adjectives in such a name: "gouvernement belge", "centre national"
    governments: tuple[str, ...] = ()  # common nouns that name a house of the state by themselves: "le gouvernement"
    board: tuple[str, ...]
    regulators: tuple[str, ...]
    authorities: tuple[str, ...]  # words in names of authorities, which buy no companies
    nationalities: tuple[str, ...] = ()  # capitalized adjectives with which the name of a company may open
    posts_in_names: tuple[str, ...] = ("(?!)",)  # capitalized posts that stand between two names run together
    before_houses: tuple[str, ...]  # words right before the name of a house, however it is told otherwise
    at_house: tuple[str, ...] = ("(?!)",)  # those of them that are never before anything else
    behind_houses: tuple[str, ...] = ("(?!)",)  # what stands right behind the name of a house, not a person
    aged: tuple[str, ...]  # how the press gives the age of a person behind the name
    verb_tails: tuple[str, ...] = ("(?!)",)  # words tied to a verb by a hyphen: what opens with it is no name
    name_particles: tuple[str, ...] = ("(?!)",)  # small words inside a person's name, foreign to the language
    compounds: tuple[str, ...] = ("(?!)",)  # words tied to a name by a hyphen that are no part of it
    after_names: tuple[str, ...] = ("(?!)",)  # behind a bare word that opens a sentence: it is a name
    not_names: tuple[str, ...]  # capitalized words that are never a name by themselves
    places: tuple[str, ...]
    determiners: tuple[str, ...]
    articles: tuple[str, ...]
    possessives: tuple[str, ...]
    indefinites: tuple[str, ...]
    clause_openers: tuple[str, ...]  # relative pronouns that open a clause about what was named
    who: tuple[str, ...] = ("(?!)",)  # relative pronouns that mean persons alone
    have: tuple[str, ...]  # auxiliaries of the perfect
    conjunctions: tuple[str, ...]  # between the last two of a list
    of: tuple[str, ...]  # prepositions of belonging
    at: tuple[str, ...]  # prepositions before an employer
    former: tuple[str, ...]  # "ex-", "former": the role or employer is past
    current: tuple[str, ...]  # "until now": the post or employer that the move ends
    moves: MoveWords
    deals: DealWords
    # stance
    speech: tuple[str, ...]  # verbs of saying and announcing
    confirm: tuple[str, ...]  # a later sentence that only says that it is so
    announce: tuple[str, ...]  # acts that are themselves a party's statement: filings, communiqués
    papers: tuple[str, ...]  # what a party puts out in writing or on a stage: statements, filings, decrees
    speakers: tuple[str, ...]  # nouns for those who speak for a party
    speaking_pronouns: tuple[str, ...]
    we: tuple[str, ...]  # by which a text outside quotations speaks of its own side
    move_nouns: tuple[str, ...]  # "his arrival", "the appointment": the move told before
    according: tuple[str, ...]  # prepositions before who says it
    no_comment: tuple[str, ...]
    outlets: tuple[str, ...]  # words inside names of the press
    said_on: tuple[str, ...]  # words before the name of a network or channel on which something is said
    hedges: tuple[str, ...]
    conditional: tuple[str, ...]
    modal: tuple[str, ...]  # "could", "may": possible, not claimed
    hypothetical: tuple[str, ...]
    negation: tuple[str, ...]
    nobody: tuple[str, ...]  # subjects, or articles of them, that deny what is said of them
    denial: tuple[str, ...]
    rebuttals: tuple[str, ...]  # by which a sentence denies what the one before told
    denial_of: tuple[str, ...]  # words of denial that lead up to what is denied
    decline: tuple[str, ...]
    plan: tuple[str, ...]
    said_that: tuple[str, ...] = ("(?!)",)  # openings of reported speech after which a conditional is a mere future
    saying: tuple[str, ...]  # phrases without a name that are a party which speaks
    unmarked_if: tuple[str, ...] = ()  # words of `hypothetical` that suppose only where the parse says so
    without: tuple[str, ...]  # negations that bear on what stands before them only
    # what it is not
    sport: tuple[str, ...]
    political_parties: tuple[str, ...]  # words in names of parties and parliaments, whose members are no employees
    commonplaces: tuple[str, ...]  # phrases with a trigger in them that tell of no event: they open no document
    topics: dict[str, tuple[str, ...]]  # what an article is about where events are rare → its words
    obituary: tuple[str, ...]  # words of a headline that tell of a death
    # values
    deal_nouns: tuple[str, ...]  # "the deal", "the sale": what a price in a later sentence is of
    closing: tuple[str, ...]  # a deal said to have closed
    takes_effect: tuple[str, ...]  # a post taken up or given up: its date is that of the move
    not_the_day: tuple[str, ...]  # words before a date that is not the day itself
    at_once: tuple[str, ...]  # a move that holds from the day it is told
    starting: tuple[str, ...]  # words right before the day from which a move holds
    limits: tuple[str, ...]  # words right before a date that only bounds when something happens
    other_dates: tuple[str, ...]  # words between a move and a date that is not the move's
    announcing: tuple[str, ...]  # verbs whose date is that of the announcement
    # offers
    offer_kinds: dict[Literal["sign_on", "compensation", "retention_counter", "equity"], tuple[str, ...]]
    offer_verbs: tuple[str, ...]
    offer_partly: tuple[str, ...]  # shares that are only a part of the sum
    offer_accepted: tuple[str, ...]
    offer_declined: tuple[str, ...]
    staying: tuple[str, ...]  # what somebody does who turns an offer down
    offer_excluded: tuple[str, ...]
    offer_strong: tuple[str, ...]  # verbs by which a sum is put to somebody, or turned down
    offered_by: tuple[str, ...]  # words before who offers
    employed: tuple[str, ...]  # posts that tie a person to a house which then offers nothing
    came_from: tuple[str, ...]  # words right before the house that somebody left
    offer_given: tuple[str, ...]  # words right before whom an offer is put to
    offer_taken: tuple[str, ...]  # words right behind whom it is put to
    offer_pronouns: tuple[str, ...]  # pronouns for whom it is put to
    person_subjects: tuple[str, ...]  # pronouns that take an offer only as subject of a verb of taking
    first_person: tuple[str, ...]  # in an interview, who answers
    offer_groups: tuple[str, ...]  # an offer to many
    pay_words: tuple[str, ...]
    deal_nouns_only: tuple[str, ...]  # a sum beside these is a price, not pay

    @model_validator(mode="after")
    def _patterns_compile(self) -> "Lexicon":
        for frame in self.frames:
            for pattern in frame.trigger:
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"frame {frame.id}: {pattern!r} is no pattern: {error}") from error
        if len({frame.id for frame in self.frames}) != len(self.frames):
            raise ValueError("two frames share an id")
        return self

    def __hash__(self) -> int:
        return hash(self.language)


def ahead(*words: tuple[str, ...]) -> str:
    """Return the pattern of one of `words` with the space behind it; an elided one ("l'") needs none."""
    every = [w.replace(" ", r"\s") for group in words for w in group]
    elided = [w for w in every if w.endswith(("'", "’", "]"))]
    full = [w for w in every if w not in elided]
    kinds = [f"(?:{'|'.join(row)}){space}" for row, space in ((full, r"\s"), (elided, r"\s?")) if row]
    return f"(?:{'|'.join(kinds)})"


@cache
def compiled(patterns: tuple[str, ...], *, is_cased: bool = False) -> re.Pattern[str]:
    """Return one pattern that matches any of `patterns` as whole words; a space in them is any space.

    A pattern that ends in a space or an apostrophe, looking ahead, may be followed by a word.
    """
    words = "|".join(patterns or ("(?!)",)).replace(" ", r"\s")
    return re.compile(rf"(?<!\w)(?:{words})(?:(?!\w)|(?<=[\s'’]))", 0 if is_cased else re.IGNORECASE)


@cache
def behind(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern of any of `patterns` as the last whole words of a text, whatever space follows them."""
    words = "|".join(patterns).replace(" ", r"\s")
    return re.compile(rf"(?<!\w)(?:{words})\s*\Z", re.IGNORECASE)


def languages() -> tuple[str, ...]:
    """Return the ISO 639-1 codes that have a lexicon."""
    return tuple(sorted(f.stem for f in lexicon_files.LEXICON.glob("[a-z][a-z].yml")))


@cache
def load(language: str) -> Lexicon:
    """Return the lexicon of `language` (ISO 639-1).

    Raises `KeyError` when there is none, pydantic's `ValidationError` when the file is not valid.
    """
    if language not in languages():
        raise KeyError(f"no lexicon for language {language!r}; there are {', '.join(languages())}")
    return load_lexicon(language, Lexicon)
