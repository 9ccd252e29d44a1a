"""Laws of time: periods of one length count alike, and a condition is read for its own period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import Result, compile_plan, evaluate

pytest.importorskip("polars")
from targetcheck import verdict_table

HEAD: dict[str, Any] = {
    "targetcheck": 1,
    "id": "time",
    "title": "时期",
    "document": {"number": "示例〔2000〕1号", "issuer": "示例市", "issued": "1990-01-01"},
    "places": {"city": {"zh": "示例市"}},
    "indicators": {
        "land": {"zh": "面积", "unit": "公顷"},
        "cover": {"zh": "覆盖率", "nature": "share", "unit": "percent"},
    },
    "profiles": {
        "schedule": {"pace": {"method": "schedule"}, "stale_after_days": None},
        "linear": {"pace": {"method": "linear_rate"}, "stale_after_days": None},
        "projection": {"pace": {"method": "projection", "min_points": 2}, "stale_after_days": None},
    },
}
PARTS = {"year": 1, "half": 2, "quarter": 4, "month": 12}
LABEL = {"year": "{0}", "half": "{0}H{1}", "quarter": "{0}Q{1}", "month": "{0}-{1:02}"}


def label(length: str, number: int) -> str:
    """Give the period of a length by its number from the year 0 on."""
    year, part = divmod(number, PARTS[length])
    return LABEL[length].format(year, part + 1)


def row(indicator: str, period: str, value: object, unit: str) -> dict[str, str]:
    return {
        "place": "city", "indicator": indicator, "period": period, "value": str(value), "unit": unit
    }  # fmt: skip


@given(
    st.sampled_from(sorted(PARTS)), st.integers(1996, 2030), st.integers(2, 12), st.data(),
    st.integers(-9, 9), st.integers(1, 9),
)  # fmt: skip
def test_a_straight_line_of_periods_is_exactly_on_its_way(
    length: str, year: int, years: int, data: st.DataObject, base: int, step: int
) -> None:
    first, last = year * PARTS[length], (year + years) * PARTS[length] + PARTS[length] - 1
    start = first + data.draw(st.integers(0, PARTS[length] - 1))
    known = data.draw(
        st.lists(st.integers(start + 1, last - 1), min_size=1, max_size=6, unique=True)
    )
    rows = [row("land", label(length, n), base + step * (n - start), "公顷") for n in sorted(known)]
    target = {
        "id": "t", "indicator": "land", "place": "city", "due": f"{year + years}-12-31",
        "baseline": {"period": label(length, start), "value": f"{base} 公顷"},
        "require": {"at_least": f"{base + step * (last - start)} 公顷"},
    }  # fmt: skip
    data_ = {**HEAD, "targets": [target]}
    as_of = date(year + years, 12, 30)
    for profile in ("schedule", "linear"):
        found = evaluate(data_, rows, as_of=as_of, profile=profile)["t"]
        assert (found.status, found.outcome.pacing.ratio) == ("on_track", 1), found
    reached = evaluate(data_, rows, as_of=as_of, profile="projection")["t"].outcome.pacing
    assert reached.projection == base + step * (last - start)
    table = verdict_table(
        compile_plan(data_, "schedule"), _frame(rows), as_of=as_of, engine="columnar"
    )
    told = table.frame.to_dicts()[0]
    assert told["status"] == "on_track"
    assert told["progress_ratio"] == pytest.approx(1, rel=1e-12)


def _frame(rows: list[dict[str, str]]) -> Any:
    import polars as pl

    return pl.DataFrame(rows)


YEARS = range(2010, 2015)


@given(
    st.dictionaries(st.sampled_from(YEARS), st.sampled_from((60, 74, 75, 90))),
    st.dictionaries(st.sampled_from(YEARS), st.sampled_from((0, 100))),
    st.sampled_from(("2012-07-31", "2013-01-31", "2015-06-30")),
)
def test_a_condition_of_another_year_excuses_no_year(
    cover: dict[int, int], land: dict[int, int], as_of: str
) -> None:
    target = {
        "id": "t", "indicator": "land", "place": "city", "every": "year", "from": "2010-01-01",
        "due": "2014-12-31", "when": {"cover": {"below": "75 %"}},
        "require": {"at_least": "50 公顷"},
    }  # fmt: skip
    plan = compile_plan({**HEAD, "targets": [target]})
    reports = [row("land", str(year), value, "公顷") for year, value in land.items()]
    conditions = {year: row("cover", str(year), value, "%") for year, value in cover.items()}
    whole = _told(evaluate(plan, [*reports, *conditions.values()], as_of=as_of))
    for year in YEARS:
        own = [conditions[year]] if year in conditions else []
        alone = _told(evaluate(plan, [*reports, *own], as_of=as_of))
        assert alone[year] == whole[year], year


def _told(result: Result) -> dict[int, tuple[str, str, tuple[str, ...]]]:
    return {v.due.year: (str(v.status), v.reason, v.outcome.missing) for v in result}
