"""Notation of the numbers of one table: decimal mark, brackets, codes of qualifiers.

Layer: tables. One cell may be ambiguous: `94,125` next to `94,5` is 94.125, and next to `1,234.5`
it is 94 125. A number that neither column nor mapping resolves is set aside with both readings.
Codes for missing values such as -999 are those of missing_value_words.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from targetcheck.periods.fiscal_and_school_year import FiscalYear
from targetcheck.tables.cells.cell_value import fold_width, read_cell
from targetcheck.tables.cells.missing_value_words import SUSPECT
from targetcheck.tables.cells.number_text import Mark, restate, shown_mark
from targetcheck.tables.rejection_reasons import COLUMN, SEPARATOR

NUMERIC = ("value", "numerator", "denominator", "weight", "lower", "upper")


@dataclass(frozen=True, slots=True)
class NumberNotation:
    """Number notation declared by a mapping; None if it declares none.

    `missing` are numbers that mean no value, `qualifiers` the meanings of qualifier codes,
    `brackets` whether `(5)` is -5, `fiscal` the start of fiscal years.
    """

    decimal: Mark = ""
    missing: frozenset[Decimal] | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    brackets: bool | None = None
    fiscal: FiscalYear | None = None


UNSAID = NumberNotation()


def settle_numbers(
    columns: dict[str, list[object]], said: NumberNotation = UNSAID, *, comma_likely: bool = False
) -> dict[str, list[object]]:
    """Return columns of raw cells with one reading for every number, or a reason to set it aside.

    `comma_likely`: the cells are separated by semicolons, as if the comma is the decimal mark.
    """
    refused: dict[int, str] = {}
    settled = dict(columns)
    numeric = {name: columns[name] for name in NUMERIC if name in columns}
    if said.brackets is not None:
        numeric = {name: _without_brackets(cells, said.brackets) for name, cells in numeric.items()}
    mark, dots = said.decimal, False
    commas = not mark and any(_has_comma(cells) for cells in numeric.values())
    if commas:
        mark, dots = _proven(numeric.values())
    elif not mark and comma_likely:
        dots = _all_open(numeric.values())
    plain = not (mark or dots or commas)
    for name, cells in numeric.items():
        settled[name] = (
            list(cells) if plain else _under_mark(cells, mark, dots, bool(said.decimal), refused)
        )
    for name in ("value", "numerator", "denominator"):
        if name in settled:
            _refuse_missing_codes(settled[name], said.missing, refused)
    if said.qualifiers and "qualifier" in columns:
        settled["qualifier"] = [_code(cell, said.qualifiers) for cell in columns["qualifier"]]
    if refused:
        known = columns.get(COLUMN) or [None] * max(map(len, columns.values()))
        settled[COLUMN] = [cell or refused.get(row) for row, cell in enumerate(known)]
    return settled


# -- decimal marks


def _has_comma(cells: Iterable[object]) -> bool:
    try:
        written = "".join(cells)  # type: ignore[arg-type]
    except TypeError:  # some cells are not texts
        written = "".join([cell for cell in cells if isinstance(cell, str)])
    return "," in written or "，" in written


def _texts(cells: Iterable[object]) -> Iterable[str]:
    return (fold_width(cell) for cell in cells if isinstance(cell, str))


def _numbers(cells: Iterable[object]) -> Iterable[str]:
    """Return the texts with a separator that may be numbers; dates and notes are not."""
    return (
        text
        for text in _texts(cells)
        if ("," in text or "." in text) and read_cell(text).number is not None
    )


def _proven(columns: Iterable[Sequence[object]]) -> tuple[Mark, bool]:
    """Return the decimal mark that the numbers prove, and whether a point is ambiguous.

    If a column proves both marks, its commas are ambiguous and its points are decimals.
    """
    found = {shown_mark(text)[0] for cells in columns for text in _numbers(cells)}
    if "," in found and "." in found:
        return "", False
    if "," in found:
        return ",", True
    return ("." if "." in found else ""), False


def _all_open(columns: Iterable[Sequence[object]]) -> bool:
    """Return whether every number with a point may be in thousands: `1.234`, `25.000`."""
    shown = [shown_mark(text) for cells in columns for text in _numbers(cells)]
    return bool(shown) and all(is_open for _, is_open in shown)


def _under_mark(
    cells: Sequence[object], mark: Mark, dots: bool, sure: bool, refused: dict[int, str]
) -> list[object]:
    """Return cells in normal notation; ambiguous ones are refused, including points if `dots`."""
    found: list[object] = []
    for row, cell in enumerate(cells):
        found.append(cell)
        if not isinstance(cell, str):
            continue
        text = fold_width(cell)
        shown, is_open = shown_mark(text)
        if not (shown or is_open):
            continue
        if is_open and dots and not sure and "." in text:
            refused.setdefault(row, f"number-mark-open:{_both(text)}")
        elif mark:
            plain = restate(text, mark)
            if shown and shown != mark:
                refused.setdefault(row, f"number-mark-wrong:{text}{SEPARATOR}{mark}")
            found[row] = plain
        elif shown == "," and read_cell(text).number is not None:
            refused.setdefault(row, f"number-mark-mixed:{text}")
    return found


def _both(text: str) -> str:
    """Return an ambiguous text followed by its two readings."""
    return SEPARATOR.join((text, restate(text, "."), restate(text, ",")))


# -- codes


def _without_brackets(cells: Sequence[object], minus: bool) -> list[object]:
    """Return cells in which `(5)` is -5, or 5 if brackets have no meaning."""
    found: list[object] = []
    for cell in cells:
        text = fold_width(cell) if isinstance(cell, str) else ""
        inner = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else ""
        if inner and inner[0].isdecimal() and read_cell(inner).kind == "number":
            found.append(f"-{inner}" if minus else inner)
        else:
            found.append(cell)
    return found


def _code(cell: object, codes: Mapping[str, str]) -> object:
    return codes.get(fold_width(str(cell)), cell) if cell is not None else None


def _refuse_missing_codes(
    cells: Sequence[object], missing: frozenset[Decimal] | None, refused: dict[int, str]
) -> None:
    """Refuse cells whose number means a missing value, or has the form of such a code."""
    if missing is None:
        for row, cell in enumerate(cells if not SUSPECT.isdisjoint(cells) else ()):
            if cell in SUSPECT:
                refused.setdefault(row, f"value-sentinel-open:{cell}")
        return
    texts = {str(number) for number in missing}
    for row, cell in enumerate(cells):
        if cell is None or isinstance(cell, bool):
            continue
        if cell in texts or read_cell(cell).number in missing:
            refused.setdefault(row, f"value-sentinel:{cell}")
