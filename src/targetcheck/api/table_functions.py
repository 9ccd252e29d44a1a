"""Read tables, show how they are understood, write the form that asks for them.

Layer: api. Input: files, rows, frames. Output: ObservationTable, Inspection, a workbook.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from targetcheck.api.argument_checks import one_of, path_of
from targetcheck.api.plan_functions import plan_of
from targetcheck.errors import Diagnostic, Language, checked_language
from targetcheck.files import write_file
from targetcheck.gc_pause import uncollected
from targetcheck.observations.observation import Observations
from targetcheck.plan.plan import Plan
from targetcheck.tables import table_reader
from targetcheck.tables.observation_table import ObservationTable

if TYPE_CHECKING:
    from targetcheck.output.inspection.table_inspection import CellSeen
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.known_names import Vocabulary
    from targetcheck.tables.mapping_file import MappingSource

Paging = Literal["lead", "place"]


@uncollected()
def read_table(
    source: object,
    ruleset: RulesetSource | Plan | None = None,
    *,
    mapping: MappingSource | None = None,
    name: str | None = None,
) -> ObservationTable:
    """Read a table once, to evaluate it several times or to look at its columns.

    Args:
        source: Path (CSV, TSV, XLSX, ODS, JSON, Parquet, IATI XML), frame (pandas, Polars, PyArrow,
            DuckDB), list of dicts, dictionary of columns, or a list of these.
        ruleset: Ruleset or Plan whose names help to interpret a hand-made sheet.
        mapping: File or mapping that settles what a sheet leaves open (columns, names, units).
        name: What messages call the source; by default its path.

    Returns:
        The rows under canonical column names, with the location of every cell.

    Raises:
        TargetcheckError: The source cannot be read; `.diagnostics` has every location.

    Example:
        >>> table = read_table([{"place": "a", "indicator": "i", "period": "2024", "value": 5}])
        >>> len(table), table.column("value")
        (1, [5])
    """
    if name is not None and not isinstance(name, str):
        message = f"name must be a text, not {type(name).__name__}"
        raise TypeError(message)
    known = None if ruleset is None else _vocabulary(plan_of(ruleset))
    return table_reader.read_table(source, name, known=known, mapping=mapping)


def _vocabulary(plan: Plan) -> Vocabulary:
    from targetcheck.observations.observation_reader import vocabulary

    return vocabulary(plan)


@dataclass(frozen=True)
class Inspection:
    """How a table was understood, before anything is evaluated."""

    table: ObservationTable
    """the rows, under canonical column names"""
    observations: Observations | None
    """the rows as values of the ruleset's indicators; None without a ruleset"""
    plan: Plan | None

    @cached_property
    def cells(self) -> tuple[CellSeen, ...]:
        """Every cell: `.where`, `.texts`, `.read`, `.observation`, and `.why` if it is set aside."""
        from targetcheck.output.inspection.table_inspection import cells_seen

        return tuple(cells_seen(self.table, self.observations))

    @property
    def set_aside(self) -> tuple[Diagnostic, ...]:
        """The reason of every cell that is not used."""
        return tuple(cell.why for cell in self.cells if cell.why is not None)

    def text(self, lang: Language = "en", *, most: int | None = 200) -> str:
        """Return what `targetcheck inspect` prints; `most` cells, None for all."""
        from targetcheck.output.inspection.inspection_text import inspection_lines

        checked_language(lang)
        lines = inspection_lines(self.table, self.observations, lang, most, self.plan)
        return "\n".join(lines) + "\n"

    def to_dict(self, lang: Language = "en") -> dict[str, object]:
        """Return the interpretation as plain data for JSON."""
        from targetcheck.output.inspection.table_inspection import inspection_data

        checked_language(lang)
        data = inspection_data(self.table, self.observations, lang)
        assert isinstance(data, dict)
        return data


@uncollected()
def inspect(
    data: object,
    ruleset: RulesetSource | Plan | None = None,
    *,
    mapping: MappingSource | None = None,
) -> Inspection:
    """Show how a table is understood, cell by cell, without evaluating it.

    Args:
        data: What `evaluate` accepts as data.
        ruleset: Ruleset or Plan: each cell is shown with its place, indicator, period and unit.
        mapping: File or mapping that settles what a sheet leaves open.

    Returns:
        `.text("zh")` for people, `.to_dict()` for programs, `.cells`, `.set_aside`. Where something
        is open, the text ends with the mapping that would settle it.

    Raises:
        TargetcheckError: The table or the ruleset cannot be read.

    Example:
        >>> seen = inspect([{"place": "a", "indicator": "i", "period": "2024", "value": "94,5 %"}])
        >>> seen.cells[0].read.number
        Decimal('94.5')
    """
    from targetcheck.observations.observation_reader import read_observations

    plan = None if ruleset is None else plan_of(ruleset)
    table = read_table(data, plan, mapping=mapping)
    return Inspection(table, None if plan is None else read_observations(table, plan), plan)


@uncollected()
def template(
    ruleset: RulesetSource | Plan,
    period: str | date | int,
    output: str | os.PathLike[str] | None = None,
    *,
    by: Paging = "lead",
    reported: object = None,
    overdue: bool = True,
    mapping: MappingSource | None = None,
    lang: Language = "zh",
) -> bytes:
    """Make the reporting form of a ruleset for a period, a workbook that `evaluate` reads back.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        period: Period to report: `2024Q4`, `2024-09`, `2024`.
        output: Workbook to write; None only returns it.
        by: One sheet for each `lead` department or each `place`.
        reported: Data reported so far: shown beside, and not asked for again.
        overdue: Also ask for what fell due before the period.
        mapping: File or mapping that settles what `reported` leaves open.
        lang: Language of the form.

    Returns:
        The workbook (`.xlsx`).

    Raises:
        TargetcheckError: `form-empty` if the period asks for nothing, `part-missing` without the
            extra `office`, or what is wrong with ruleset, period or data.
    """
    from targetcheck.observations.observation_reader import read_observations
    from targetcheck.output.reporting_form.form_xlsx import form
    from targetcheck.periods.period_parser import parse_period

    one_of(by, "by", ("lead", "place"))
    checked_language(lang)
    plan = plan_of(ruleset)
    known = None
    if reported is not None:
        known = read_observations(read_table(reported, plan, mapping=mapping), plan)
    made = form(plan, parse_period(period).period, by, lang, known, overdue=overdue)
    if output is not None:
        write_file(path_of(output, "output"), made)
    return made
