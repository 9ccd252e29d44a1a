"""Combination of columns that together hold one field.

Layer: tables. Input: columns. Output: one column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from targetcheck.errors import Diagnostic, Where
from targetcheck.tables.cells.cell_value import fold_width, is_blank, read_cell
from targetcheck.tables.columns.column_names import code_in

_QUARTER = re.compile(r"(?:Q|第)?\s*([1-4])\s*(?:季度|季)?", re.IGNORECASE)
_MONTH = re.compile(r"(1[0-2]|0?[1-9])\s*月?份?")
_MOST_TENS = 30
_LABELS = {
    "unit": 0, "one": 0, "ten": 1, "hundred": 2, "thousand": 3, "tenthousand": 4, "million": 6,
    "billion": 9, "trillion": 12, "个": 0, "十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "亿": 8,
}  # fmt: skip
"""Labels of the code list of multipliers."""


def join_period(parts: Mapping[str, Sequence[object]], count: int) -> list[object]:
    """Return period labels from a column of years and one of quarters or months."""
    years = parts.get("year", [None] * count)
    finer = parts.get("quarter") or parts.get("month") or [None] * count
    is_month = "quarter" not in parts
    return [_label(year, part, is_month) for year, part in zip(years, finer, strict=True)]


def _label(year: object, part: object, is_month: bool) -> object:
    if is_blank(part):
        return year
    if is_blank(year):
        return part
    head = fold_width(str(year)).removesuffix("年度").removesuffix("年")
    tail = fold_width(str(part))
    number = (_MONTH if is_month else _QUARTER).fullmatch(tail)
    if number:
        return f"{head}-{int(number[1]):02d}" if is_month else f"{head}Q{number[1]}"
    if tail.isdecimal():  # no such quarter or month: the reader of periods refuses it
        return f"{head}M{tail}" if is_month else f"{head}Q{tail}"
    if tail.startswith(head):
        return tail
    return f"{head}年{tail}"


def scale_values(
    values: Sequence[object],
    mults: Sequence[object],
    places: Sequence[Where],
    found: list[Diagnostic],
) -> list[object]:
    """Return values multiplied exactly by the power of ten in the SDMX column next to them."""
    scaled: list[object] = []
    for row, (value, mult) in enumerate(zip(values, mults, strict=True)):
        tens = _tens(mult)
        if tens is None or tens != tens.to_integral_value() or abs(tens) > _MOST_TENS:
            found.append(_bad_mult(str(mult), places[row]))
            continue
        scaled.append(_scaled(value, int(tens)))
    return scaled


def _tens(mult: object) -> Decimal | None:
    """Return the power of ten of a multiplier, given as a number or as its SDMX label."""
    if is_blank(mult):
        return Decimal(0)
    text = code_in(str(mult)).casefold().removesuffix("s").replace(" ", "")
    return Decimal(_LABELS[text]) if text in _LABELS else read_cell(code_in(str(mult))).number


def _scaled(value: object, tens: int) -> object:
    cell = read_cell(value)
    if not tens or cell.number is None:
        return value
    sign, digits, exponent = cell.number.as_tuple()
    assert isinstance(exponent, int)
    number = Decimal((sign, digits, exponent + tens))
    if cell.kind == "number" and not cell.unit and not cell.approximate:
        return number
    marks = {"below_detection": "<", "above_range": ">"}
    mark = marks.get(cell.kind, "约" if cell.approximate else "")
    return f"{mark}{number:f}{cell.unit or ''}"


def pad_decimals(
    values: Sequence[object],
    decimals: Sequence[object],
    places: Sequence[Where],
    found: list[Diagnostic],
) -> list[object]:
    """Return values with the zeros that their number of decimals adds; no digit is ever cut."""
    padded: list[object] = []
    for row, (value, said) in enumerate(zip(values, decimals, strict=True)):
        text = code_in(str(said)) if not is_blank(said) else "0"
        if not (text.isascii() and text.isdecimal() and int(text) <= _MOST_TENS):
            found.append(_bad_decimals(str(said), places[row]))
            text = "0"
        padded.append(_padded(value, int(text)))
    return padded


def _padded(value: object, digits: int) -> object:
    cell = read_cell(value)
    if cell.kind != "number" or cell.number is None or cell.unit or cell.approximate:
        return value
    if cell.other is not None or cell.currency or cell.digits >= digits:
        return value
    return cell.number.quantize(Decimal(1).scaleb(-digits))


def with_confidentiality(
    statuses: Sequence[object], codes: Sequence[object], marked: str
) -> list[object]:
    """Return statuses with the mark of a value that is not free for publication (CONF_STATUS)."""
    return [
        status if is_blank(code) or code_in(str(code)).casefold() in _FREE
        else f"{'' if is_blank(status) else status}{marked}"
        for status, code in zip(statuses, codes, strict=True)
    ]  # fmt: skip


_FREE = frozenset({"f", "pu", "free", "public", "free for publication", "公开", "可公开"})


def _bad_decimals(text: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "table-decimals",
        f"`{text}` is not a number of decimals",
        f"小数位数“{text}”无法识别",
        f"write a whole number from 0 to {_MOST_TENS}, as in SDMX",
        f"请按 SDMX 写0至{_MOST_TENS}的整数",
        where,
    )


def _bad_mult(text: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "table-unit-mult",
        f"the unit multiplier `{text}` is not a whole power of ten",
        f"单位乘数“{text}”不是10的整数次幂的指数",
        "write 0, 3 or 6, as in SDMX",
        "请按 SDMX 写0、3或6",
        where,
    )
