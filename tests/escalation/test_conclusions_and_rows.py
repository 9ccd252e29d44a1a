"""Conclusions, cadences and what is given out: rows, sentences, frames and plain data."""

from __future__ import annotations

import pytest
from tests.escalation.quarterly_ladders import (
    CONCLUSIONS,
    FIGURES,
    GOOD,
    LOW,
    NONE,
    decided,
    ladder,
    rules,
    target,
)


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_conclusions_over_verdicts_of_the_same_quarter(engine):
    whole = {
        **target("sewage"),
        "id": "city-sewage",
        "place": "city",
        "require": {"at_least": "78 %"},
    }
    spec = rules(targets=[target("sewage"), target("plants"), whole], conclusions=CONCLUSIONS)
    found = decided(
        {"east": (("60", "60"), ("60", None), GOOD, GOOD), "west": (LOW, GOOD, GOOD, GOOD),
         "city": ((None, None), (None, None), ("75", None), ("80", None))}, spec, engine,
    )  # fmt: skip
    drawn = [(d.id, d.place, d.period.text("en")) for d in found.conclusions]
    assert drawn == [
        ("twice", "east", "2024 Q1"), ("silent", "east", "2024 Q2"), ("parts", "city", "2024 Q3")
    ]  # fmt: skip
    assert found.conclusions[0].evidence == ("sewage-each@east fail", "plants-each@east fail")


def test_turns_of_cadences_come_with_the_periods_that_end():
    spec = rules(
        cadences={"m": {"zh": "月调度", "every": "month"}, "y": {"zh": "年评估", "every": "year"}}
    )
    found = decided(FIGURES, spec)
    assert [t.id for t in found.turns].count("m") == 12
    assert [t.id for t in found.turns].count("y") == 1


def test_rows_for_frames_and_plain_data():
    found = decided(FIGURES)
    told = found.to_dict("zh", history=True)
    assert len(told["stands"]) == len(found.rows("zh")) == len(found.stands) == 8
    assert found.to_frame("polars").shape[0] == len(found.to_frame("pandas")) == 8
    assert {s["subject"] for s in told["due"]} == {"east", "west"}
    assert all(
        isinstance(v, str | int | bool | None) for row in found.rows("zh") for v in row.values()
    )


def test_sentences_are_in_the_language_that_is_asked_for():
    spec = rules(escalation={"notice": ladder(praise=None)})
    for place, english in (("city", "City"), ("east", "East"), ("west", "West")):
        spec["places"][place] = {**spec["places"][place], "en": english}
    spec["targets"][0]["title"] = {"zh": "污水收集", "en": "sewage collected"}
    spec["escalation"]["notice"]["steps"][0]["en"] = "reminder letter"
    found = decided({"east": (LOW, NONE, GOOD, LOW)}, spec)
    english = [row["sentence"] for row in found.rows("en") if row["subject"] == "east"]
    assert english == [
        "East, 2024 Q1: behind 1 quarter in a row, 1 of 2 targets now (East, sewage collected);"
        " due: reminder letter",
        "East, 2024 Q2: observations are missing (East, 达标率; East, sewage collected);"
        " the count stays at 1 quarter in a row",
        "East, 2024 Q3: no target is lagging; the count starts again",
        "East, 2024 Q4: behind 1 quarter in a row, 1 of 2 targets now (East, sewage collected);"
        " due: reminder letter",
    ]
    chinese = [row["sentence"] for row in found.rows("zh") if row["subject"] == "east"]
    assert all("污水收集" in chinese[n] for n in (0, 1, 3))
    assert not any("sewage" in each or "East" in each for each in chinese)
