"""Screening through files, and one requirement prepared for single values."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from test_screen import CITE, DAY, HEAD, plain, rows, ruleset

import targetcheck as tc
from targetcheck import api

pl = pytest.importorskip("polars")


def test_a_folder_of_parquet_becomes_a_file(tmp_path):
    pytest.importorskip("pyarrow")
    plan = tc.compile_plan(ruleset(3))
    table = pl.DataFrame(rows(plan, 3, 500))
    (tmp_path / "in").mkdir()
    table[:300].write_parquet(tmp_path / "in" / "a.parquet")
    table[300:].write_parquet(tmp_path / "in" / "b.parquet")
    counts = api.screen_parquet(plan, tmp_path / "in", tmp_path / "out.parquet", as_of=DAY)
    found = pl.read_parquet(tmp_path / "out.parquet")
    wanted = tc.screen(plan, table, as_of=DAY)
    assert found["verdict"].to_list() == wanted["verdict"].to_list()
    assert found["margin"].to_list() == wanted["margin"].to_list()
    assert sum(counts.values()) == 500


@pytest.mark.parametrize(
    ("value", "unit", "status", "margin"),
    [
        (2.5, "mg/L", "pass", Fraction(0)),
        (0.0025, "g/L", "pass", Fraction(0)),
        (Decimal("0.00251"), "g/L", "fail", Fraction(-1, 100)),
        (3, "mg/L", "fail", Fraction(-1, 2)),
        ("2.4", "mg/L", "pass", Fraction(1, 10)),
        ("<0.05", "mg/L", "pass", None),
    ],
)
def test_a_value_is_decided_exactly_first_and_later(value, unit, status, margin):
    decide = api.decider(plain(), "t", "east", as_of=DAY)
    assert decide(value, unit) == (status, margin)
    assert decide(value, unit) == (status, margin)
    verdict = decide.verdict(value, unit)
    assert verdict.status == status
    assert verdict.explain("zh")


def test_a_unit_is_read_once_where_a_concentration_cannot_be_negative(monkeypatch):
    decide = api.decider(plain(), "t", "east", as_of=DAY)
    first = decide(Decimal("0.5"), "mg/L")
    monkeypatch.setattr(type(decide), "_read", lambda *_: pytest.fail("read again"))
    assert decide(Decimal("0.5"), "mg/L") == first
    monkeypatch.undo()
    with pytest.raises(tc.TargetcheckError):
        decide(Decimal("-0.5"), "mg/L")
    zero = api.decider(plain(), "t", "east", as_of=DAY)(Decimal(0), "mg/L")
    assert decide(Decimal(0), "mg/L") == zero


@pytest.mark.parametrize("seed", range(6))
def test_a_decider_says_what_screening_says(seed):
    plan = tc.compile_plan(ruleset(seed))
    table = [r for r in rows(plan, seed, 60) if r["place"] == "east"]
    single = {q.target for q in plan.questions if q.target.startswith("u")}
    for row in table:
        target = row["indicator"].replace("i", "t")
        if target.replace("t", "u") in single:
            continue
        decide = api.decider(plan, target, "east", as_of=DAY)
        (wanted,) = tc.screen(plan, pl.DataFrame([row]), as_of=DAY)["verdict"]
        for _ in range(2):
            try:
                found = decide(row["value"], row["unit"] or "")[0]
            except tc.TargetcheckError:
                found = "refused"
            assert found == wanted, row


def test_what_cannot_be_decided_is_refused():
    total = {"zh": "面积", "nature": "flow", "unit": "hectare", "better": "higher"}
    target = {"id": "t", "indicator": "a", "place": "east", "require": {"at_least": "5 公顷"},
              "from": "2024-01-01", "due": "2024-12-31", "cite": CITE}  # fmt: skip
    plan = tc.compile_plan({**HEAD, "indicators": {"a": total}, "targets": [target]})
    for name, code in (("t", "decider-declined"), ("x", "target-unknown")):
        with pytest.raises(tc.TargetcheckError) as caught:
            api.decider(plan, name, as_of=date(2024, 1, 1))
        assert [d.code for d in caught.value.diagnostics] == [code]
    with pytest.raises(tc.TargetcheckError):
        api.decider(plain(), "t", "east", as_of=DAY)(float("nan"), "mg/L")
