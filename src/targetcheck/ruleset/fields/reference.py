"""Values from elsewhere: another indicator's, another place's or an earlier one; amounts by place.

Layer: ruleset.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Tag

from targetcheck.ruleset.fields.field_types import Amount, Part, PeriodLabel

EVERYWHERE = ""
"""Key of an amount that holds at every place."""
ABOVE = "above"
"""The place that a place is part of."""


class Reference(Part):
    """The value of an indicator, at another place or of an earlier period."""

    of: str
    at: str | None = Field(
        None, description="a place, `above`, or a kind: the nearest place of that kind around it"
    )
    since: PeriodLabel | None = Field(
        None, alias="from", description="a period, `previous_year`, `5 years ago`, `1 report ago`"
    )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.of, self.at and f"@{self.at}", self.since)))


def _by_place(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else {EVERYWHERE: raw}


def _dump_amounts(amounts: dict[str, Any]) -> Any:
    plain = {name: str(amount) for name, amount in amounts.items()}
    return plain.get(EVERYWHERE, plain)


Stated = Annotated[
    dict[str, Amount],
    BeforeValidator(_by_place),
    PlainSerializer(_dump_amounts),
    Field(min_length=1),
]
"""An amount, or amounts by place or kind of place."""


def _way(raw: Any) -> str:
    """Return how the amount of a comparison is written."""
    if isinstance(raw, Reference):
        return "reference"
    if not isinstance(raw, dict):
        return "amount"
    return "reference" if "of" in raw else "by_place"


LimitValue = Annotated[
    Annotated[Amount, Tag("amount")]
    | Annotated[Reference, Tag("reference")]
    | Annotated[dict[str, Amount], Tag("by_place"), Field(min_length=1)],
    Discriminator(_way),
]
"""An amount, the value of an indicator, or amounts by place or kind of place."""
