"""The work on formulas: places scored by weighted formulas of many terms, beside Polars by hand.

Every place reports some indicators once. A formula of 80 terms weighs them, each set against what
is to be reached and capped there, as indices of nations and provinces do; a second one is a plain
weighted sum. Each place must reach 60 scores. By hand both are sums of binary numbers.
"""

from __future__ import annotations

import tempfile
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import targetcheck as tc
from measuring import Line, least

AS_OF = "2025-03-31"
INDICATORS = 32
TERMS = 80


def terms() -> list[tuple[int, str, str]]:
    """Give indicator, weight and goal of each term, as they are written; weights come to 100."""
    rng = np.random.default_rng(80)
    weights = np.full(TERMS, 1.25) + np.tile([0.05, -0.05, 0.125, -0.125], TERMS // 4)
    goals = np.round(rng.uniform(20, 90, TERMS), 1)
    return [
        (n % INDICATORS, f"{w:g}", f"{g:g}")
        for n, (w, g) in enumerate(zip(weights, goals, strict=True))
    ]


def ruleset(places: int) -> dict[str, Any]:
    """Give the two scores of each place, and that both reach 60."""
    level = {"nature": "level", "unit": "score", "better": "higher"}
    capped = " + ".join(f"{w} * min(x{n} / {goal}, 1)" for n, w, goal in terms())
    plain = " + ".join(f"{float(w) / 100:g} * x{n}" for n, w, _ in terms())
    indicators: dict[str, Any] = {f"x{n}": {"zh": f"指标{n}", **level} for n in range(INDICATORS)}
    indicators["capped"] = {"zh": "综合得分", **level, "formula": capped}
    indicators["plain"] = {"zh": "加权得分", **level, "formula": plain}
    return {
        "targetcheck": 1, "id": "scored", "title": "scored",
        "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(places)},
        "indicators": indicators,
        "targets": [
            {"id": f"t-{name}", "indicator": name, "place": {"each": "county"},
             "require": {"at_least": "60 score"}, "due": "2024-12-31",
             "cite": {"clause": "1", "quote": "x"}}
            for name in ("capped", "plain")
        ],
    }  # fmt: skip


def table(places: int) -> pl.DataFrame:
    """Give one value of each indicator for every place."""
    rng = np.random.default_rng(1600)
    values = np.round(rng.uniform(5, 100, places * INDICATORS), 2)
    return pl.DataFrame(
        {
            "place": [f"p{n}" for n in range(places) for _ in range(INDICATORS)],
            "indicator": [f"x{n}" for n in range(INDICATORS)] * places,
            "period": "2024",
            "value": values,
            "unit": "score",
        }
    )


def by_hand(file: str) -> pl.DataFrame:
    """Give both verdicts of each place as someone who knows Polars would."""
    wide = pl.read_parquet(file).pivot("indicator", index="place", values="value")
    capped = [
        pl.lit(float(w)) * (pl.col(f"x{n}") / float(goal)).clip(upper_bound=1)
        for n, w, goal in terms()
    ]
    plain = [float(w) / 100 * pl.col(f"x{n}") for n, w, _ in terms()]
    made = wide.select(
        "place", capped=reduce(lambda a, b: a + b, capped), plain=reduce(lambda a, b: a + b, plain)
    )
    return made.with_columns((pl.col("capped", "plain") >= 60).name.suffix("_met"))


def scored(places: int, reference: int = 40) -> list[Line]:
    """Measure all places by hand and by columns, and some places by the reference engine."""
    frame = table(places)
    work = f"{places:,} places, formulas of {TERMS} terms, {len(frame):,} rows"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "reports.parquet")
        frame.write_parquet(file)
        found.append(Line(work, "Polars by hand", least(lambda: by_hand(file), 5), "not exact"))
        for engine, count, times in (("columnar", places, 3), ("reference", reference, 2)):
            plan = tc.compile_plan(ruleset(count))
            some = str(Path(folder) / f"{engine}.parquet")
            table(count).write_parquet(some)
            made = tc.verdict_table(plan, some, as_of=AS_OF, engine=engine)  # type: ignore[arg-type]
            seconds = least(
                lambda plan=plan, some=some, engine=engine: tc.verdict_table(  # type: ignore[misc]
                    plan, some, as_of=AS_OF, engine=engine
                ),
                times,
            )
            left = sum(made.left.values())
            note = f"{len(made):,} verdicts" + (f", {left:,} by the reference" if left else "")
            scaled = count != places
            found.append(Line(work, engine, seconds * places / count, note, scaled=scaled))
    return found
