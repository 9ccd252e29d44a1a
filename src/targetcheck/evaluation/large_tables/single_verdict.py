"""Single verdicts from a large table, each from the few observations it depends on.

Layer: evaluation. Input: a Plan and a lazy Polars frame with row numbers. Output: a Result for one
target at one place; its evidence uses the row numbers of the whole table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from targetcheck.evaluation.reference_evaluation import evaluate_table
from targetcheck.evaluation.result import Result
from targetcheck.observations.observation import Observations, observations
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.data_dependencies import batches_of, indicators_behind, places_together
from targetcheck.plan.plan import Plan, Question
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.raw_table import RowPlaces
from targetcheck.tables.table_reader import read_table

if TYPE_CHECKING:
    import polars as pl

ROW = "targetcheck_row"
FEW = 6


@dataclass(frozen=True)
class VerdictLookup:
    """A table to look up single verdicts in; each is evaluated once.

    `frame` has the row number, from 0, in the column `ROW`; the evidence names the table `name`.
    """

    plan: Plan
    frame: pl.LazyFrame
    as_of: date
    known_at: date | None = None
    name: str | None = None

    def result(self, target: str, place: str | None = None) -> Result:
        """Return the result for a target at a place, optional if the target has only one.

        If the target does not apply to the place, return all its verdicts as without data, so that
        the caller can report the valid places. The data digest covers only the observations read.
        """
        batches = [b for b in batches_of(self.plan) if b.questions[0].target == target]
        places = list(dict.fromkeys(p for batch in batches for p in batch.places))
        here = places[0] if place is None and len(places) == 1 else place
        if here not in places:
            questions = tuple(q for batch in batches for q in batch.laid())
            return self._evaluated(questions, self.frame.head(0).collect())
        questions = tuple(q for batch in batches for q in batch.of_places({here}).laid())
        return self._evaluated(questions, self._reports(here, questions))

    def _evaluated(self, questions: tuple[Question, ...], reports: pl.DataFrame) -> Result:
        rows = reports[ROW].to_list()
        table = read_table(reports.drop(ROW), self.name, known=vocabulary(self.plan))
        table = replace(table, places=RowPlaces(table.name, [row + 1 for row in rows]))
        read = _renumbered(read_observations(table, self.plan), rows)
        plan = self.plan.asking(questions)
        return evaluate_table(plan, table, self.as_of, self.known_at, read)

    def _reports(self, place: str, questions: tuple[Question, ...]) -> pl.DataFrame:
        """Return the rows of the places and indicators on which the instances depend."""
        near = {other for other, root in self._together.items() if root == self._together[place]}
        found = self.frame
        if len(near) < len(self._together) and "place" in self._columns:
            texts = [text for text, of in self._places if of in near]
            found = found.filter(_says(self._columns["place"], texts))
        if "indicator" not in self._columns:
            return found.collect()
        behind = indicators_behind(self.plan, questions)
        reports, column = found.collect(), self._columns["indicator"]
        id_of = names_of(self.plan.ruleset.all_indicators())
        texts = [text for text in _texts(reports.lazy(), column) if id_of(text) in behind]
        return reports.filter(_says(column, texts))

    @cached_property
    def _together(self) -> dict[str, str]:
        return places_together(self.plan)

    @cached_property
    def _columns(self) -> dict[str, str]:
        """Return the column of each kind of cell, by its standard name."""
        written = self.frame.collect_schema().names()
        return {read_header(name).name or "": name for name in reversed(written)}

    @cached_property
    def _places(self) -> list[tuple[str, str | None]]:
        """Return a mapping from every spelling of a place to its id."""
        id_of = names_of(self.plan.ruleset.all_places())
        return [(text, id_of(text)) for text in _texts(self.frame, self._columns["place"])]


def _renumbered(read: Observations, rows: Sequence[int]) -> Observations:
    """Return observations with the row numbers of the whole table."""
    understood = [replace(observation, row=rows[observation.row]) for observation in read.all]
    aside = [replace(one, row=rows[one.row]) for one in read.aside]
    return observations(understood, aside, read.rows)


def _texts(frame: pl.LazyFrame, column: str) -> list[str]:
    """Return the distinct spellings in a column."""
    import polars as pl

    found = frame.select(pl.col(column).cast(pl.String).unique()).collect()
    return [text for text in found.to_series().to_list() if text is not None]


def _says(column: str, texts: Sequence[str]) -> pl.Expr:
    """Return an expression for rows with one of the spellings; short lists compare several times faster."""
    import polars as pl

    said = pl.col(column).cast(pl.String)
    if 0 < len(texts) <= FEW:
        return pl.any_horizontal(*(said == text for text in texts))
    return said.is_in(texts)
