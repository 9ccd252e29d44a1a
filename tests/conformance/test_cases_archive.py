"""The archive of conformance cases is whole: it alone is enough to run every case.

The second runner below reads what another implementation would read, and compares what it would
compare: the JSON of a result.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from conformance_cases import all_cases
from jsonschema import Draft202012Validator

from cases_archive.__main__ import archive
from cases_archive.language_sentences import PAGE, statements
from cases_archive.statement_index import Statement, faults, read_index, renewed
from targetcheck import TargetcheckError, compile_plan, evaluate

NAMES = sorted(f"cases/{case.id}.json" for case in all_cases())
NEAR = Fraction(1, 10**12)
"""An amount without an end in decimals is told with so many digits at least."""


@cache
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive())) as whole:
        return {name.partition("/")[2]: whole.read(name) for name in whole.namelist()}


@cache
def cases() -> dict[str, Any]:
    return {name: json.loads(files()[name], parse_float=Decimal) for name in NAMES}


def test_the_archive_is_the_same_bytes_each_time() -> None:
    assert archive() == archive()


def test_the_manifest_names_every_case() -> None:
    manifest = json.loads(files()["manifest.json"])
    assert manifest["files"] == [name for name in sorted(files()) if name.startswith("cases/")]
    assert manifest["files"] == NAMES
    assert manifest["cases"] == len(NAMES) > 1200
    assert {"README.md", "LICENSE", "case.schema.json", "statements.json"} < set(files())
    assert b"Apache License" in files()["LICENSE"]


def test_every_case_is_valid_by_the_schema_and_nothing_strange_is() -> None:
    schema = json.loads(files()["case.schema.json"])
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema)
    assert not [
        f"{name}: {e.json_path} {e.message}"
        for name in NAMES
        for e in valid.iter_errors(json.loads(files()[name]))
    ]
    case = json.loads(files()["cases/level/on-the-limit.json"])
    wanted = case["expect"]["verdicts"][0]
    for strange in ({"status": "passed"}, {"margin": 0}, {"margn": "0"}):
        assert not valid.is_valid(
            {**case, "expect": {"verdicts": [{**wanted, **strange}], "no_others": True}}
        )
    assert not valid.is_valid({key: value for key, value in case.items() if key != "as_of"})


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[6:-5])
def test_case(name: str) -> None:
    case = cases()[name]
    assert name == f"cases/{case['id']}.json"
    expect = case["expect"]
    if "refused" in expect:
        with pytest.raises(TargetcheckError) as caught:
            compile_plan(case["ruleset"], case.get("profile"))
        assert sorted(d.code for d in caught.value.diagnostics) == expect["refused"]
        return
    plan = compile_plan(case["ruleset"], case.get("profile"))
    result = evaluate(
        plan,
        case["table"],
        as_of=case["as_of"],
        known_at=case.get("known_at"),
        scope=case.get("scope"),
    )
    told = {lang: json.loads(result.to_json(lang), parse_float=Decimal) for lang in ("en", "zh")}
    found = [*_verdicts(case, told), *_scores(expect, told["en"]), *_counts(expect, told["en"])]
    if found:
        pytest.fail("\n".join((case["note"], *found)), pytrace=False)


def _verdicts(case: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    expect = case["expect"]
    as_of = date.fromisoformat(told["en"]["as_of"])
    pairs = list(zip(told["en"]["verdicts"], told["zh"]["verdicts"], strict=True))
    asked: set[tuple[str, ...]] = set()
    for want in expect["verdicts"]:
        key = f"{want['target']}@{want['place']}"
        those = [p for p in pairs if f"{p[0]['target']}@{p[0]['place']}" == key]
        those.sort(key=lambda pair: pair[0]["due"])
        if "due" in want:
            those = [p for p in those if p[0]["due"] == want["due"]]
        if not those:
            yield f"{key}: there is no such verdict"
            continue
        ahead = [p for p in those if date.fromisoformat(p[0]["due"]) >= as_of]
        english, chinese = ahead[0] if ahead else those[-1]
        asked.add((english["target"], english["place"], english["due"]))
        yield from (
            f"{key}: {name} is {got!r}, wanted {wanted!r}"
            for name, wanted in want.items()
            if not (name in GRADES and _is_class(english, case))
            and not _as_wanted(name, got := _read(name, english, chinese), wanted)
        )
        if "worst_items" in want and not _worst(english, case, want["worst_items"]):
            yield f"{key}: the worst items are {english['evidence'].get('items')}"
    if expect["no_others"]:
        for verdict, _ in pairs:
            key = (verdict["target"], verdict["place"], verdict["due"])
            if key not in asked:
                yield f"{key}: nobody asked for it"


GRADES = ("margin", "gap", "worst_items")
"""What the JSON of a class does not tell as a number: differences of grades."""


def _is_class(verdict: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    indicator = case["ruleset"]["indicators"].get(verdict["indicator"], {})
    return indicator.get("nature") == "class"


def _worst(verdict: Mapping[str, Any], case: Mapping[str, Any], wanted: str) -> bool:
    scale = case["ruleset"]["indicators"][verdict["indicator"]]["scale"]
    grades = [str(grade) for grade in case["ruleset"]["scales"][scale]["grades"]]
    ranks = {
        item["indicator"]: grades.index(item["worst"]) for item in verdict["evidence"]["items"]
    }
    return ", ".join(name for name, rank in ranks.items() if rank == max(ranks.values())) == wanted


def _read(name: str, verdict: Mapping[str, Any], chinese: Mapping[str, Any]) -> Any:
    """Give of a verdict's JSON what the README calls by a name."""
    evidence = verdict["evidence"]
    pace, bound = evidence["pace"] or {}, evidence["bound"] or {}
    if name in ("flags", "without"):
        return verdict["flags"]
    if name in ("low", "high"):
        return bound.get(name)
    if name in PACE:
        return pace.get(PACE[name])
    if name in verdict:
        return chinese["unit"] if name == "unit" else verdict[name]
    if name in ("raw", "exact", "samples"):
        told = (evidence.get("statistic") or {}).get(name)
        return Decimal(told) if isinstance(told, str) else told
    return {
        "base": lambda: (evidence["baseline"] or {}).get("value"),
        "period": lambda: evidence["period"],
        "counts": lambda: ", ".join(str(count) for count in evidence["counts"] or ()),
        "compared_by": lambda: evidence["compared_by"],
        "lagging": lambda: evidence["lagging_periods"],
        "observations": lambda: len(_rows(evidence)),
        "names_nothing": lambda: not verdict["missing"],
        "leads": lambda: ", ".join(verdict["lead"]),
        "parts": lambda: ", ".join(part["status"] for part in evidence.get("branches", ())),
        "figures": lambda: dict(pace.get("figures", {})),
    }[name]()


