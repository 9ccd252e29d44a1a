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


FORMS = {
    "weighted": ("0.5 * {0} + 0.25 * {1} + 0.1 * {2}", (0.5, 0.25, 0.1)),
    "thirds": ("{0} / 3 + {1} / 7 + {2}", (1 / 3, 1 / 7, 1.0)),
    "capped": ("min({0} / 1.5, 100) * 0.3 + max({1}, 0) * 0.7 + {2}", (0.2, 0.7, 1.0)),
    "primes": (
        "{0} / 3 + {1} / 7 + {2} + 0 * {0} / 10007 / 10009 / 10037 / 10039 / 10061",
        (1 / 3, 1 / 7, 1.0),
    ),
    "chosen": ("if({0} >= 0, {0} - 1.1 * {1}, 0) + 0.01 * {2}", (1.0, -1.1, 0.01)),
}
"""Formulas of three parts, and what each part is worth where nothing is capped."""


def formula_boundaries(places: int = 10_000) -> list[Line]:
    """Count formulas and shares exactly on their bound that columns judge wrong.

    Every second requirement excludes its bound. Parts are whole multiples of hundredths, so that the
    last part, which fills what is left to the bound, is a short decimal too.
    """
    rng = np.random.default_rng(21)
    level = {"nature": "level", "unit": "score", "better": "higher"}
    indicators: dict[str, Any] = {}
    targets: list[dict[str, Any]] = []
    columns: list[pl.DataFrame] = []
    for n, (form, worths) in enumerate([*FORMS.values(), *FORMS.values()]):
        names = [f"x{n}", f"y{n}", f"z{n}"]
        bound = int(rng.integers(1_000, 9_000))  # in hundredths
        first, second = (rng.integers(1, 90, places) * by for by in (30, 70))
        shares = [round(worth * 2100) for worth in worths]
        rest = bound * 2100 - first * shares[0] - second * shares[1]
        kept = rest % shares[2] == 0
        third = rest // shares[2]
        parts = zip(names, (first, second, third), strict=True)
        columns += [_told(name, part[kept], kept) for name, part in parts]
        indicators |= {name: {"zh": f"量{name}", **level} for name in names}
        indicators[f"f{n}"] = {"zh": f"值{n}", **level, "formula": form.format(*names)}
        targets.append(_asked(n, f"f{n}", f"{bound / 100:.2f} score"))
    for n in (10, 11):  # shares: 95.5 % of a whole number of 200
        whole = rng.integers(1, 9_000, places) * 200
        every = np.full(places, fill_value=True)
        columns += [_told(f"w{n}", whole * 100, every), _told(f"t{n}", whole // 2 * 191, every)]
        indicators |= {name: {"zh": f"量{name}", **level} for name in (f"w{n}", f"t{n}")}
        indicators[f"f{n}"] = {"zh": f"率{n}", "nature": "share", "unit": "%", "better": "higher",
                               "of": [f"t{n}", f"w{n}"]}  # fmt: skip
        targets.append(_asked(n, f"f{n}", "95.5 %"))
    plan = tc.compile_plan({**ruleset(places), "indicators": indicators, "targets": targets})
    made = tc.verdict_table(plan, pl.concat(columns), as_of=AS_OF, engine="columnar")
    told = made.frame.filter(pl.col("reason") != "overdue_report")
    wanted = [("pass", "fail")[int(target[1:]) % 2] for target in told["target"]]
    wrong = sum(a != b for a, b in zip(told["status"], wanted, strict=True))
    left = (told["kernel"] == "reference").sum()
    work = f"of {len(told):,} formulas and shares on a bound, judged wrong"
    return [Line(work, "targetcheck", note=f"{wrong}; {left:,} by the reference")]


def _asked(number: int, name: str, bound: str) -> dict[str, Any]:
    key = "above" if number % 2 else "at_least"
    return {
        "id": f"t{number}", "indicator": name, "place": {"each": "county"}, "due": "2024-12-31",
        "require": {key: bound}, "cite": {"clause": "1", "quote": "x"},
    }  # fmt: skip


def _told(name: str, hundredths: Any, kept: Any) -> pl.DataFrame:
    """Give a report of an indicator at each place that is kept."""
    at = np.flatnonzero(kept)
    return pl.DataFrame(
        {
            "place": [f"p{n}" for n in at],
            "indicator": name,
            "period": "2024",
            "value": [float(f"{number / 100:.2f}") for number in hundredths],
            "unit": "score",
        }
    )
