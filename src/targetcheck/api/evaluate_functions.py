"""Evaluate tables against rulesets.

Layer: api. Input: a ruleset or plan, data, an evaluation date. Output: Result, VerdictTable, frames.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from targetcheck.api.argument_checks import day_of, day_or_none, one_of
from targetcheck.api.plan_functions import plan_of
from targetcheck.errors import checked_language
from targetcheck.evaluation import Result, evaluate_table
from targetcheck.first_use import on_first_use
from targetcheck.gc_pause import uncollected
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.plan.plan import Plan
from targetcheck.tables.table_reader import read_table

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.evaluation import submission_scope
    from targetcheck.evaluation.chart_types import Charts
    from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator
    from targetcheck.evaluation.large_tables.engine_choice import TableEngine
    from targetcheck.evaluation.large_tables.verdict_table import VerdictTable
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.mapping_file import MappingSource
else:
    submission_scope = on_first_use("targetcheck.evaluation.submission_scope")

F = TypeVar("F")
"""A kind of frame: what comes in goes out."""


@uncollected()
def evaluate(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
    scope: str | os.PathLike[str] | None = None,
) -> Result:
    """Evaluate reported values against the targets of a ruleset.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: Path (CSV, XLSX, JSON, Parquet), frame (pandas, Polars, PyArrow, DuckDB), list of
            dicts, or a list of these. One row for each place, indicator and period, or a wide sheet.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open (columns, names, units).
        scope: Id of a submission of the ruleset, or path of a form (XLSX, CSV) whose rows are the
            submission: what lies outside it is flagged `outside_scope` and counted apart. None
            counts every verdict.

    Returns:
        One verdict for each target, place and due date, in the order of the ruleset, with the rows
        that were set aside and the reason of each.

    Raises:
        TargetcheckError: Ruleset or data cannot be used. A target that is not met never raises.

    Example:
        >>> result = evaluate(
        ...     "hubei/suizhou-yangtze-2024",
        ...     [{"place": "随州市", "indicator": "营造林面积", "period": "2024", "value": "1.5万亩"}],
        ...     as_of="2024-12-31",
        ... )
        >>> verdict = result["afforestation"]
        >>> print(verdict.status, verdict.reason)
        on_track on_schedule
    """
    plan, day = plan_of(ruleset, profile), day_of(as_of)
    known = day_or_none(known_at)
    covered = None if scope is None else submission_scope.scope_of(plan, scope)
    table = read_table(data, known=vocabulary(plan), mapping=mapping)
    result = evaluate_table(plan, table, day, known)
    result = result if covered is None else submission_scope.within(result, covered)
    return replace(result, presenter=_plots)


def _plots(result: Result) -> Charts:
    """Return the charts of a result; loaded on first use."""
    from targetcheck.output.charts import Plots

    return Plots(result)


def verdict_table(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
    engine: TableEngine = "auto",
    lang: Language = "en",
) -> VerdictTable:
    """Evaluate a large table; return the verdicts of `evaluate` as the rows of a frame.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open.
        data: Frame (Polars, pandas, PyArrow, DuckDB), path (also a folder of Parquet files) or rows.
        engine: `reference`, `columnar`, or `auto`: columnar from 20,000 rows on.
        lang: Language of names and sentences.

    Returns:
        `.frame`: one row for each target, place and due date. `.to_native()`: the same as the kind
        of frame that came in. `.verdict(target, place)`: one verdict with its evidence. `.left`:
        how many target instances the reference engine answered, by reason.

    Raises:
        TargetcheckError: Ruleset or data cannot be used.
    """
    from targetcheck.evaluation.large_tables.frame_input import carried

    one_of(engine, "engine", ("auto", "columnar", "reference"))
    tabulator = tabulator_of(ruleset, as_of=as_of, known_at=known_at, profile=profile, lang=lang)
    frame, native = carried(data, tabulator.plan, mapping)
    return tabulator.table(frame, native, engine)


def tabulator_of(
    ruleset: RulesetSource | Plan,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    lang: Language = "en",
    lagging: bool = True,
) -> Tabulator:
    """Return a reusable evaluator of Polars frames for one evaluation date.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        lang: Language of names and sentences.
        lagging: Count for how many observations in a row a target has been at risk. Without it the
            work takes about half the time.

    Returns:
        An object whose `.table(frame)` gives a VerdictTable.
    """
    from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

    checked_language(lang)
    plan, day = plan_of(ruleset, profile), day_of(as_of)
    known = day_or_none(known_at)
    return Tabulator(plan, day, known, lang, lagging)


def verdict_frame(
    ruleset: RulesetSource | Plan,
    data: F,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    lang: Language = "en",
) -> F:
    """Evaluate a frame; return the verdicts as a frame of the same kind.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        data: Frame (Polars, pandas, PyArrow, DuckDB or Spark). A Spark frame is evaluated by its
            cluster, and only when the returned frame is used.
        lang: Language of names and sentences.

    Returns:
        One row for each target, place and due date.

    Raises:
        TargetcheckError: Ruleset or data cannot be used.
    """
    if not type(data).__module__.startswith("pyspark."):
        table = verdict_table(
            ruleset, data, as_of=as_of, known_at=known_at, profile=profile, lang=lang
        )
        return cast("F", table.to_native())
    from targetcheck.evaluation.large_tables.spark_evaluation import tabulate_spark

    plan, day = plan_of(ruleset, profile), day_of(as_of)
    known = day_or_none(known_at)
    made: F = tabulate_spark(plan, data, day, known, lang)
    return made
