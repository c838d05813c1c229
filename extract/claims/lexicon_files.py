"""The YAML files of `lexicon/`, read once and checked against a schema.

Belongs here: where the words lie and how a file is read. What the words mean belongs to the module of each schema.
"""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter
from yaml import CSafeLoader, load

LEXICON = Path(__file__).parent / "lexicon"

_Model = TypeVar("_Model")


class LexiconModel(BaseModel):
    """Base of every lexicon schema: unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_lexicon(name: str, schema: type[_Model]) -> _Model:
    """Return `lexicon/<name>.yml` checked against `schema`; raises pydantic.ValidationError naming the bad key."""
    return TypeAdapter(schema).validate_python(_read(name))


@cache
def _read(name: str) -> Any:
    return load((LEXICON / f"{name}.yml").read_text(encoding="utf-8"), CSafeLoader)  # six times as fast as SafeLoader
