"""Conformance cases as data: read from `cases/*.yaml`, evaluated by a kernel, compared.

A case says what was promised, what was reported and what must come out; it says nothing of any
kernel. A file holds `cases`, and may lend them a `ruleset`, a `target` and an `as_of`; what a case
says itself goes before.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from targetcheck import Result, Verdict
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.verdict_data import authority_word
from targetcheck.yaml_text.yaml_source import read_document_text

FOLDER = Path(__file__).parent / "cases"
HEAD: dict[str, object] = {
    "targetcheck": 1,
    "id": "case",
    "title": "一致性用例",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市", "kind": "city"}},
}
TARGET: dict[str, object] = {"id": "t", "place": "city"}
COLUMNS = "place,indicator,period,value,unit"
KEYS = frozenset(
    {"id", "note", "ruleset", "target", "targets", "table", "as_of", "known_at", "profile", "want",
     "scope", "set_aside", "summary", "refused", "partial", "scores", "notes"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case: promises, reports, the day, and what must come out.

    `refused` holds the codes under which the ruleset itself must be refused; `partial` that
    verdicts besides those wanted may come out.
    """

    id: str
    note: str
    ruleset: dict[str, Any]
    rows: list[dict[str, Any]]
    as_of: date | str
    want: dict[str, dict[str, Any]]
    known_at: date | str | None = None
    profile: Any = None
    scope: str | None = None
    set_aside: Mapping[str, int] | None = None
    notes: Mapping[str, int] | None = None
    summary: Mapping[str, int] | None = None
    refused: tuple[str, ...] = ()
    partial: bool = False
    scores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@cache
