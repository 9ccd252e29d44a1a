"""What holds for every progress method when it judges promises and reports as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck import Verdict, evaluate
from targetcheck.ruleset.progress_method import METHODS


@dataclass(frozen=True)
class Scene:
    """One promise for a method: its indicator, what is asked, the days and the reports.

    `periods` are labels of the reports, oldest first, whose figures are drawn; `fixed` reports
    stand as they are. `deciding`: without the newest drawn report nothing is decided.
    """

    require: dict[str, str]
    due: str
    as_of: str
    periods: tuple[str, ...]
    pace: dict[str, Any] = field(default_factory=dict)
    indicator: dict[str, Any] = field(default_factory=dict)
    target: dict[str, Any] = field(default_factory=dict)
    fixed: tuple[tuple[str, str, str], ...] = ()
    least: int = 1


YEARS = tuple(str(2011 + n) for n in range(9))
MONTHS = tuple(f"{2021 + n // 12}-{n % 12 + 1:02}" for n in range(36))
OTHERS = tuple((f"town{n}", "2019", str(10 + n * n)) for n in range(5))


def on_its_way(least: int, **pace: Any) -> Scene:
    """A level on its way from a stated baseline, reported every year."""
    return Scene(
        require={"at_least": "41 公顷"}, due="2030-12-31", as_of="2021-06-30", periods=YEARS,
        target={"baseline": {"period": 2010, "value": "10 公顷"}}, pace=pace, least=least,
    )  # fmt: skip


DOOR = {
    "schedule": on_its_way(1),
    "cagr": on_its_way(1),
    "open_sdg": on_its_way(1),
    "un_chart": on_its_way(1),
    "linear_rate": on_its_way(1),
    "escap": on_its_way(1),
    "projection": on_its_way(3),
    "ols": on_its_way(2),
    "theil_sen": on_its_way(4),
    "seasonal_kendall": Scene(
        {"at_least": "41 公顷"}, "2026-12-31", "2024-06-30", MONTHS, least=36
    ),
    "distance": Scene(
        {"at_least": "41 公顷"}, "2030-12-31", "2020-06-30", ("2019",), fixed=OTHERS
    ),
    "remaining": Scene(
        {"at_most": "20 公顷"}, "2024-12-31", "2024-05-31", ("2024年1-4月",),
        indicator={"better": "lower", "frequency": "year"},
        fixed=(("city", "2023年1-4月", "21.5"), ("city", "2023", "20.3")),
    ),
    "burn": Scene(
        {"at_most": "20 公顷"}, "2024-12-31", "2024-10-31", ("2024Q1", "2024Q2", "2024Q3"),
        indicator={"nature": "flow", "better": "lower"}, target={"from": "2024"}, least=1,
    ),
    "manual": Scene(
        {"at_least": "41 公顷"}, "2030-12-31", "2021-06-30", YEARS,
        pace={"status": "at_risk", "author": "督查组", "date": "2020-01-01", "reason": "示例"},
    ),
}  # fmt: skip
"""A promise for each method, judged by evaluate() as a user would."""


def test_every_method_has_a_scene() -> None:
    assert set(DOOR) == set(METHODS)


def ruleset_of(method: str) -> dict[str, Any]:
    scene = DOOR[method]
    towns = {place: {"zh": place, "kind": "town"} for place, _, _ in OTHERS}
    return {
        "targetcheck": 1,
        "id": "law",
        "title": "规则",
        "document": {"number": "1", "issuer": "示例", "issued": "2024-01-01"},
        "places": {"city": {"zh": "示例市", "kind": "town"}, **towns},
        "indicators": {"area": {"zh": "面积", "unit": "公顷", **scene.indicator}},
        "targets": [
            {"id": "t", "indicator": "area", "place": "city", "require": scene.require,
             "due": scene.due, **scene.target, "judge": {"pace": {"method": method, **scene.pace}}},
        ],
    }  # fmt: skip


def report(place: str, period: str, value: str, unit: str = "公顷") -> dict[str, str]:
    return {"place": place, "indicator": "area", "period": period, "value": value, "unit": unit}


def in_mu(row: dict[str, str]) -> dict[str, str]:
    """Give the same report in 亩, exactly."""
    amount = Decimal(row["value"]) * 15
    return {**row, "value": str(amount), "unit": "亩"}


def reported(method: str, tenths: list[int]) -> list[dict[str, str]]:
    """Give the drawn reports of the newest periods of a scene, with those that stand."""
    scene = DOOR[method]
    periods = scene.periods[-len(tenths) :]
    drawn = zip(periods, tenths[-len(periods) :], strict=True)
    rows = [report("city", period, f"{v // 10}.{v % 10}") for period, v in drawn]
    return [*(report(*row) for row in scene.fixed), *rows]


def verdict_of(method: str, rows: list[dict[str, str]]) -> Verdict:
    return next(iter(evaluate(ruleset_of(method), rows, as_of=DOOR[method].as_of)))


@pytest.mark.parametrize("method", sorted(METHODS))
@given(data=st.data(), order=st.randoms(use_true_random=False))
def test_units_row_order_and_copies_never_matter(
    method: str, data: st.DataObject, order: Any
) -> None:
    most = len(DOOR[method].periods)
    tenths = data.draw(st.lists(st.integers(1, 400), min_size=1, max_size=most))
    plain = reported(method, tenths)
    mixed = [order.choice((row, in_mu(row))) for row in plain] + plain[:2]
    order.shuffle(mixed)
    found = [verdict_of(method, rows) for rows in (plain, mixed)]
    assert found[0].status == found[1].status
    assert found[0].reason == found[1].reason
    assert found[0].outcome.pacing == found[1].outcome.pacing


@pytest.mark.parametrize("method", sorted(METHODS))
@given(data=st.data())
def test_without_the_deciding_datum_nothing_is_decided(method: str, data: st.DataObject) -> None:
    scene = DOOR[method]
    tenths = data.draw(st.lists(st.integers(1, 400), min_size=scene.least, max_size=scene.least))
    rows = reported(method, tenths)
    if method == "burn":
        rows = reported(method, [*tenths, *tenths, *tenths])
        found = verdict_of(method, rows[1:])
    else:
        newest = scene.periods[-1]
        found = verdict_of(method, [row for row in rows if row["period"] != newest])
    assert found.status in ("not_due", "undetermined")
    assert found.outcome.missing or method == "manual"


@pytest.mark.parametrize("method", sorted(METHODS))
@given(data=st.data(), tenths=st.integers(1, 300))
def test_a_better_report_never_worsens_what_is_printed(
    method: str, data: st.DataObject, tenths: int
) -> None:
    scene = DOOR[method]
    many = data.draw(st.lists(st.integers(1, 400), min_size=1, max_size=len(scene.periods)))
    better = [*many[:-1], many[-1] + tenths]
    worse, best = many, better
    if "at_most" in scene.require:
        worse, best = better, many
    before, after = (verdict_of(method, reported(method, values)) for values in (worse, best))
    known = ("fail", "at_risk", "on_track", "pass")
    if str(before.status) in known and str(after.status) in known:
        assert known.index(str(after.status)) >= known.index(str(before.status))


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("figure", ["0", "-3", "未检出", "—", "", "<0.5"])
def test_zero_negative_and_missing_reports_are_never_replaced(method: str, figure: str) -> None:
    """No crash, no complex number, and an answer with words."""
    rows = reported(method, [150] * len(DOOR[method].periods))
    rows[-1] = {**rows[-1], "value": figure}
    every = [{**row, "value": figure} for row in rows]
    for known in (rows, every):
        found = verdict_of(method, known)
        pacing = found.outcome.pacing
        if pacing is not None and figure not in ("0", "-3") and known is every:
            assert pacing.method == "manual", "no figure is made of what is not known"
        assert found.sentence("zh")
        assert found.explain("en")


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"manual"}))
def test_grades_are_not_measured_in_distances(method: str) -> None:
    ruleset = ruleset_of(method)
    ruleset["indicators"]["area"] = {"zh": "水质类别", "nature": "class", "scale": "water"}
    ruleset["scales"] = {"water": {"zh": "水质", "grades": ["Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类"]}}
    target = {**ruleset["targets"][0], "require": {"at_least": "Ⅲ类"}}
    target = {key: said for key, said in target.items() if key not in ("baseline", "from")}
    rows = [{**report("city", str(2011 + n), "Ⅳ类"), "unit": ""} for n in range(9)]
    found = next(iter(evaluate({**ruleset, "targets": [target]}, rows, as_of="2020-06-30")))
    assert found.reason == "method_undefined"


# -- modes of keeping


@pytest.mark.parametrize("mode", ["maintain", "sustain"])
@pytest.mark.parametrize("as_of", ["2023-06-30", "2026-06-30"])
@given(
    tenths=st.lists(st.integers(350, 450), min_size=2, max_size=5),
    by=st.integers(0, 60),
    order=st.randoms(use_true_random=False),
)
def test_what_is_kept_is_no_worse_for_a_better_report(
    mode: str, as_of: str, tenths: list[int], by: int, order: Any
) -> None:
    ruleset = ruleset_of("schedule")
    ruleset["indicators"]["area"]["frequency"] = "year"
    ruleset["targets"] = [
        {"id": "t", "indicator": "area", "place": "city", "require": {"at_least": "40 公顷"},
         "from": "2021", "due": "2025-12-31", "mode": mode},
    ]  # fmt: skip

    def judged(values: list[int], *, mixed: bool = False) -> Verdict:
        rows = [report("city", str(2021 + n), f"{v // 10}.{v % 10}") for n, v in enumerate(values)]
        if mixed:
            rows = [order.choice((row, in_mu(row))) for row in rows] + rows[:1]
            order.shuffle(rows)
        return next(iter(evaluate(ruleset, rows, as_of=as_of)))

    before = judged(tenths)
    known = ("fail", "at_risk", "undetermined", "on_track", "pass")
    after = judged([*tenths[:-1], tenths[-1] + by])
    assert known.index(str(after.status)) >= known.index(str(before.status))
    again = judged(tenths, mixed=True)
    assert (before.status, before.reason) == (again.status, again.reason)
    assert judged([]).status in ("not_due", "undetermined")
