"""What an evaluation does grows in proportion to rows, rules and due dates, and with no product of them.

Counted, never timed: target instances laid, rows that the cell reader reads, Python calls made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import targetcheck as tc
from targetcheck.columnar.screening.level_requirements import levels_of
from targetcheck.columnar.screening.screener import Screener
from targetcheck.evaluation.large_tables import columnar_evaluation
from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator
from targetcheck.plan import lazy_questions

pl = pytest.importorskip("polars")

AS_OF = date(2024, 6, 30)
FLOW = {"nature": "flow", "unit": "m3", "better": "lower"}
LEVEL = {"nature": "level", "unit": "mg/L", "better": "lower"}


def plan(indicators: dict[str, Any], targets: list[dict[str, Any]], places: int) -> tc.Plan:
    """Give a plan of targets that each bind every place."""
    cite = {"clause": "一", "quote": "略"}
    return tc.compile_plan(
        {
            "targetcheck": 1, "id": "growth", "title": "示例",
            "document": {"number": "示例〔2000〕1号", "issuer": "示例市", "issued": "2000-01-01"},
            "places": {f"p{n}": {"zh": f"站{n}", "kind": "site"} for n in range(places)},
            "indicators": {name: {"zh": f"指标{name}", **spec} for name, spec in indicators.items()},
            "targets": [{"id": f"t{n}", "place": {"each": "site"}, "cite": cite, **target}
                        for n, target in enumerate(targets)],
        }
    )  # fmt: skip


def yearly(years: int, places: int, **more: Any) -> tuple[tc.Plan, pl.DataFrame]:
    """Give a total that falls due every year, and its reports."""
    first = 2024 - years
    target = {"indicator": "v", "require": {"at_most": "50 m3"}, "every": "year",
              "from": f"{first}-01-01", "due": "2023-12-31", **more}  # fmt: skip
    rows = [
        (f"p{n}", "v", str(year), (n * 7 + year) % 90 + 0.5, "m3")
        for n in range(places)
        for year in range(first, 2024)
    ]
    return plan({"v": FLOW}, [target], places), frame(rows)


def frame(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    names = ["place", "indicator", "period", "value", "unit"]
    return pl.DataFrame(rows, schema=names, orient="row")


def calls(run: Callable[[], object]) -> int:
    """Count the Python functions that a run calls; once before, so that nothing is imported."""
    run()
    count = 0

    def counted(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def test_the_reference_is_given_only_the_instances_that_it_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid = 0
    made = lazy_questions._question

    def counting(question: Any, alike: Any) -> Any:
        make = made(question, alike)

        def counted(place: str, known: Any) -> Any:
            nonlocal laid
            laid += 1
            return make(place, known)

        return counted

    monkeypatch.setattr(lazy_questions, "_question", counting)
    for years, places in ((4, 5), (16, 5), (16, 20)):
        asked, reports = yearly(years, places, mode="sustain")
        laid = 0
        table = Tabulator(asked, AS_OF).table(reports)
        assert table.left == {"sustain": years * places}
        assert laid == years * places


def test_due_dates_cost_columns_in_proportion() -> None:
    counts = []
    for years in (5, 20, 80):
        asked, reports = yearly(years, 6)
        counts.append(calls(lambda a=asked, r=reports: Tabulator(a, AS_OF).table(r)))
        assert not Tabulator(asked, AS_OF).table(reports).left
    more = (counts[1] - counts[0]) / 15
    assert (counts[2] - counts[1]) / 60 <= more * 1.2


def test_rows_cost_columns_no_python() -> None:
    asked = plan({"v": LEVEL}, [{"indicator": "v", "require": {"at_most": "50 mg/L"},
                                 "due": "2023-12-31"}], 50)  # fmt: skip
    counts = []
    for copies in (1, 20):
        rows = [(f"p{n}", "v", f"{2023 - year}", n + 0.25, "mg/L")
                for n in range(50) for year in range(2)]  # fmt: skip
        rows += [(f"x{n % 3}", "v", "2023", float(n), "mg/L") for n in range(100 * copies)]
        counts.append(calls(lambda r=rows: Tabulator(asked, AS_OF).table(frame(r))))
    assert counts[1] <= counts[0] * 1.1


def test_the_cell_reader_reads_spellings_and_not_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    reading = columnar_evaluation.read_observations

    def counted(table: Any, asked: Any) -> Any:
        nonlocal read
        read += len(table)
        return reading(table, asked)

    monkeypatch.setattr(columnar_evaluation, "read_observations", counted)
    target = {"indicator": "v", "require": {"at_most": "50 mg/L"}, "due": "2023-12-31"}
    for places in (20, 200):
        asked = plan({"v": LEVEL}, [target], places)
        odd = ("<0.5", "n/a", "", None, "12 km", "1e3")
        rows = [(f"p{n}", "v", "2022", odd[n % len(odd)], "mg/L") for n in range(places)]
        rows += [(f"p{n}", "v", "2023", f"{n}.5", "furlongs") for n in range(places)]
        read = 0
        Tabulator(asked, AS_OF).table(frame(rows))
        assert read <= len(odd)


def test_rules_cost_screening_in_proportion() -> None:
    counts = []
    for rules in (50, 500):
        indicators = {f"v{n}": LEVEL for n in range(rules)}
        targets = [{"indicator": name, "require": {"at_most": f"{n % 90 + 1} mg/L"},
                    "due": "2024-12-31"} for n, name in enumerate(indicators)]  # fmt: skip
        asked = plan(indicators, targets, 1)
        rows = [("p0", f"v{n % rules}", "2023", float("nan") if n % 9 == 0 else n / 7,
                 ("mg/L", "g/L", "furlongs")[n % 3]) for n in range(3000)]  # fmt: skip
        levels = levels_of(asked, AS_OF)
        counts.append(calls(lambda le=levels, r=rows: Screener(le).frame(frame(r))))
    assert counts[1] <= counts[0] * 11


def test_screening_more_rows_makes_no_more_calls() -> None:
    asked = plan({"v": LEVEL}, [{"indicator": "v", "require": {"at_most": "50 mg/L"},
                                 "due": "2024-12-31"}], 1)  # fmt: skip
    screener = Screener(levels_of(asked, AS_OF))
    counts = []
    for count in (1000, 50_000):
        rows = [("p0", "v", "2023", float("nan") if n % 9 == 0 else n / 7,
                 ("mg/L", "t", "furlongs")[n % 3]) for n in range(count)]  # fmt: skip
        told = frame(rows)
        counts.append(calls(lambda t=told: screener.frame(t)))
    assert counts[1] <= counts[0] * 1.1
