"""Reader of mapping files.

Layer: tables. Input: a YAML file or dictionary. Output: a validated `TableMapping`. A mapping
declares what cannot be inferred from a sheet: which sheet, which rows are not data, the meaning of
columns and names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.periods.fiscal_and_school_year import FiscalYear, month_number
from targetcheck.tables.cells.number_notation import NumberNotation
from targetcheck.tables.cells.number_text import Mark
from targetcheck.tables.columns.column_names import CANONICAL, PARTS

if TYPE_CHECKING:
    from targetcheck.yaml_text.yaml_source import YamlSource

IGNORE = "ignore"
_QUALIFIERS = ("<", ">", "~", "=")
MappingSource = str | os.PathLike[str] | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Meaning of a column: a field of its rows, or values of an indicator, place or period."""

    field: str = ""
    indicator: str = ""
    place: str = ""
    period: str = ""
    unit: str = ""

    def is_field(self) -> bool:
        """Return whether the column is a field of its rows."""
        named = self.indicator or self.place or self.period
        return bool(self.field) and self.field != IGNORE and not named


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Content of a mapping file; anything it omits is inferred.

    `columns` are keyed by heading or letter; `always` has values for every row, such as a period;
    `units` and `periods` say what the text of a cell means that cannot be read as one.
    """

    sheets: tuple[str, ...] = ()
    header: tuple[int, int] | None = None
    skip: frozenset[int] = frozenset()
    columns: Mapping[str, ColumnMapping] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)
    read_hidden: bool = False
    fill: tuple[str, ...] = ()
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    decimal: Mark = ""
    missing: frozenset[Decimal] | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    brackets: bool | None = None
    fiscal_year_starts: int | None = None
    fiscal_year_named: Literal["start", "end", ""] = ""

    @property
    def notation(self) -> NumberNotation:
        """Return the declared number notation."""
        month = self.fiscal_year_starts
        fiscal = None if month is None else FiscalYear(month, self.fiscal_year_named)
        return NumberNotation(self.decimal, self.missing, self.qualifiers, self.brackets, fiscal)


def read_mapping(source: MappingSource | TableMapping | None) -> TableMapping | None:
    """Return the mapping of a YAML file or dictionary; raise with every error in it."""
    if source is None or isinstance(source, TableMapping):
        return source
    from targetcheck.yaml_text.yaml_source import read_document

    document = read_document(source)
    return _Reader(document).read()


class _Reader:
    """Reader of one mapping document."""

    def __init__(self, document: YamlSource) -> None:
        self.document = document
        self.found: list[Diagnostic] = []

    def read(self) -> TableMapping:
        parts: dict[str, Any] = {}
        always: dict[str, str] = {}
        for key, value in self.document.data.items():
            if key in CANONICAL:
                always[key] = str(value)
            elif key in _KEYS:
                name, take = _KEYS[key]
                parts[name] = take(self, key, value)
            else:
                self.unknown((key,), key, (*_KEYS, *CANONICAL))
        if self.found:
            raise TargetcheckError(self.found)
        return TableMapping(always=always, **parts)

    def texts(self, _: str, value: object) -> tuple[str, ...]:
        items = value if isinstance(value, list | tuple) else (value,)
        return tuple(str(item) for item in items)

    def names(self, key: str, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            self.wrong((key,), "a mapping from name to code", "从名称到编号的对应")
            return {}
        return {str(name): str(code) for name, code in value.items()}

    def rows(self, key: str, value: object) -> frozenset[int]:
        items = value if isinstance(value, list | tuple) else (value,)
        return frozenset(row for item in items for row in range(*self.stretch(key, item)))

    def header(self, key: str, value: object) -> tuple[int, int]:
        start, stop = self.stretch(key, value)
        return start, stop - 1

    def stretch(self, key: str, value: object) -> tuple[int, int]:
        """Return the first row and the row after the last of `7` or `5-9`."""
        first, _, last = str(value).partition("-")
        if not first.strip().isdecimal() or not (last.strip() or "1").isdecimal():
            self.wrong((key,), "row numbers such as 3 or 5-9", "行号，如3或5-9")
            return 0, 0
        return int(first), int(last or first) + 1

    def hidden(self, key: str, value: object) -> bool:
        if value not in ("read", "skip"):
            self.wrong((key,), "`read` or `skip`", "read 或 skip")
        return value == "read"

    def fill(self, key: str, value: object) -> tuple[str, ...]:
        given = self.texts(key, value)
        for name in given:
            if name not in CANONICAL:
                self.unknown((key,), name, CANONICAL)
        return given

    def decimal(self, key: str, value: object) -> Mark:
        if value in (",", "."):
            return "," if value == "," else "."
        self.wrong((key,), "`','` or `'.'`", "',' 或 '.'")
        return ""

    def missing(self, key: str, value: object) -> frozenset[Decimal]:
        found: list[Decimal] = []
        for item in value if isinstance(value, list | tuple) else (value,):
            try:
                found.append(Decimal(str(item)))
            except ArithmeticError:
                self.wrong((key,), "numbers such as [-999, 9999]", "数值，如 [-999, 9999]")
        return frozenset(found)

    def qualifiers(self, key: str, value: object) -> dict[str, str]:
        codes = self.names(key, value)
        for code, sign in codes.items():
            if sign not in _QUALIFIERS:
                self.unknown((key, code), sign, _QUALIFIERS)
        return codes

    def brackets(self, key: str, value: object) -> bool:
        if value not in ("minus", "plain"):
            self.wrong((key,), "`minus` or `plain`", "minus 或 plain")
        return value == "minus"

    def month(self, key: str, value: object) -> int | None:
        month = month_number(value)
        if month is None:
            self.wrong((key,), "a month such as 4 or April", "月份，如4或4月")
        return month

    def named(self, key: str, value: object) -> str:
        if value not in ("start", "end"):
            self.wrong((key,), "`start` or `end`", "start 或 end")
        return str(value)

    def only(self, key: str, value: object) -> dict[str, frozenset[str]]:
        if not isinstance(value, Mapping):
            self.wrong((key,), "a mapping from column to its values", "从列到取值的对应")
            return {}
        return {str(column): frozenset(self.texts(key, kept)) for column, kept in value.items()}

    def columns(self, key: str, value: object) -> dict[str, ColumnMapping]:
        if not isinstance(value, Mapping):
            self.wrong(
                (key,), "a mapping from heading or letter to column", "从表头或列标到列的对应"
            )
            return {}
        return {str(head): self.column((key, str(head)), said) for head, said in value.items()}

    def column(self, path: tuple[str, ...], said: object) -> ColumnMapping:
        known = (*CANONICAL, *PARTS, IGNORE)
        if not isinstance(said, Mapping):
            if str(said) not in known:
                self.unknown(path, str(said), known)
            return ColumnMapping(field=str(said))
        keys = ("field", "indicator", "place", "period", "unit")
        for key in said:
            if key not in keys:
                self.unknown((*path, str(key)), str(key), keys)
        parts = {str(key): str(value) for key, value in said.items() if key in keys}
        if parts.get("field", IGNORE) not in known:
            self.unknown((*path, "field"), parts["field"], known)
        return ColumnMapping(**parts)

    def unknown(self, path: tuple[str, ...], name: str, known: Iterable[str]) -> None:
        listed = list(known)
        near = did_you_mean(name, listed)
        self.found.append(
            Diagnostic(
                "mapping-unknown",
                f"`{name}` is not known in a mapping",
                f"列对应文件中没有“{name}”这一写法",
                f"did you mean `{near}`?" if near else f"known are {', '.join(listed)}",
                f"是否应为“{near}”？" if near else f"可用：{'、'.join(listed)}",
                self.document.where(path, key=True),
            )
        )

    def wrong(self, path: tuple[str, ...], en: str, zh: str) -> None:
        self.found.append(
            Diagnostic(
                "mapping-shape",
                f"`{path[-1]}` should be {en}",
                f"“{path[-1]}”应为{zh}",
                where=self.document.where(path),
            )
        )


_KEYS: dict[str, tuple[str, Callable[[_Reader, str, object], object]]] = {
    "sheet": ("sheets", _Reader.texts),
    "sheets": ("sheets", _Reader.texts),
    "header": ("header", _Reader.header),
    "skip": ("skip", _Reader.rows),
    "columns": ("columns", _Reader.columns),
    "places": ("places", _Reader.names),
    "indicators": ("indicators", _Reader.names),
    "units": ("units", _Reader.names),
    "periods": ("periods", _Reader.names),
    "hidden": ("read_hidden", _Reader.hidden),
    "fill": ("fill", _Reader.fill),
    "only": ("only", _Reader.only),
    "decimal": ("decimal", _Reader.decimal),
    "missing": ("missing", _Reader.missing),
    "qualifiers": ("qualifiers", _Reader.qualifiers),
    "fiscal_year_starts": ("fiscal_year_starts", _Reader.month),
    "fiscal_year_named": ("fiscal_year_named", _Reader.named),
    "brackets": ("brackets", _Reader.brackets),
}
