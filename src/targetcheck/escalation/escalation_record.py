"""Records of escalation: due steps, ladder positions, conclusions and recurring duties.

Layer: escalation. Output: frozen records with everything that explains them; escalation_text.py
turns them into sentences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, overload

from targetcheck.errors import Diagnostic, Language, checked_language
from targetcheck.escalation.escalation_text import stand_sentence
from targetcheck.escalation.ladder_signals import PeriodSignal
from targetcheck.escalation.ladder_state_machine import Position, Signal
from targetcheck.periods.period import Period
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.escalation_scheme import Cadence, Conclusion, Ladder, Step
from targetcheck.ruleset.fields.field_types import Text

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from targetcheck.evaluation.chart_types import NativeFrame


@dataclass(frozen=True, slots=True)
class Opposed:
    """A step of another ladder that praises a subject of this one, or the reverse."""

    ladder_id: str
    ladder: Ladder
    step: Step
    period: Period
    praised: bool


@dataclass(frozen=True, slots=True)
class LadderPosition:
    """Position of one subject on one ladder after one period; `due` is the step due in it."""

    ruleset: str
    ladder_id: str
    ladder: Ladder
    subject: str
    name: Text
    period: Period
    reading: PeriodSignal
    position: Position
    praise_run: int
    due: Step | None
    praise: Step | None
    opposed: tuple[Opposed, ...] = ()
    """praise by another ladder in the period of a step of this one, or the reverse"""
    names: Mapping[str, Text] = field(default_factory=dict, compare=False)
    """target@place of the reading → place and title"""

    @property
    def key(self) -> tuple[str, str, str]:
        """Ladder, subject and last day of the period."""
        return self.ladder_id, self.subject, self.period.end.isoformat()

    @property
    def signal(self) -> Signal:
        """The signal of the period for the subject."""
        return self.reading.event.signal

    @property
    def step(self) -> Step | None:
        """The step due in the period, else the praise due in it."""
        return self.due or self.praise

    @property
    def praised(self) -> bool:
        """Whether the step due in the period is praise."""
        return self.praise is not None and self.due is None

    @property
    def act_id(self) -> str:
        """Stable id of the action: same step, subject and period give the same id."""
        step = self.step.id if self.step else ""
        parts = (self.ruleset, self.ladder_id, self.subject, self.period.end.isoformat(), step)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    @property
    def own_reading(self) -> tuple[str, ...]:
        """The parts of the step that are the ruleset author's interpretation."""
        said = (self.step.reading if self.step else None, self.ladder.reading)
        return tuple(text for text in said if text)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses that authorise the step, its own first."""
        own = (self.step.cite,) if self.step and self.step.cite else ()
        return (*own, *self.ladder.cite)

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the position as plain data."""
        reading, step = self.reading, self.step
        return {
            "ladder": self.ladder_id,
            "subject": self.subject,
            "name": self.name.say(lang),
            "of": self.ladder.of,
            "period": self.period.text("en"),
            "period_end": self.period.end.isoformat(),
            "signal": self.signal,
            "in_a_row": self.position.run,
            "step": step.id if step else None,
            "step_title": step.say(lang) if step else None,
            "praise": self.praised,
            "act": self.act_id if step else None,
            "lagging": list(reading.lagging),
            "vetoed": list(reading.vetoed),
            "silent": list(reading.silent),
            "waived": list(reading.waived),
            "opposed": [f"{other.ladder_id}: {other.step.id}" for other in self.opposed],
            "judged": reading.judged,
            "also_in": [f"{name}: {', '.join(also)}" for name, also in reading.also_in.items()],
            "own_reading": list(self.own_reading),
            "citations": [{"clause": c.clause, "quote": c.quote} for c in self.citations],
            "sentence": stand_sentence(self, lang),
        }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A conclusion that holds for a place in a period."""

    id: str
    conclusion: Conclusion
    place: str
    name: Text
    period: Period
    evidence: tuple[str, ...]

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the conclusion as plain data."""
        return {
            "conclusion": self.id,
            "title": self.conclusion.say(lang),
            "place": self.place,
            "name": self.name.say(lang),
            "period": self.period.text("en"),
            "period_end": self.period.end.isoformat(),
            "evidence": list(self.evidence),
            "own_reading": self.conclusion.reading,
            "citations": [{"clause": c.clause, "quote": c.quote} for c in self.conclusion.cite],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """An ended period of a recurring duty of the document."""

    id: str
    cadence: Cadence
    period: Period

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the turn as plain data."""
        cite = self.cadence.cite
        return {
            "cadence": self.id,
            "title": self.cadence.say(lang),
            "every": self.cadence.every,
            "period": self.period.text("en"),
            "period_end": self.period.end.isoformat(),
            "citation": {"clause": cite.clause, "quote": cite.quote} if cite else None,
        }


@dataclass(frozen=True, slots=True)
class Escalated:
    """Result of escalation: the positions of all periods; those of the newest are due now."""

    ruleset: str
    decided_by: str
    notes: tuple[Diagnostic, ...]
    stands: tuple[LadderPosition, ...]
    conclusions: tuple[Drawn, ...]
    turns: tuple[Turn, ...]

    def newest(self) -> tuple[LadderPosition, ...]:
        """Return the positions of the newest period of each ladder."""
        last = {s.ladder_id: s.period.end for s in self.stands}
        return tuple(s for s in self.stands if s.period.end == last[s.ladder_id])

    def due(self) -> tuple[LadderPosition, ...]:
        """Return the positions of the newest period of each ladder that have a step due."""
        return tuple(stand for stand in self.newest() if stand.step is not None)

    def to_dict(self, lang: Language = "en", *, history: bool = False) -> dict[str, object]:
        """Return what is due now, or with `history` every period, as plain data for JSON."""
        shown = self.stands if history else self.newest()
        ends = [t.period.end for t in self.turns]
        turns = self.turns if history else [t for t in self.turns if t.period.end == max(ends)]
        last = {d.id: d.period.end for d in self.conclusions}
        drawn = [d for d in self.conclusions if history or d.period.end == last[d.id]]
        return {
            "ruleset": self.ruleset,
            "decided_by": self.decided_by,
            "notes": [{"code": n.code, "en": n.en, "zh": n.zh} for n in self.notes],
            "due": [stand.to_dict(lang) for stand in self.due()],
            "stands": [stand.to_dict(lang) for stand in shown],
            "conclusions": [d.to_dict(lang) for d in drawn],
            "cadences": [turn.to_dict(lang) for turn in turns],
        }

    def rows(self, lang: Language = "en") -> list[dict[str, object]]:
        """Return one flat row for each subject and period, for frames."""
        found = []
        for stand in self.stands:
            row = stand.to_dict(lang)
            flat = {k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()
                    if k != "citations"}  # fmt: skip
            found.append(flat | {"clause": ";".join(c.clause for c in stand.citations)})
        return found

    @overload
    def to_frame(self, kind: Literal["rows"], lang: Language = "en") -> list[dict[str, object]]: ...
    @overload
    def to_frame(
        self, kind: Literal["pandas"] = "pandas", lang: Language = "en"
    ) -> pd.DataFrame: ...
    @overload
    def to_frame(self, kind: Literal["polars"], lang: Language = "en") -> pl.DataFrame: ...
    @overload
    def to_frame(self, kind: Literal["pyarrow"], lang: Language = "en") -> pa.Table: ...
    @overload
    def to_frame(
        self, kind: Literal["duckdb"], lang: Language = "en"
    ) -> duckdb.DuckDBPyRelation: ...
    @overload
    def to_frame(self, kind: str, lang: Language = "en") -> NativeFrame: ...
    def to_frame(self, kind: str = "pandas", lang: Language = "en") -> NativeFrame:
        """Return the rows as a `pandas`, `polars`, `pyarrow` or `duckdb` frame, or as `rows`.

        Raises TargetcheckError (`frame-kind`, `language-unknown`).
        """
        from targetcheck.evaluation.frame_output import to_frame

        checked_language(lang)
        made: NativeFrame = to_frame(self.rows(lang), kind)
        return made
