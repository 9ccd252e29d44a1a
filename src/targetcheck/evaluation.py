"""Wires the floors together: a plan and a table in, a Result out.

Floor: evaluation.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from targetcheck.errors import Diagnostic, Language
from targetcheck.kernel.reference import evaluate_plan
from targetcheck.model.profile import Override, Waiver
from targetcheck.plan.facts import Fact, Facts, SetAside
from targetcheck.plan.observations import read_facts
from targetcheck.plan.plan import Plan
from targetcheck.sources.table import ObservationTable
from targetcheck.verdicts.verdict import Provenance, Status, Verdict

if TYPE_CHECKING:
    from targetcheck.model.ruleset import Ruleset

ENGINE = "0.1.0"
WORST = (
    Status.FAIL,
    Status.MISSED,
    Status.UNDETERMINED,
    Status.AT_RISK,
    Status.NOT_DUE,
    Status.ON_TRACK,
    Status.PASS,
    Status.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Result:
    """The verdicts of one evaluation, with what was used and what was set aside."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    provenance: Provenance
    rows: int
    used: int
    set_aside: tuple[SetAside, ...]
    notes: tuple[Diagnostic, ...] = ()
    native: str = "rows"
    _index: dict[tuple[str, str], list[Verdict]] = field(default_factory=dict, repr=False)

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset that was evaluated."""
        return self.plan.ruleset

    @property
    def as_of(self) -> date:
        """The day for which was judged."""
        return self.provenance.as_of

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    @overload
    def __getitem__(self, key: str) -> Verdict: ...
    @overload
    def __getitem__(self, key: tuple[str, str]) -> Verdict: ...
    @overload
    def __getitem__(self, key: tuple[str, str, date]) -> Verdict: ...
    def __getitem__(self, key: Any) -> Verdict:
        """Give `[target]`, `[target, place]` or `[target, place, due]`.

        Without a due date: the next one due, else the last. Without a place: the only one. Raises
        KeyError, which names what there is.
        """
        target, place, due = (*((key,) if isinstance(key, str) else key), None, None)[:3]
        found = [v for v in self.verdicts if v.target == target and place in (None, v.place)]
        found = [v for v in found if due in (None, v.due)]
        if not found or (place is None and len({v.place for v in found}) > 1):
            places = sorted({v.place for v in self.verdicts if v.target == target})
            known = f"it binds {', '.join(places)}" if places else "no such target"
            raise KeyError(f"{key}: {known}")
        ahead = sorted((v for v in found if v.due > self.as_of), key=lambda v: v.due)
        return ahead[0] if ahead else max(found, key=lambda v: v.due)

    def summary(self) -> dict[str, int]:
        """Give the count of verdicts for each status; they add up to len(self)."""
        counts = Counter(v.status for v in self.verdicts)
        return {str(status): counts[status] for status in Status}

    def by(self, key: str) -> dict[str, dict[str, int]]:
        """Give counts by status for each `place`, `lead`, `action`, `strength` or `indicator`."""
        found: dict[str, Counter[Status]] = {}
        for verdict in self.verdicts:
            for name in _names(verdict, key):
                found.setdefault(name, Counter())[verdict.status] += 1
        return {n: {str(s): c[s] for s in Status} for n, c in found.items()}

    def worst(self) -> Status:
        """Give the worst status there is."""
        statuses = {v.status for v in self.verdicts}
        return next((s for s in WORST if s in statuses), Status.NOT_APPLICABLE)

    @cached_property
    def failed(self) -> tuple[Verdict, ...]:
        """Verdicts that failed."""
        return tuple(v for v in self.verdicts if v.status == Status.FAIL)

    def to_dicts(self, lang: Language = "en") -> list[dict[str, object]]:
        """Give the verdicts as plain data, evidence included."""
        return [verdict.to_dict(lang) for verdict in self.verdicts]

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Give the whole result as one JSON-ready object."""
        p, document = self.provenance, self.ruleset.document
        return {
            "ruleset": {
                "id": self.ruleset.id,
                "title": self.ruleset.title.say(lang),
                "document": document.number,
                "digest": p.ruleset_digest,
            },
            "as_of": p.as_of.isoformat(),
            "known_at": p.known_at.isoformat() if p.known_at else None,
            "profile": p.profile,
            "engine": p.engine,
            "data": {"digest": p.data_digest, "rows": self.rows, "used": self.used},
            "summary": self.summary(),
            "verdicts": self.to_dicts(lang),
            "set_aside": [
                {
                    "row": aside.row,
                    "code": aside.why.code,
                    "en": aside.why.en,
                    "zh": aside.why.zh,
                    "where": str(aside.why.where),
                }
                for aside in self.set_aside
            ],
        }

    def to_json(self, lang: Language = "en", indent: int | None = 1) -> str:
        """Give the whole result as JSON text; numbers are exact decimals."""
        return json.dumps(_plain(self.to_dict(lang)), ensure_ascii=False, indent=indent)

    def to_frame(self, kind: str | None = None, lang: Language = "en") -> Any:
        """Give one row per verdict as the kind of frame that came in.

        `kind`: pandas, polars, pyarrow or rows; by default that of the data, else rows.
        """
        from targetcheck.reports.frame import to_frame

        return to_frame(self, kind or self.native, lang)


