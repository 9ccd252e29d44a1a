"""Requirements: a comparison on a measure, combined by `any` and `all`.

Layer: ruleset. A new kind of requirement is a combination: `share_of … where …` defines the
measure, `at_least` or `rise` the comparison.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.fields.field_types import Part

Path = tuple[str | int, ...]


class Done(Part):
    """A deliverable is done by the due date."""

    done: Literal[True]


class Words(Part):
    """A qualitative requirement, such as 基本完成: judged by people, never converted to a number."""

    words: str


class AnyOf(Part):
    """At least one of several."""

    any: tuple[Requirement, ...] = Field(min_length=2)


class AllOf(Part):
    """Every one of several."""

    all: tuple[Requirement, ...] = Field(min_length=2)


def _kind(raw: Any) -> str:
    for key in ("any", "all", "done", "words"):
        if (isinstance(raw, dict) and key in raw) or (
            isinstance(raw, Part) and key in type(raw).model_fields
        ):
            return key
    return "test"


Requirement = Annotated[
    Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Done, Tag("done")]
    | Annotated[Words, Tag("words")]
    | Annotated[Test, Tag("test")],
    Discriminator(_kind),
]


def leaves(
    requirement: AnyOf | AllOf | Done | Words | Test, path: Path = ()
) -> tuple[tuple[Path, Done | Words | Test], ...]:
    """Return the comparisons at the leaves of a requirement with their paths below it, in order."""
    if isinstance(requirement, AnyOf):
        key, parts = "any", requirement.any
    elif isinstance(requirement, AllOf):
        key, parts = "all", requirement.all
    else:
        return ((path, requirement),)
    return tuple(found for n, part in enumerate(parts) for found in leaves(part, (*path, key, n)))
