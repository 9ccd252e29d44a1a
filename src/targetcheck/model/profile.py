"""How verdicts are reached, apart from what was promised.

Floor: model. One target under two profiles gives two verdicts side by side.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from targetcheck.ground.quantity import Quantity, parse_quantity
from targetcheck.model.indicator import RoundTo
from targetcheck.model.part import Amount, Due, Named, Names, Part


class Pace(Part):
    """Cut-offs of the schedule ratio: on track from `on_track`, far behind below `serious`.

    Source: the bands that Eurostat uses for its ratio, 0.95 and 0.60, kept so that readers
    recognise them; the ratio itself is 时序进度 (days gone against task done).
    """

    on_track: Decimal = Decimal("0.95")
    serious: Decimal = Decimal("0.60")


class Profile(Named):
    """A way of judging; every setting has a default with a source in docs/reference."""

    accept: Names = ("reported", "verified", "accepted")
    compare: Literal["full", "rounded", "counts"] = "counts"
    round: RoundTo | None = None
    pace: Pace = Pace()
    tolerance: Amount = Field(
        default_factory=lambda: parse_quantity("5 %"),
        description="shortfall that 左右 allows, in % of the target",
    )
    stale_after_days: int = Field(400, ge=1, description="age at which a standing figure is stale")
    close_call: Decimal = Field(
        Decimal("0.05"), description="margin, as a share of the limit, below which a note is made"
    )

    def tolerance_share(self) -> Quantity:
        """Give the tolerance as a share."""
        assert isinstance(self.tolerance, Quantity)
        return self.tolerance


class Waiver(Part):
    """A verdict set aside for a time: shown over the verdict, never instead of it."""

    target: str
    place: str | None = None
    reason: str = Field(min_length=1)
    approver: str = Field(min_length=1)
    until: Due


class Override(Part):
    """A judgement by a person, shown beside the computed verdict with author and reason."""

    target: str
    place: str | None = None
    due: Due | None = None
    status: Literal["pass", "fail", "missed", "at_risk", "on_track", "not_applicable"]
    reason: str = Field(min_length=1)
    author: str = Field(min_length=1)
    date: Due
