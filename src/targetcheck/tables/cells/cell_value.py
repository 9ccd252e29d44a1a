"""Interpretation of one raw cell: number, date, blank and so on.

Layer: tables. Input: a raw cell. Output: CellValue. Nothing is converted or guessed: a number keeps
its digits and unit as written, and an ambiguous cell is `refused` or `text`, to be reported later
with its location.

Only the width of characters is folded (`９５％` to `95%`). Full compatibility folding would turn `10³`
into `103`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from targetcheck import limits
from targetcheck.first_use import pattern
from targetcheck.tables.cells.missing_value_words import MISSING
from targetcheck.tables.cells.number_text import AMOUNT, read_amount

Kind = Literal["number", "missing", "below_detection", "above_range", "text", "date", "refused"]


@dataclass(frozen=True, slots=True)
class CellValue:
    """What one cell says, exactly as it says it; a number beyond `limits.within` is refused.

    `number` is the detection limit if the kind is `below_detection`, None if none is written; it is
    the end of the measuring range if the kind is `above_range`. `digits` is the number of decimals
    written; `on` is a day, `done` a boolean. `other` is the second reading of a number whose
    separator is ambiguous; `currency` is the sign before a number.
    """

    kind: Kind
    number: Decimal | None = None
    digits: int = 0
    unit: str | None = None
    approximate: bool = False
    text: str = ""
    on: date | None = None
    done: bool | None = None
    other: Decimal | None = None
    currency: str = ""


_LONGEST = 400  # no number or date is longer; a paragraph is not worth a pattern
_PLAIN = pattern(r"[+-]?[0-9]{1,90}(?:\.[0-9]{1,90})?")
# A unit starts with a letter, an ideograph or a unit sign, and holds no second number or clause.
_UNIT_TAIL = r"(?:[^\s,;:<>=~0-9]|(?<=[A-Za-z])[2-4](?![0-9])|\^-?[1-4]|(?<=/)10{1,4}(?![0-9.])|(?<=/)10(?=[万亿]))*"
_UNIT = rf"(?P<unit>(?:[^\W\d_]|[%‰°℃℉㎀-㏟$€£¥]){_UNIT_TAIL}(?: per [^\W\d_]+)?)?"
_SIGN = r"(?:(?P<sign>US\$|HK\$|[$€£¥])\s*)?"
_NUMBER = pattern(rf"{_SIGN}{AMOUNT}\s*{_UNIT}")
_LIMIT_MARK = pattern(rf"{AMOUNT}L")
_ABOUT = pattern(r"(?P<head>大约|约为|约|[~≈〜])?\s*(?P<rest>.*?)\s*(?P<tail>左右)?", re.DOTALL)
_BELOW_WITH_LIMIT = pattern(rf"(?P<word>[^\W\d_.]+)\s*\(\s*<?\s*{AMOUNT}\s*{_UNIT}\s*\)")
_NEARLY_NUMBER = pattern(
    r"\(\s*[0-9.,]+\s*\)|[+-]?[0-9][0-9, ]*(?:\.[0-9]*)?|[+-]?[0-9.]+[eE][+-]?[0-9]+"
)
_DAY = (
    r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"|/(?P<m1>[0-9]{1,2})/(?P<d1>[0-9]{1,2})"
    r"|\.(?P<m2>[0-9]{1,2})\.(?P<d2>[0-9]{1,2})"
    r"|年(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日)"
)
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DATE = pattern(_DAY + _TIME)
_DONE_ON = pattern(rf"(?P<word>[^\W\d_]+?(?: on)?)\s*[(:, ]?\s*{_DAY}\s*\)?", re.IGNORECASE)
_ON_DONE = pattern(rf"(?:已)?于?{_DAY}\s*(?P<word>[^\W\d_]+)")
_WORD_AND_REMARK = pattern(r"(?P<word>[^()]+?)\s*\(.*\)", re.DOTALL)
# Not units but words that change what the number before them means, or grades of a scale.
_NO_UNIT = pattern(
    r"[余多几来].*|.*(?:以上|以下|以内|以外|之间)|[类级等]|年[^/].*|[QHqh][1-4]|[²³¹⁰-₟①-⓿❶-➓].*"
)
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0xFE50, 0xFE6C)}
_WIDTH |= {0xFFE1: 0xA3, 0xFFE5: 0xA5}
_WIDTH |= {0x3000: 0x20, 0xA0: 0x20, 0x202F: 0x20, 0x2009: 0x20, 0x2212: 0x2D}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_FOLD: dict[int, int | None] = {**_WIDTH, **_INVISIBLE}


def read_cell(raw: object, qualifier: object = None) -> CellValue:
    """Return the content of a raw cell, with the qualifier in the adjacent cell."""
    cell = _read(raw)
    return cell if qualifier is None else _qualified(cell, qualifier)


def plain_number(raw: object) -> tuple[int, int, int, str] | None:
    """Return numerator, denominator, decimals and text of a cell that is only a number.

    None means that the cell must be read by `read_cell`, which gives the same result for numbers.
    """
    if isinstance(raw, int):
        if isinstance(raw, bool) or not limits.within(raw):
            return None
        return raw, 1, 0, str(raw)
    if not isinstance(raw, (str, Decimal)):
        return None
    text = str(raw)
    if not _PLAIN.fullmatch(text):
        return None
    head, _, tail = text.partition(".")
    return int(head + tail), 10 ** len(tail), len(tail), text


def fold_width(text: str) -> str:
    """Return a text with full-width characters folded, invisible ones removed and ends trimmed."""
    return text.strip() if text.isascii() else text.translate(_FOLD).strip()


def is_blank(raw: object) -> bool:
    """Return whether a raw cell is empty or has a sign for a missing value."""
    return raw is None or (isinstance(raw, str) and fold_width(raw).casefold() in MISSING)


def _read(raw: object) -> CellValue:
    if isinstance(raw, str):
        return _read_text(raw)
    if raw is None:
        return CellValue("missing")
    if isinstance(raw, bool):
        return CellValue("text", text="true" if raw else "false", done=raw)
    if isinstance(raw, int):
        if not limits.within(raw):
            return CellValue("refused", text=limits.size_text(raw))
        return _number(Decimal(raw), str(raw))
    if isinstance(raw, float):
        if raw != raw:  # noqa: PLR0124 - NaN
            return CellValue("missing", text="nan")
        # repr gives the shortest decimal; a binary float has no trailing zeros of its own.
        return _read(Decimal(repr(float(raw)).removesuffix(".0")))
    if isinstance(raw, Decimal):
        return _number(raw, str(raw)) if raw.is_finite() else CellValue("refused", text=str(raw))
    if isinstance(raw, datetime):
        return CellValue("date", text=raw.isoformat(), on=raw.date())
    if isinstance(raw, date):
        return CellValue("date", text=raw.isoformat(), on=raw)
    return CellValue("refused", text=str(raw))


def _number(
    number: Decimal, text: str, unit: str | None = None, approximate: bool = False
) -> CellValue:
    if not limits.within(number):
        return CellValue("refused", text=text)
    return CellValue("number", number, _digits(number), unit, approximate, text)


def _digits(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _read_text(text: str) -> CellValue:
    if _PLAIN.fullmatch(text):
        return _number(Decimal(text), text)
    folded = fold_width(text)
    word = folded.casefold()
    if word in MISSING:
        return CellValue("missing", text=text)
    if word in BELOW:
        return CellValue("below_detection", text=text)
    if word in REFUSED:
        return CellValue("refused", text=text)
    if word in DONE or word in NOT_DONE:
        return CellValue("text", text=text, done=word in DONE)
    if len(folded) > _LONGEST:
        return CellValue("text", text=text)
    return (
        _read_day(folded, text)
        or _read_below(folded, text)
        or _read_above(folded, text)
        or _read_deliverable(folded, text)
        or _read_number(folded, text)
        or CellValue("refused" if _NEARLY_NUMBER.fullmatch(folded) else "text", text=text)
    )


def _read_day(folded: str, text: str) -> CellValue | None:
    found = _DATE.fullmatch(folded)
    if not found:
        return None
    day = _day(found)
    return CellValue("date" if day else "refused", text=text, on=day)


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = parts["m"] or parts["m1"] or parts["m2"] or parts["m3"]
    day = parts["d"] or parts["d1"] or parts["d2"] or parts["d3"]
    try:
        return date(int(parts["y"]), int(month), int(day))
    except ValueError:
        return None


def _read_below(folded: str, text: str) -> CellValue | None:
    """Return the value of `<0.05`, `0.05L` (capital L directly after the digits), `未检出(0.05)`."""
    found: re.Match[str] | None
    if folded.startswith("<"):
        found = _NUMBER.fullmatch(folded[1:].strip())
    else:
        found = _LIMIT_MARK.fullmatch(folded) or _BELOW_WITH_LIMIT.fullmatch(folded)
        if found and found.groupdict().get("word", "nd").casefold() not in BELOW:
            found = None
    return _limited("below_detection", found, text)


def _read_above(folded: str, text: str) -> CellValue | None:
    """Return the value of `>24000`: above the measuring range."""
    found = _NUMBER.fullmatch(folded[1:].strip()) if folded.startswith(">") else None
    return _limited("above_range", found, text)


def _limited(kind: Kind, found: re.Match[str] | None, text: str) -> CellValue | None:
    """Return a value known only to be beyond a limit, which is never negative."""
    unit = found.groupdict().get("unit") if found else None
    if not found or found.groupdict().get("sign") or (unit and _NO_UNIT.fullmatch(unit)):
        return None
    limit = read_amount(found["amount"])
    if limit is None:
        return None
    if limit.number.is_signed():
        return CellValue("refused", text=text)
    return CellValue(kind, limit.number, _digits(limit.number), unit, text=text, other=limit.other)


def _read_number(folded: str, text: str) -> CellValue | None:
    about = _ABOUT.fullmatch(folded)
    assert about  # every part of the pattern may be empty
    found = _NUMBER.fullmatch(about["rest"])
    unit = found["unit"] if found else None
    if not found or (unit and _NO_UNIT.fullmatch(unit)):
        return None
    amount = read_amount(found["amount"])
    if amount is None:
        return None
    approximate = bool(about["head"] or about["tail"])
    cell = _number(amount.number, text, unit, approximate)
    return replace(cell, other=amount.other, currency=found["sign"] or "")


def _read_deliverable(folded: str, text: str) -> CellValue | None:
    """Return the value of `完成（2024-07-28）`, `2024年7月28日完成` and `未完成（…）`."""
    found = _DONE_ON.fullmatch(folded) or _ON_DONE.fullmatch(folded)
    if found:
        word = found["word"].casefold().removesuffix(" on")
        if word in DONE:
            day = _day(found)
            return CellValue(
                "text" if day else "refused", text=text, on=day, done=True if day else None
            )
    remark = _WORD_AND_REMARK.fullmatch(folded)
    if remark and remark["word"].casefold() in NOT_DONE:
        return CellValue("text", text=text, done=False)
    return None


def _qualified(cell: CellValue, qualifier: object) -> CellValue:
    word = fold_width(str(qualifier)).casefold()
    if word in MISSING or word in NO_QUALIFIER:
        return cell
    if word in QUALIFIER_BELOW:
        if cell.kind in ("number", "missing", "below_detection"):
            return _marked(cell, "below_detection", "<", qualifier)
    elif word in QUALIFIER_ABOVE:
        if cell.kind in ("number", "above_range"):
            return _marked(cell, "above_range", ">", qualifier)
    elif word in QUALIFIER_ABOUT:
        about = _marked(cell, cell.kind, "~", qualifier)
        return replace(about, approximate=True) if cell.kind == "number" else cell
    # A qualifier that is not understood may turn the meaning of the number round.
    return CellValue("refused", text=f"{str(qualifier).strip()} {cell.text}".strip())


def _marked(cell: CellValue, kind: Kind, mark: str, qualifier: object) -> CellValue:
    """Return a cell with the mark of the one beside it, so that its text says all that was read."""
    text = f"{mark}{cell.text}" if cell.kind == "number" else cell.text
    return replace(cell, kind=kind, text=str(qualifier).strip() if cell.kind == "missing" else text)


BELOW = frozenset(
    {
        "nd", "n.d.", "n.d", "bdl", "<lod", "<mdl", "<dl", "<loq", "<rl", "<检出限", "<检测限",
        "未检出", "未检测出", "低于检出限", "低于检测限", "小于检出限", "小于检测限",
        "not detected",
        "below detection", "below detection limit",
    }
)  # fmt: skip

REFUSED = frozenset(
    {
        "nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞",
        "-∞",
        "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
    }
)  # fmt: skip

DONE = frozenset(
    {
        "完成", "已完成", "全部完成", "已全部完成", "按时完成", "按期完成", "已办结", "办结",
        "是", "已",
        "√", "✓", "✔", "☑", "yes", "y", "true", "done", "complete", "completed", "finished",
    }
)  # fmt: skip

NOT_DONE = frozenset(
    {
        "未完成", "尚未完成", "没有完成", "未全部完成", "否", "未", "未开展", "未启动", "未开始",
        "进行中",
        "正在进行", "推进中", "正在推进", "实施中", "×", "✗", "✘", "☐", "no", "n", "false",
        "not done",
        "incomplete", "not started", "not completed", "in progress", "ongoing", "pending",
    }
)  # fmt: skip

NO_QUALIFIER = frozenset({"=", "正常", "有效", "实测", "ok", "valid"})

QUALIFIER_BELOW = BELOW | {"<", "l", "lt", "≤检出限", "检出限以下"}

QUALIFIER_ABOVE = frozenset(
    {">", "gt", "高于测定上限", "超出测定上限", "above range", "高于检测上限"}
)

QUALIFIER_ABOUT = frozenset(
    {"~", "≈", "约", "大约", "左右", "approx", "approximate", "about", "ca", "ca."}
)
