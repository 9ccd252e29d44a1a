"""The work on rows that others write: four dimensions, ranges, numbers of full precision, oddities.

50 indicators by default, of concentration, volume, area and share; every fifth has a bound on both
sides. 2 % of the values are NaN, 1 % of the rows are odd: of another dimension, of a unit written
otherwise or misspelt, of an indicator that nobody asked about, or empty.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

import targetcheck as tc
from measuring import Line, least
from peers import Peer
from targetcheck import api

AS_OF = "2024-12-01"
DIMENSIONS: tuple[tuple[str, dict[str, Fraction]], ...] = (
    ("mg/L", {"mg/L": Fraction(1), "g/L": Fraction(1000), "ug/L": Fraction(1, 1000)}),
    ("m3", {"m3": Fraction(1), "L": Fraction(1, 1000), "万立方米": Fraction(10_000)}),
    ("hectare", {"hectare": Fraction(1), "亩": Fraction(1, 15), "km2": Fraction(100)}),
    ("percent", {"percent": Fraction(1), "%": Fraction(1), "‰": Fraction(1, 10)}),
)  # fmt: skip
UNITS = tuple(tuple(units) for _, units in DIMENSIONS)


def ruleset(rules: int) -> dict[str, Any]:
    """Give so many level requirements in four dimensions, every fifth a range."""
    return {
        "targetcheck": 1, "id": "mix", "title": "mix",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
        "places": {"city": {"zh": "市"}},
        "indicators": {
            f"i{n}": {"zh": f"指标{n}", "nature": "level", "unit": DIMENSIONS[n % 4][0],
                      "better": "lower", **({"water": True} if n % 4 == 1 else {})}
            for n in range(rules)
        },
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": "city", "due": "2024-12-31",
             "require": _required(n), "cite": {"clause": "1", "quote": "x"}}
            for n in range(rules)
        ],
    }  # fmt: skip


def _required(n: int) -> dict[str, Any]:
    low, high = bounds(n)
    unit = DIMENSIONS[n % 4][0]
    if low is not None:
        return {"at_least": f"{low} {unit}", "at_most": f"{high} {unit}"}
    return {("at_most" if n % 2 else "below"): f"{high} {unit}"}


def bounds(n: int) -> tuple[Decimal | None, Decimal]:
    """Give both ends of a rule; the lower one only of a range."""
    high = Decimal(n % 90 + 1) + Decimal("0.57")
    return (high / 2 if n % 5 == 4 else None), high


def table(rows: int, rules: int, odd: float = 0.01, nan: float = 0.02) -> pl.DataFrame:
    """Give rows of full precision around the bounds, with NaN and oddities."""
    rng = np.random.default_rng(20240930)
    names, units = rng.integers(0, rules, rows), rng.integers(0, 3, rows)
    worth = np.array([[float(f) for f in units.values()] for _, units in DIMENSIONS])
    values = (names % 90 + 1.57) * rng.uniform(0.2, 1.4, rows) / worth[names % 4, units]
    values[rng.random(rows) < nan] = np.nan
    said = pl.Series([text for texts in UNITS for text in texts]).gather(names % 4 * 3 + units)
    kinds = np.where(rng.random(rows) < odd, rng.integers(1, 6, rows), 0)
    frame = pl.DataFrame(
        {
            "indicator": pl.Series([f"i{n}" for n in range(rules)]).gather(names),
            "unit": said,
            "value": values,
            "kind": kinds,
        }
    )
    kind = pl.col("kind")
    return frame.select(
        indicator=pl.when(kind == 1).then(pl.lit("unheard")).otherwise("indicator"),
        unit=pl.when(kind == 2).then(pl.lit("t")).when(kind == 3).then(pl.lit("furlongs"))
        .when(kind == 4).then(pl.lit(" ") + pl.col("unit") + " ").otherwise("unit"),
        value=pl.when(kind == 5).then(None).otherwise("value"),
    )  # fmt: skip


def by_hand(rules: int) -> pl.DataFrame:
    """Give the rules as a hand-written join has them, in binary."""
    rows = [
        (f"i{n}", unit, float(worth), None if low is None else float(low), float(high), n % 2 == 0)
        for n in range(rules)
        for low, high in (bounds(n),)
        for unit, worth in DIMENSIONS[n % 4][1].items()
    ]
    kinds = {"indicator": pl.String, "unit": pl.String, "factor": pl.Float64, "low": pl.Float64,
             "high": pl.Float64, "strict": pl.Boolean}  # fmt: skip
    return pl.DataFrame(rows, schema=kinds, orient="row")


def by_polars(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    value, low, high = pl.col("value") * pl.col("factor"), pl.col("low"), pl.col("high")
    under = pl.when(pl.col("strict") & low.is_null()).then(value < high).otherwise(value <= high)
    met = under & (value >= low).fill_null(value=True)
    margin = pl.min_horizontal(high - value, value - low)
    joined = frame.lazy().join(rules.lazy(), on=["indicator", "unit"], how="left")
    return joined.select(met=met, margin=margin).collect()["met"]


def by_duckdb(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("f", frame.to_arrow())
    connection.register("r", rules.to_arrow())
    return connection.sql(
        "select (case when strict and low is null then value * factor < high"
        " else value * factor <= high end) and coalesce(value * factor >= low, true) met,"
        " least(high - value * factor, value * factor - low) margin"
        " from f left join r using (indicator, unit)"
    ).to_arrow_table()["met"]


PEERS = (Peer("Polars by hand", by_polars), Peer("DuckDB by hand", by_duckdb))


def mixture(rows: int, rules: int) -> list[Line]:
    """Measure the mix by Polars, by DuckDB and by targetcheck, in turns."""
    work = f"mix, {rows:,} rows, {rules:,} rules"
    frame, hand = table(rows, rules), by_hand(rules)
    plan = tc.compile_plan(ruleset(rules))
    plain, full = (
        api.screener_of(plan, as_of=AS_OF, place="city", detail=detail) for detail in (False, True)
    )
    runs: dict[str, Callable[[], object]] = {
        PEERS[0].name: lambda: by_polars(frame, hand),
        "targetcheck": lambda: plain.frame(frame),
        "targetcheck, with reason and gap": lambda: full.frame(frame),
        PEERS[1].name: lambda: by_duckdb(frame, hand),
    }
    took = in_turns(runs, 9 if rows <= 1_000_000 else 4)
    notes = {name: "exact" if name.startswith("target") else "not exact" for name in runs}
    return [Line(work, name, seconds, notes[name]) for name, seconds in took.items()]


def in_turns(runs: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Give the least time of each of several runs that take turns, so that load meets all alike."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(times):
        for name, run in runs.items():
            best[name] = min(best[name], least(run, 1))
    return best


ODDITIES: dict[str, Callable[[pl.DataFrame], dict[str, pl.Expr]]] = {
    "NaN": lambda _: {"value": pl.lit(float("nan"))},
    "null": lambda _: {"value": pl.lit(None, pl.Float64)},
    "a tonne of water": lambda _: {"unit": pl.lit("t")},
    "a unit written otherwise": lambda _: {"unit": pl.lit("千") + pl.col("unit")},
    "an unknown unit": lambda _: {"unit": pl.lit("furlongs")},
    "an unknown indicator": lambda _: {"indicator": pl.lit("unheard")},
    "`<0.05` in a column of text": lambda _: {"value": pl.lit("<0.05")},
    "`12.5%` in a column of text": lambda _: {"value": pl.col("value") + "%"},
}


def oddities(rows: int, rules: int = 50, share: float = 0.05) -> list[Line]:
    """Measure a share of rows of one oddity beside the same rows without it."""
    plan = tc.compile_plan(ruleset(rules))
    screener = api.screener_of(plan, as_of=AS_OF, place="city")
    plain = table(rows, rules, odd=0, nan=0)
    texts = plain.with_columns(pl.col("value").round(4).cast(pl.String))
    at = pl.Series(np.random.default_rng(5).random(rows) < share)
    found = []
    for name, made in ODDITIES.items():
        same = texts if "text" in name else plain
        changed = {
            column: pl.when(at).then(new).otherwise(pl.col(column)).alias(column)
            for column, new in made(same).items()
        }
        odd = same.with_columns(**changed)
        took = in_turns(
            {"the rows plain": lambda same=same: screener.frame(same),
             "with it": lambda odd=odd: screener.frame(odd)}, 5,
        )  # fmt: skip
        work = f"{share:.0%} of {rows:,} rows: {name}"
        found += [Line(work, by, seconds) for by, seconds in took.items()]
    return found
