"""Reader of the value cells of a row, by the nature of the indicator, in the indicator's unit.

Layer: observations. Raises TargetcheckError with one finding, whose `where.path` names the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import pattern
from targetcheck.observations.observation import Interval
from targetcheck.observations.reported_unit import as_litres, unit_of, worth_of
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.quantities.quantity import number_text, too_long
from targetcheck.quantities.unit import Unit, factor, find_unit
from targetcheck.tables.cells.cell_value import (
    CellValue,
    fold_width,
    plain_number,
    read_cell,
)
from targetcheck.tables.cells.missing_value_words import NOT_CARRIED_OUT
from targetcheck.tables.rejection_reasons import SEPARATOR, refusal


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """Content of the value cells; fields as in Observation."""

    value: Fraction | None
    low: Fraction
    high: Fraction | None
    text: str
    unit: Unit | None
    step: Fraction | None = None
    counts: tuple[Fraction, Fraction] | None = None
    printed: Fraction | None = None
    weight: Fraction | None = None
    completed: date | None = None
    flags: tuple[str, ...] = ()
    interval: Interval | None = None


def read_report(indicator: IndicatorPlan, cells: Mapping[str, object]) -> ReportedValue:
    """Return the value of an indicator in the cells of a row."""
    cell = read_cell(cells["value"], cells["qualifier"])
    if indicator.nature == "done":
        return _done(cell, cells["completed"])
    if fold_width(cell.text) in NOT_CARRIED_OUT:
        raise _missing()
    if indicator.nature == "class":
        return _class(indicator, cells["value"], cell)
    counts = _counts(indicator, cells) if indicator.nature == "share" else None
    if cell.kind == "missing" and counts is None:
        raise _missing()
    if cell.kind in ("refused", "text", "date"):
        raise _unreadable(cell, cells["qualifier"])
    weight = number_cell(cells["weight"], "weight")
    if cell.kind == "missing":
        assert counts is not None
        value = counts[0] / counts[1] * 100
        unit = find_unit("percent")
        value = value * factor(unit, indicator.unit) if indicator.unit else value
        return _ranged(
            indicator,
            ReportedValue(value, value, value, _ratio(counts), unit, counts=counts, weight=weight),
        )
    return _ranged(indicator, _number_reading(indicator, cell, cells["unit"], counts, weight))


_BRACKETED = pattern(r"\(\s*([0-9][0-9.,' ]*)\s*\)")


def _unreadable(cell: CellValue, qualifier: object) -> TargetcheckError:
    """Return the finding for a cell without a number, with its possible readings."""
    text = cell.text
    en, zh = f"`{text}` is not a number", f"“{text}”不是数值"
    hint_en, hint_zh = "write a number with its unit", "请填写数值和单位"
    bracketed = _BRACKETED.fullmatch(fold_width(text))
    code = str(qualifier).strip() if qualifier is not None else ""
    if bracketed:
        inner = bracketed[1].strip()
        en, zh = (
            f"`{text}` may be -{inner}, or {inner} in brackets",
            f"“{text}”可能是-{inner}，也可能是加括号的{inner}",
        )
        hint_en = "write `brackets: minus` or `brackets: plain` in a mapping file"
        hint_zh = "请在列对应文件中写 `brackets: minus` 或 `brackets: plain`"
    elif code and text.startswith(code):
        en, zh = f"the qualifier in `{text}` is not known", f"无法识别“{text}”中的限定符"
        hint_en = (
            f"say what it means in a mapping file: `qualifiers: {{{code}: '<'}}`, or '>', '~', '='"
        )
        hint_zh = f"请在列对应文件中说明其含义：`qualifiers: {{{code}: '<'}}`，也可用 '>'、'~'、'='"
    elif _beyond(text):
        return _too_long("value", text)
    return refused_cell("value", "value-unreadable", en, zh, hint_en, hint_zh)


def _number_reading(
    indicator: IndicatorPlan,
    cell: CellValue,
    unit_cell: object,
    counts: tuple[Fraction, Fraction] | None,
    weight: Fraction | None,
) -> ReportedValue:
    cell = as_litres(indicator, cell, unit_cell)
    unit, flags = unit_of(indicator, cell, unit_cell)
    _refuse_open_mark(indicator, cell, unit)
    scale = worth_of(indicator, unit, flags)
    if cell.approximate:
        flags = (*flags, "approximate")
    if cell.kind == "below_detection":
        limit = Fraction(cell.number) * scale if cell.number is not None else None
        return ReportedValue(
            None, Fraction(0), limit, cell.text, unit, flags=(*flags, "below_detection")
        )
    assert cell.number is not None
    number = Fraction(cell.number)
    if cell.kind == "above_range":
        return ReportedValue(
            None, number * scale, None, cell.text, unit, flags=(*flags, "above_range")
        )
    value = number * scale
    whole = is_whole(indicator, unit)
    if whole and unit is not None and (number * unit.factor).denominator != 1:
        raise refused_cell(
            "value",
            "count-not-whole",
            f"`{cell.text}` is not a whole count",
            f"“{cell.text}”不是整数",
            "report counts as whole numbers",
            "计数应为整数",
        )
    step = None if whole else Fraction(1, 10**cell.digits) * scale
    if counts is None:
        return ReportedValue(value, value, value, cell.text, unit, step, weight=weight, flags=flags)
    printed, exact = value, counts[0] / counts[1] * 100
    exact = exact * factor(find_unit("percent"), indicator.unit) if indicator.unit else exact
    if step is not None and abs(printed - exact) * 2 > step:
        flags = (*flags, "share_disagrees_with_counts")
    return ReportedValue(
        exact, exact, exact, cell.text, unit, None, counts, printed, weight, None, flags
    )


def _refuse_open_mark(indicator: IndicatorPlan, cell: CellValue, unit: Unit | None) -> None:
    """Raise if a number has two readings; for a count, being whole decides."""
    if cell.other is None or is_whole(indicator, unit):
        return
    why = SEPARATOR.join((cell.text, f"{cell.other}", f"{cell.number}"))
    raise TargetcheckError(refusal(f"number-mark-open:{why}", Where(path="value")))


def is_whole(indicator: IndicatorPlan, unit: Unit | None) -> bool:
    """Return whether counts of the indicator must be whole numbers."""
    return indicator.nature == "count" or (unit is not None and unit.whole)


def in_range(indicator: IndicatorPlan, value: Fraction) -> bool:
    """Return whether a value is in the plausible range."""
    low, high = indicator.low, indicator.high
    return (low is None or value >= low) and (high is None or value <= high)


def _ranged(indicator: IndicatorPlan, reading: ReportedValue) -> ReportedValue:
    low, high, unit = indicator.low, indicator.high, indicator.unit
    if reading.value is None or in_range(indicator, reading.value):
        return reading
    en, zh = (unit.en, unit.zh) if unit else ("", "")
    span = f"{number_text(low) if low is not None else '…'}–{number_text(high) if high is not None else '…'}"
    label = reading.unit.zh if reading.unit else ""
    said = reading.text if reading.text.endswith(label) else f"{reading.text} {label}".strip()
    more = ("", "")
    if indicator.nature == "share" and high is not None and reading.value > high:
        more = ("; a share that may exceed 100 % needs `above_hundred: true`",
                "；可能超过100%的比例，请在指标中写 above_hundred: true")  # fmt: skip
    raise refused_cell(
        "value",
        "value-out-of-range",
        f"`{said}` is outside the plausible range {span} {en}",
        f"“{said}”超出合理范围{span}{zh}",
        f"check the unit and the decimal point, and report again{more[0]}",
        f"请核对单位和小数点后重新报送{more[1]}",
    )


def _class(indicator: IndicatorPlan, raw: object, cell: CellValue) -> ReportedValue:
    text = str(raw).strip() if raw is not None else ""
    if cell.kind == "missing":
        raise _missing()
    assert indicator.scale is not None
    try:
        rank = Fraction(indicator.scale.rank(text))
    except TargetcheckError as error:
        raise TargetcheckError(error.diagnostics[0].at(Where(path="value"))) from None
    return ReportedValue(rank, rank, rank, text, None)


def _done(cell: CellValue, completed: object) -> ReportedValue:
    if cell.kind == "missing" and completed in (None, ""):
        raise _missing()
    on = cell.on
    if completed not in (None, ""):
        day = read_cell(completed)
        if day.on is None:
            raise refused_cell(
                "completed",
                "completion-unreadable",
                f"`{day.text}` is not a day",
                f"“{day.text}”不是日期",
                "write the completion date as 2024-07-28",
                "完成日期写作2024-07-28",
            )
        on = day.on
    done = True if on is not None and cell.done is None else cell.done
    if done is None:
        raise refused_cell(
            "value",
            "deliverable-unreadable",
            f"`{cell.text}` does not say whether it is done",
            f"“{cell.text}”不能说明是否完成",
            "write 完成 or 未完成, or the completion date",
            "请填写“完成”“未完成”或完成日期",
        )
    value = Fraction(int(done))
    return ReportedValue(value, value, value, cell.text or str(on or ""), None, completed=on)


def _counts(
    indicator: IndicatorPlan, cells: Mapping[str, object]
) -> tuple[Fraction, Fraction] | None:
    numerator = number_cell(cells["numerator"], "numerator")
    denominator = number_cell(cells["denominator"], "denominator")
    if numerator is None or denominator is None:
        return None
    if denominator <= 0 or numerator < 0:
        raise refused_cell(
            "denominator",
            "counts-impossible",
            f"{_ratio((numerator, denominator))} is not a valid numerator and denominator",
            f"{_ratio((numerator, denominator))}的分子、分母无效",
            "report a positive denominator and a numerator that is not negative",
            "分母应为正数，分子不得为负",
        )
    if numerator > denominator and not indicator.above_hundred:
        raise refused_cell(
            "numerator",
            "counts-impossible",
            f"the numerator {number_text(numerator)} is above the denominator {number_text(denominator)}",
            f"分子{number_text(numerator)}大于分母{number_text(denominator)}",
            "check both, or write `above_hundred: true` at the indicator if it may exceed 100 %",
            "请核对；如可能超过100%，请在指标中写 above_hundred: true",
        )
    for column, count, whole in zip(
        ("numerator", "denominator"), (numerator, denominator), indicator.whole_counts, strict=False
    ):
        if whole and count.denominator != 1:
            raise refused_cell(
                column,
                "count-not-whole",
                f"`{number_text(count)}` is not a whole count",
                f"“{number_text(count)}”不是整数",
                "report counts as whole numbers",
                "计数应为整数",
            )
    return numerator, denominator


def number_cell(raw: object, column: str) -> Fraction | None:
    """Return the plain number of a cell; None for a blank one."""
    plain = plain_number(raw)
    if plain is not None:
        return Fraction(plain[0], plain[1])
    cell = read_cell(raw)
    if cell.kind == "missing":
        return None
    if _beyond(cell.text):
        raise _too_long(column, cell.text)
    if cell.kind != "number" or cell.number is None:
        raise refused_cell(
            column,
            "value-unreadable",
            f"`{cell.text}` is not a number",
            f"“{cell.text}”不是数值",
            "write a plain number",
            "请填写数值",
        )
    return Fraction(cell.number)


def _ratio(counts: tuple[Fraction, Fraction]) -> str:
    return f"{number_text(counts[0])}/{number_text(counts[1])}"


_DETECTED = pattern(r"[<>~≈约\s]*|左右")


def _beyond(text: str) -> bool:
    """Return whether a text is a number, but larger, smaller or longer than any figure."""
    try:
        number = Decimal(_DETECTED.sub("", fold_width(text)))
        return not number.is_nan() and not limits.within(number)
    except ArithmeticError:
        return False


def _too_long(column: str, text: str) -> TargetcheckError:
    found = too_long(text)
    return refused_cell(column, found.code, found.en, found.zh, found.hint_en, found.hint_zh)


def _missing() -> TargetcheckError:
    return refused_cell(
        "value",
        "value-missing",
        "no value is reported",
        "缺报",
        "missing is neither zero nor a pass: report the value",
        "缺报不视为零，也不视为达标，请补报",
        severity="note",
    )


def refused_cell(
    column: str,
    code: str,
    en: str,
    zh: str,
    hint_en: str,
    hint_zh: str,
    severity: str = "error",
) -> TargetcheckError:
    """Return the error of a cell in a column."""
    where = Where(path=column)
    return TargetcheckError(Diagnostic(code, en, zh, hint_en, hint_zh, where, severity))  # type: ignore[arg-type]
