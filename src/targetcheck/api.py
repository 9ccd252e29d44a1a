"""The use cases: load a ruleset, read a table, evaluate.

Layer: root.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.evaluation import Result, evaluate_table
from targetcheck.files import read_bytes
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
    """Return a ruleset from a bundled name, a path or a dict.

    Raises TargetcheckError with everything that is wrong with it, each with file, line, column and
    path.
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
    """Return the plan of a ruleset under a profile: its own by name, or one given here.

    The file of a compiled plan gives its plan, which is of one profile; see `load_plan`.
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
    """Return the text of a compiled plan, for a file that `load_plan` reads."""
    from targetcheck.evaluation.reference_evaluation import digest_of_ruleset
    from targetcheck.plan.plan_file_writer import plan_text as text_of

    return text_of(plan, digest_of_ruleset(plan.ruleset))


def save_plan(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write a plan to a file, to be used in place of its ruleset: no YAML, no validation."""
    Path(path).write_text(plan_text(plan), encoding="utf-8", newline="\n")


@uncollected()
def load_plan(path: str | os.PathLike[str]) -> Plan:
    """Return the plan of a file that `save_plan` or `targetcheck compile` wrote.

    Raises TargetcheckError: `plan-damaged` where the file is not what was written, `plan-version`
    where another version of targetcheck wrote it.
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
    """Evaluate reported values against a ruleset.

    `data`: a path (CSV, XLSX, JSON, Parquet), a pandas, Polars or Arrow frame, a list of dicts, or
    a list of these. `as_of`: the day for which is judged; `known_at`: only what had been reported
    by then counts. `mapping`: a file or dict that says of a sheet what cannot be inferred. Raises
    TargetcheckError when ruleset or data cannot be used; a failed target never raises.
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
    """Evaluate a large table: the verdicts of `evaluate`, as the rows of a frame.

    `data`: a Polars, pandas, PyArrow or DuckDB frame, a path (a folder of Parquet files too), rows.
    `.frame` holds a row for each target, place and due date, `.to_native()` the same as the kind of
    frame that came in, and `.verdict(target, place)` makes the evidence of one. `engine`: `auto`
    takes the columnar kernel from 20,000 rows on. What columns do not answer the reference kernel
    does; `.left` says how often and why, and so does the log. Raises TargetcheckError as `evaluate`.
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
    """Return what answers frame after frame for one day: `.table(polars_frame)`.

    Without `lagging` nobody counts for how many reports in a row a target was at risk, which halves
    the time.
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
    """Evaluate a frame and give the verdicts as a frame of the same kind, Spark included.

    A Spark frame is answered where its rows lie; nothing is computed before the answer is used.
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
    """Judge every report by itself against the level requirements of its indicator and place.

    `data`: a Polars, pandas, PyArrow, DuckDB or Spark frame. Gives the same kind of frame with the
    columns `verdict` (pass, fail, undetermined, refused, not_asked) and `margin`, with `detail`
    also `reason` and `gap`. `place` stands for a missing place column. Of every target of
    that `strength` the requirement due next after `as_of` is asked for. Verdicts are those of the reference kernel.
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
    """Do what `screen` does from a Parquet file or folder to a file, batch by batch.

    Gives the count of each answer. Memory does not grow with the number of rows.
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
    """Return what screens frame after frame; `levels.declined` names the targets it leaves out."""
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
    """Prepare one requirement for deciding value by value: `decide(0.0026, "g/L")`.

    Gives status and margin; `.verdict(value, unit)` gives the verdict with its evidence. Raises
    TargetcheckError where no single value decides the target.
    """
    from targetcheck.evaluation.decider import decider_of

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    return decider_of(plan, target, place, parse_due(as_of))
