"""Targets: a requirement on an indicator for a place, by a date, with strength and clause.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Change, Compare, StartBaseline, Test, baseline_keys
from targetcheck.ruleset.document import Citation, DraftMarks
from targetcheck.ruleset.fields.field_types import (
    Amount,
    Due,
    Grade,
    Named,
    Names,
    Part,
    PeriodLabel,
    Start,
    TextField,
)
from targetcheck.ruleset.indicators.indicator import Judging, as_the_profile
from targetcheck.ruleset.requirement_tree import Done, Path, Requirement, Words, leaves

Strength = Literal["binding", "expected", "aspirational"]
Mode = Literal["reach", "maintain", "sustain"]


class Each(Part):
    """Several places, each with its own verdict: a kind below a place, or a group."""

    each: str = Field(description="a kind of place, or the id of a group")
    within: str | None = Field(None, alias="in")


class Milestone(Part):
    """A milestone of a target with its own due date and, optionally, its own clause."""

    due: Due
    require: Requirement
    strength: Strength | None = None
    cite: Citation | None = None


class Disagreement(Part):
    """Another clause that conflicts on the same matter."""

    target: str
    on: str


def _cites(raw: Any) -> Any:
    return (raw,) if isinstance(raw, dict | Citation) else raw


def _dump_cites(cites: tuple[Citation, ...]) -> Any:
    dumped = [cite.model_dump(by_alias=True) for cite in cites]
    return dumped[0] if len(dumped) == 1 else dumped


OWN = ""
"""Key of the tranches that bind the target's own place."""


def _by_place(raw: Any) -> Any:
    if isinstance(raw, dict) and not any(isinstance(v, dict) for v in raw.values()):
        return {OWN: raw} if raw else {}
    return raw


def _dump_tranches(tranches: dict[str, dict[str, Quantity | Grade]]) -> Any:
    plain = {
        place: {label: str(amount) for label, amount in amounts.items()}
        for place, amounts in tranches.items()
    }
    return plain.get(OWN, plain)


Every = Annotated[
    str,
    Field(
        pattern=r"^(?:day|week|month|quarter|half|year"
        r"|[1-9]\d{0,2} (?:days|weeks|months|quarters|years))$"
    ),
]
Tranches = Annotated[
    dict[str, dict[PeriodLabel, Amount]],
    BeforeValidator(_by_place),
    PlainSerializer(_dump_tranches),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {"type": "string"},
                    {"type": "object", "additionalProperties": {"type": "string"}},
                ]
            },
        }
    ),
]
Citations = Annotated[tuple[Citation, ...], BeforeValidator(_cites), PlainSerializer(_dump_cites)]


class Target(Part):
    """One target of a document; milestones, tranches and recurrences give several due dates."""

    id: str
    title: TextField | None = None
    indicator: str
    members: dict[str, str | tuple[str, ...]] | None = Field(
        None, alias="for", description="members of dimensions; `each` for every one of them"
    )
    place: str | tuple[str, ...] | Each
    require: Requirement | None = None
    due: Due | None = None
    start: Start | None = Field(None, alias="from", description="first day that counts")
    baseline: Annotated[StartBaseline | None, BeforeValidator(baseline_keys)] = Field(
        None, description="where the schedule starts; a flow starts at 0"
    )
    milestones: tuple[Milestone, ...] = ()
    tranches: Tranches = Field(
        default_factory=dict, description="amounts by period, or by place and period"
    )
    carry: bool = Field(True, description="what a tranche over-delivers counts towards the next")
    every: Every | None = Field(None, description="one verdict for each such period")
    mode: Mode = "reach"
    when: dict[str, Compare] = Field(
        default_factory=dict, description="condition under which the target applies"
    )
    strength: Strength = "binding"
    action: str | None = None
    lead: Names = ()
    support: Names = Field((), alias="with", description="配合单位")
    by: Names = Field((), description="责任单位")
    cite: Citations = ()
    restates: Names = ()
    disagrees: tuple[Disagreement, ...] = ()
    serves: Names = Field((), description="targets of other rulesets, as `ruleset#target`")
    judge: Judging = Field(default_factory=as_the_profile)
    ignore: dict[str, str] = Field(
        {}, description="lint codes that do not apply to this target, each with the reason"
    )
    reading: str | None = Field(
        None, description="why this date or scope stands where the document gives none"
    )
    note: str | None = None
    draft: DraftMarks = Field(
        default_factory=dict, description="of a drafted target: how sure each field is"
    )
    todo: dict[str, str] = Field(
        default_factory=dict, description="questions that a person must settle, by field"
    )

    def requirements(self) -> tuple[tuple[Path, Requirement], ...]:
        """Return every requirement of the target with its path, milestones first."""
        found: list[tuple[Path, Requirement]] = [
            (("milestones", n, "require"), m.require) for n, m in enumerate(self.milestones)
        ]
        return (*found, (("require",), self.require)) if self.require else tuple(found)

    def tranche_amounts(self) -> tuple[tuple[str | None, str, Quantity], ...]:
        """Return (place or None, period label, amount) for every tranche, in written order."""
        found = [
            (place or None, label, amount)
            for place, amounts in self.tranches.items()
            for label, amount in amounts.items()
            if isinstance(amount, Quantity)
        ]
        return tuple(found)


class Submission(Named):
    """One round of reports: indicators × places × periods, such as an annual form."""

    indicators: Names = Field(description="the indicators that are reported")
    places: str | tuple[str, ...] | Each = Field(description="the places that report")
    start: Start = Field(alias="from", description="first day of the first period")
    to: Due = Field(description="last day of the last period")
    every: Every = Field(description="length of a period")


def requirement_leaves(target: Target) -> Iterator[tuple[Path, Done | Words | Test]]:
    """Yield the comparisons of a target with their paths below it, milestones first."""
    for path, requirement in target.requirements():
        for below, leaf in leaves(requirement):
            yield (*path, *below), leaf


def citations(number: int, target: Target) -> Iterator[tuple[Path, Citation]]:
    """Yield every citation of a target with its path: its own, of milestones and of baselines.

    number: index of the target in its ruleset; paths start at the root of the ruleset.
    """
    start: Path = ("targets", number)
    for n, cite in enumerate(target.cite):
        yield (*start, "cite", n) if len(target.cite) > 1 else (*start, "cite"), cite
    for n, milestone in enumerate(target.milestones):
        if milestone.cite:
            yield (*start, "milestones", n, "cite"), milestone.cite
    if target.baseline is not None and target.baseline.cite:
        yield (*start, "baseline", "cite"), target.baseline.cite
    for path, leaf in requirement_leaves(target):
        if isinstance(leaf, Test):
            yield from _baseline_citations((*start, *path), leaf)


def _baseline_citations(path: Path, test: Test) -> Iterator[tuple[Path, Citation]]:
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change) and change.since.cite:
            yield (*path, name, "from", "cite"), change.since.cite
    since = test.since()
    if since is not None and since[1].cite:
        yield (*path, since[0], "cite"), since[1].cite
