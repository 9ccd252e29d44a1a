"""Compare rows or single values with level requirements.

Layer: api. Input: a ruleset or plan, and rows or values. Output: frames, counts, deciders.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from targetcheck.api.argument_checks import day_of, one_of, path_of
from targetcheck.api.plan_functions import plan_of
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from targetcheck.columnar.screening.screener import Screener
    from targetcheck.evaluation.decider import Decider
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset.target import Strength
    from targetcheck.ruleset_locator import RulesetSource

F = TypeVar("F")
"""A kind of frame: what comes in goes out."""


def screen(
    ruleset: RulesetSource | Plan,
    data: F,
    *,
    as_of: str | date,
    place: str | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    detail: bool = False,
    strength: Strength = "binding",
) -> F:
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

        return cast("F", screen_spark(screener, data))
    return cast("F", screener.frame(data))


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
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        as_of: Evaluation date; of each target the requirement due next is compared.
        place: Place of every row, if there is no column for it.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        detail: Add the columns `reason` and `gap`.
        strength: Compare with targets of this strength.
        source: Parquet file, or a folder of Parquet files.
        output: Parquet file to write.

    Returns:
        The number of rows for each verdict. Memory does not grow with the number of rows.

    Raises:
        TargetcheckError: Ruleset or data cannot be used.
    """
    from targetcheck.columnar.screening.parquet_screening import screen_parquet

    screener = screener_of(
        ruleset, as_of=as_of, place=place, profile=profile, detail=detail, strength=strength
    )
    return screen_parquet(screener, path_of(source, "source"), path_of(output, "output"))


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
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        as_of: Evaluation date; of each target the requirement due next is compared.
        place: Place of every row, if there is no column for it.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        detail: Add the columns `reason` and `gap`.
        strength: Compare with targets of this strength.

    Returns:
        An object whose `.frame(data)` does what `screen` does; `.levels.declined` maps targets that
        one row cannot decide to the reason.
    """
    one_of(strength, "strength", ("binding", "expected", "aspirational"))
    from targetcheck.columnar.screening.level_requirements import levels_of
    from targetcheck.columnar.screening.screener import Screener

    plan, day = plan_of(ruleset, profile), day_of(as_of)
    return Screener(levels_of(plan, day, strength), place, detail)


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

    plan, day = plan_of(ruleset, profile), day_of(as_of)
    return decider_of(plan, target, place, day)
