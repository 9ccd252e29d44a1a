"""Totals of periods from a first day to a due date, on columns.

Layer: columnar. Input: reports of an indicator as points (series, start, end, frequency, value,
error, step), windows (series, start, end). Output: the total of each window that periods of one
length tile without gap, as running_total.py defines it. A window that several lengths tile has a
total only if all agree; every other one stays with the reference engine. Cost grows with reports
plus windows, however the windows overlap, since sums up to each day are made once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from targetcheck.columnar.derived_values.exact_columns import (
    MOST_DECIMALS,
    ROOM,
    quotient,
    scaled,
)

if TYPE_CHECKING:
    import polars as pl

_BY = ["series", "frequency"]
_WINDOW = ["series", "start", "end"]


def totals(points: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """Return series, start, end, value, error, `less` and `more` of the total of each window.

    The digits that are not printed hide anything from `less` to `more`: half of the sum of the last
    printed digits, to either side.
    """
    import polars as pl

    whole, places = scaled(points["value"])
    points = points.with_columns(number=whole, places=places)
    bad = pl.col("number").is_null() | (pl.col("error") > 0) | pl.col("step_places").is_null()
    bad = bad | (pl.col("step_places") > MOST_DECIMALS)
    before = pl.col("end").shift(1).over(_BY)
    points = points.sort("series", "frequency", "end").with_columns(
        bad=bad | (pl.col("start") <= before).fill_null(value=False)
    )
    points = points.filter(~pl.col("bad").any().over("series"))
    most: Any = points.select(pl.max_horizontal("places", "step_places").max()).item()
    decimals = 0 if most is None else int(most)
    up = pl.lit([10 ** (decimals - n) for n in range(decimals + 1)], pl.List(pl.Int64)).list
    sizes = points.select(pl.col("number", "step").abs().cast(pl.Float64).sum())
    if (sizes.sum_horizontal().item() or 0.0) * 10.0 ** (decimals + 1) > ROOM:
        points = points.head(0)
    sums = points.with_columns(
        number=pl.col("number") * up.get(pl.col("places").cast(pl.Int64)),
        step=pl.col("step") * up.get(pl.col("step_places").cast(pl.Int64)),
        days=(pl.col("end") - pl.col("start") + 1).cast(pl.Int64),
        pieces=pl.lit(1, pl.Int64),
    ).with_columns(
        pl.col(name).cum_sum().over(_BY) for name in ("number", "days", "pieces", "step")
    )
    return _chosen(_inside(sums, windows), decimals)


def _inside(sums: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """Return number, days, pieces and step of the reports inside each window, by their length."""
    import polars as pl

    names = ("number", "days", "pieces", "step")
    lengths = sums.select(_BY).unique()
    asked = windows.unique().join(lengths, on="series").with_columns(first=pl.col("start") - 1)
    ends = sums.select(*_BY, "end", *names).sort("end")
    until = asked.sort("end").join_asof(
        ends, on="end", by=_BY, strategy="backward", check_sortedness=False
    )
    begun = sums.select(*_BY, first="start", **{f"{n}_0": n for n in names}).sort("first")
    both = until.sort("first").join_asof(
        begun, on="first", by=_BY, strategy="backward", check_sortedness=False
    )
    return both.select(
        *_WINDOW,
        **{name: pl.col(name).fill_null(0) - pl.col(f"{name}_0").fill_null(0) for name in names},
    ).filter(pl.col("pieces") > 0)


def _chosen(inside: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """Return the total in the fewest pieces of each window that every length present tiles alike."""
    import polars as pl

    tiled = pl.col("days") == pl.col("end") - pl.col("start") + 1
    found = inside.with_columns(tiled=tiled).filter(
        pl.col("tiled").all().over(_WINDOW) & (pl.col("number").n_unique().over(_WINDOW) == 1)
    )
    fewest = found.sort("pieces").unique(_WINDOW, keep="first", maintain_order=True)
    one = pl.lit(1, pl.Int64)
    made = quotient(fewest.with_columns(num="number", den=one), decimals)
    tenth, half = pl.col("number") * 10, pl.col("step") * 5
    ends = {
        name: quotient(made.select(num=end, den=one), decimals + 1)["value"]
        for name, end in (("less", tenth - half), ("more", tenth + half))
    }
    return made.select(*_WINDOW, "value", "error").with_columns(**ends)
