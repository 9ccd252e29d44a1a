"""Tables of reports drawn at random: sensible rows, odd ones and nonsense."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from generated_requirements import numbers
from hypothesis import strategies as st
from places_and_indicators import GRADES, INDICATORS, PLACES, UNITS

Row = dict[str, Any]
PERIODS = st.sampled_from(
    ["2021", "2022", "2023", "2024", "2025", "2026", "2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4",
     "2024年1-9月", "2025年1-6月", "2024-06", "2024-12", "2024-12-31", "2025-06-30", "2023年上半年",
     "2024年底", "2026Q2", "2024-02-06", "2022-12-31", "2027"]
)  # fmt: skip
ODD_PERIODS = st.sampled_from(["", "去年", "2024.1", "99", "2024-13", "十四五", "4月"])
ODD_VALUES = st.sampled_from(
    ["", "—", "/", "未检出", "<0.05", "0.05L", "约71", "-4", "1e3", "９５％", "95 %", "完成", "未完成",
     "完成（2024-07-28）", "较好", "#DIV/0!", "nan", "1,234.5", "inf", "2024-07-28", "71 公顷", None, True,
     0.1, float("nan"), 10**15, "0", "00", "1/2", date(2024, 7, 28)]
)  # fmt: skip
AS_OF = st.sampled_from(
    [date(2028, 6, 30), date(2026, 1, 31), date(2025, 7, 31), date(2024, 12, 31), date(2024, 5, 5)]
) | st.dates(date(2022, 1, 1), date(2028, 12, 31))
STATUSES = st.sampled_from(["", "reported", "verified", "accepted", "销号", "P", "F", "M", "odd"])
REPORTED = st.sampled_from([None, "", "2024-01-20", "2025-01-15", date(2025, 3, 1), "odd"])


@st.composite
def sound_rows(draw: Callable[..., Any]) -> Row:
    """Give a row that says something of a known place and indicator."""
    name = draw(st.sampled_from(sorted(INDICATORS)))
    row: Row = {
        "place": draw(st.sampled_from(sorted(PLACES))),
        "indicator": name,
        "period": draw(PERIODS),
        "value": draw(numbers()),
        "unit": draw(st.sampled_from(UNITS.get(name, ("",)))),
    }
    if name in ("firms", "known"):
        row["value"] = str(draw(st.integers(0, 50)))
    if name == "quality":
        row["value"] = draw(st.sampled_from(GRADES))
    if name == "plan":
        row["value"] = draw(st.sampled_from(["完成", "未完成", "完成（2024-07-28）"]))
    if name == "rate" and draw(st.booleans()):
        row |= {"numerator": draw(st.integers(0, 60)), "denominator": draw(st.integers(0, 60))}
    return row


@st.composite
def odd_rows(draw: Callable[..., Any]) -> Row:
    """Give a row of which anything may be odd."""
    row: Row = draw(sound_rows())
    for key, cells in {
        "place": st.sampled_from(["", "别处", "东县", "东县（区）", None]),
        "indicator": st.sampled_from(["", "超标率", "修复面积", None]),
        "period": ODD_PERIODS | PERIODS,
        "value": ODD_VALUES | st.text(max_size=6),
        "unit": st.sampled_from(["", "%", "公顷", "mg/L", "公倾", None, "个百分点"]),
        "status": STATUSES,
        "reported_at": REPORTED,
        "basis": st.sampled_from(["", "year_to_date", "since_start", "累计", "odd"]),
        "qualifier": st.sampled_from(["", "<", "约", "?"]),
        "numerator": st.sampled_from([None, "", "3", -1, "三"]),
        "denominator": st.sampled_from([None, "", "4", 0]),
        "weight": st.sampled_from([None, "", "2.5", "重"]),
        "completed": st.sampled_from([None, "", "2024-07-28", "odd"]),
    }.items():
        if draw(st.integers(0, 4)) == 0:
            row[key] = draw(cells)
    return row


def tables() -> st.SearchStrategy[list[Row]]:
    """Give tables of odd rows among many sound ones, now and then of odd ones alone."""
    most = st.one_of([sound_tables()] * 4 + [st.builds(Dealt, st.just(0), st.just(0.0))])
    odd = st.lists(odd_rows(), max_size=12)
    return st.tuples(odd, most).map(lambda pair: pair[1].__radd__(pair[0]))


def sound_tables() -> st.SearchStrategy[list[Row]]:
    """Give tables of which every row can be read; most places report most indicators.

    They are dealt out by a seed, for a table in which anything is decided has hundreds of rows.
    """
    return st.builds(Dealt, st.integers(0, 2**32), st.sampled_from([0.9, 0.6, 0.3]))


class Dealt(list[Row]):
    """Many rows; a counterexample names what they were dealt from and not each of them."""

    def __init__(self, seed: int, density: float) -> None:
        super().__init__(_dealt(seed, density))
        self.told = f"Dealt({seed}, {density})"

    def __repr__(self) -> str:
        return self.told

    def __radd__(self, rows: list[Row]) -> Dealt:
        found = copy(self)
        found[:0] = rows
        found.told = f"{rows!r} + {self.told}" if rows else self.told
        return found


def _dealt(seed: int, density: float) -> list[Row]:
    rng = random.Random(seed)
    names = ["firms", *rng.sample(sorted(INDICATORS), 8)]
    series = [(name, place) for name in names for place in PLACES]
    keys = [
        (name, place, period)
        for name, place in series
        for period in SERIES[rng.choice(sorted(SERIES))]
        if rng.random() < density
    ]
    rivals = rng.sample(keys, len(keys) // 8)  # two reports for one period may contradict
    return [_sound(rng, *key) for key in keys + rivals]


def _sound(rng: random.Random, name: str, place: str, period: str) -> Row:
    unit = rng.choice(UNITS.get(name, ("",)))
    row: Row = {"place": place, "indicator": name, "period": period, "unit": unit}
    if name in ("firms", "known"):
        return {**row, "value": str(rng.choice((0, 1, 5, rng.randint(0, 200))))}
    if name == "quality":
        return {**row, "value": rng.choice(GRADES)}
    if name == "plan":
        return {**row, "value": rng.choice(("完成", "未完成", "完成（2024-07-28）"))}
    if name == "rate" and rng.random() < 0.3:
        whole = rng.randint(1, 60)
        return {**row, "value": "", "numerator": rng.randint(0, whole), "denominator": whole}
    scale = {"fraction": 100, "mg/m3": 1000}.get(unit, 1)
    return {**row, "value": f"{Decimal(rng.randint(0, 10000)) / 100 / scale:f}"}


YEARS = tuple(str(year) for year in range(2020, 2028))
QUARTERS = tuple(f"{year}Q{quarter}" for year in range(2022, 2028) for quarter in range(1, 5))
SERIES = {
    "years": YEARS,
    "quarters": ("2020", "2021", *QUARTERS),
    "both": (*YEARS, *QUARTERS),
    "so far": tuple(f"{y}年1-{m}月" for y in range(2022, 2028) for m in (3, 6, 9, 12)),
    "days": tuple(f"{y}-{d}" for y in range(2021, 2028) for d in ("06-30", "07-15", "12-31")),
}
"""The periods that a place may report by."""
