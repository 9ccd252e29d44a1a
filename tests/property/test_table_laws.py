"""What happens to verdicts when rows, names, targets or the as-of date change: one law per test."""

from __future__ import annotations

import copy
import random
import re
from datetime import date, timedelta
from typing import Any

from generated_rulesets import plain_targets, rulesets
from generated_tables import AS_OF, Row, sound_tables, tables
from hypothesis import assume, given
from hypothesis import strategies as st
from places_and_indicators import GRADES, INDICATORS, PLACES, UNITS
from test_laws import Data, answers, with_targets

from targetcheck import compile_plan, evaluate
from targetcheck.errors import TargetcheckError
from targetcheck.periods.period_parser import parse_period

DECIDED = ("pass", "fail")
OPPOSITE = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}
DATUM = re.compile(r"(?P<indicator>\w+)@(?P<place>\w+) (?P<period>\S+)")


@given(plain_targets(), st.sampled_from(sorted(OPPOSITE)), sound_tables())
def test_a_promise_and_its_opposite_divide_the_places(
    target: Data, operator: str, rows: list[Row]
) -> None:
    """Once due, of a promise and its opposite one passes and the other fails, or both are open."""
    amount = _amount(target["indicator"])
    plain = {**target, "mode": "reach", "strength": "binding", "judge": {"compare": "full"}}
    sides = [
        {**plain, "id": name, "require": {side: amount}}
        for name, side in (("one", operator), ("other", OPPOSITE[operator]))
    ]
    result = evaluate(compile_plan(with_targets(sides)), rows, as_of="2028-06-30")
    one, other = result["one"], result["other"]
    both = {str(one.status), str(other.status)}
    assert both in ({"pass", "fail"}, {"undetermined"}), f"{one}; {other}"


def _amount(indicator: str) -> str | int:
    if indicator == "quality":
        return "Ⅲ类"
    unit = UNITS[indicator][0]
    return f"50 {unit}" if unit else 50


@given(plain_targets(), sound_tables(), st.integers(1, 100))
def test_the_datum_that_is_named_decides_or_names_another(
    target: Data, rows: list[Row], number: int
) -> None:
    """Supply what an undetermined verdict asks for: it decides, or it asks for something else.

    Not so where the report that is named stands there and must be corrected: reports that contradict
    each other, and a baseline of zero of which a change in percent is asked.
    """
    plan = compile_plan(with_targets([target]))
    asked: set[str] = set()
    for _ in range(12):
        verdict = evaluate(plan, rows, as_of="2028-06-30")["t0"]
        if str(verdict.status) != "undetermined":
            return
        zero_base = verdict.reason == "no_baseline" and verdict.outcome.base is not None
        if verdict.reason == "inconsistent_report" or zero_base:
            assert verdict.outcome.missing
            return
        new = [datum for datum in verdict.outcome.missing if datum not in asked]
        assert new, f"{verdict} names nothing that was not supplied: {verdict.outcome.missing}"
        asked.add(new[0])
        supplied = _supplied(new[0], number)
        assume(supplied)
        rows = [*rows, *supplied]
    raise AssertionError(f"still open after twelve data: {sorted(asked)}")


def _supplied(datum: str, number: int) -> list[Row]:
    """Give the rows of a datum: one, or one for each year where several years are wanted."""
    found = DATUM.fullmatch(datum)
    if found is None:
        return []
    try:
        period = parse_period(found["period"]).period
    except TargetcheckError:
        return []
    name = found["indicator"]
    value = GRADES[number % len(GRADES)] if name == "quality" else str(number)
    row = {
        **found.groupdict(),
        "value": value,
        "unit": UNITS.get(name, ("",))[0],
        "status": "销号",
    }
    whole = (period.start.month, period.start.day, period.end.month, period.end.day)
    years = range(period.start.year, period.end.year + 1) if whole == (1, 1, 12, 31) else ()
    return [{**row, "period": str(year)} for year in years] if len(years) > 1 else [row]


