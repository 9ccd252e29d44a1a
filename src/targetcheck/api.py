"""The use cases: load a ruleset, read a table, evaluate.

Floor: api. The one place that knows where bundled rulesets lie.
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
from targetcheck.ground.collecting import uncollected
from targetcheck.ground.periods import parse_due
from targetcheck.model.from_document import Finder, ruleset_from_document
from targetcheck.model.profile import Profile
from targetcheck.model.ruleset import Ruleset
from targetcheck.plan.from_model import plan_from_model
from targetcheck.plan.observations import vocabulary
from targetcheck.plan.plan import Plan
from targetcheck.sources.document import RawDocument, read_document
from targetcheck.sources.table import read_table

if TYPE_CHECKING:
    from targetcheck.evaluation.decider import Decider
    from targetcheck.kernel.columnar.screen import Screener
    from targetcheck.sources.mapping import MappingSource

RulesetSource = Ruleset | str | os.PathLike[str] | Mapping[str, object]


def bundled_folder() -> Path:
    """Give the folder of the rulesets that come with the package, or of its source tree."""
    inside = Path(__file__).parent / "rulesets"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rulesets"


def bundled_rulesets() -> tuple[str, ...]:
    """Give the names of the rulesets that come with the package, such as `hubei/suizhou-2024`."""
    root = bundled_folder()
    found = root.glob("**/ruleset.yaml")
    return tuple(sorted(path.parent.relative_to(root).as_posix() for path in found))


def ruleset_path(source: str | os.PathLike[str]) -> Path:
    """Give the file of a ruleset: a path, a folder with `ruleset.yaml`, or a bundled name.

    Raises TargetcheckError (`ruleset-missing`) with the nearest bundled name.
    """
    given = Path(source)
    bundled = bundled_folder() / given
    for path in (given, given / "ruleset.yaml", bundled / "ruleset.yaml"):
        if path.is_file():
            return path
    near = did_you_mean(str(source), bundled_rulesets())
    raise TargetcheckError(
        Diagnostic(
            "ruleset-missing",
            f"there is no ruleset `{source}`",
            f"没有规则集“{source}”",
            f"did you mean `{near}`?" if near else "give a path, or a name that `show` lists",
            f"是否应为 {near}？" if near else "请给出路径，或 show 列出的名称",
        )
    )


def open_document(source: RulesetSource) -> tuple[RawDocument, Finder | None, Finder]:
    """Give the raw document of a ruleset, with the finders of what it includes and uses.

    Raises TargetcheckError when it cannot be read.
    """
    if isinstance(source, Mapping):
        return read_document(source), None, _shared_finder(bundled_folder())
    path = ruleset_path(source)  # type: ignore[arg-type]  # a Ruleset never gets here
    return (
        read_document(path, lenient=True),
        _include_finder(path.parent),
        _shared_finder(path.parent),
    )


@uncollected()
def load_ruleset(source: RulesetSource) -> Ruleset:
    """Give a ruleset from a bundled name, a path or a dict.

    Raises TargetcheckError with everything that is wrong with it, each with file, line, column and
    path.
    """
    if isinstance(source, Ruleset):
        return source
    document, include, use = open_document(source)
    return ruleset_from_document(document, include=include, use=use)


@uncollected()
def compile_plan(
    ruleset: RulesetSource, profile: str | Profile | Mapping[str, object] | None = None
) -> Plan:
    """Give the plan of a ruleset under a profile: its own by name, or one given here."""
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
    """Give the charts of a result; loaded when the first is asked for."""
    from targetcheck.reports.charts import Plots

    return Plots(result)


def screen(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
) -> Any:
    """Judge every report by itself against the level requirements of its indicator and place.

    `data`: a Polars, pandas, PyArrow, DuckDB or Spark frame. Gives the same kind of frame with the
    columns `verdict` (pass, fail, undetermined, refused, not_asked) and `margin`, with `detail`
    also `reason` and `gap`. `place` stands for a missing place column. Of every target the
    requirement due next after `as_of` is asked for. Verdicts are those of the reference kernel.
    """
    screener = screener_of(ruleset, as_of=as_of, place=place, profile=profile, detail=detail)
    if type(data).__module__.startswith("pyspark."):
        from targetcheck.kernel.columnar.on_spark import screen_spark

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
) -> dict[str, int]:
    """Do what `screen` does from a Parquet file or folder to a file, batch by batch.

    Gives the count of each answer. Memory does not grow with the number of rows.
    """
    from targetcheck.kernel.columnar import streaming

    screener = screener_of(ruleset, as_of=as_of, place=place, profile=profile, detail=detail)
    return streaming.screen_parquet(screener, os.fspath(source), os.fspath(output))


def screener_of(
    ruleset: RulesetSource | Plan,
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
) -> Screener:
    """Give what screens frame after frame; `levels.declined` names the targets it leaves out."""
    from targetcheck.kernel.columnar.levels import levels_of
    from targetcheck.kernel.columnar.screen import Screener

    plan = ruleset if isinstance(ruleset, Plan) else compile_plan(ruleset, profile)
    return Screener(levels_of(plan, parse_due(as_of)), place, detail)


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


def _include_finder(folder: Path) -> Finder:
    def find(name: str) -> RawDocument:
        return read_document(folder / name, lenient=True)

    return find


def _shared_finder(folder: Path) -> Finder:
    """Look for `hubei/shared` upwards from the ruleset's folder, then among the bundled ones."""

    def find(name: str) -> RawDocument:
        for root in (folder, *folder.parents, bundled_folder()):
            for path in (root / f"{name}.yaml", root / name / "part.yaml"):
                if path.is_file():
                    return read_document(path, lenient=True)
        return read_document(bundled_folder() / f"{name}.yaml")

    return find
