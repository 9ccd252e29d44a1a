"""Statistics of samples over calendar periods, and means of several years, on columns.

Layer: columnar. Input: points of an indicator (series, start, end, named, value, error), a Sampling.
Output: points of the statistic: of complete periods only, with the value before it was rounded. The
formulas are those of mean_and_percentile.py and exceedance.py, in scaled integers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.derived_values.exact_columns import (
    MOST_DECIMALS,
    SLIP,
    can_round,
    decimal_factor,
    quotient,
    rounded,
    scaled,
)
from targetcheck.columnar.derived_values.formula_columns import can_follow
from targetcheck.columnar.derived_values.graded_columns import can_grade
from targetcheck.columnar.derived_values.sample_groups import (
    KEYS,
    OVER,
    can_complete,
    complete_groups,
    samples_of,
)
from targetcheck.columnar.exact_window import Window, window
from targetcheck.plan.data_dependencies import is_made
from targetcheck.plan.derivation_plans import Sampling
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Judge, Plan

if TYPE_CHECKING:
    import polars as pl

LARGEST = 9_000_000_000_000_000_000
ORDERED = ("max", "min", "nth_highest", "nth_lowest", "percentile", "median", "two_highest",
           "two_lowest")  # fmt: skip
KINDS = ("mean", "sum", "count", "exceedance_count", "exceedance_share", *ORDERED)
EPOCH = date(1970, 1, 1).toordinal()


def derivable(plan: Plan) -> frozenset[str]:
    """Return the ids of the derived indicators that columns derive."""
    found: dict[str, bool] = {}

    def can(name: str) -> bool:
        if name not in found:
            found[name] = False  # while it is being looked at: a circle is not derived
            found[name] = _can(plan.indicators[name], can)
        return found[name]

    return frozenset(name for name, spec in plan.indicators.items() if is_made(spec) and can(name))


def _can(spec: IndicatorPlan, can: Callable[[str], bool]) -> bool:
    if spec.aggregate is not None or spec.across is not None:
        return False
    if spec.grading is not None:
        return can_grade(spec.grading) and all(
            can(item.indicator) and (item.sampling is None or _averages(item.sampling))
            for item in spec.grading.items
        )
    if spec.scale is not None:
        return False
    if not is_made(spec):
        return spec.non_detect is None and spec.nature not in ("class", "done")
    sampling = spec.sampling
    if sampling is None:
        return can_follow(spec, can)
    if not can_compute(sampling):
        return False
    if sampling.of == spec.id:
        return sampling.kind != "mean_of_years"
    return can(sampling.of)


def _averages(spec: Sampling) -> bool:
    return spec.kind != "mean_of_years" and can_compute(spec)


def can_compute(spec: Sampling) -> bool:
    """Return whether columns compute a statistic; the others stay with the reference engine."""
    plain = not spec.excluded and spec.of_samples is None and not spec.ph
    plain = plain and spec.season is None and spec.moving is None
    plain = plain and not any(entry.bound and entry.bound.end for entry in spec.exceeds)
    plain = plain and spec.same is None and can_round(spec.rounding)
    plain = plain and not (spec.ranked and spec.p == 1)
    if spec.kind == "mean_of_years":
        return plain and spec.years is not None
    whole = spec.window is None and spec.over in OVER and can_complete(spec)
    return plain and whole and spec.kind in KINDS and decimal_factor(spec.per_unit) is not None


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of periods of one length, as integers with the same number of decimals.

    `left` are the series that only the reference engine can read.
    """

    rows: pl.DataFrame
    decimals: int
    left: pl.Series


def prepared(points: pl.DataFrame, over: str) -> Samples:
    """Return the points that are samples of periods of a length."""
    import polars as pl

    samples = samples_of(points, over)
    whole, places = scaled(samples["value"])
    samples = samples.with_columns(number=whole, places=places)
    odd = pl.col("tangled") | pl.col("number").is_null() | (pl.col("error") > 0)
    left = samples.filter(odd)["series"].unique()
    samples = samples.filter(~pl.col("series").is_in(left.implode()))
    most: Any = samples["places"].max()
    decimals = 0 if most is None else int(most)
    if samples.select(_too_large(decimals)).to_series().any():
        left = pl.concat([left, samples["series"].unique()])
        samples = samples.head(0)
    up = pl.lit([10 ** (decimals - n) for n in range(decimals + 1)], pl.List(pl.Int64)).list
    samples = samples.with_columns(
        number=pl.col("number") * up.get(pl.col("places").cast(pl.Int64))
    )
    return Samples(samples, decimals, left)


