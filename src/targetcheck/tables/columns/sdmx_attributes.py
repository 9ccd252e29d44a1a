"""SDMX attributes that change how a value is read: UNIT_MULT, DECIMALS, CONF_STATUS.

Layer: tables. Input: the columns of values and attributes. Output: the column of values or statuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from targetcheck.errors import Diagnostic, Where
from targetcheck.tables.cells.cell_value import is_blank, read_cell
from targetcheck.tables.cells.interval_text import read_interval, scaled_interval
from targetcheck.tables.columns.column_names import code_in

_MOST_TENS = 30
_LABELS = {
    "unit": 0, "one": 0, "ten": 1, "hundred": 2, "thousand": 3, "tenthousand": 4, "million": 6,
    "billion": 9, "trillion": 12, "个": 0, "十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "亿": 8,
}  # fmt: skip
"""Labels of the code list of multipliers."""


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
    span = read_interval(value) if tens and cell.number is None else None
    if span is not None:
        return scaled_interval(span, tens)
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