class _Number(float):
    """A decimal that json writes digit by digit and not as its nearest binary number."""

    def __new__(cls, value: object) -> _Number:
        return super().__new__(cls, str(value))

    def __init__(self, value: object) -> None:
        self.digits = str(value)

    def __repr__(self) -> str:
        return self.digits


def _plain(value: object) -> object:
    from decimal import Decimal

    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return _Number(value) if isinstance(value, Decimal) else value


def evaluate_table(
    plan: Plan, table: ObservationTable, as_of: date, known_at: date | None = None
) -> Result:
    """Give the result of a plan on a table; rows in = rows used + rows set aside."""
    facts = read_facts(table, plan)
    outcomes = evaluate_plan(plan, facts, as_of, known_at)
    provenance = Provenance(
        ruleset=plan.ruleset.id,
        ruleset_digest=digest_of_ruleset(plan.ruleset),
        data_digest=digest_of_table(table),
        engine=ENGINE,
        profile=plan.profile_name,
        as_of=as_of,
        known_at=known_at,
    )
    late = tuple(_after(fact, as_of) for fact in facts.all if fact.period.end > as_of)
    aside = (*facts.aside, *late)
    verdicts = tuple(
        Verdict(
            question,
            outcome,
            plan,
            provenance,
            aside=_concerning(question.target, question.place, question.due, facts, plan),
            waiver=_waiver(plan.ruleset.waivers, question.target, question.place, as_of),
            override=_override(
                plan.ruleset.overrides, question.target, question.place, question.due
            ),
        )
        for question, outcome in zip(plan.questions, outcomes, strict=True)
    )
    return Result(
        plan,
        verdicts,
        provenance,
        rows=facts.rows,
        used=len(facts.all) - len(late),
        set_aside=tuple(sorted(aside, key=lambda a: a.row)),
        notes=table.notes,
        native=table.native,
    )


def digest_of_ruleset(ruleset: Ruleset) -> str:
    """Give the SHA-256 of what the ruleset means: its canonical data, not its comments."""
    from targetcheck.model.to_document import canonical

    text = json.dumps(canonical(ruleset), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_table(table: ObservationTable) -> str:
    """Give the SHA-256 of the cells as they were read, row order included."""
    text = json.dumps(table.columns, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _after(fact: Fact, as_of: date) -> SetAside:
    why = Diagnostic(
        "after-as-of",
        f"the period {fact.period.label} ends after {as_of}",
        f"时期 {fact.period.label} 在评判日 {as_of} 之后才结束",
        where=fact.where,
        severity="note",
    )
    return SetAside(fact.row, why, fact.place, fact.indicator, fact.period)


def _concerning(
    target_id: str, place: str, due: date, facts: Facts, plan: Plan
) -> tuple[SetAside, ...]:
    """Give the rows that were set aside and would have spoken of this target and place."""
    indicator = plan.ruleset.target(target_id).indicator
    return tuple(
        aside
        for aside in facts.aside
        if aside.indicator == indicator
        and aside.place == place
        and (aside.period is None or aside.period.end == due)
    )


def _waiver(waivers: tuple[Waiver, ...], target: str, place: str, as_of: date) -> Waiver | None:
    """Give the waiver in force; its last day counts."""
    for waiver in waivers:
        if waiver.target == target and waiver.place in (None, place) and as_of <= waiver.until:
            return waiver
    return None


def _override(
    overrides: tuple[Override, ...], target: str, place: str, due: date
) -> Override | None:
    for override in overrides:
        if (
            override.target == target
            and override.place in (None, place)
            and override.due in (None, due)
        ):
            return override
    return None


def _names(verdict: Verdict, key: str) -> tuple[str, ...]:
    if key == "lead":
        return verdict.lead or ("",)
    if key == "action":
        return (verdict.spec.action or "",)
    if key == "indicator":
        return (verdict.spec.indicator,)
    return (str(getattr(verdict, key)),)