def _rows(evidence: Mapping[str, Any]) -> set[int]:
    """Give the rows that a verdict rests on, those of its conditions and branches included."""
    rows = {row["row"] for row in evidence["observations"]}
    rows.update(row for each in evidence.get("conditions", ()) for row in each["rows"])
    return rows.union(*map(_rows, evidence.get("branches", ())))


PACE = {
    "ratio": "ratio", "asked": "asked_now", "catch_up": "catch_up", "method": "method",
    "band": "band", "points": "points", "projection": "projection",
    "projection_low": "projection_low", "projection_high": "projection_high",
}  # fmt: skip


def _as_wanted(name: str, got: Any, wanted: Any) -> bool:
    if name in ("target", "place", "due"):
        return True
    if name in ("flags", "missing"):
        return set(wanted) <= set(got)
    if name == "without":
        return not set(wanted) & set(got)
    if name == "figures":
        wanted = dict(part.rsplit(" ", 1) for part in wanted.split(", ") if part)
        return set(got) == set(wanted) and all(
            abs(Fraction(got[code]) - Fraction(value)) <= Fraction(1, 20000)
            for code, value in wanted.items()
        )
    return _same(got, wanted)


def _same(got: Any, wanted: Any) -> bool:
    """Compare as the README says: texts as texts, amounts exactly or to the decimals written."""
    if wanted is None or got is None:
        return got is wanted
    if isinstance(got, bool) or not isinstance(got, int | Decimal):
        return str(got) == str(wanted)
    value = Fraction(got)
    if not wanted.startswith("~"):
        target = Fraction(wanted)
        return value == target or (
            _endless(target) and abs(value - target) <= NEAR * max(1, abs(target))
        )
    digits = len(wanted.partition(".")[2])
    return Fraction(round(value * 10**digits), 10**digits) == Fraction(wanted[1:])


def _endless(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest > 1


def _scores(expect: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    got = {(score["id"], score["place"]): score for score in told.get("scores", ())}
    for want in expect.get("scores", ()):
        score = got[want["score"], want["place"]]
        for name, wanted in want.items():
            if name in ("score", "place"):
                continue
            told_as = score["lagging_periods" if name == "lagging" else name]
            if not (set(wanted) <= set(told_as) if name == "missing" else _same(told_as, wanted)):
                yield f"{want['score']}@{want['place']}: {name} is {told_as}, wanted {wanted}"


def _counts(expect: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    got = {
        "set_aside": Counter(row["code"] for row in told["set_aside"]),
        "notes": Counter(note["code"] for note in told["notes"]),
        "summary": {
            k: n for k, n in told["summary"].items() if n and k in expect.get("summary", {k: 0})
        },
    }
    for key, counts in got.items():
        if key in expect and dict(counts) != expect[key]:
            yield f"{key} is {dict(counts)}, wanted {expect[key]}"


def test_every_statement_of_the_language_is_proven_or_says_why_not() -> None:
    index, last = read_index()
    assert not list(faults(index, {case["id"] for case in cases().values()}))
    assert max(each.number for each in index) <= last
    assert json.loads(files()["statements.json"])["statements"][-1]["number"] == index[-1].number
    proven = [each for each in index if each.cases]
    assert len(proven) > 0.85 * len(index)
    assert len(index) == len(statements(PAGE.read_text(encoding="utf-8")))


def test_a_case_names_the_statements_that_it_proves() -> None:
    index, _ = read_index()
    want = {(case, each.number) for each in index for case in each.cases}
    got = {(case["id"], number) for case in cases().values() for number in case["statements"]}
    assert got == want


def test_a_statement_keeps_its_number_when_its_words_change_and_no_number_comes_back() -> None:
    known = [
        Statement(1, "A blank cell is missing.", ("a/b",)),
        Statement(3, "Zero is a value.", ("a/c",)),
    ]
    says = ["Nothing is guessed here.", "A blank cell is always missing."]
    found, last = renewed(known, 3, says)
    assert [(each.number, each.cases) for each in found] == [(4, ()), (1, ("a/b",))]
    assert last == 4
    assert renewed(found, last, ["Zero is a value."])[0][0].number == 5


def test_sentences_are_told_apart() -> None:
    page = (
        "# Head\n\n**Steps.** One number. The `a. B` stays. (Aside.) Two\nlines.\n\n"
        "| key | says |\n| --- | --- |\n| `a` | one. Two |\n\n```yaml\nno: statement.\n```\n* item\n* other\n"
    )
    assert statements(page) == [
        "One number.", "The `a. B` stays.", "(Aside.)", "Two lines.", "`a` | one. Two", "item", "other",
    ]  # fmt: skip
