"""The well-known organizations: how the press names them, and who owns them.

The one list of them, for the reader and for whoever resolves what it read. How names are found in a text belongs
in `names`.
"""

from functools import cache
from typing import Literal

from extract.claims.lexicon_files import LexiconModel, load_lexicon


class Organization(LexiconModel):
    """A well-known organization."""

    name: str
    kind: Literal["company", "lab", "fund", "media", "regulator", "product"] = "company"
    aliases: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()  # former, short or full names that are too ambiguous to look for in a text
    paraphrases: tuple[str, ...] = ()  # definite phrases without their article, both languages
    leaders: tuple[str, ...] = ()  # whose name stands for the organization ("Zuckerberg buys …")
    domain: str | None = None
    country: str | None = None  # of the headquarters, ISO 3166-1 alpha-2
    parent: str | None = None  # the organization that owns most of it; a subsidiary is not its parent


@cache
def gazetteer() -> tuple[Organization, ...]:
    """Return the organizations of `lexicon/organizations.yml`, validated.

    Raises ValueError for a parent that is not listed, or a name that stands for two organizations.
    """
    organizations = load_lexicon("organizations", tuple[Organization, ...])
    names = {organization.name for organization in organizations}
    taken: dict[str, str] = {}
    for organization in organizations:
        if organization.parent not in {None, *names}:
            raise ValueError(f"organizations.yml: {organization.name}: the parent {organization.parent} is not listed")
        for form in (organization.name, *organization.aliases):
            if taken.setdefault(form, organization.name) != organization.name:
                raise ValueError(f"organizations.yml: {form} is {taken[form]} and {organization.name}")
    return organizations
