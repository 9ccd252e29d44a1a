"""Escalation defined by a document: ladders, cadences, and conclusions over verdicts.

Layer: ruleset. Input: the sections `escalation`, `cadences` and `conclusions`. No verdict is read
here; escalation/ decides what is due.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.fields.field_types import Amount, Named, Names, Part
from targetcheck.ruleset.target import Citations, Each, Strength

Recurrence = Literal["month", "quarter", "half", "year"]
Judged = Literal[
    "pass", "fail", "missed", "at_risk", "on_track", "not_due", "undetermined", "not_applicable"
]
MOST_PERIODS = 12
"""Maximum number of periods that a step may wait for, which keeps the states of ladders few."""


def _one_or_many(raw: object) -> object:
    return (raw,) if isinstance(raw, str) else raw


Statuses = Annotated[tuple[Judged, ...], BeforeValidator(_one_or_many)]
Strengths = Annotated[tuple[Strength, ...], BeforeValidator(_one_or_many)]


class Step(Named):
    """A consequence, and the number of consecutive periods after which it is due."""

    id: str
    after: int = Field(1, ge=1, le=MOST_PERIODS, description="periods in a row")
    share: Amount | None = Field(
        None, description="share of the targets judged that must lag in the period, or shine"
    )
    reading: str | None = Field(
        None, description="which part of this is the author's interpretation of the clause"
    )
    cite: Citation | None = None


class Ladder(Named):
    """Steps for subjects that lag period after period, with the clause that authorises each."""

    every: Recurrence = "quarter"
    of: Literal["place", "lead"] = Field("place", description="who is put on the ladder")
    among: str | None = Field(None, description="a kind of place or a group: only these")
    targets: Names = Field((), description="targets that count; all where neither they nor actions")
    actions: Names = Field((), description="actions whose targets count")
    behind: Statuses = Field(("fail", "at_risk"), description="statuses that count as lagging")
    strength: Strengths = Field(("binding",), description="strengths that count")
    share: Amount | None = Field(None, description="least share of lagging targets; default: one")
    veto: Names = Field((), description="targets of which one failure goes straight to a step")
    veto_step: str | None = Field(None, description="that step; by default the last")
    steps: tuple[Step, ...] = Field(min_length=1)
    praise: Step | None = None
    reading: str | None = None
    cite: Citations = ()


class Cadence(Named):
    """A recurring duty, such as 月调度, 季通报 or 年评估."""

    every: Recurrence
    cite: Citation | None = None


class Condition(Part):
    """A condition over the verdicts of one period.

    Verdicts of `targets` at the place itself, or at `each` place of a kind or group, that have one
    of the statuses (and reasons): `at_least` so many, `every` one of them, or `none`.
    """

    targets: Names = Field(min_length=1)
    places: Each | None = None
    status: Statuses
    reason: Names = ()
    at_least: int | None = Field(None, ge=1, le=MOST_PERIODS)
    every: Literal[True] | None = None
    none: Literal[True] | None = None


class Conclusion(Named):
    """A conclusion that applies if all conditions hold for the same place and period."""

    at: Names = Field((), description="places it is drawn for; by default all with such verdicts")
    every: Recurrence = "quarter"
    all: tuple[Condition, ...] = Field(min_length=1, max_length=8)
    reading: str | None = None
    cite: Citations = ()
