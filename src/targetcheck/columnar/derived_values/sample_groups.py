"""Samples of an indicator, grouped by the periods of a statistic, and whether these are complete.

Layer: columnar. Input: regular observations as points of an indicator, a Sampling. Output: the
samples with the period that they belong to, and for each series and period whether enough samples
are there, by the rules of sample_completeness.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.periods.period import MONTHS
from targetcheck.plan.derivation_plans import Sampling
from targetcheck.quantities.quantity import Quantity

if TYPE_CHECKING:
    import polars as pl

KEYS = ["series", "first", "last"]
OVER = ("month", "quarter", "half", "year")
"""Lengths of a statistic whose samples columns group."""


def samples_of(points: pl.DataFrame, over: str) -> pl.DataFrame:
    """Return the points that are samples of periods of a length, with `first` and `last` of these.

    `tangled` marks those of series in which a sample contains another or spans months.
    """
    import polars as pl

    months = MONTHS[over]
    end, start = pl.col("end").cast(pl.Date), pl.col("start").cast(pl.Date)
    month = (end.dt.month().cast(pl.Int32) - 1) // months * months + 1
    first = pl.date(end.dt.year(), month, 1)
    found = points.with_columns(first=first).with_columns(
        last=(pl.col("first").dt.offset_by(f"{months}mo").cast(pl.Int32) - 1),
        first=pl.col("first").cast(pl.Int32),
    )
    inside = (pl.col("start") >= pl.col("first")) & (
        (pl.col("end") < pl.col("last")) | (pl.col("start") > pl.col("first"))
    )
    so_far = (pl.col("start") == pl.col("first")) & ~pl.col("named")
    found = found.filter(inside & ~so_far).sort("series", "start", "end")
    before = pl.col("end").cum_max().shift(1).over("series")
    spans = (start.dt.month() != end.dt.month()) | (start.dt.year() != end.dt.year())
    tangled = ((pl.col("start") <= before).fill_null(value=False) | spans).any().over("series")
    return found.with_columns(tangled=tangled)


def can_complete(spec: Sampling) -> bool:
    """Return whether columns know the rule of completeness."""
    rule = spec.complete
    return rule.parts is None and (rule.each is None or MONTHS[rule.each] <= MONTHS[spec.over])


def complete_groups(samples: pl.DataFrame, spec: Sampling) -> pl.DataFrame:
    """Return series, first and last day of the periods with enough samples."""
    import polars as pl

    rule = spec.complete
    month = pl.col("end").cast(pl.Date).dt.month().cast(pl.Int32)
    by_month = samples.group_by(*KEYS, month=month).agg(have=pl.len())
    february = rule.per_month if rule.february is None else rule.february
    need = pl.when(pl.col("month") == 2).then(pl.lit(february)).otherwise(pl.lit(rule.per_month))
    groups = by_month.group_by(KEYS).agg(
        count=pl.col("have").sum(), months=pl.len(), scarce=(pl.col("have") < need).sum()
    )
    all_months = pl.col("months") == MONTHS[spec.over]
    holds = [pl.col("count") >= need for need in (rule.days, rule.samples) if need is not None]
    if rule.per_month is not None:
        holds.append(all_months & (pl.col("scarce") == 0))
    if rule.months is not None:
        holds.append(pl.col("months") >= rule.months)
    if rule.share is None:
        return groups.filter(pl.all_horizontal(*(holds or [all_months]))).select(KEYS)
    kept = groups.filter(pl.all_horizontal(*holds)) if holds else groups
    return kept.select(KEYS).join(_by_share(by_month, spec), on=KEYS, how="semi")


def _by_share(by_month: pl.DataFrame, spec: Sampling) -> pl.DataFrame:
    """Return the periods each part of which has the share of its scheduled samples."""
    import polars as pl

    rule = spec.complete
    assert isinstance(rule.share, Quantity)
    share = rule.share.value * rule.share.unit.factor
    length = MONTHS[rule.each or spec.over]
    begin = pl.date(
        pl.col("first").cast(pl.Date).dt.year(), (pl.col("month") - 1) // length * length + 1, 1
    )
    parts = by_month.with_columns(begin=begin).group_by(*KEYS, "begin").agg(pl.col("have").sum())
    days = pl.col("begin").dt.offset_by(f"{length}mo").cast(pl.Int32) - pl.col("begin").cast(
        pl.Int32
    )
    scheduled = (days + rule.every_days - 1) // rule.every_days
    enough = pl.col("have") * share.denominator >= scheduled * share.numerator
    told = parts.filter(enough).group_by(KEYS).agg(parts=pl.len())
    return told.filter(pl.col("parts") == MONTHS[spec.over] // length).select(KEYS)