def statistics(samples: Samples, spec: Sampling) -> pl.DataFrame:
    """Return the points of a statistic: of the periods with enough samples."""
    enough = complete_groups(samples.rows, spec)
    found, decimals = _computed(
        samples.rows.join(enough, on=KEYS, how="semi"), spec, samples.decimals
    )
    return _made(found, decimals, spec)


def _too_large(most: int) -> pl.Expr:
    """Return whether a sum of all samples could overflow once they have the same decimals."""
    import polars as pl

    size = pl.col("number").abs().cast(pl.Float64) * 10.0 ** (
        most - pl.col("places").cast(pl.Int32)
    )
    return size.max() * pl.len() * 1000 > LARGEST


def _computed(samples: pl.DataFrame, spec: Sampling, decimals: int) -> tuple[pl.DataFrame, int]:
    """Return `num` and `den` of each period, and the decimals that divide their quotient."""
    import polars as pl

    one, number = pl.lit(1, pl.Int64), pl.col("number")
    groups = samples.group_by(KEYS)
    if spec.kind == "count":
        return groups.agg(num=pl.len().cast(pl.Int64)).with_columns(den=one), 0
    if spec.kind in ("exceedance_count", "exceedance_share"):
        counted = _exceeds(spec)
        told = groups.agg(num=counted.sum().cast(pl.Int64), den=counted.count().cast(pl.Int64))
        if spec.kind == "exceedance_count":
            return told.with_columns(den=one), 0
        return told.filter(pl.col("den") > 0).with_columns(num=pl.col("num") * 100), 0
    if spec.kind == "mean":
        return groups.agg(num=number.sum(), den=pl.len().cast(pl.Int64)), decimals
    if spec.kind == "sum":
        return groups.agg(num=number.sum()).with_columns(den=one), decimals
    return groups.agg(**_ordered(spec)), decimals


def _ordered(spec: Sampling) -> dict[str, pl.Expr]:
    """Return numerator and denominator of an order statistic of a group."""
    import polars as pl

    number, count = pl.col("number"), pl.len().cast(pl.Int64)
    upwards, one = number.sort(), pl.lit(1, pl.Int64)
    if spec.kind in ("two_highest", "two_lowest"):
        two = upwards.tail(2) if spec.kind == "two_highest" else upwards.head(2)
        return {"num": two.sum(), "den": pl.min_horizontal(count, pl.lit(2, pl.Int64))}
    if spec.kind in ("max", "min", "nth_highest", "nth_lowest"):
        n = spec.n or 1
        high = spec.kind in ("max", "nth_highest")
        found = upwards.get(count - n if high else pl.lit(n - 1, pl.Int64), null_on_oob=True)
        return {"num": pl.when(count >= n).then(found), "den": one}
    p = Fraction(1, 2) if spec.kind == "median" else spec.p
    assert p is not None
    if spec.ranked and spec.kind != "median":
        rest = 1 - p
        rank = (count * rest.numerator + rest.denominator - 1) // rest.denominator
        return {"num": upwards.get(count - rank), "den": one}
    at = (count - 1) * p.numerator
    below, part = at // p.denominator, at % p.denominator
    here = upwards.get(below)
    further = upwards.get(pl.min_horizontal(below + 1, count - 1))
    return {
        "num": here * p.denominator + part * (further - here),
        "den": pl.lit(p.denominator, pl.Int64),
    }


def _exceeds(spec: Sampling) -> pl.Expr:
    """Return whether a sample is counted, by the entry in force on its last day."""
    import polars as pl

    value, met, known = pl.col("value"), pl.lit(None, pl.Boolean), pl.col("end")
    for entry in spec.exceeds:
        inside: Window | None = None
        if entry.bound is not None:
            inside = window(entry.bound, Judge((), "full"), Fraction(1))
        holds = (
            pl.lit(None, pl.Boolean)
            if inside is None
            else (value >= inside.low) & (value <= inside.high)
        )
        since = max(entry.start.toordinal() - EPOCH, -(2**31))
        met = pl.when(known >= since).then(holds).otherwise(met)
    return ~met if spec.outside else met


