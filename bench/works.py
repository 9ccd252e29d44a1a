"""Works on tables and single values, against programs written by hand for the same work.

Usage: python bench/works.py [--rows N] [--rules N ...] [--decisions N] [--spark] [--stream N]
Everything is seeded. Prints a Markdown table: the least of several runs, and the ratio to the first
peer of each work. Asserts only that no boundary row is judged wrong by targetcheck.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import targetcheck as tc
from targetcheck import api

AS_OF = "2024-12-01"
UNITS = {
    "mg/L": Fraction(1),
    "g/L": Fraction(1000),
    "ug/L": Fraction(1, 1000),
    "kg/m3": Fraction(1000),
}
Timed = tuple[str, str, float | None, str]


def ruleset(rules: int) -> dict[str, Any]:
    """Give a ruleset of so many level requirements, every second one strict."""
    level = {"nature": "level", "unit": "mg/L", "better": "lower"}
    return {
        "targetcheck": 1, "id": "bench", "title": "bench",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
        "places": {"city": {"zh": "市"}},
        "indicators": {f"i{n}": {**level, "zh": f"指标{n}"} for n in range(rules)},
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": "city", "due": "2024-12-31",
             "require": {("at_most" if n % 2 else "below"): f"{bound(n)} mg/L"},
             "cite": {"clause": "1", "quote": "x"}}
            for n in range(rules)
        ],
    }  # fmt: skip


def bound(n: int) -> Decimal:
    """Give the bound of a rule."""
    return Decimal(n % 90 + 1) + Decimal("0.57")


def table(rows: int, rules: int) -> pl.DataFrame:
    """Give rows on, below and above the bounds, in four units."""
    rng = np.random.default_rng(20240930)
    names, units = rng.integers(0, rules, rows), rng.integers(0, len(UNITS), rows)
    steps = rng.integers(-200, 201, rows) * rng.integers(0, 2, rows)
    worth = np.array([float(f) for f in UNITS.values()])[units]
    values = np.round((names % 90 + 1.57 + steps / 100) / worth, 8)
    kinds = pl.Series(list(UNITS))
    return pl.DataFrame(
        {
            "indicator": pl.Series([f"i{n}" for n in range(rules)]).gather(names),
            "unit": kinds.gather(units),
            "value": values,
        }
    )


def by_hand(rules: int) -> pl.DataFrame:
    """Give the rules as a hand-written join has them: factor and bound in binary."""
    pairs = [(n, u) for n in range(rules) for u in UNITS]
    return pl.DataFrame(
        {
            "indicator": [f"i{n}" for n, _ in pairs],
            "unit": [u for _, u in pairs],
            "factor": [float(UNITS[u]) for _, u in pairs],
            "bound": [float(bound(n)) for n, _ in pairs],
            "strict": [n % 2 == 0 for n, _ in pairs],
        }
    )


def least(run: Callable[[], object], times: int = 5) -> float:
    """Give the least wall-clock time of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def polars_join(frame: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value") * pl.col("factor")
    met = pl.when("strict").then(value < pl.col("bound")).otherwise(value <= pl.col("bound"))
    joined = frame.lazy().join(rules.lazy(), on=["indicator", "unit"], how="left")
    return joined.select(met=met, margin=pl.col("bound") - value).collect()


def duckdb_join(frame: pl.DataFrame, rules: pl.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("f", frame.to_arrow())
    connection.register("r", rules.to_arrow())
    return connection.sql(
        "select case when strict then value * factor < bound else value * factor <= bound end met,"
        " bound - value * factor margin from f left join r using (indicator, unit)"
    ).to_arrow_table()


def pandas_join(frame: Any, rules: Any) -> Any:
    both = frame.merge(rules, on=["indicator", "unit"], how="left")
    value = both["value"] * both["factor"]
    met = np.where(both["strict"], value < both["bound"], value <= both["bound"])
    return met, both["bound"] - value


def thresholds(rows: int, rules: int) -> list[Timed]:
    """Measure verdict and margin of every row."""
    work = f"thresholds, {rows:,} rows, {rules:,} rules"
    frame, hand = table(rows, rules), by_hand(rules)
    start = time.perf_counter()
    screener = api.screener_of(tc.compile_plan(ruleset(rules)), as_of=AS_OF, place="city")
    screener.frame(frame[:1])
    compiling = time.perf_counter() - start
    detailed = api.screener_of(screener.levels.plan, as_of=AS_OF, place="city", detail=True)
    times = 5 if rows <= 1_000_000 else 3
    found: list[Timed] = [
        (work, "Polars by hand", least(lambda: polars_join(frame, hand), times), "not exact"),
        (work, "targetcheck", least(lambda: screener.frame(frame), times), "exact"),
        (work, "targetcheck, with reason and gap", least(lambda: detailed.frame(frame), times), ""),
        (work, "DuckDB by hand", least(lambda: duckdb_join(frame, hand), times), "not exact"),
    ]
    if rows <= 1_000_000:
        a, b = frame.to_pandas(), hand.to_pandas()
        found.append((work, "pandas by hand", least(lambda: pandas_join(a, b), 3), "not exact"))
    found.append((work, "targetcheck: reading and compiling the rules", compiling, "once"))
    return found


def boundaries(rows: int = 10_000) -> list[Timed]:
    """Count rows exactly on a bound that are judged wrong."""
    rng = np.random.default_rng(7)
    texts, want, names, units = [], [], [], []
    for n in rng.integers(0, 90, rows):
        unit = list(UNITS)[int(rng.integers(0, len(UNITS)))]
        there = Fraction(bound(int(n))) / UNITS[unit]
        texts.append(float(Decimal(there.numerator) / Decimal(there.denominator)))
        names.append(f"i{n}")
        units.append(unit)
        want.append(bool(n % 2))
    frame = pl.DataFrame({"indicator": names, "unit": units, "value": texts})
    wanted = pl.Series(want)
    ours = tc.screen(ruleset(90), frame, as_of=AS_OF, place="city")["verdict"].cast(pl.String)
    wrong = int(((ours == "pass") != wanted).sum())
    assert wrong == 0, wrong
    hand = frame.join(by_hand(90), on=["indicator", "unit"], how="left", maintain_order="left")
    value = hand["value"] * hand["factor"]
    judged = pl.DataFrame({"v": value, "b": hand["bound"], "s": hand["strict"]}).select(
        pl.when("s").then(pl.col("v") < pl.col("b")).otherwise(pl.col("v") <= pl.col("b"))
    )
    by_polars = int((judged.to_series() != wanted).sum())
    work = f"of {rows:,} rows on a bound, judged wrong"
    return [(work, "targetcheck", None, str(wrong)), (work, "Polars by hand", None, str(by_polars))]


def decisions(count: int) -> list[Timed]:
    """Measure one prepared decision of a value in another unit."""
    work = "one prepared decision, seconds"
    decide = api.decider(ruleset(2), "t1", as_of=AS_OF)
    limit, factor = 2.57, 1000.0

    def bare(value: float) -> tuple[bool, float]:
        return value * factor <= limit, limit - value * factor

    def each(run: Callable[[], object], times: int) -> float:
        def loop() -> None:
            for _ in range(times):
                run()

        return least(loop) / times

    exact = Decimal("0.0026")
    found: list[Timed] = [
        (work, "bare Python", each(lambda: bare(0.0026), count), "not exact"),
        (work, "targetcheck, from a Decimal", each(lambda: decide(exact, "g/L"), count), "exact"),
        (work, "targetcheck, from a float", each(lambda: decide(0.0026, "g/L"), count), "exact"),
        (work, "targetcheck, verdict with evidence",
         each(lambda: decide.verdict(0.0026, "g/L"), count // 20), ""),
    ]  # fmt: skip
    found += _peers(work, each, count)
    return found


def _peers(
    work: str, each: Callable[[Callable[[], object], int], float], count: int
) -> list[Timed]:
    import pint

    registry = pint.UnitRegistry()
    limit = registry.Quantity(2.57, "mg/L")
    slow = each(lambda: registry.Quantity(0.0026, "g/L") <= limit, count // 20)
    found: list[Timed] = [(work, "pint", slow, "not exact")]
    try:
        import rule_engine
    except ImportError:
        return [*found, (work, "rule-engine", None, "not installed")]
    rule = rule_engine.Rule("value * 1000 <= 2.57")
    row = {"value": 0.0026}
    return [*found, (work, "rule-engine", each(lambda: rule.matches(row), count), "")]


def streaming(rows: int) -> list[Timed]:
    """Measure Parquet to Parquet in a process of its own, with its peak memory."""
    code = (
        "import sys, time\nfrom targetcheck import api\nsys.path.insert(0, sys.argv[1])\n"
        "import works\nstart = time.perf_counter()\n"
        "rules, day = works.ruleset(50), works.AS_OF\n"
        "api.screen_parquet(rules, sys.argv[2], sys.argv[3], as_of=day, place='city')\n"
        "status = dict(row.split(':', 1) for row in open('/proc/self/status'))\n"
        "peak = int(status['VmHWM'].split()[0]) / 1024\n"
        "print(time.perf_counter() - start, peak)"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        part = table(min(rows, 1_000_000), 50)
        for n in range(max(rows // len(part), 1)):
            part.write_parquet(source / f"{n:04}.parquet")
        out = Path(folder) / "out.parquet"
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(source), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    return [(f"Parquet to Parquet, {rows:,} rows", "targetcheck", seconds, f"peak {peak:,.0f} MiB")]


def spark(rows: int) -> list[Timed]:
    """Measure screening on Spark against a hand-written Spark join, both warm."""
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f

    os.environ["PYSPARK_PYTHON"] = sys.executable
    found: list[Timed] = []
    with tempfile.TemporaryDirectory() as folder:
        table(rows, 50).write_parquet(Path(folder) / "in.parquet")
        by_hand(50).write_parquet(Path(folder) / "rules.parquet")
        for cores in (1, 2):
            session = (
                SparkSession.builder.master(f"local[{cores}]")
                .config("spark.ui.enabled", "false").config("spark.driver.memory", "4g")
                .getOrCreate()
            )  # fmt: skip
            session.sparkContext.setLogLevel("ERROR")
            frame = session.read.parquet(f"{folder}/in.parquet").repartition(cores * 2).cache()
            frame.count()
            rules = f.broadcast(session.read.parquet(f"{folder}/rules.parquet"))
            value = f.col("value") * f.col("factor")
            met = f.when(f.col("strict"), value < f.col("bound")).otherwise(value <= f.col("bound"))
            hand = frame.join(rules, ["indicator", "unit"], "left").select(
                met.alias("met"), (f.col("bound") - value).alias("margin")
            )
            ours = tc.screen(ruleset(50), frame, as_of=AS_OF, place="city")
            work = f"Spark local[{cores}], {rows:,} rows"
            for name, result in (("Spark by hand", hand), ("targetcheck", ours)):
                write = result.write.format("noop").mode("overwrite")
                found.append((work, name, least(write.save, 3), ""))
            session.stop()
    return found


def show(found: list[Timed]) -> None:
    """Print a table, each work's first line being what the others are compared with."""
    print(f"\nPython {platform.python_version()}, Polars {pl.__version__}, {os.cpu_count()} cores,"
          f" load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("| work | by | time | ratio | |\n| --- | --- | ---: | ---: | --- |")
    first: dict[str, float] = {}
    for work, name, seconds, note in found:
        if seconds is None:
            print(f"| {work} | {name} | | | {note} |")
            continue
        ratio = seconds / first.setdefault(work, seconds)
        shown = f"{seconds * 1e6:.2f} µs" if seconds < 1e-3 else f"{seconds * 1e3:,.0f} ms"
        print(f"| {work} | {name} | {shown} | {ratio:.2f} | {note} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:,.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[200_000])
    parser.add_argument("--rules", type=int, nargs="*", default=[10, 1000])
    parser.add_argument("--decisions", type=int, default=20_000)
    parser.add_argument("--stream", type=int, default=0)
    parser.add_argument("--spark", type=int, default=0)
    asked = parser.parse_args()
    found = boundaries()
    for rows in asked.rows:
        found += thresholds(rows, 50)
    for rules in asked.rules:
        found += thresholds(100_000, rules)
    found += decisions(asked.decisions)
    found += streaming(asked.stream) if asked.stream else []
    found += spark(asked.spark) if asked.spark else []
    show(found)


if __name__ == "__main__":
    main()
