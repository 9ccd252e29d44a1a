"""What holds for every ruleset and every table, whatever they say."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from generated_rulesets import plain_targets, rulesets
from generated_tables import AS_OF, Row, sound_tables, tables
from hypothesis import given
from hypothesis import strategies as st
from places_and_indicators import (
    COUNTIES,
    GRADES,
    GROUPS,
    INDICATORS,
    LIMITS,
    PLACES,
)

from targetcheck import Result, Ruleset, bundled_rulesets, compile_plan, evaluate, load_ruleset
from targetcheck.periods.period_parser import parse_period
from targetcheck.ruleset.ruleset import to_yaml
from targetcheck.yaml_text.yaml_source import read_document_text

Data = dict[str, Any]


def answers(result: Result) -> dict[tuple[str, str, date], tuple[Any, ...]]:
    """Give what came out, without the rows that it rests on."""
    return {
        (v.target, v.place, v.due): (
            v.status, v.reason, frozenset(v.flags), v.value, v.margin, v.outcome.missing
        )
        for v in result
    }  # fmt: skip


# -- rulesets


def fields(ruleset: Ruleset) -> Data:
    """Give everything that a ruleset says, without where it was written."""
    return {name: getattr(ruleset, name) for name in type(ruleset).model_fields}


def read_back(ruleset: Ruleset) -> Ruleset:
    """Give the ruleset that its YAML says."""
    return load_ruleset(read_document_text(to_yaml(ruleset), "written.yaml").data)


@given(rulesets())
def test_a_ruleset_survives_its_yaml(data: Data) -> None:
    ruleset = load_ruleset(data)
    again = read_back(ruleset)
    assert fields(again) == fields(ruleset)
    assert to_yaml(again) == to_yaml(ruleset)


@pytest.mark.parametrize("name", bundled_rulesets())
def test_a_bundled_ruleset_survives_its_yaml(name: str) -> None:
    ruleset = load_ruleset(name)
    again = read_back(ruleset)
    assert fields(again) == fields(ruleset)
    assert to_yaml(again) == to_yaml(ruleset)


@given(rulesets(), tables(), AS_OF)
def test_a_ruleset_read_back_answers_alike(data: Data, rows: list[Row], as_of: date) -> None:
    ruleset = load_ruleset(data)
    first, again = (evaluate(r, rows, as_of=as_of) for r in (ruleset, read_back(ruleset)))
    assert answers(first) == answers(again)


# -- every table


@given(rulesets(), tables(), AS_OF, st.none() | AS_OF)
def test_every_table_gets_an_answer(
    data: Data, rows: list[Row], as_of: date, known_at: date | None
) -> None:
    result = evaluate(data, rows, as_of=as_of, known_at=known_at)
    assert result.rows == len(rows) == result.used + len(result.set_aside)
    assert len({aside.row for aside in result.set_aside}) == len(result.set_aside)
    for verdict in result:
        assert verdict.sentence("zh") and verdict.sentence("en")
        assert verdict.explain("zh") and verdict.explain("en")
    result.to_json()


@given(rulesets(), tables(), AS_OF)
def test_totals_add_up(data: Data, rows: list[Row], as_of: date) -> None:
    result = evaluate(data, rows, as_of=as_of)
    assert sum(result.summary().values()) == len(result)
    by_target = Counter(verdict.target for verdict in result)
    assert by_target == {t["id"]: n for t in data["targets"] if (n := dues_times_places(t))}
    keys = {(v.target, v.place, v.due) for v in result}
    assert len(keys) == len(result)


def dues_times_places(target: Data) -> int:
    """Count the answers that a target asks for: one for each place and due date."""
    final = 1 if "require" in target else 0
    if "every" in target:
        periods = {"quarter": 20, "half": 10, "year": 5, "2 years": 2}[target["every"]]
        return periods * len(places_of(target))
    if "tranches" not in target:
        return (len(target.get("milestones", ())) + final) * len(places_of(target))
    laid = target["tranches"]
    if not any(isinstance(amounts, dict) for amounts in laid.values()):
        return (len(laid) + final) * len(places_of(target))
    others = [place for place in places_of(target) if place not in laid]
    own = sum(len(years) + (final if p in places_of(target) else 0) for p, years in laid.items())
    # With tranches of a place that the target does not name, the total is one of all of them.
    joint = bool(others) and not laid.keys() <= set(places_of(target))
    return own + final * (1 if joint else len(others))


def places_of(target: Data) -> list[str]:
    """Give the places that a target binds."""
    place = target["place"]
    if isinstance(place, dict):
        kind = place["each"]
        return (
            list(COUNTIES)
            if kind == "counties"
            else [n for n, p in PLACES.items() if p["kind"] == kind]
        )
    return place if isinstance(place, list) else [place]


@given(rulesets(), tables())
def test_before_everything_nothing_is_decided(data: Data, rows: list[Row]) -> None:
    result = evaluate(data, rows, as_of="1999-12-31")
    assert {str(v.status) for v in result} <= {"not_due", "undetermined"}
    assert result.used == 0


@given(rulesets(), tables(), AS_OF, st.randoms(use_true_random=False))
def test_neither_order_nor_a_copy_of_a_row_matters(
    data: Data, rows: list[Row], as_of: date, rng: random.Random
) -> None:
    plan = compile_plan(data)
    shuffled = rng.sample(rows, len(rows))
    copies = shuffled + rng.sample(rows, min(3, len(rows)))
    first = answers(evaluate(plan, rows, as_of=as_of))
    assert answers(evaluate(plan, shuffled, as_of=as_of)) == first
    assert answers(evaluate(plan, copies, as_of=as_of)) == first


EQUAL_UNITS: dict[str, dict[str, tuple[str, int | Fraction]]] = {
    "rate": {"%": ("‰", 10), "‰": ("%", Fraction(1, 10)), "fraction": ("%", 100)},
    "pm25": {"ug/m3": ("mg/m3", Fraction(1, 1000)), "mg/m3": ("ng/m3", 10**6)},
    "land": {"公顷": ("平方米", 10**4), "亩": ("万亩", Fraction(1, 10**4)), "万亩": ("亩", 10**4), "km2": ("公顷", 100)},
    "mined": {"公顷": ("km2", Fraction(1, 100)), "亩": ("万亩", Fraction(1, 10**4)), "平方公里": ("公顷", 100)},
    "water": {"万立方米": ("m3", 10**4), "亿立方米": ("万立方米", 10**4), "m3": ("升", 1000)},
}  # fmt: skip


def in_another_unit(row: Row) -> Row:
    """Give a row with its value told in another unit."""
    unit, times = EQUAL_UNITS.get(row["indicator"], {}).get(row["unit"], (row["unit"], 1))
    if times == 1 or not row["value"]:
        return row
    value = Fraction(row["value"]) * times
    scaled = value * 10**10
    assert scaled.denominator == 1
    text = f"{int(scaled) // 10**10}.{int(scaled) % 10**10:010d}".rstrip("0").rstrip(".")
    return {**row, "value": text, "unit": unit}


@given(rulesets(), sound_tables(), AS_OF)
def test_the_verdict_is_the_same_in_any_equal_unit(
    data: Data, rows: list[Row], as_of: date
) -> None:
    # How finely a printed value is known is another matter: 1.2 km² is not printed as 1200000 m².
    plan = compile_plan(data)

    def told(rows: list[Row]) -> dict[Any, Any]:
        found = answers(evaluate(plan, rows, as_of=as_of))
        return {key: (*a[:2], a[2] - {"rounding_sensitive"}, *a[3:]) for key, a in found.items()}

    assert told([in_another_unit(row) for row in rows]) == told(rows)


# -- one bound


SOUND = st.decimals(0, 100, places=1)


@given(
    st.sampled_from(["at_least", "at_most", "above", "below"]),
    st.sampled_from(["level", "rise", "fall", "total", "share_of"]),
    SOUND, st.decimals("0.1", 20, places=1), st.lists(SOUND, min_size=8, max_size=8),
    st.sampled_from(["full", "rounded", "counts"]), st.sampled_from(["reach", "maintain", "sustain"]),
)  # fmt: skip
def test_a_tighter_bound_is_never_met_where_the_looser_is_not(
    operator: str, form: str, limit: Any, step: Any, values: list[Any], compare: str, mode: str
) -> None:
    tighter = limit + step if operator in ("at_least", "above") else limit - step
    kind = "mined" if form == "total" else "rate"
    unit = "percentage_point" if form in ("rise", "fall") else "公顷" if form == "total" else "%"

    def requirement(amount: Any) -> Data:
        if form in ("rise", "fall"):
            return {form: {"from": 2023, operator: f"{amount} {unit}"}}
        if form == "share_of":
            return {
                "share_of": "plants",
                "where": {"rate": {"above": "50 %"}},
                operator: f"{amount} %",
            }
        return {operator: f"{amount} {unit}"}

    targets = [
        {"id": name, "indicator": kind, "place": "city", "from": "2024-01-01", "due": "2024-12-31",
         "mode": mode, "judge": {"compare": compare}, "require": requirement(amount)}
        for name, amount in (("loose", limit), ("tight", tighter))
    ]  # fmt: skip
    rows = [
        *({"place": "city", "indicator": kind, "period": f"2024Q{q}", "value": v,
           "unit": "公顷" if form == "total" else "%"} for q, v in enumerate(values[:4], 1)),
        {"place": "city", "indicator": "rate", "period": "2023", "value": values[4], "unit": "%"},
        *({"place": p, "indicator": "rate", "period": "2024", "value": v, "unit": "%"}
          for p, v in zip(("p1", "p2", "p3"), values[5:], strict=True)),
    ]  # fmt: skip
    result = evaluate(with_targets(targets), rows, as_of="2025-01-31")
    loose, tight = result["loose", "city"], result["tight", "city"]
    assert not (tight.status == "pass" and loose.status != "pass"), f"{loose}; {tight}"


def with_targets(targets: list[Data]) -> Data:
    """Give a ruleset with these targets and all that they may name."""
    return {
        "targetcheck": 1,
        "id": "laws",
        "title": "定律",
        "document": {"number": "示例〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
        "places": PLACES,
        "groups": GROUPS,
        "limits": LIMITS,
        "scales": {"water": {"grades": GRADES}},
        "indicators": INDICATORS,
        "targets": targets,
    }


@given(plain_targets(), sound_tables())
def test_without_the_deciding_datum_nothing_is_decided(target: Data, rows: list[Row]) -> None:
    plan = compile_plan(with_targets([target]))
    as_of = date(2028, 6, 30)
    verdict = evaluate(plan, rows, as_of=as_of)["t0"]
    # Whatever else the place reports for a period with the same last day could step in.
    ends = {observation.period.end for observation in verdict.observations}
    left = [
        row
        for row in rows
        if row["place"] != verdict.place or parse_period(row["period"]).period.end not in ends
    ]
    bare = evaluate(plan, left, as_of=as_of)["t0"]
    assert bare.status == "undetermined", f"{verdict}; {bare}"
