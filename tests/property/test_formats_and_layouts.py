"""One set of reports gives the same verdicts in every layout, number format and file format.

Each draw is written long, with indicators, periods or places across, by the hand of a person who
likes thousands separators, percent signs or full-width digits, and read as CSV, XLSX, ODS, JSON,
Parquet, rows and frames. A refusal is an answer as well; another verdict is not. A draw is 36
tables: the profile `long` draws 600 times.
"""

from __future__ import annotations

import json
import sys
import tempfile
from decimal import Decimal
from itertools import product
from pathlib import Path

import pandas as pd
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import targetcheck as tc
from targetcheck.errors import TargetcheckError

sys.path.insert(0, str(Path(__file__).parent.parent / "outside"))
from table_files import write_csv, write_json, write_ods, write_xlsx

PLACES = {"daye": "大冶市", "yang": "阳新县", "geo": "格鲁吉亚"}
INDICATORS = {"w": ("污水收集率", "%"), "x": ("氨氮浓度", "mg/L"), "f": ("造林面积", "亩")}
PERIODS = ("2022年", "2023年", "2024年")
RULESET = {
    "targetcheck": 1,
    "id": "formats",
    "title": "试用方案",
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {
        "daye": {"zh": "大冶市", "en": "Daye"},
        "yang": {"zh": "阳新县", "en": "Yangxin"},
        "geo": {"zh": "格鲁吉亚", "en": "Georgia", "aliases": ["GEO"]},
    },
    "indicators": {
        "w": {"zh": "污水收集率", "nature": "share", "unit": "percent"},
        "x": {"zh": "氨氮浓度", "nature": "level", "unit": "mg/L", "better": "lower"},
        "f": {"zh": "造林面积", "nature": "flow", "unit": "亩"},
    },
    "targets": [
        {"id": "w", "indicator": "w", "place": list(PLACES), "require": {"at_least": "70 %"}, "due": 2024},
        {"id": "x", "indicator": "x", "place": list(PLACES), "require": {"at_most": "1.5 mg/L"}, "due": 2024},
        {"id": "f", "indicator": "f", "place": list(PLACES), "require": {"at_least": "1500 亩"}, "due": 2024,
         "from": 2022},
    ],
}  # fmt: skip
PLAN = tc.compile_plan(RULESET)
Figures = dict[tuple[str, str, str], Decimal]
HANDS = st.sampled_from(["plain", "thousands", "full-width", "spaced", "float"])


@st.composite
def figures(draw) -> Figures:
    """Draw a figure for every place, indicator and period."""
    digits = draw(st.integers(0, 3))
    found: Figures = {}
    for place, name, period in product(PLACES, INDICATORS, PERIODS):
        most = {"w": 100, "x": 3, "f": 3000}[name]
        number = draw(st.integers(0, most * 10**digits))
        found[place, name, period] = Decimal(number).scaleb(-digits)
    return found


def written(number: Decimal, hand: str) -> object:
    """Return a figure as a hand writes it."""
    if hand == "float":
        return float(number)
    text = f"{number:,f}" if hand == "thousands" else f"{number:f}"
    if hand == "full-width":
        return text.translate({code: code + 0xFEE0 for code in range(0x2E, 0x3A)})
    return f" {text} " if hand == "spaced" else text


def layouts(of: Figures, hand: str):
    """Yield each layout: its name, its rows, and the mapping that goes with it."""
    head = ["地区", "指标", "时期", "数值", "单位"]
    body = [
        [PLACES[p], INDICATORS[i][0], t, written(value, hand), INDICATORS[i][1]]
        for (p, i, t), value in of.items()
    ]
    yield "long", [head, *body], None
    heads = [f"{name}（{unit}）" for name, unit in INDICATORS.values()]
    wide = [
        [PLACES[p], t, *(written(of[p, i, t], hand) for i in INDICATORS)]
        for p, t in product(PLACES, PERIODS)
    ]
    yield "indicators across", [["地区", "时期", *heads], *wide], None
    across = [
        [PLACES[p], INDICATORS[i][0], INDICATORS[i][1], *(written(of[p, i, t], hand) for t in PERIODS)]
        for p, i in product(PLACES, INDICATORS)
    ]  # fmt: skip
    yield "periods across", [["地区", "指标", "单位", *PERIODS], *across], None
    places = [
        [INDICATORS[i][0], INDICATORS[i][1], t, *(written(of[p, i, t], hand) for p in PLACES)]
        for i, t in product(INDICATORS, PERIODS)
    ]
    yield "places across", [["指标", "单位", "时期", *PLACES.values()], *places], None


def forms(rows, folder: Path):
    """Yield the rows in every form in which data come in."""
    head, *body = rows
    table = [dict(zip(head, row, strict=True)) for row in body]
    yield "rows", table
    yield "csv", write_csv(rows, folder / "a")
    yield "xlsx", write_xlsx(rows, folder / "a")
    yield "ods", write_ods(rows, folder / "a")
    yield "json", write_json(rows, folder / "a")
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in table)
    (folder / "a.jsonl").write_text(lines, "utf-8")
    yield "json lines", str(folder / "a.jsonl")
    frame = pl.DataFrame(table)
    frame.write_parquet(folder / "a.parquet")
    yield "parquet", str(folder / "a.parquet")
    yield "polars", frame
    yield "pandas", pd.DataFrame(table)


def verdicts(data):
    """Return status and value at each target and place, None where the whole is refused."""
    try:
        result = tc.evaluate(PLAN, data, as_of="2025-03-31")
    except TargetcheckError:
        return None
    assert result.rows == result.used + len(result.set_aside) == 27
    return {(v.target, v.place): (v.status, v.value) for v in result.verdicts}


@settings(max_examples=settings().max_examples // 4)
@given(figures(), HANDS)
def test_a_table_gives_the_same_verdicts_in_every_layout_and_format(of, hand):
    rows = [
        {"place": p, "indicator": i, "period": t, "value": value, "unit": INDICATORS[i][1]}
        for (p, i, t), value in of.items()
    ]
    meant = verdicts(rows)
    assert meant is not None
    with tempfile.TemporaryDirectory() as folder:
        for layout, cells, _ in layouts(of, hand):
            for form, data in forms(cells, Path(folder)):
                found = verdicts(data)
                assert found is not None, (layout, form)
                other = {
                    key: (found[key], meant[key])
                    for key in meant
                    if found[key] != meant[key] and found[key][0] != "undetermined"
                }
                assert not other, (layout, form)
                if hand in ("plain", "float", "full-width"):
                    assert found == meant, (layout, form)
