"""The work on levels as peers do it: each takes rows and rules and gives `met` for every row.

What compares a row at a time is given fewer rows; `most` says how many.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Peer:
    """A peer: `run` gives whether each row satisfies its rule; `most` rows are as many as it gets."""

    name: str
    run: Callable[[Any, Any], Any]
    most: int = 10**9
    given: Callable[[pl.DataFrame], Any] = lambda frame: frame


def by_polars(frame: pl.DataFrame, rules: pl.DataFrame, order: Any = None) -> Any:
    value = pl.col("value") * pl.col("factor")
    met = pl.when("strict").then(value < pl.col("bound")).otherwise(value <= pl.col("bound"))
    joined = frame.lazy().join(
        rules.lazy(), on=["indicator", "unit"], how="left", maintain_order=order
    )
    return joined.select(met=met, margin=pl.col("bound") - value).collect()["met"]


def by_duckdb(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("f", frame.to_arrow())
    connection.register("r", rules.to_arrow())
    return connection.sql(
        "select case when strict then value * factor < bound else value * factor <= bound end met,"
        " bound - value * factor margin from f left join r using (indicator, unit)"
    ).to_arrow_table()["met"]


def by_pandas(frame: Any, rules: Any) -> Any:
    both = frame.merge(rules, on=["indicator", "unit"], how="left")
    value = both["value"] * both["factor"]
    both["margin"] = both["bound"] - value
    return np.where(both["strict"], value < both["bound"], value <= both["bound"])


def by_numpy(frame: dict[str, Any], rules: dict[str, Any]) -> Any:
    """Look up each spelling by its place among the sorted ones."""
    keys = np.char.add(np.char.add(rules["indicator"], "\t"), rules["unit"])
    order = np.argsort(keys)
    wanted = np.char.add(np.char.add(frame["indicator"], "\t"), frame["unit"])
    at = order[np.searchsorted(keys[order], wanted)]
    value, bound = frame["value"] * rules["factor"][at], rules["bound"][at]
    return np.where(rules["strict"][at], value < bound, value <= bound), bound - value


def by_python(rows: list[tuple[str, str, float]], rules: list[dict[str, Any]]) -> Any:
    known = {(r["indicator"], r["unit"]): (r["factor"], r["bound"], r["strict"]) for r in rules}
    met = []
    for indicator, unit, value in rows:
        factor, bound, strict = known[indicator, unit]
        scaled = value * factor
        met.append((scaled < bound if strict else scaled <= bound, bound - scaled))
    return met


def by_pint(rows: list[tuple[str, str, float]], rules: list[dict[str, Any]]) -> Any:
    import pint

    registry = pint.UnitRegistry()
    bounds = {r["indicator"]: (registry.Quantity(r["bound"], "mg/L"), r["strict"]) for r in rules}
    met = []
    for indicator, unit, value in rows:
        bound, strict = bounds[indicator]
        given = registry.Quantity(value, unit.replace("kg/m3", "kg/m**3"))
        met.append(bool(given < bound if strict else given <= bound))
    return met


def by_rule_engine(rows: list[tuple[str, str, float]], rules: list[dict[str, Any]]) -> Any:
    """Compare decimals, which this engine makes of every float."""
    import rule_engine

    made = {
        (r["indicator"], r["unit"]): rule_engine.Rule(
            f"value * {r['factor']} {'<' if r['strict'] else '<='} {r['bound']}"
        )
        for r in rules
    }
    return [made[i, u].matches({"value": v}) for i, u, v in rows]


def by_durable(rows: list[tuple[str, str, float]], rules: list[dict[str, Any]]) -> Any:
    """Post an event for each row; a rule of its own for each indicator, values in its unit."""
    from durable import engine

    host, met = engine.Host(), []
    bounds = {r["indicator"]: ("$lt" if r["strict"] else "$lte", r["bound"]) for r in rules}
    host.register_rulesets({"levels": {
        f"r{n}": {
            "all": [{"m": {"$and": [{"name": name}, {how: {"value": bound}}]}}],
            "run": lambda _: None,
        }
        for n, (name, (how, bound)) in enumerate(bounds.items())
    }})  # fmt: skip
    factor = {(r["indicator"], r["unit"]): r["factor"] for r in rules}
    for n, (name, unit, value) in enumerate(rows):
        event = {"id": n, "sid": "0", "name": name, "value": value * factor[name, unit]}
        try:
            host.post("levels", event)
        except engine.MessageNotHandledException:
            met.append(False)
        else:
            met.append(True)
    return met


def durable_alone(count: str, rules: str) -> tuple[float]:
    """Give the seconds of one event of many; to be called in a process of its own."""
    from levels import by_hand, table

    rows, hand = _rows(table(int(count), int(rules))), _rows(by_hand(int(rules)))
    start = time.perf_counter()
    by_durable(rows, hand)
    return ((time.perf_counter() - start) / int(count),)


def by_pandera(frame: Any, rules: Any) -> Any:
    import pandera.pandas as pa

    both = frame.merge(rules, on=["indicator", "unit"], how="left")
    value, bound = both["value"] * both["factor"], both["bound"]
    both["met"] = np.where(both["strict"], value < bound, value <= bound)
    schema = pa.DataFrameSchema({"met": pa.Column(bool, pa.Check(lambda met: met))})
    with contextlib.suppress(pa.errors.SchemaErrors):
        schema.validate(both, lazy=True)
    return both["met"]


def _rows(frame: pl.DataFrame) -> Any:
    return frame.to_dicts() if "bound" in frame.columns else list(frame.iter_rows())


def _arrays(frame: pl.DataFrame) -> Any:
    return {
        c.name: c.to_numpy() if c.dtype != pl.String else c.to_numpy().astype("U") for c in frame
    }


PEERS = (
    Peer("Polars by hand", by_polars),
    Peer("DuckDB by hand", by_duckdb),
    Peer("NumPy by hand", by_numpy, 1_000_000, _arrays),
    Peer("pandas by hand", by_pandas, 1_000_000, pl.DataFrame.to_pandas),
    Peer("Python by hand", by_python, 1_000_000, _rows),
    Peer("pandera", by_pandera, 100_000, pl.DataFrame.to_pandas),
    Peer("rule-engine", by_rule_engine, 20_000, _rows),
    Peer("pint, row by row", by_pint, 5_000, _rows),
    Peer("durable-rules", by_durable, 1_000, _rows),
)


def answers(found: Any) -> list[bool]:
    """Give what a peer said of every row, as truth values."""
    if isinstance(found, tuple):
        found = found[0]
    elif isinstance(found, list) and isinstance(found[0], tuple):
        found = [met for met, _ in found]
    return [bool(met) for met in (found.to_pylist() if hasattr(found, "to_pylist") else found)]