@given(rulesets(), tables(), AS_OF, st.integers(0, 40))
def test_a_table_in_two_parts_is_the_table(
    data: Data, rows: list[Row], as_of: date, cut: int
) -> None:
    plan = compile_plan(data)
    cut = min(cut, len(rows))
    parts = [part for part in (rows[:cut], rows[cut:]) if part]
    assume(len(parts) == 2)
    assert answers(evaluate(plan, parts, as_of=as_of)) == answers(evaluate(plan, rows, as_of=as_of))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(k, k): _renamed(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


@given(plain_targets(), sound_tables(), AS_OF)
def test_ids_of_places_carry_no_meaning(target: Data, rows: list[Row], as_of: date) -> None:
    names = {place: f"{place}_renamed" for place in PLACES}
    data = with_targets([target])
    other = evaluate(_renamed(data, names), [_renamed(dict(r), names) for r in rows], as_of=as_of)
    plain = evaluate(data, rows, as_of=as_of)
    back = {new: old for old, new in names.items()}

    def said(result: Any) -> list[Any]:
        return [
            (v.target, back.get(v.place, v.place), v.due, v.status, v.reason, v.value, v.margin)
            for v in result
        ]

    assert said(other) == said(plain)


@given(rulesets(), plain_targets(), tables(), AS_OF, st.randoms(use_true_random=False))
def test_what_is_unrelated_changes_nothing(
    data: Data, extra: Data, rows: list[Row], as_of: date, rng: random.Random
) -> None:
    """A further indicator, place and target with reports of their own leave every verdict alone."""
    more = copy.deepcopy(data)
    more["indicators"]["apart"] = {"zh": "另一指标", "unit": "公顷"}
    more["places"] = {**PLACES, "island": {"zh": "海岛", "kind": "island"}}
    more["targets"].append(
        {"id": "apart", "indicator": "apart", "place": "island", "due": "2024-12-31",
         "require": {"at_least": "5 公顷"}}
    )  # fmt: skip
    report = {
        "place": "island",
        "indicator": "apart",
        "period": "2024",
        "value": "7",
        "unit": "公顷",
    }
    table = list(rows)
    table.insert(rng.randint(0, len(table)), report)
    found = answers(evaluate(more, table, as_of=as_of))
    assert found.pop(("apart", "island", date(2024, 12, 31)))[0] in ("pass", "not_due")
    assert found == answers(evaluate(data, rows, as_of=as_of))


@given(plain_targets(), sound_tables(), st.integers(1, 900))
def test_looking_later_at_the_same_reports_undoes_no_decision(
    target: Data, rows: list[Row], days: int
) -> None:
    """A verdict that stands after the due date stands on every later day, if nothing new is said."""
    plan = compile_plan(with_targets([target]))
    as_of = date.fromisoformat(target["due"]) + timedelta(days=days)
    first = evaluate(plan, rows, as_of=as_of)["t0"]
    if str(first.status) not in DECIDED:
        return
    known = [row for row in rows if parse_period(row["period"]).period.end <= as_of]
    later = evaluate(plan, known, as_of="2030-12-31")["t0"]
    assert (later.status, later.value) == (first.status, first.value), f"{first}; {later}"


def _named_in(definition: object) -> set[str]:
    return set(re.findall(r"\w+", repr(definition))) & set(INDICATORS)


def _with_parts(names: set[str]) -> set[str]:
    """Return indicators with those that they are made of, at any depth."""
    found = names | _named_in([INDICATORS[name] for name in names if name in INDICATORS])
    return found if found == names else _with_parts(found)


def test_parts_of_parts_are_read_too() -> None:
    assert _with_parts({"lower_two"}) == {"lower_two", "rate", "made", "firms", "known"}


@given(rulesets(), sound_tables(), AS_OF, st.randoms(use_true_random=False))
def test_rows_that_a_verdict_does_not_name_may_go(
    data: Data, rows: list[Row], as_of: date, rng: random.Random
) -> None:
    """Delete reports of indicators that no target reads: nothing changes."""
    plan = compile_plan(data)
    result = evaluate(plan, rows, as_of=as_of)
    read = {observation.indicator for verdict in result for observation in verdict.observations}
    asked = {datum.split("@")[0] for verdict in result for datum in verdict.outcome.missing}
    used = _with_parts(read | asked | _named_in(data["targets"]))
    idle = [name for name in INDICATORS if name not in used]
    assume(idle)
    gone = set(rng.sample(idle, rng.randint(1, len(idle))))
    left = [row for row in rows if row["indicator"] not in gone]
    assert answers(evaluate(plan, left, as_of=as_of)) == answers(result)
