"""Classes computed from items on columns: the worst class of all items of a period.

Layer: columnar. Input: points of each item of a place and period, a Grading. Output: points whose
value is a rank, with the ranks that an item comes close to in `near`, one bit for each. A last day
on which periods of several lengths end without all items, or a value that is not known exactly,
stays with the reference engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.exact_window import Window, window_of
from targetcheck.kernel.decision.value_flags import NEAR
from targetcheck.plan.bound import Bound
from targetcheck.plan.derivation_plans import GradedItem, Grading

if TYPE_CHECKING:
    import polars as pl

_PERIOD = ["place", "start", "end"]
_ONE = Fraction(1)


def can_grade(spec: Grading) -> bool:
    """Return whether columns compute a class: the worst of its items, each with limits of its own."""
    plain = spec.kind in ("worst_item", "worst_of") and spec.across is None
    plain = plain and spec.complete is None and spec.decides == "computed"
    return plain and all(item.bounds for item in spec.items)


def graded(
    spec: Grading, items: Mapping[str, pl.DataFrame], lifted: Mapping[str, pl.Series]
) -> pl.DataFrame:
    """Return place, start, end, rank and near of each period; `items` by indicator, with `place`.

    `lifted`: the places at which other indicators may give an item a better class. Items meet by
    their period; where several periods end on a day, all of them must have every item.
    """
    import polars as pl

    parts = [
        _ranked(item, items[item.indicator], spec.worst)
        .with_columns(item=pl.lit(n, pl.UInt32))
        .with_columns(rank=_unless_lifted(item, lifted))
        for n, item in enumerate(spec.items)
        if len(items[item.indicator])
    ]
    if not parts:
        kinds: dict[str, Any] = dict.fromkeys(_PERIOD, pl.Int32)
        kinds |= {"place": pl.UInt32, "rank": pl.Int64, "near": pl.UInt32}
        return pl.DataFrame(schema=kinds)
    required = [n for n, item in enumerate(spec.items) if item.indicator in spec.required]
    met = pl.concat(parts).group_by(_PERIOD).agg(
        rank=pl.col("rank").max(), near=pl.col("near").bitwise_or(), count=pl.len(),
        open=pl.col("rank").is_null().any(), there=pl.col("item").is_in(required).sum(),
    )  # fmt: skip
    known = ~pl.col("open") & (pl.col("there") == len(required))
    whole = known & (pl.col("count") == len(spec.items))
    on_day = ["place", "end"]
    alone = pl.len().over(on_day) == 1
    kept = met.filter((alone & known) | whole.all().over(on_day))
    if spec.start is not None:
        first = pl.lit(spec.start).cast(pl.Int32)
        kept = kept.filter(pl.col("end") >= first)
    return kept.select(*_PERIOD, "rank", "near")


def _unless_lifted(item: GradedItem, lifted: Mapping[str, pl.Series]) -> pl.Expr:
    """Return the rank of an item, null where another indicator may give it a better one."""
    import polars as pl

    rank = pl.col("rank")
    best = min((rank for rank, _ in item.otherwise), default=None)
    if best is None:
        return rank
    open_ = pl.col("place").is_in(lifted[item.indicator].implode()) & (rank > best)
    return pl.when(~open_).then(rank)


def _ranked(item: GradedItem, points: pl.DataFrame, worst: int) -> pl.DataFrame:
    """Return the rank of each value of an item; null if its error could decide."""
    import polars as pl

    rounded = None if item.rounding is None else item.rounding.of
    value, error = pl.col("value"), pl.col("error")
    rank, near = pl.lit(worst, pl.Int64), pl.lit(0, pl.UInt32)
    edges: list[float] = []
    for place in reversed(range(len(item.bounds))):
        bound = item.bounds[place]
        holds = window_of(bound, _ONE, rounded)
        edges += [holds.low, holds.high]
        rank = pl.when(_inside(value, holds)).then(pl.lit(place, pl.Int64)).otherwise(rank)
        if bound.high is not None and bound.low is None:
            close = window_of(Bound(NEAR * bound.high, bound.high, low_open=True), _ONE, rounded)
            edges.append(close.low)
            bit = pl.lit(1 << place, pl.UInt32)
            near = near | pl.when(_inside(value, close)).then(bit).otherwise(pl.lit(0, pl.UInt32))
    sure = (error == 0) | ~pl.any_horizontal(*_beside(edges))
    return points.select(*_PERIOD, rank=pl.when(sure).then(rank), near=near)


def _inside(value: pl.Expr, window_: Window) -> pl.Expr:
    return (value >= window_.low) & (value <= window_.high)


def _beside(edges: Sequence[float]) -> list[pl.Expr]:
    import polars as pl

    return [(pl.col("value") - edge).abs() <= pl.col("error") * 2 for edge in edges]
