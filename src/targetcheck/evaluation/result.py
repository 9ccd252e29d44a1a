"""Result of one evaluation: verdicts to look up, count and export.

Layer: evaluation. Input: verdicts and rows. Output: Result.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, overload

from targetcheck.errors import (
    Diagnostic,
    Language,
    TargetcheckError,
    checked_language,
    did_you_mean,
)
from targetcheck.evaluation.possible_misreadings import DOUBTS
from targetcheck.first_use import on_first_use
from targetcheck.observations.observation import Observations, SetAside
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import derived_from
from targetcheck.plan.plan import Plan
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Provenance, Status, Verdict
from targetcheck.verdicts.verdict_data import CAUSES, OUTSIDE, excuse_counts

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from targetcheck import exact_json
    from targetcheck.evaluation.chart_types import Charts, NativeFrame
    from targetcheck.evaluation.scores.place_score import Score
    from targetcheck.ruleset.ruleset import Ruleset
else:
    exact_json = on_first_use("targetcheck.exact_json")

Grouping = Literal["place", "lead", "action", "strength", "indicator"]
GROUPINGS = ("place", "lead", "action", "strength", "indicator")
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
    """The verdicts of one evaluation, with the rows used and the rows set aside."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    provenance: Provenance
    rows: int
    used: int
    set_aside: tuple[SetAside, ...]
    notes: tuple[Diagnostic, ...] = ()
    native: str = "rows"
    observations: Observations = field(default_factory=Observations, repr=False, compare=False)
    presenter: Callable[[Result], Charts] | None = field(default=None, repr=False, compare=False)
    """chart factory, injected because this layer must not import `output`"""
    whole: Result | None = field(default=None, repr=False, compare=False)
    """the result of which this one is a part"""
    scope: str | None = None
    """id of the submission to which the counts are limited; None counts every verdict"""
    only_reported: bool = False
    """whether it is limited to what was reported"""

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {status}" for status, count in self.summary().items() if count)
        head = f"<Result {self.ruleset.id} as of {self.as_of}: {len(self)} verdicts"
        return printable(f"{head}{': ' * bool(counts)}{counts}>")

    @property
    def plot(self) -> Charts:
        """Chart factory: bullet, trajectory, heatmap, ranking, tranches."""
        if self.presenter is None:
            message = "this result was made without charts; `targetcheck.evaluate` gives them"
            raise AttributeError(message)
        return self.presenter(self)

    def _repr_html_(self) -> str | None:
        """Return the result as HTML for a notebook."""
        return None if self.presenter is None else self.plot._repr_html_()

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset that was evaluated."""
        return self.plan.ruleset

    @property
    def as_of(self) -> date:
        """The evaluation date."""
        return self.provenance.as_of

    @property
    def doubts(self) -> tuple[Diagnostic, ...]:
        """Doubtful values: read in one way, but possibly meant in another."""
        return tuple(note for note in self.notes if note.code in DOUBTS)

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
    def __getitem__(self, key: str | tuple[str, str] | tuple[str, str, date]) -> Verdict:
        """Return `[target]`, `[target, place]` or `[target, place, due]`.

        Without a due date: the next one due, else the last. Without a place: the only one. Raises
        KeyError, which lists valid keys.
        """
        target, place, due = _key(key)
        by_place = self._index.get(target, {})
        known = (
            by_place.get(place, ())
            if place is not None
            else [v for vs in by_place.values() for v in vs]
        )
        found = [v for v in known if due in (None, v.due)]
        if not found or (place is None and len({v.place for v in found}) > 1):
            places = sorted(by_place)
            there = f"it binds {', '.join(places)}" if places else "no such target"
            raise KeyError(f"{key}: {there}")
        ahead = sorted((v for v in found if v.due > self.as_of), key=lambda v: v.due)
        return ahead[0] if ahead else max(found, key=lambda v: v.due)

    @cached_property
    def illustrative(self) -> int:
        """Number of used rows that are marked as illustrative."""
        from targetcheck.verdicts.verdict_data import made_up

        aside = {one.row for one in self.set_aside}
        return sum(
            made_up(observation)
            for observation in self.observations.all
            if observation.row not in aside
        )

    @cached_property
    def _index(self) -> dict[str, dict[str, list[Verdict]]]:
        """The verdicts by target and place, created on first use."""
        found: dict[str, dict[str, list[Verdict]]] = {}
        for verdict in self.verdicts:
            question = verdict.question
            found.setdefault(question.target, {}).setdefault(question.place, []).append(verdict)
        return found

    def summary(self) -> dict[str, int]:
        """Return the number of verdicts by status; they add up to len(self).

        With a scope, verdicts outside it are counted apart under `outside_scope`.
        """
        return status_counts(self.verdicts, scoped=self.scope is not None)

    def causes(self) -> dict[str, int]:
        """Return why verdicts are undetermined, with their number: `data`, `judgement`, `conflict`.

        They add up to the `undetermined` of `summary()`.
        """
        counts = Counter(v.cause for v in self.verdicts if not v.outside_scope)
        return {cause: counts[cause] for cause in CAUSES}

    def excused(self) -> dict[str, int]:
        """Return how many verdicts are excused, by the code of the stated reason.

        They are not due yet, or among the `not_applicable` of `summary()`; those outside the scope
        are left out.
        """
        return excuse_counts(v for v in self.verdicts if not v.outside_scope)

    def by(self, key: Grouping) -> dict[str, dict[str, int]]:
        """Return counts by status for each `place`, `lead`, `action`, `strength` or `indicator`.

        Raises TargetcheckError (`group-unknown`) for another key.
        """
        if key not in GROUPINGS:
            raise TargetcheckError(_no_group(key))
        found: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            for name in _names(verdict, key):
                found.setdefault(name, []).append(verdict)
        scoped = self.scope is not None
        return {name: status_counts(of_one, scoped=scoped) for name, of_one in found.items()}

    def worst(self) -> Status:
        """Return the worst status of all verdicts inside the scope."""
        statuses = {v.status for v in self.inside.verdicts}
        return next((s for s in WORST if s in statuses), Status.NOT_APPLICABLE)

    @cached_property
    def failed(self) -> tuple[Verdict, ...]:
        """Verdicts inside the scope that failed."""
        return tuple(v for v in self.inside.verdicts if v.status == Status.FAIL)

    @property
    def inside(self) -> Result:
        """The result reduced to the verdicts inside its scope; itself without a scope."""
        if self.scope is None:
            return self
        return self.only(v for v in self.verdicts if not v.outside_scope)

    def scores(self, name: str | None = None) -> tuple[Score, ...]:
        """Return the scores of the ruleset, or those of one name: points, grade and rank by place.

        Raises KeyError for a name that the ruleset does not define.
        """
        named = self.plan.profile.scores or tuple(self.ruleset.scores)
        names = named if name is None else (name,)
        if not names:
            return ()
        from targetcheck.evaluation.scores.score_calculation import Scoring
        from targetcheck.kernel.observation_view import View

        view = View(self.plan, self.observations, self.as_of, self.provenance.known_at)
        scoring = Scoring(self.whole or self, view)
        return tuple(score for each in names for score in scoring.of(each))

    def only(self, verdicts: Iterable[Verdict]) -> Result:
        """Return the result reduced to some verdicts; scores still use all of them."""
        return replace(self, verdicts=tuple(verdicts), whole=self.whole or self)

    def reported(self) -> Result:
        """Return the result reduced to what the data have rows of.

        A verdict stays if it rests on a value, or if a row names its place and its indicator, or one
        that this is derived from, even without a value or set aside. One of several periods needs a
        row of that period.
        """
        told: dict[tuple[str | None, str | None], list[Period | None]] = defaultdict(list)
        for used in self.observations.all:
            told[used.indicator, used.place].append(used.period)
        for unused in self.observations.aside:
            told[unused.indicator, unused.place].append(unused.period)
        behind = cache(lambda name: derived_from(self.plan, [name]))

        def named(verdict: Verdict) -> bool:
            asked = verdict.question
            since = asked.start if asked.recurring else None
            return any(
                since is None or period is None or since <= period.end <= asked.due
                for name in behind(verdict.spec.indicator)
                for period in told.get((name, verdict.place), ())
            )

        kept = (v for v in self.verdicts if v.observations or v.judged_by_person or named(v))
        return replace(self.only(kept), only_reported=True)

    def to_dicts(self, lang: Language = "en") -> list[dict[str, object]]:
        """Return the verdicts as plain data, evidence included."""
        return [verdict.to_dict(lang) for verdict in self.verdicts]

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the whole result as one JSON-ready object."""
        checked_language(lang)
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
            **({"scope": self.scope} if self.scope is not None else {}),
            "data": {
                "digest": p.data_digest,
                "rows": self.rows,
                "used": self.used,
                "illustrative": self.illustrative,
            },
            "summary": self.summary(),
            "undetermined": self.causes(),
            **({"excused": self.excused()} if self.plan.profile.excused else {}),
            "verdicts": self.to_dicts(lang),
            **({"scores": [s.to_dict(lang) for s in self.scores()]} if self.ruleset.scores else {}),
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
            "notes": [
                {"code": note.code, "en": note.en, "zh": note.zh, "where": str(note.where)}
                for note in self.notes
            ],
        }

    def to_json(self, lang: Language = "en", indent: int | None = 1) -> str:
        """Return the whole result as JSON text; numbers are exact decimals."""
        return exact_json.json_text(self.to_dict(lang), indent)

    @overload
    def to_frame(self, kind: None = None, lang: Language = "en") -> NativeFrame: ...
    @overload
    def to_frame(self, kind: Literal["rows"], lang: Language = "en") -> list[dict[str, object]]: ...
    @overload
    def to_frame(self, kind: Literal["pandas"], lang: Language = "en") -> pd.DataFrame: ...
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
    def to_frame(self, kind: str | None = None, lang: Language = "en") -> NativeFrame:
        """Return one row per verdict, by default in the frame kind of the input.

        `kind`: pandas, polars, pyarrow, duckdb or rows; by default that of the data, else rows.
        Raises TargetcheckError (`frame-kind`) for another kind.
        """
        checked_language(lang)
        from targetcheck.evaluation.frame_output import to_frame
        from targetcheck.verdicts.verdict_row import COLUMNS, flat

        made: NativeFrame = to_frame(
            [flat(v, lang) for v in self.verdicts], kind or self.native, COLUMNS
        )
        return made


