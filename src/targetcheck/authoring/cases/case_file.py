"""Reader of test case files: rows, an as-of date, and expected verdicts.

Layer: authoring. Input: `cases/*.yaml`. Output: `Case`s, with the examples of templates expanded,
or TargetcheckError with every error in the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.periods.period_parser import parse_due
from targetcheck.yaml_text.yaml_source import Path, YamlSource, read_document

COLUMNS = ("place", "indicator", "period", "value", "unit", "status")
"""Columns of a row written as a line; trailing ones may be omitted and are blank."""

FILE_KEYS = ("as_of", "columns", "note", "cases")
CASE_KEYS = (
    "id", "note", "target", "as_of", "known_at", "profile", "scope", "table", "data", "given", "examples",
    "want", "set_aside", "summary",
)  # fmt: skip
WANT_KEYS = (
    "status", "reason", "flags", "without", "missing", "strength", "value", "unit", "margin",
    "margin_percent", "gap", "period", "compared_by",
)  # fmt: skip
Key = tuple[str, str | None, date | None]
Rows = tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation with its expected verdicts; `path` locates it in its file."""

    id: str
    as_of: date
    rows: Rows
    want: Mapping[str, Mapping[str, object]]
    where: Where
    path: Path
    note: str = ""
    known_at: date | None = None
    profile: str | None = None
    scope: str | None = None
    data: tuple[str, ...] = ()
    set_aside: Mapping[str, int] | None = None
    summary: Mapping[str, int] | None = None


@dataclass(slots=True)
class _Reader:
    """Reader of one file of cases; collects its errors."""

    document: YamlSource
    folder: FilePath
    found: list[Diagnostic] = field(default_factory=list)

    def cases(self) -> Iterator[Case]:
        data = self.document.data
        self.known(data, FILE_KEYS, ())
        listed = data.get("cases")
        if not isinstance(listed, list):
            self.say("case-shape", ("cases",), "`cases` must be a list", "cases 应为列表")
            return
        for number, item in enumerate(listed):
            path: Path = ("cases", number)
            if not isinstance(item, dict) or not {"id", "target"} & set(item):
                self.say(
                    "case-shape",
                    path,
                    "a case is a mapping with an `id` or a `target`",
                    "用例应为带 id 或 target 的映射",
                )
                continue
            raw = {"id": item.get("target"), **item}
            self.known(raw, CASE_KEYS, path)
            if self.shaped(raw, path):
                yield from self.of(raw, path)

    def shaped(self, raw: dict[str, Any], path: Path) -> bool:
        """Return whether every key of a case, and of its examples, has a value of a valid type."""
        examples = raw.get("examples")
        pieces = [raw, *(e for e in examples if isinstance(e, dict))] if examples else [raw]
        bad = [
            key
            for piece in (pieces if isinstance(examples, list | None) else [raw])
            for key, kinds in _SHAPES.items()
            if not isinstance(piece.get(key), kinds)
        ]
        keyed = "target" in raw or all(isinstance(p.get("want"), dict | None) for p in pieces)
        for key in dict.fromkeys(bad if keyed else [*bad, "want"]):
            self.say(
                "case-shape",
                (*path, key),
                f"`{key}` of a case has a value of the wrong type",
                f"用例的 {key} 类型不符",
            )
        return keyed and not bad

    def of(self, raw: dict[str, Any], path: Path) -> Iterator[Case]:
        """Yield a case, or one for each example of a template."""
        if "examples" not in raw:
            made = self.case(raw, raw, path, str(raw["id"]), {})
            if made is not None:
                yield made
            return
        given = raw.get("given") or {}
        for number, example in enumerate(raw.get("examples") or ()):
            here: Path = (*path, "examples", number)
            if not isinstance(example, dict) or "id" not in example:
                self.say(
                    "case-shape",
                    here,
                    "an example is a mapping with an `id`",
                    "示例应为带 id 的映射",
                )
                continue
            name = f"{raw['id']} {example['id']}"
            made = self.case({**raw, **example}, example, here, name, {**given, **example})
            if made is not None:
                yield made

    def case(
        self, raw: dict[str, Any], own: dict[str, Any], path: Path, name: str, holes: dict[str, Any]
    ) -> Case | None:
        as_of = self.day(raw.get("as_of", self.document.data.get("as_of")), path, "as_of")
        known_at = self.day(raw["known_at"], path, "known_at") if "known_at" in raw else None
        want = self.wanted(raw, own, path)
        try:
            rows = self.rows(raw.get("table"), path, holes)
        except KeyError as error:
            hole = error.args[0]
            self.say(
                "case-hole",
                path,
                f"nothing fills `{{{hole}}}` of the table",
                f"表中的 {{{hole}}} 没有给出值",
            )
            return None
        if as_of is None or want is None:
            return None
        return Case(
            id=name,
            as_of=as_of,
            rows=rows,
            want=want,
            where=self.document.where(path),
            path=path,
            note=str(raw.get("note") or ""),
            known_at=known_at,
            profile=raw.get("profile"),
            scope=raw.get("scope"),
            data=tuple(str(self.folder / file) for file in _listed(raw.get("data"))),
            set_aside=_by_code(raw.get("set_aside")),
            summary=raw.get("summary"),
        )

    def wanted(
        self, raw: dict[str, Any], own: dict[str, Any], path: Path
    ) -> dict[str, dict[str, object]] | None:
        want = own.get("want")
        if want is None and "summary" not in raw and "set_aside" not in raw:
            self.say("case-asks-nothing", path, "the case expects nothing", "用例没有写预期结果")
            return None
        if "target" in raw:
            want = {str(raw["target"]): want} if want is not None else {}
        found: dict[str, dict[str, object]] = {}
        for key, value in (want or {}).items():
            fields = expected(value)
            for name in fields:
                if name not in WANT_KEYS:
                    self.unknown(name, WANT_KEYS, (*path, "want"))
            found[str(key)] = fields
        return found

    def rows(self, table: object, path: Path, holes: dict[str, Any]) -> Rows:
        columns = tuple(_listed(self.document.data.get("columns"))) or COLUMNS
        for row in lines_of(table):
            if not isinstance(row, Mapping) and len(_cells(row)) > len(columns):
                self.say(
                    "case-row",
                    path,
                    f"the row `{row}` has more cells than there are columns",
                    f"行“{row}”的单元格多于列",
                )
        return expand(table, holes, columns)

    def day(self, raw: Any, path: Path, key: str) -> date | None:
        try:
            if raw is not None:
                return parse_due(raw)
            self.say("case-without-day", path, "the case has no `as_of`", "用例没有写 as_of")
        except TargetcheckError as error:
            self.found += [d.at(self.document.where((*path, key))) for d in error.diagnostics]
        return None

    def known(self, raw: Mapping[str, Any], keys: tuple[str, ...], path: Path) -> None:
        for key in raw:
            if key not in keys:
                self.unknown(key, keys, (*path, key))

    def unknown(self, key: str, keys: tuple[str, ...], path: Path) -> None:
        near = did_you_mean(key, keys)
        self.found.append(
            Diagnostic(
                "case-key",
                f"`{key}` is not a key of a case",
                f"用例中没有“{key}”这个键",
                f"did you mean `{near}`?" if near else f"keys are {', '.join(keys)}",
                f"是否应为“{near}”？" if near else f"可用的键：{'、'.join(keys)}",
                self.document.where(path, key=True),
            )
        )

    def say(self, code: str, path: Path, en: str, zh: str) -> None:
        hint = ("see docs/reference/cases.md", "写法见 docs/reference/cases.md")
        self.found.append(Diagnostic(code, en, zh, *hint, self.document.where(path)))


