"""The functions that users import: load a ruleset, compile it, evaluate, screen.

Layer: api. Input: names, paths, frames, dates as text. Output: results, tables, plans.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.evaluation import Result, evaluate_table
from targetcheck.files import read_bytes, write_file
from targetcheck.gc_pause import uncollected
from targetcheck.observations.observation_reader import vocabulary
from targetcheck.periods.period_parser import parse_due
from targetcheck.plan.plan import Plan
from targetcheck.plan.plan_file_reader import damaged, plan_at
from targetcheck.ruleset_locator import open_document
from targetcheck.tables.table_reader import read_table

if TYPE_CHECKING:
    from targetcheck.columnar.screening.screener import Screener
    from targetcheck.errors import Language
    from targetcheck.evaluation.decider import Decider
    from targetcheck.evaluation.large_tables.columnar_evaluation import TableEngine, Tabulator
    from targetcheck.evaluation.large_tables.verdict_table import VerdictTable
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Strength
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.mapping_file import MappingSource


@uncollected()
def load_ruleset(source: RulesetSource) -> Ruleset:
    """Load and validate a ruleset.

    Args:
        source: Bundled name, path of a YAML file or folder, or a mapping. A Ruleset is returned as is.

    Returns:
        The validated, immutable ruleset, with `include` and `use` resolved.

    Raises:
        TargetcheckError: The source is invalid; `.diagnostics` has every error with its location.
    """
    from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document

    if not isinstance(source, str | os.PathLike | Mapping):
        return source
    document, include, use = open_document(source)
    return ruleset_from_document(document, include=include, use=use)


@uncollected()
def compile_plan(
    ruleset: RulesetSource, profile: str | Profile | Mapping[str, object] | None = None
) -> Plan:
    """Compile a ruleset to a plan: one question for each verdict, with exact bounds.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping or Ruleset.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.

    Returns:
        The plan, which `evaluate` and the others accept in place of the ruleset.

    Raises:
        TargetcheckError: The ruleset is invalid, the profile is unknown, or a compiled plan was made
            under another profile.
    """
    if isinstance(ruleset, str | os.PathLike) and (plan := plan_at(ruleset)) is not None:
        return _under(plan, profile)
    from targetcheck.plan.ruleset_compiler import plan_from_model
    from targetcheck.ruleset.profile import Profile

    loaded = load_ruleset(ruleset)
    if isinstance(profile, str):
        if profile != "default" and profile not in loaded.profiles:
            near = did_you_mean(profile, loaded.profiles)
            raise TargetcheckError(
                Diagnostic(
                    "profile-unknown",
                    f"the ruleset has no profile `{profile}`",
                    f"规则集中没有评判方案“{profile}”",
                    f"did you mean `{near}`?" if near else "define it under `profiles`",
                    f"是否应为 {near}？" if near else "请在 profiles 下定义",
                )
            )
        return plan_from_model(loaded, profile_name=profile)
    if profile is None or isinstance(profile, Profile):
        return plan_from_model(loaded, profile, "default" if profile is None else "given")
    return plan_from_model(loaded, Profile.model_validate(dict(profile)), "given")


def _under(plan: Plan, profile: object) -> Plan:
    """Return a compiled plan, unless another profile than its own is asked for."""
    if profile in (None, plan.profile_name):
        return plan
    name = profile if isinstance(profile, str) else "given"
    raise TargetcheckError(
        Diagnostic(
            "plan-profile",
            f"the plan was compiled under the profile `{plan.profile_name}`, not `{name}`",
            f"该文件按评判方案“{plan.profile_name}”编译，不是“{name}”",
            "compile the ruleset once more with that profile",
            "请按所需的评判方案另行编译",
        )
    )


def plan_text(plan: Plan) -> str:
    """Return the text of a compiled plan, for a file that `load_plan` reads.

    Args:
        plan: The plan of `compile_plan`.

    Returns:
        JSON on three lines; the same plan gives the same text.
    """
    from targetcheck.evaluation.reference_evaluation import digest_of_ruleset
    from targetcheck.plan.plan_file_writer import plan_text as text_of

    return text_of(plan, digest_of_ruleset(plan.ruleset))


def save_plan(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write a compiled plan to a file that loads without YAML and validation.

    Args:
        plan: The plan of `compile_plan`.
        path: File to write; an existing file is replaced whole.

    Raises:
        TargetcheckError: The file cannot be written.
    """
    write_file(path, plan_text(plan))


@uncollected()
def load_plan(path: str | os.PathLike[str]) -> Plan:
    """Load a compiled plan.

    Args:
        path: File that `save_plan` or `targetcheck compile` wrote.

    Returns:
        The plan, equal to the one that was saved.

    Raises:
        TargetcheckError: `plan-damaged` if the file was changed after it was written, `plan-version`
            if another version of targetcheck wrote it.
    """
    plan = plan_at(path)
    if plan is None:
        read_bytes(path, os.fspath(path))  # says why a file cannot be read
        raise TargetcheckError(damaged(os.fspath(path)))
    return plan


