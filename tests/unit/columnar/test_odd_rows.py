"""Rows that are no plain number in a plain unit: judged as the cell reader judges them, by spelling.

What they cost is counted and not timed: the rows that the cell reader reads, however many rows
there are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import targetcheck as tc
from targetcheck.columnar.screening import screener as screening
from targetcheck.columnar.screening.cell_fallback import judge_cells
from targetcheck.columnar.screening.level_requirements import levels_of
from targetcheck.columnar.screening.screener import Screener
from targetcheck.evaluation.large_tables.columnar_evaluation import Tabulator

pl = pytest.importorskip("polars")

DAY = date(2024, 12, 1)
CITE = {"clause": "一", "quote": "略"}
KINDS = {
    "water": {"nature": "level", "unit": "m3", "better": "lower", "water": True},
    "rate": {"nature": "share", "unit": "%", "better": "higher"},
    "sites": {"nature": "count", "unit": "个", "better": "higher"},
    "bod": {"nature": "level", "unit": "mg/L", "better": "lower"},
    "unasked": {"nature": "share", "unit": "%", "better": "higher"},
    "grade": {"nature": "class", "scale": "water"},
}
BOUNDS = {
    "water": {"at_most": "40 m3"}, "rate": {"between": ["30 %", "60 %"]},
    "sites": {"at_least": "40 个"}, "bod": {"below": "40 mg/L"}, "grade": {"at_least": "II"},
}  # fmt: skip


def plan(**more: Any) -> tc.Plan:
    """Give requirements on an amount of water, a share, a count, a concentration and a grade."""
    return tc.compile_plan(
        {
            "targetcheck": 1, "id": "odd", "title": "示例",
            "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
            "scales": {"water": {"zh": "水质", "grades": ["I", "II", "III"]}},
            "places": {"east": {"zh": "东区"}, "west": {"zh": "西区"}},
            "indicators": {name: {"zh": f"指标{name}", **kind} for name, kind in KINDS.items()},
            "targets": [
                {"id": name, "indicator": name, "place": ["east", "west"], "require": bound,
                 "due": "2024-12-31", "cite": CITE}
                for name, bound in BOUNDS.items()
            ],
            **more,
        }
    )  # fmt: skip


ROWS: dict[str, dict[str, Any]] = {
    "a tonne of water": {"indicator": "water", "unit": "t"},
    "ten thousand tonnes of water": {"indicator": "water", "unit": "万吨", "scale": 1e-4},
    "a tonne of what is no water": {"indicator": "bod", "unit": "t"},
    "no number": {"indicator": "bod", "unit": "mg/L", "value": None},
    "NaN": {"indicator": "bod", "unit": "mg/L", "value": float("nan")},
    "no number of an unknown unit": {"indicator": "bod", "unit": "furlongs", "value": None},
    "no number of a grade": {"indicator": "grade", "unit": None, "value": None},
    "a share of 1": {"indicator": "rate", "unit": "1", "scale": 0.01},
    "a share above 100 %": {"indicator": "rate", "unit": "%", "scale": 9},
    "a share beyond in per mille": {"indicator": "rate", "unit": "‰", "scale": 90},
    "half a site": {"indicator": "sites", "unit": "个", "scale": 1.003},
    "sites by the ten thousand": {"indicator": "sites", "unit": "万个"},
    "sites without a unit": {"indicator": "sites", "unit": None},
    "a unit written otherwise": {"indicator": "bod", "unit": " 毫克/升 "},
    "an unknown unit": {"indicator": "bod", "unit": "furlongs"},
    "no unit": {"indicator": "bod", "unit": ""},
    "an unknown place": {"indicator": "bod", "unit": "mg/L", "place": "north"},
    "no place": {"indicator": "bod", "unit": "mg/L", "place": None},
    "an unknown indicator": {"indicator": "cod", "unit": "mg/L"},
    "nobody asked": {"indicator": "unasked", "unit": "%"},
    "nobody asked, beyond": {"indicator": "unasked", "unit": "%", "scale": 9},
}
TEXTS: dict[str, dict[str, Any]] = {
    "a sign of percent in the cell": {"indicator": "rate", "unit": None, "after": "%"},
    "a wide sign of percent": {"indicator": "rate", "unit": "%", "after": "％"},
    "another unit in the cell": {"indicator": "bod", "unit": "mg/L", "after": " g/L"},
    "no unit of the indicator in the cell": {"indicator": "bod", "unit": "mg/L", "after": "km"},
    "a detection limit": {"indicator": "bod", "unit": "mg/L", "before": "<", "spelled": 1},
    "a detection limit behind": {"indicator": "bod", "unit": "mg/L", "after": "L", "spelled": 40},
    "litres": {"indicator": "water", "unit": "m3", "after": "L", "spelled": 40},
    "a multiple": {"indicator": "bod", "unit": "mg/L", "after": "万", "spelled": 40},
    "a bound": {"indicator": "bod", "unit": "mg/L", "after": "以上", "spelled": 40},
}
READ_BY_CELL = {"sites by the ten thousand"}


def table(told: dict[str, Any], rows: int, texts: bool = False) -> pl.DataFrame:
    """Give rows of one oddity, each with a number of its own."""
    wide = told.get("spelled", rows)
    numbers = [(20 + 40 * (n % wide) / wide) for n in range(rows)]
    if told["indicator"] == "sites":
        numbers = [float(round(number)) for number in numbers]
    values: list[Any] = [round(number * told.get("scale", 1), 9) for number in numbers]
    if texts:
        values = [f"{told.get('before', '')}{v:.3f}{told.get('after', '')}" for v in values]
    if "value" in told:
        values = [told["value"]] * rows
    place = [told.get("place", ("east", "西区")[n % 2]) for n in range(rows)]
    kinds = {"place": pl.String, "indicator": pl.String, "unit": pl.String,
             "value": pl.String if texts else pl.Float64}  # fmt: skip
    columns = {"place": place, "indicator": [told["indicator"]] * rows,
               "unit": [told["unit"]] * rows, "value": values}  # fmt: skip
    return pl.DataFrame(columns, schema=kinds)


ALL = [(name, told, False) for name, told in ROWS.items()]
ALL += [(name, told, True) for name, told in TEXTS.items()]


@pytest.mark.parametrize(("name", "told", "texts"), ALL, ids=[one[0] for one in ALL])
def test_an_odd_row_is_judged_as_the_cell_reader_judges_it(
    name: str, told: dict[str, Any], texts: bool
) -> None:
    levels = levels_of(plan(), DAY)
    frame = table(told, 60, texts)
    plain = table({"indicator": "bod", "unit": "mg/L"}, 60)
    both = pl.concat([frame, plain.cast({"value": frame["value"].dtype})])
    found = Screener(levels, detail=True).frame(both)
    rows = frame.to_dicts()
    cells = {key: [row[key] for row in rows] for key in frame.columns}
    wanted = judge_cells(levels, cells, len(rows))
    got = found.head(60).select("verdict", "reason", "margin").rows()
    for row, one, (verdict, reason, margin) in zip(rows, wanted, got, strict=True):
        assert (verdict, reason) == (one.status, one.reason), row
        assert margin == (None if one.margin is None else pytest.approx(float(one.margin))), row


@pytest.mark.parametrize(("name", "told", "texts"), ALL, ids=[one[0] for one in ALL])
def test_what_the_cell_reader_reads_grows_with_spellings_only(
    name: str, told: dict[str, Any], texts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(levels: Any, columns: Any, rows: int) -> Any:
        read.append(rows)
        return judge_cells(levels, columns, rows)

    monkeypatch.setattr(screening, "judge_cells", counted)
    screener = Screener(levels_of(plan(), DAY))
    for rows in (200, 2000):
        read.clear()
        screener.frame(table(told, rows, texts))
        most = 2 * told.get("spelled", 1) if "spelled" in told else 0
        if name in READ_BY_CELL:
            most = 41 * 2
        assert sum(read) <= most, name


CODES = {"frozen": {"zh": "冰封", "aliases": ["-88", "999", "n"]}}
ROW = ("east", "bod", "2024", "mg/L")
SILENT: dict[str, tuple[Any, Any]] = {
    "a code in text": (["999", "12"], None),
    "a negative code": (["-88", "12"], None),
    "a code as an integer": ([999, 12], None),
    "a code in a column with gaps": ([999.0, 12.0, None], None),
    "a word for a regular report": ([None, 12.0, 12.0], ["n", "n", ""]),
}


@pytest.mark.parametrize(("values", "status"), SILENT.values(), ids=SILENT)
def test_a_reason_for_silence_that_looks_like_a_report_is_no_value(
    values: Any, status: Any
) -> None:
    silent = plan(profiles={"default": {"excused": CODES}})
    names = ("place", "indicator", "period", "unit")
    frame = pl.DataFrame([dict(zip(names, ROW, strict=True)) for _ in values])
    frame = frame.with_columns(value=pl.Series(values))
    if status is not None:
        frame = frame.with_columns(status=pl.Series(status))
    found = Screener(levels_of(silent, DAY), detail=True).frame(frame)
    assert found["verdict"].to_list()[:2] == ["not_asked", "pass"]
    assert found["reason"].to_list()[:2] == ["excused", "met"]
    one = frame[:1]
    table_ = Tabulator(silent, date(2025, 2, 1)).table(one)
    wanted = tc.evaluate(silent, one, as_of="2025-02-01")
    (here,) = (v for v in wanted if (v.target, v.place) == ("bod", "east"))
    assert (here.status, here.outcome.reason) == ("not_applicable", "excused")
    rows = table_.frame.filter(pl.col("target") == "bod", pl.col("place") == "east")
    assert rows["status"].to_list() == ["not_applicable"]


@pytest.mark.parametrize(("value", "status"), [(3, "pass"), (3.0, "pass"), (4, "fail"), ("3", "pass"),
                                               (0.5, "undetermined"), (1, "pass")])  # fmt: skip
def test_a_grade_written_as_a_number_is_the_grade_and_no_rank(value: Any, status: str) -> None:
    digits = plan(scales={"water": {"zh": "水质", "grades": ["1", "2", "3", "4"]}}, targets=[
        {"id": "grade", "indicator": "grade", "place": "east", "require": {"at_least": "3"},
         "due": "2024-12-31", "cite": CITE}
    ])  # fmt: skip
    frame = pl.DataFrame(
        {"place": "east", "indicator": "grade", "period": "2024", "value": [value]}
    )
    told = Tabulator(digits, date(2025, 2, 1)).table(frame)
    assert told.frame["status"].to_list() == [status]
    assert [str(v.status) for v in tc.evaluate(digits, frame, as_of="2025-02-01")] == [status]
