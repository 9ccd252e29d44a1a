"""Evaluation of a plan on a frame by the columnar engine, with fallback to the reference engine.

Layer: evaluation. Input: a Plan and a frame. Output: VerdictTable. The columnar engine evaluates
regular series. Every other target instance goes to the reference engine with the observations it
can depend on, so the verdicts are the same.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.number_and_period_notation import plain_notation
from targetcheck.columnar.table_decision.column_decision import Answers, Deciding
from targetcheck.columnar.table_decision.derived_columns import with_derived
from targetcheck.columnar.table_decision.observation_columns import Intake, ObservationColumns
from targetcheck.columnar.table_decision.odd_rows import NOT_ACCEPTED, CellFinding
from targetcheck.columnar.table_decision.question_shapes import (
    DECLINED,
    Asking,
    Declines,
    ShapedQuestions,
)
from targetcheck.errors import Language
from targetcheck.evaluation.large_tables.engine_choice import TableEngine, engine_for
from targetcheck.evaluation.large_tables.verdict_table import VerdictTable
from targetcheck.evaluation.large_tables.verdict_table_builder import Composer
from targetcheck.evaluation.reference_evaluation import evaluate_table
from targetcheck.evaluation.result import Result
from targetcheck.evaluation.set_aside_observations import accepted_by_all, accepted_statuses, unused
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.plan.data_dependencies import (
    batches_of,
    derived_from,
    has_place_patterns,
    indicators_behind,
)
from targetcheck.plan.lazy_questions import Questions
from targetcheck.plan.plan import Plan
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.table_reader import read_table

if TYPE_CHECKING:
    import polars as pl

LOG = logging.getLogger("targetcheck")
ODD = "odd"
LEFT: Mapping[str, str] = {
    **DECLINED,
    ODD: "an observation is missing, repeated, no plain number, or too close for a float",
    "layout": "the table is not in long format with the standard column names",
}
"""Reasons of fallbacks to the reference engine, by key."""


@dataclass
class Tabulator:
    """Evaluator of many frames for one plan and as-of date; work independent of rows is done once.

    `lagging` counts the consecutive observations for which a target was at risk. It costs a pass
    over all observations of targets at risk; without it the column is 0.
    """

    plan: Plan
    as_of: date
    known_at: date | None = None
    lang: Language = "en"
    lagging: bool = True
    asked: ShapedQuestions = field(init=False)
    composer: Composer = field(init=False)

    def __post_init__(self) -> None:
        self.asked = Asking(self.plan, self.as_of).all()
        self.composer = Composer(self.plan, self.asked, self.as_of, self.lang)

    def table(
        self, data: pl.DataFrame, native: str = "polars", engine: TableEngine = "columnar"
    ) -> VerdictTable:
        """Return the verdicts on a Polars frame; `native` is the frame kind of the output."""
        counts = len(self.plan.questions), len(self.asked.declined)
        if engine_for(engine, len(data), *counts) == "reference":
            return self._by_reference(data, native, Counter())
        if _has_form_rows(data) or has_place_patterns(self.plan):
            left = Counter(layout=len(self.plan.questions))
            return self._by_reference(data, native, left)
        plain, open_ = plain_notation(data)
        data = plain if open_ is None else data.with_columns(open_)
        try:
            intake = Intake(data, self.plan, self.as_of, self.known_at)
        except Declines:
            left = Counter(layout=len(self.plan.questions))
            return self._by_reference(data, native, left)
        import polars as pl

        reports = intake.reports(lambda rows: self._findings(data[rows]))
        told = reports
        reports = with_derived(self.plan, reports, self.asked)
        answers = Deciding(self.plan, self.asked, reports, self.as_of, self.lagging).answers()
        aside = pl.concat([reports.aside, self._not_accepted(intake, told)])
        left = Counter(self.asked.declined.values())
        left[ODD] = len(answers.left)
        numbers, result = self._rest(data, intake, answers)
        frame = self.composer.frame(answers.settled, numbers, result)
        return self._made(data, frame, aside, left, native)

    def _by_reference(self, data: pl.DataFrame, native: str, left: Counter[str]) -> VerdictTable:
        """Return all verdicts from the reference engine."""
        import polars as pl

        result = evaluate_table(self.plan, self._read(data), self.as_of, self.known_at)
        numbers = range(len(self.plan.questions))
        frame = self.composer.frame(None, numbers, result)
        rows = [(one.row, one.why.code) for one in result.set_aside]
        aside = pl.DataFrame(rows, schema=_aside(), orient="row")
        return self._made(data, frame, aside, left, native)

    def _made(
        self, data: pl.DataFrame, frame: pl.DataFrame, aside: pl.DataFrame, left: Counter[str],
        native: str,
    ) -> VerdictTable:  # fmt: skip
        found = {key: count for key, count in left.most_common() if count}
        tell_left(found, len(self.plan.questions))
        return VerdictTable(
            plan=self.plan, frame=frame, rows=len(data), set_aside=aside.sort("row"), left=found,
            native=native, as_of=self.as_of, known_at=self.known_at, data=data,
        )  # fmt: skip

    def _read(self, data: pl.DataFrame) -> Any:
        return read_table(data, known=vocabulary(self.plan))

    def _findings(self, rows: pl.DataFrame) -> dict[int, CellFinding]:
        """Read rows cell by cell; return the findings on those that are set aside."""
        observations = read_observations(self._read(rows), self.plan)
        left = unused(observations, self.plan, self.as_of, self.known_at)
        found = {one.row: (one.why.code, one.why.code == NOT_ACCEPTED, one.period) for one in left}
        found |= {one.row: (one.why.code, True, one.period) for one in observations.aside}
        return {
            row: (code, refuses, None if period is None else period.end)
            for row, (code, refuses, period) in found.items()
        }

    def _not_accepted(self, intake: Intake, reports: ObservationColumns) -> pl.DataFrame:
        """Return regular observations whose status the indicator does not accept."""
        import polars as pl

        if "reported" in accepted_by_all(self.plan):
            return pl.DataFrame(schema=_aside())
        counts = accepted_statuses(self.plan)
        rows = intake.of_indicators(n for n in counts if "reported" not in counts[n]).arg_true()
        rows = rows.filter(reports.plain.gather(rows))
        return pl.DataFrame({"row": rows, "code": "status-not-accepted"}, schema=_aside())

    def _behind(self, series: Iterable[int]) -> Iterator[int]:
        """Yield some series, and those of the indicators at the same place that they derive from."""
        number = {name: n for n, name in enumerate(self.plan.indicators)}
        names, width = list(number), self.asked.width
        known: dict[int, list[int]] = {}
        for one in series:
            which, place = divmod(one, width)
            if which not in known:
                behind = derived_from(self.plan, [names[which]])
                known[which] = [number[name] * width for name in behind]
            yield from (first + place for first in known[which])

    def _rest(
        self, data: pl.DataFrame, intake: Intake, answers: Answers
    ) -> tuple[Sequence[int], Result | None]:
        """Evaluate the fallbacks by the reference engine on the rows they can depend on."""
        declined = sorted(self.asked.declined)
        odd = answers.left.to_list()
        numbers = sorted([*declined, *odd])
        if not numbers:
            return (), None
        questions = Questions(batches_of(self.plan))
        wide = indicators_behind(self.plan, questions.patterns(declined))
        series = dict(zip(self.asked.question, self.asked.series, strict=True)) if odd else {}
        keep = intake.of_series(self._behind({series[n] for n in odd}))
        if declined:
            keep = keep | intake.of_indicators(wide)
        asked = self.plan.asking(questions.pick(numbers))
        table = self._read(data.filter(keep))
        return numbers, evaluate_table(asked, table, self.as_of, self.known_at)


def tell_left(left: Mapping[str, int], questions: int) -> None:
    """Log a warning with the number of fallbacks by reason."""
    if left:
        why = ", ".join(f"{key} {count}" for key, count in left.items())
        LOG.warning(
            "%d of %d verdicts came from the reference engine: %s",
            sum(left.values()),
            questions,
            why,
        )


def _has_form_rows(data: pl.DataFrame) -> bool:
    """Return whether rows hold judgements by people, or members that only the data name."""
    columns = [n for n in data.columns if read_header(n).name in ("judged", "member_of")]
    return any(data[name].null_count() < len(data) for name in columns)


def _aside() -> dict[str, Any]:
    import polars as pl

    return {"row": pl.UInt32, "code": pl.String}
