"""The verdict of one cell of a large table is that of the whole table, row numbers included."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest

import targetcheck as tc

pl = pytest.importorskip("polars")

HEAD: dict[str, Any] = {
    "targetcheck": 1, "id": "cells", "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2023-01-01"},
    "places": {
        "city": {"zh": "示例市", "kind": "city"},
        **{name: {"zh": f"{name}县", "kind": "county", "in": "city"} for name in "abc"},
        "far": {"zh": "远县", "kind": "other"},
    },
    "groups": {"all": {"zh": "各县", "members": ["a", "b", "c"]}},
    "indicators": {
        "bod": {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"},
        "rate": {"zh": "比例", "nature": "share", "unit": "%", "better": "higher"},
    },
}  # fmt: skip
TARGETS: list[dict[str, Any]] = [
    {"id": "plain", "indicator": "rate", "place": ["a", "b", "far"], "due": "2025-12-31",
     "baseline": {"period": "2022"}, "require": {"at_least": "80 %"}},
    {"id": "only", "indicator": "rate", "place": "far", "due": "2023-12-31",
     "require": {"at_least": "50 %"}},
    {"id": "members", "indicator": "bod", "place": "city", "due": "2023-12-31",
     "require": {"share_of": "all", "where": {"bod": {"at_most": "4 mg/L"}}, "at_least": "60 %"}},
    {"id": "first", "indicator": "rate", "place": ["a", "b", "c"], "due": "2023-12-31",
     "require": {"rank_among": "all", "at_most": 2}},
]  # fmt: skip
RULES = {**HEAD, "targets": TARGETS}
DAY = date(2024, 6, 30)


def reports() -> Any:
    rows = [
        (place, name, period, str(30 + 7 * n + 3 * k), unit)
        for n, period in enumerate(("2022", "2023", "2024Q1"))
        for k, place in enumerate(("a", "B县", "c县", "far", "nowhere"))
        for name, unit in (("比例", "%"), ("bod", "mg/L"))
    ]
    rows += [("far", "rate", "2023", "n/a", "%"), ("a", "rate", "2024Q1", "51", "%")]
    names = ["place", "indicator", "period", "value", "unit"]
    return pl.DataFrame(rows, schema=names, orient="row")


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "targetcheck")


def told(verdict: Any) -> dict[str, object]:
    """Everything that a verdict says, but for the digest of the data."""
    said = verdict.to_dict("en")
    provenance = said.get("provenance")
    if isinstance(provenance, dict):
        provenance.pop("data_digest", None)
    return said


@pytest.mark.parametrize("engine", ["columnar", "reference"])
def test_each_verdict_is_that_of_the_whole_table(engine: str) -> None:
    frame = reports()
    whole = tc.evaluate(RULES, frame, as_of=DAY)
    table = tc.verdict_table(RULES, frame, as_of=DAY, engine=engine)
    assert len(whole) == 8
    for verdict in whole:
        found = table.verdict(verdict.target, verdict.place, verdict.due)
        assert told(found) == told(verdict)
        assert [f.row for f in found.observations] == [f.row for f in verdict.observations]
        assert [f.where for f in found.observations] == [f.where for f in verdict.observations]
        assert found.aside == verdict.aside
        lines = [v.explain("zh").splitlines()[:-1] for v in (found, verdict)]
        assert lines[0] == lines[1]


def test_few_reports_are_read() -> None:
    table = tc.verdict_table(RULES, reports(), as_of=DAY, engine="columnar")
    assert table._cells.result("plain", "far").rows == 4
    assert table._cells.result("plain", "a").rows == 10, "places ranked together are read together"


@pytest.mark.parametrize(
    "key", [("plain",), ("plain", "c"), ("none",), ("first", "a", date(2020, 1, 1))]
)
def test_what_is_not_asked_is_refused_by_name(key: tuple[Any, ...]) -> None:
    table = tc.verdict_table(RULES, reports(), as_of=DAY, engine="columnar")
    with pytest.raises(KeyError, match=str(key[0])):
        table.verdict(*key)


def test_the_only_place_need_not_be_named() -> None:
    table = tc.verdict_table(RULES, reports(), as_of=DAY, engine="columnar")
    assert table.verdict("only").place == "far"


def test_rows_set_aside_are_handed_over_as_they_came() -> None:
    table = tc.verdict_table(RULES, reports(), as_of=DAY, engine="columnar")
    aside = table.aside()
    assert aside.columns[:2] == ["set_aside_row", "set_aside_code"]
    assert len(aside) + table.used == table.rows == len(reports())
    place = aside.filter(pl.col("set_aside_code") == "place-unknown")["place"]
    assert set(place) == {"nowhere"}
    again = reports()[aside["set_aside_row"]]
    assert aside.select(reports().columns).equals(again)