def _made(found: pl.DataFrame, decimals: int, spec: Sampling) -> pl.DataFrame:
    """Return points with their value and error, and the value before rounding and its error."""
    import polars as pl

    worth = decimal_factor(spec.per_unit)
    assert worth is not None
    if spec.kind != "count":
        found = found.with_columns(num=pl.col("num") * worth[0])
        decimals += worth[1]
    plain = quotient(found, decimals)
    told = plain
    if spec.rounding is not None and spec.rounding.decimals is not None:
        digits = spec.rounding.decimals
        steps = rounded(found, decimals, spec.rounding)
        if digits < 0:
            steps = steps.with_columns(num=pl.col("num") * 10**-digits)
        told = quotient(steps, max(digits, 0))
    return plain.select(
        "series", start="first", end="last", value=told["value"], error=told["error"],
        full="value", full_error="error",
    ).filter(pl.col("value").is_not_null() & pl.col("full").is_not_null())  # fmt: skip


def means_of_years(points: pl.DataFrame, spec: Sampling) -> pl.DataFrame:
    """Return the mean of the last n years, for each year that has enough of them."""
    import polars as pl

    assert spec.years is not None
    start, end = pl.col("start").cast(pl.Date), pl.col("end").cast(pl.Date)
    whole = (start.dt.ordinal_day() == 1) & (end == end.dt.month_end()) & (end.dt.month() == 12)
    years = points.filter(whole & (start.dt.year() == end.dt.year()))
    years = years.select("series", "value", "error", year=end.dt.year().cast(pl.Int32))
    spread = pl.concat(
        [years.with_columns(last=pl.col("year") + step) for step in range(spec.years)]
    ).join(years.select("series", last="year"), on=["series", "last"], how="semi")
    groups = spread.group_by("series", "last").agg(
        count=pl.len().cast(pl.Int64), values=pl.col("value"), errors=pl.col("error")
    )
    need = spec.complete.years or spec.years
    kept = groups.filter(pl.col("count") >= need)
    return _mean_of(kept, spec)


def _mean_of(groups: pl.DataFrame, spec: Sampling) -> pl.DataFrame:
    """Return the mean of a list of values for each group: exact where all are short decimals."""
    import polars as pl

    flat = groups.select("series", "last", "count", "values", "errors").with_row_index("group")
    each = flat.explode("values", "errors")
    whole, places = scaled(each["values"])
    each = each.with_columns(number=whole, places=places)
    most: Any = each["places"].max()
    decimals = MOST_DECIMALS if most is None else int(most)
    size = pl.col("number").abs().cast(pl.Float64) * 10.0 ** (
        decimals - pl.col("places").cast(pl.Int32)
    )
    up = pl.lit([10 ** (decimals - n) for n in range(decimals + 1)], pl.List(pl.Int64)).list
    fits = pl.col("number").is_not_null() & (pl.col("errors") == 0) & (size < LARGEST / 10**5)
    number = pl.when(fits).then(pl.col("number") * up.get(pl.col("places").cast(pl.Int64)))
    sums = each.with_columns(number=number).group_by("group", maintain_order=True).agg(
        num=pl.when(pl.col("number").is_not_null().all()).then(pl.col("number").sum()),
        rough=pl.col("values").mean(),
        slip=pl.col("errors").max() + pl.col("values").abs().max() * SLIP * pl.len(),
    )  # fmt: skip
    first = pl.date(pl.col("last") - (spec.years or 1) + 1, 1, 1).cast(pl.Int32)
    last = pl.date(pl.col("last"), 12, 31).cast(pl.Int32)
    told = flat.select("series", first=first, last=last, den="count").hstack(
        sums.select("num", "rough", "slip")
    )
    exact = _made(
        told.filter(pl.col("num").is_not_null()).select(*KEYS, "num", "den"), decimals, spec
    )
    if spec.rounding is not None:  # the sums that are no short decimals stay with the reference
        return exact
    worth = float(spec.per_unit)
    near = told.filter(pl.col("num").is_null()).select(
        "series", start="first", end="last", value=pl.col("rough") * worth,
        error=pl.col("slip") * abs(worth) + pl.col("rough").abs() * abs(worth) * SLIP,
    )  # fmt: skip
    near = near.with_columns(full="value", full_error="error")
    return pl.concat([exact, near.filter(pl.col("value").is_finite())])