_SHAPES: Mapping[str, Any] = {
    "examples": list | None,
    "given": dict | None,
    "want": str | dict | None,
    "table": str | list | dict | None,
    "set_aside": str | dict | None,
    "summary": dict | None,
    "profile": str | None,
    "scope": str | None,
    "data": str | list | None,
}


def expand(table: object, holes: Mapping[str, Any], columns: tuple[str, ...] = COLUMNS) -> Rows:
    """Return the rows of a table with placeholders filled; raise KeyError for one without a value."""
    made: list[Mapping[str, object]] = []
    for row in lines_of(table):
        if isinstance(row, Mapping):
            made.append({key: _filled(value, holes) for key, value in row.items()})
        else:
            filled = [_filled(cell, holes) for cell in _cells(row)]
            made.append(dict(zip(columns, filled, strict=False)))
    return tuple(made)


def lines_of(table: object) -> list[Any]:
    """Return the rows of a table written as a list, or as text with one row per line."""
    return _listed(table.splitlines() if isinstance(table, str) else table)


def _cells(row: object) -> list[str]:
    return next(csv.reader(io.StringIO(str(row)), skipinitialspace=True), [])


def read_cases(file: FilePath) -> tuple[Case, ...]:
    """Return the cases of a file; raise TargetcheckError with every error in it."""
    return cases_of(read_document(file), file.parent)


def cases_of(document: YamlSource, folder: FilePath) -> tuple[Case, ...]:
    """Return the cases of a document; data files in it are relative to `folder`."""
    reader = _Reader(document, folder)
    made = tuple(reader.cases())
    ids = [case.id for case in made]
    for case in made:
        if ids.count(case.id) > 1:
            reader.say(
                "case-twice",
                case.path,
                f"the case `{case.id}` is defined twice",
                f"用例“{case.id}”重复",
            )
    if reader.found:
        raise TargetcheckError(reader.found)
    return made


def case_files(ruleset_file: FilePath) -> tuple[FilePath, ...]:
    """Return the case files of a ruleset file."""
    return tuple(sorted((ruleset_file.parent / "cases").glob("*.yaml")))


def key_of(text: str) -> Key:
    """Return target, place and due date of a key such as `outfalls@daye@2024-12-31`."""
    target, _, rest = text.partition("@")
    place, _, due = rest.partition("@")
    return target, place or None, parse_due(due) if due else None


def expected(value: object) -> dict[str, object]:
    """Return the expected fields of a verdict; `fail/not_met` is short for status and reason."""
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    status, _, reason = str(value).partition("/")
    return {"status": status, **({"reason": reason} if reason else {})}


def _by_code(raw: Any) -> Mapping[str, int] | None:
    """Return numbers of rows by code; a code without a number counts as one row."""
    return {raw: 1} if isinstance(raw, str) else raw


def _filled(cell: object, holes: Mapping[str, Any]) -> object:
    """Return a cell with `{name}` filled; a cell that is only a placeholder keeps the value's type."""
    if not isinstance(cell, str) or "{" not in cell or not holes:
        return cell
    inner = cell.strip()
    if inner.startswith("{") and inner.endswith("}") and inner.count("{") == 1:
        return holes[inner[1:-1]]
    for name, value in holes.items():
        cell = cell.replace("{" + name + "}", "" if value is None else str(value))
    left = re.search(r"\{(\w+)\}", cell)
    if left:
        raise KeyError(left[1])
    return cell


def _listed(raw: Any) -> list[Any]:
    return [] if raw is None else list(raw) if isinstance(raw, list | tuple) else [raw]