def _key(
    key: str | tuple[str, str] | tuple[str, str, date],
) -> tuple[str, str | None, date | None]:
    """Return the parts of a key; raise TypeError for what is none."""
    parts = (key,) if isinstance(key, str) else key
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3 or not isinstance(parts[0], str):
        message = f"a verdict is looked up by [target], [target, place] or [target, place, due], not {key!r}"
        raise TypeError(message)
    target, place, due = (*parts, None, None)[:3]
    return target, place, due


def _no_group(key: object) -> Diagnostic:
    near = did_you_mean(str(key), GROUPINGS)
    return Diagnostic(
        "group-unknown",
        f"verdicts are not counted by `{key}`",
        f"不能按“{key}”汇总",
        f"did you mean `{near}`?" if near else f"use one of {', '.join(GROUPINGS)}",
        f"是否应为“{near}”？" if near else f"可用：{'、'.join(GROUPINGS)}",
    )


def status_counts(verdicts: Iterable[Verdict], *, scoped: bool = False) -> dict[str, int]:
    """Return counts by status; verdicts outside the scope are counted apart.

    `scoped`: give their number although it is 0.
    """
    counts = Counter(OUTSIDE if v.outside_scope else str(v.status) for v in verdicts)
    apart = (OUTSIDE,) if scoped or counts[OUTSIDE] else ()
    return {name: counts[name] for name in (*map(str, Status), *apart)}


def _names(verdict: Verdict, key: str) -> tuple[str, ...]:
    if key == "lead":
        return verdict.lead or ("",)
    if key == "action":
        return (verdict.spec.action or "",)
    if key == "indicator":
        return (verdict.spec.indicator,)
    return (str(getattr(verdict, key)),)
