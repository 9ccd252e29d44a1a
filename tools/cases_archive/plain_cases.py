"""Conformance cases as plain data: nothing lent by a file, nothing shared, each table as rows.

An expected class stands as its grade, as in results.

Input: the cases that the tests run. Output: one mapping for each, which JSON can hold exactly.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from targetcheck.exact_json import json_text
from targetcheck.yaml_text.yaml_source import read_document

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests/conformance"
HEAD_OF_PART = frozenset({"id", "title", "note", "document", "targetcheck"})
_WORD = re.compile(r"[\w-]+")
LISTS = ("flags", "without", "missing")
"""What is expected to be among others, or not to be."""


def plain_cases(proves: Mapping[str, list[int]]) -> dict[str, dict[str, Any]]:
    """Return every case by its id; `proves`: the numbers of the statements of each."""
    sys.path[:0] = [str(TESTS)]
    from conformance_cases import all_cases

    return {case.id: _plain(case, proves.get(case.id, [])) for case in all_cases()}


def _plain(case: Any, proves: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": case.id,
        "note": case.note,
        "statements": proves,
        "ruleset": _whole(case.ruleset),
        "table": [dict(row) for row in case.rows],
    }
    for key in ("as_of", "known_at", "profile", "scope"):
        if (value := getattr(case, key)) is not None:
            found[key] = value if key == "profile" else str(value)
    if case.refused:
        return {**found, "expect": {"refused": sorted(case.refused)}}
    expect: dict[str, Any] = {
        "verdicts": [_wanted(key, want, found["ruleset"]) for key, want in case.want.items()],
        "no_others": not case.partial,
    }
    if case.scores:
        expect["scores"] = [_score(key, want) for key, want in case.scores.items()]
    for key in ("set_aside", "notes", "summary"):
        if (counts := getattr(case, key)) is not None:
            expect[key] = dict(counts)
    return {**found, "expect": expect}


def _whole(ruleset: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ruleset with the shared definitions that it names, and those that they name."""
    whole = dict(ruleset)
    shared: dict[tuple[str, str], Any] = {}
    for name in whole.pop("use", ()):
        part: Any = read_document(ROOT / "rulesets" / name / "part.yaml").data
        for section, entries in part.items():
            if section not in HEAD_OF_PART:
                shared |= {(section, key): entry for key, entry in entries.items()}
    read: Any = whole
    while read:
        words = set(_WORD.findall(json_text(read)))
        read = {key: entry for key, entry in shared.items() if key[1] in words}
        for section, key in read:
            whole[section] = {**whole.get(section, {})}
            whole[section].setdefault(key, shared.pop((section, key)))
        read = list(read.values())
    return whole


def _wanted(key: str, want: Mapping[str, Any], ruleset: Mapping[str, Any]) -> dict[str, Any]:
    target, _, rest = key.partition("@")
    place, _, due = rest.partition("@")
    named = {"target": target, "place": place, **({"due": due} if due else {})}
    found = {**named, **{name: _value(name, each) for name, each in want.items()}}
    grades = _grades(ruleset, target)
    if grades and str(found.get("value", "")).isdigit():
        found["value"] = str(grades[int(found["value"])])
    return found


def _grades(ruleset: Mapping[str, Any], target: str) -> list[object]:
    """Return the grades of a target; empty unless its indicator is a class."""
    spec: Mapping[str, Any] = next(
        (each for each in ruleset["targets"] if each["id"] == target), {}
    )
    indicator = ruleset["indicators"].get(str(spec.get("indicator")), {})
    scale = indicator.get("scale") if indicator.get("nature") == "class" else None
    return ruleset["scales"][scale]["grades"] if scale else []


def _score(key: str, want: Mapping[str, Any]) -> dict[str, Any]:
    score, _, place = key.partition("@")
    return {"score": score, "place": place, **{k: _value(k, v) for k, v in want.items()}}


def _value(name: str, value: Any) -> Any:
    """Return what is expected: lists as lists, amounts as texts that lose no digit."""
    if name in LISTS:
        return list(value) if isinstance(value, list) else [value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return value
