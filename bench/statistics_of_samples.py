"""The work on statistics: three-year design values of daily samples, and classes from chemistry.

Sites report a concentration every day for some years. Each year is judged by the mean, a
percentile, the n-th highest value and the days above a limit, and by three-year means of these.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import targetcheck as tc
from measuring import Line

AS_OF = "2025-03-31"
FIRST = 2018
YEARS = 7
STANDARDS: dict[str, tuple[dict[str, Any], str]] = {
    "mean": ({"kind": "mean", "over": "year"}, "35 ug/m3"),
    "p98": ({"kind": "percentile", "p": 98, "over": "year"}, "75 ug/m3"),
    "p90": ({"kind": "percentile", "p": 90, "over": "year"}, "60 ug/m3"),
    "fourth": ({"kind": "nth_highest", "n": 4, "over": "year"}, "90 ug/m3"),
    "most": ({"kind": "max", "over": "year"}, "150 ug/m3"),
}


def ruleset(sites: int) -> dict[str, Any]:
    """Give five standards by year, and the three-year means of their statistics."""
    level = {"nature": "level", "unit": "ug/m3", "better": "lower"}
    complete = {"share": "75 %", "each": "quarter"}
    indicators: dict[str, Any] = {"pm": {"zh": "日均浓度", **level}}
    targets = []
    for name, (statistic, bound) in STANDARDS.items():
        each = {"of": "pm", "complete": complete, **statistic}
        mean = {"kind": "mean_of_years", "of": name, "years": 3}
        indicators[name] = {"zh": f"年{name}", **level, "statistic": each}
        indicators[f"{name}3"] = {"zh": f"三年{name}", **level, "statistic": mean}
        targets += [
            {"id": f"t-{indicator}", "indicator": indicator, "place": {"each": "site"},
             "require": {"at_most": bound}, "every": "year", "from": f"{FIRST + 2}-01-01",
             "due": f"{FIRST + YEARS - 1}-12-31", "cite": {"clause": "1", "quote": "x"}}
            for indicator in (name, f"{name}3")
        ]  # fmt: skip
    places = {f"s{n}": {"zh": f"站{n}", "kind": "site"} for n in range(sites)}
    return {
        "targetcheck": 1, "id": "design", "title": "design",
        "document": {"number": "1", "issuer": "x", "issued": f"{FIRST}-01-01"},
        "places": places, "indicators": indicators, "targets": targets,
    }  # fmt: skip


def table(sites: int) -> pl.DataFrame:
    """Give a value for every site and day, of which one in fifty is missing."""
    rng = np.random.default_rng(20241231)
    first = dt.date(FIRST, 1, 1)
    days = [first + dt.timedelta(n) for n in range((dt.date(FIRST + YEARS, 1, 1) - first).days)]
    count = sites * len(days)
    values = np.round(rng.gamma(4, 9, count), 1)
    frame = pl.DataFrame(
        {
            "place": pl.Series([f"s{n}" for n in range(sites)]).gather(
                pl.Series(np.repeat(np.arange(sites), len(days)))
            ),
            "indicator": "pm",
            "period": pl.Series(map(str, days)).gather(
                pl.Series(np.tile(np.arange(len(days)), sites))
            ),
            "value": values,
            "unit": "ug/m3",
        }
    )
    return frame.filter(pl.Series(rng.random(count) > 0.02))


def design_values(sites: int, reference: int = 3) -> list[Line]:
    """Measure design values by columns, and those of some sites by the reference engine."""
    work = f"design values, {len(table(sites)):,} rows"
    return _beside(work, ruleset, table, sites, reference)


def _beside(work: str, rules: Any, reports: Any, places: int, reference: int) -> list[Line]:
    """Measure all places by columns twice, and some by the reference engine, scaled."""
    found = []
    for engine, count, times in (("columnar", places, 2), ("reference", reference, 1)):
        plan, frame = tc.compile_plan(rules(count)), reports(count)
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "reports.parquet")
            frame.write_parquet(file)
            best = float("inf")
            for _ in range(times):
                start = time.perf_counter()
                made = tc.verdict_table(plan, file, as_of=AS_OF, engine=engine)
                best = min(best, time.perf_counter() - start)
        left = sum(made.left.values())
        note = f"{len(made):,} verdicts" + (f", {left:,} by the reference" if left else "")
        found.append(Line(work, engine, best * places / count, note, scaled=count != places))
    return found


ITEMS = {
    "ammonia_nitrogen": ("mg/L", 0.6), "total_phosphorus": ("mg/L", 0.12), "cod": ("mg/L", 15.0),
    "permanganate_index": ("mg/L", 4.0), "dissolved_oxygen": ("mg/L", 7.5), "ph": ("", 7.5),
}  # fmt: skip


def chemistry_ruleset(sections: int) -> dict[str, Any]:
    """Give a class of GB 3838-2002 for each section and month."""
    return {
        "targetcheck": 1, "id": "chemistry", "title": "chemistry",
        "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
        "use": ["standards/gb3838-2002"],
        "places": {f"s{n}": {"zh": f"断面{n}", "kind": "section"} for n in range(sections)},
        "targets": [{"id": "t", "indicator": "river_class", "place": {"each": "section"},
                     "require": {"at_least": "Ⅲ"}, "every": "month", "from": "2022-01-01",
                     "due": "2024-12-31", "cite": {"clause": "1", "quote": "x"}}],
    }  # fmt: skip


def chemistry_table(sections: int) -> pl.DataFrame:
    """Give a value of each substance for every section and month of three years."""
    rng = np.random.default_rng(3838)
    months = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    rows = [(f"s{n}", name, month) for n in range(sections) for month in months for name in ITEMS]
    middle = np.array([ITEMS[name][1] for _, name, _ in rows])
    steady = np.array([name == "ph" for _, name, _ in rows])
    values = np.round(middle * np.where(steady, 1, rng.gamma(4, 0.25, len(rows))), 3)
    frame = pl.DataFrame(rows, schema=["place", "indicator", "period"], orient="row")
    return frame.with_columns(value=pl.Series(values), unit=pl.Series(
        [ITEMS[name][0] or None for _, name, _ in rows]))  # fmt: skip


def chemistry(sections: int, reference: int = 20) -> list[Line]:
    """Measure classes from chemistry by columns, and those of some sections by the reference."""
    work = f"classes, {36 * len(ITEMS) * sections:,} rows"
    return _beside(work, chemistry_ruleset, chemistry_table, sections, reference)


def derived_boundaries(places: int = 10_000) -> list[Line]:
    """Count means and totals exactly on their bound that columns judge wrong, ten bounds a place.

    Every second requirement excludes its bound. Floats would add up to something beside it.
    """
    rng = np.random.default_rng(11)
    bounds = [round(float(rng.uniform(1, 90)), 2) for _ in range(10)]
    found = []
    for name, measured in (("means", {"nature": "level"}), ("totals", {"nature": "flow"})):
        sums = name == "totals"
        rows = []
        for n, bound in enumerate(bounds):
            off = np.round(rng.uniform(0.01, 0.9, places), 3)
            three = [bound - off, np.full(places, bound), bound + off]
            if sums:  # two parts and what is left to the bound
                three = [np.round(off / 3, 4), np.round(off / 7, 4)]
                three.append(bound - three[0] - three[1])
            rows += [
                (f"p{p}", f"x{n}", f"2024-{month:02}", round(float(part[p]), 4), "hectare")
                for month, part in zip((1, 2, 3), three, strict=True)
                for p in range(places)
            ]
        frame = pl.DataFrame(rows, schema=["place", "indicator", "period", "value", "unit"],
                             orient="row")  # fmt: skip
        plan = tc.compile_plan(_on_bounds(bounds, places, measured, sums=sums))
        made = tc.verdict_table(plan, frame, as_of=AS_OF, engine="columnar")
        wanted = [("pass", "fail")[int(target[1:]) % 2] for target in made.frame["target"]]
        wrong = sum(a != b for a, b in zip(made.frame["status"], wanted, strict=True))
        left = sum(made.left.values())
        work = f"of {len(made):,} {name} on a bound, judged wrong"
        found.append(Line(work, "targetcheck", note=f"{wrong}; {left:,} by the reference"))
    return found


def _on_bounds(
    bounds: list[float], places: int, measured: dict[str, Any], *, sums: bool
) -> dict[str, Any]:
    unit = {"unit": "hectare", "better": "lower", **measured}
    mean = {"kind": "mean", "over": "quarter"}
    indicators: dict[str, Any] = {f"x{n}": {"zh": f"量{n}", **unit} for n in range(len(bounds))}
    if not sums:
        indicators |= {f"m{n}": {"zh": f"均值{n}", **unit, "statistic": {**mean, "of": f"x{n}"}}
                       for n in range(len(bounds))}  # fmt: skip
    return {
        "targetcheck": 1, "id": "bounds", "title": "bounds",
        "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
        "places": {f"p{n}": {"zh": f"站{n}", "kind": "site"} for n in range(places)},
        "indicators": indicators,
        "targets": [
            {"id": f"t{n}", "indicator": f"{'x' if sums else 'm'}{n}", "place": {"each": "site"},
             "require": {("below" if n % 2 else "at_most"): f"{bound} hectare"},
             **({"from": "2024-01-01"} if sums else {}), "due": "2024-03-31",
             "cite": {"clause": "1", "quote": "x"}}
            for n, bound in enumerate(bounds)
        ],
    }  # fmt: skip