@uncollected()
def evaluate(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
) -> Result:
    """Evaluate reported values against the targets of a ruleset.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: Path (CSV, XLSX, JSON, Parquet), frame (pandas, Polars, PyArrow, DuckDB), list of
            dicts, or a list of these. One row for each place, indicator and period, or a wide sheet.
        as_of: Evaluation date, or a period that stands for its last day (`2024Q3`).
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open (columns, names, units).

    Returns:
        One verdict for each target, place and due date, in the order of the ruleset, with the rows
        that were set aside and the reason of each.

    Raises:
        TargetcheckError: Ruleset or data cannot be used. A target that is not met never raises.
    """
    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    known = None if known_at is None else parse_due(known_at)
    table = read_table(data, known=vocabulary(plan), mapping=mapping)
    result = evaluate_table(plan, table, parse_due(as_of), known)
    return replace(result, presenter=_plots)


def _plots(result: Result) -> object:
    """Return the charts of a result; loaded when the first is asked for."""
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
        ruleset, as_of, known_at, profile, mapping: As in `evaluate`.
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
        ruleset, as_of, known_at, profile: As in `evaluate`.
        lang: Language of names and sentences.
        lagging: Count for how many observations in a row a target has been at risk. Without it the
            work takes about half the time.

    Returns:
        An object whose `.table(frame)` gives a VerdictTable.
    """
    from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    known = None if known_at is None else parse_due(known_at)
    return Tabulator(plan, parse_due(as_of), known, lang, lagging)


def verdict_frame(
    ruleset: RulesetSource | Plan,
    data: Any,
    *,
    as_of: str | date,
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    lang: Language = "en",
) -> Any:
    """Evaluate a frame; return the verdicts as a frame of the same kind.

    Args:
        ruleset, as_of, known_at, profile: As in `evaluate`.
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
        return table.to_native()
    from targetcheck.evaluation.large_tables.spark_evaluation import tabulate_spark

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    known = None if known_at is None else parse_due(known_at)
    return tabulate_spark(plan, data, parse_due(as_of), known, lang)


def screen(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
    strength: Strength = "binding",
) -> Any:
    """Compare each row by itself with the level requirements of its indicator and place.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: Frame (Polars, pandas, PyArrow, DuckDB or Spark).
        as_of: Evaluation date; of each target the requirement due next is compared.
        place: Place of every row, if there is no column for it.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        detail: Add the columns `reason` and `gap`.
        strength: Compare with targets of this strength.

    Returns:
        The same kind of frame with the columns `verdict` (pass, fail, undetermined, refused,
        not_asked) and `margin`, in the unit of the indicator. Answers equal those of the reference
        engine.

    Raises:
        TargetcheckError: Ruleset or data cannot be used.
    """
    screener = screener_of(
        ruleset, as_of=as_of, place=place, profile=profile, detail=detail, strength=strength
    )
    if type(data).__module__.startswith("pyspark."):
        from targetcheck.columnar.screening.spark_screener import screen_spark

        return screen_spark(screener, data)
    return screener.frame(data)


def screen_parquet(
    ruleset: RulesetSource | Plan,
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
    strength: Strength = "binding",
) -> dict[str, int]:
    """Do what `screen` does from a Parquet file or folder to a file, in batches.

    Args:
        ruleset, as_of, place, profile, detail, strength: As in `screen`.
        source: Parquet file, or a folder of Parquet files.
        output: Parquet file to write.

    Returns:
        The number of rows for each verdict. Memory does not grow with the number of rows.

    Raises:
        TargetcheckError: Ruleset or data cannot be used.
    """
    from targetcheck.columnar.screening.screener import screen_parquet

    screener = screener_of(
        ruleset, as_of=as_of, place=place, profile=profile, detail=detail, strength=strength
    )
    return screen_parquet(screener, os.fspath(source), os.fspath(output))


def screener_of(
    ruleset: RulesetSource | Plan,
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
    strength: Strength = "binding",
) -> Screener:
    """Return a reusable screener for one evaluation date.

    Args:
        ruleset, as_of, place, profile, detail, strength: As in `screen`.

    Returns:
        An object whose `.frame(data)` does what `screen` does; `.levels.declined` maps targets that
        one row cannot decide to the reason.
    """
    from targetcheck.columnar.screening.level_requirements import levels_of
    from targetcheck.columnar.screening.screener import Screener

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    return Screener(levels_of(plan, parse_due(as_of), strength), place, detail)


def decider(
    ruleset: RulesetSource | Plan,
    target: str,
    place: str | None = None,
    *,
    as_of: str | date,
    profile: str | Profile | Mapping[str, object] | None = None,
) -> Decider:
    """Prepare one requirement for values that come one by one: `decide(0.0026, "g/L")`.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        target: Id of the target.
        place: Id of the place; needed if the target has several.
        as_of: Evaluation date; the requirement due next is used, else the last.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.

    Returns:
        A callable that gives status and margin; its `.verdict(value, unit)` gives a verdict with
        evidence.

    Raises:
        TargetcheckError: There is no such target, or one value cannot decide it.
    """
    from targetcheck.evaluation.decider import decider_of

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    return decider_of(plan, target, place, parse_due(as_of))