def all_cases() -> tuple[Case, ...]:
    """Give every case of every file, `id` prefixed with the name of its file."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in _cases_of(path))


def _cases_of(path: Path) -> Iterator[Case]:
    data: Any = read_document_text(path.read_text(encoding="utf-8"), path.name).data
    for written in data["cases"]:
        unknown = set(written) - KEYS
        if unknown:
            raise ValueError(f"{path.name}: {written.get('id')}: unknown keys {sorted(unknown)}")
        yield Case(
            id=f"{path.stem}/{written['id']}",
            note=written["note"],
            ruleset=_ruleset(data, written),
            rows=_rows(written.get("table", ())),
            as_of=written.get("as_of", data.get("as_of")),
            want=written.get("want", {}),
            known_at=written.get("known_at"),
            profile=written.get("profile"),
            scope=written.get("scope"),
            set_aside=written.get("set_aside"),
            notes=written.get("notes"),
            summary=written.get("summary"),
            refused=tuple(written.get("refused", ())),
            partial=bool(written.get("partial", False)),
            scores=written.get("scores", {}),
        )


def _ruleset(file: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    lent = _merged(TARGET, file.get("target", {}))
    targets = case.get("targets") or ([case["target"]] if "target" in case else [])
    whole = _merged(_merged(HEAD, file.get("ruleset", {})), case.get("ruleset", {}))
    if targets or "targets" not in whole:
        # A comparison is one thing: what a case requires replaces what its file lends.
        whole["targets"] = [{**lent, **target} for target in targets or [{}]]
    return whole


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = _merged(found[key], value) if both else value
    return found


def _rows(table: Any) -> list[dict[str, Any]]:
    """Give rows of mappings as they are, and rows of CSV text under their header or the usual one."""
    if not table or isinstance(table[0], Mapping):
        return list(table)
    lines = table.strip().splitlines() if isinstance(table, str) else list(table)
    if lines[0].partition(",")[0] not in ("place", "REF_AREA"):
        lines = [COLUMNS, *lines]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), skipinitialspace=True))


def differences(case: Case, result: Result) -> list[str]:
    """Give what came out otherwise than wanted, one line each."""
    found = list(_bookkeeping(case, result))
    wanted: set[int] = set()
    for key, want in case.want.items():
        target, _, rest = key.partition("@")
        place, _, due = rest.partition("@")
        try:
            verdict = result[(target, place, date.fromisoformat(due)) if due else (target, place)]
        except KeyError as error:
            found.append(f"{key}: there is no such verdict: {error}")
            continue
        wanted.add(id(verdict))
        found += [f"{key}: {line}" for line in _compared(verdict, want)]
    found += _scores(case, result)
    if not case.partial:
        found += [f"{v}: nobody asked for it" for v in result if id(v) not in wanted]
    return found


def _scores(case: Case, result: Result) -> Iterator[str]:
    """Compare the scores that a case asks for, written as `score@place`."""
    got = {f"{score.id}@{score.place}": score for score in result.scores()}
    for key, want in case.scores.items():
        for name, wanted in want.items():
            value = getattr(got[key], name)
            if name == "missing":
                if set(_listed(wanted)) - set(value):
                    yield f"{key}: missing is {list(value)}"
            elif not _same(value, wanted):
                yield f"{key}: {name} is {_shown(value)}, wanted {wanted}"
    for score in got.values():
        for lang in ("zh", "en"):
            if not score.sentence(lang):
                yield f"{score.id}: no words in {lang}"


def _bookkeeping(case: Case, result: Result) -> Iterator[str]:
    """Say where rows, verdicts or words do not add up; holds for every case."""
    aside = Counter(row.why.code for row in result.set_aside)
    if result.rows != len(case.rows) or result.rows != result.used + aside.total():
        yield f"{result.rows} rows, {result.used} used and {aside.total()} set aside"
    if case.set_aside is not None and dict(aside) != dict(case.set_aside):
        yield f"set aside {dict(aside)}, wanted {dict(case.set_aside)}"
    notes = Counter(note["code"] for note in result.to_dict()["notes"])
    if case.notes is not None and dict(notes) != dict(case.notes):
        yield f"notes {dict(notes)}, wanted {dict(case.notes)}"
    summary = result.summary()
    if sum(summary.values()) != len(result):
        yield f"the summary {summary} does not add up to {len(result)}"
    if case.summary is not None and {k: v for k, v in summary.items() if v} != dict(case.summary):
        yield f"summary {summary}, wanted {dict(case.summary)}"
    keys = Counter((v.target, v.place, v.due) for v in result)
    yield from (f"{key} was answered {n} times" for key, n in keys.items() if n > 1)
    for verdict in result:
        for lang in ("zh", "en"):
            if not verdict.sentence(lang) or not verdict.explain(lang):
                yield f"{verdict}: no words in {lang}"
    result.to_json()


def _compared(verdict: Verdict, want: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in want.items():
        got = READ[key](verdict)
        if key in ("flags", "missing"):
            lacking = [name for name in _listed(wanted) if name not in got]
            if lacking:
                yield f"{key} {list(got)} lack {lacking}"
        elif key == "without":
            extra = [name for name in _listed(wanted) if name in got]
            if extra:
                yield f"flags hold {extra}"
        elif not _same(got, wanted):
            yield f"{key} is {_shown(got)}, wanted {wanted} ({verdict})"


def _listed(wanted: Any) -> list[str]:
    return list(wanted) if isinstance(wanted, list) else [wanted]


def _same(got: object, wanted: object) -> bool:
    """Compare exactly; `~0.998` means that the number rounds to it."""
    if not isinstance(got, int | Fraction) or isinstance(got, bool) or wanted is None:
        return str(got) == str(wanted)
    text = str(wanted)
    if not text.startswith("~"):
        return Fraction(got) == Fraction(text)
    digits = len(text.partition(".")[2])
    return round_decimals(Fraction(got), digits, "half_even") == Fraction(text[1:])


def _shown(got: object) -> str:
    return f"{got} = {float(got):.9g}" if isinstance(got, Fraction) else str(got)


def _pace(name: str) -> Any:
    return lambda verdict: getattr(verdict.outcome.pacing, name, None)


def _figures(verdict: Verdict) -> Iterator[str]:
    pacing = verdict.outcome.pacing
    for code, value in pacing.figures if pacing is not None else ():
        yield f"{code} {number_text(round_decimals(value, 4, 'half_even'))}"


def _bound(name: str) -> Any:
    return lambda verdict: getattr(verdict.outcome.bound, name, None)


def _sampled(name: str) -> Any:
    return lambda verdict: getattr(verdict.outcome.point.sampled, name, None)


def _worst_items(verdict: Verdict) -> list[str]:
    graded = verdict.outcome.point.graded if verdict.outcome.point else ()
    worst = max((item.worst for item in graded), default=0)
    return [item.indicator for item in graded if item.worst == worst]


READ: dict[str, Any] = {
    "status": lambda v: str(v.status),
    "reason": lambda v: v.reason,
    "label": lambda v: authority_word(v, "en"),
    "flags": lambda v: v.flags,
    "without": lambda v: v.flags,
    "missing": lambda v: v.outcome.missing,
    "names_nothing": lambda v: not v.outcome.missing,
    "strength": lambda v: v.strength,
    "value": lambda v: v.value,
    "unit": lambda v: v.unit.zh if v.unit else None,
    "margin": lambda v: v.margin,
    "margin_percent": lambda v: v.margin_percent,
    "gap": lambda v: v.gap,
    "period": lambda v: v.outcome.point.period.label if v.outcome.point else None,
    "base": lambda v: v.outcome.base.value if v.outcome.base else None,
    "compared_by": lambda v: v.outcome.compared.how if v.outcome.compared else None,
    "low": _bound("low"),
    "high": _bound("high"),
    "ratio": _pace("ratio"),
    "asked": _pace("asked"),
    "catch_up": _pace("catch_up"),
    "method": _pace("method"),
    "band": _pace("band"),
    "points": _pace("n"),
    "projection": _pace("projection"),
    "projection_low": _pace("low"),
    "projection_high": _pace("high"),
    "figures": lambda v: ", ".join(_figures(v)),
    "leads": lambda v: ", ".join(v.lead),
    "lagging": lambda v: v.outcome.lagging,
    "parts": lambda v: ", ".join(p.status for p in v.outcome.parts),
    "observations": lambda v: len(v.observations),
    "counts": lambda v: ", ".join(number_text(count) for count in v.outcome.point.counts or ()),
    "samples": _sampled("samples"),
    "raw": _sampled("raw"),
    "exact": _sampled("exact"),
    "worst_items": lambda v: ", ".join(_worst_items(v)),
}
"""What a case may ask of a verdict; amounts are exact, `low` to `catch_up` in the indicator's unit."""
