"""Laws of published intervals, of excused silence and of forms as scope."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from targetcheck import evaluate

HEAD: dict[str, Any] = {
    "targetcheck": 1,
    "id": "laws",
    "title": "示例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "profiles": {"default": {"excused": {"frozen": {"zh": "冰封"}}}},
}
STATIONS = ("a", "b", "c", "d")
NUMBERS = st.integers(0, 400).map(lambda tenths: Decimal(tenths) / 10)


def interval_statuses(low: Decimal, value: Decimal, high: Decimal, limit: Decimal) -> list[str]:
    """Return the verdicts on lower end, value and upper end against one limit."""
    ends: tuple[dict[str, str], ...] = ({"end": "lower"}, {}, {"end": "upper"})
    targets = [
        {
            "id": f"t{number}",
            "indicator": "x",
            "place": "a",
            "due": "2024-12-31",
            "require": {"at_most": f"{limit} mg/L", **end},
        }
        for number, end in enumerate(ends)
    ]
    ruleset = {
        **HEAD,
        "places": {"a": {"zh": "甲"}},
        "indicators": {"x": {"zh": "值", "unit": "mg/L", "better": "lower"}},
        "targets": targets,
    }
    row = {"place": "a", "indicator": "x", "period": "2024", "value": value, "unit": "mg/L"}
    result = evaluate(ruleset, [{**row, "lower": low, "upper": high}], as_of="2025-01-31")
    return [str(verdict.status) for verdict in result]


@given(st.lists(NUMBERS, min_size=3, max_size=3), NUMBERS)
@settings(max_examples=40, deadline=None)
def test_what_holds_of_the_upper_end_holds_below_it(numbers, limit):
    low, value, high = sorted(numbers)
    found = interval_statuses(low, value, high, limit)
    assert found == sorted(found, key=["pass", "fail"].index)
    assert found == ["pass" if end <= limit else "fail" for end in (low, value, high)]


def mean_of(reports: dict[str, object], members: tuple[str, ...]) -> Any:
    """Return the verdict on the mean over some stations."""
    places: dict[str, dict[str, str]] = {"lake": {"zh": "湖"}}
    places |= {name: {"zh": name, "kind": "station", "in": "lake"} for name in members}
    statistic = {"kind": "mean", "of": "x", "across": "station"}
    ruleset = {
        **HEAD,
        "places": places,
        "indicators": {
            "x": {"zh": "值", "unit": "mg/L", "better": "lower"},
            "m": {"zh": "均值", "unit": "mg/L", "better": "lower", "statistic": statistic},
        },
        "targets": [
            {
                "id": "t",
                "indicator": "m",
                "place": "lake",
                "due": "2024-12-31",
                "require": {"at_most": "20 mg/L"},
            }
        ],
    }
    rows = [
        {"place": name, "indicator": "x", "period": "2024", "value": value, "unit": "mg/L"}
        for name, value in reports.items()
        if name in members
    ]
    return evaluate(ruleset, rows, as_of="2025-01-31")["t"]


@given(
    st.dictionaries(st.sampled_from(STATIONS), NUMBERS, min_size=1),
    st.sets(st.sampled_from(STATIONS), max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_an_excused_member_is_as_if_it_were_no_member(values, excused):
    reports: dict[str, object] = {**values, **dict.fromkeys(sorted(excused), "冰封")}
    left = tuple(name for name in STATIONS if name not in excused)
    whole, rest = mean_of(reports, STATIONS), mean_of(reports, left)
    assert (whole.status, whole.value) == (rest.status, rest.value)
    named = [{datum.split()[0] for datum in v.outcome.missing} for v in (whole, rest)]
    assert named[0] == named[1]
