"""Unit of a reported value; a wrong or missing unit is refused with a correction.

Layer: observations. Raises TargetcheckError with one finding, whose `where.path` names the column.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import on_first_use, pattern
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.quantities.declared_unit import find_declared
from targetcheck.quantities.unit import Unit, convertible, factor, find_unit
from targetcheck.quantities.unit_spelling import ratio_unit
from targetcheck.ruleset.fields.plain_values import NUMBER
from targetcheck.tables.cells.cell_value import CellValue, fold_width

if TYPE_CHECKING:
    from targetcheck.quantities import parts_per
else:
    parts_per = on_first_use("targetcheck.quantities.parts_per")

BARE = ("count", "index")
MULTIPLES = frozenset(("万", "亿", "百万", "千万"))
"""Suffixes of a number that multiply the adjacent unit: `1.3万` of 亩 are 1.3 万亩."""


def as_litres(indicator: IndicatorPlan, cell: CellValue, unit_cell: object) -> CellValue:
    """Return `120L` and `120 L` as litres for volumes, which have no detection limit."""
    marked = cell.kind == "below_detection" and fold_width(cell.text).endswith("L")
    if cell.number is None or not (marked or cell.unit == "L"):
        return cell
    beside = str(unit_cell or "").strip() or (indicator.unit.zh if indicator.unit else "")
    dimension = indicator.unit.dimension if indicator.unit else ""
    if not dimension.startswith("volume"):
        return cell
    unit = None if _LITRES.match(fold_width(beside)) else "L"
    return replace(cell, kind="number", unit=unit)


_LITRES = pattern(r"(?:L|l|升|公升|litres?|liters?)(?![^\W\d_])", re.IGNORECASE)


def worth_of(indicator: IndicatorPlan, unit: Unit | None, flags: tuple[str, ...]) -> Fraction:
    """Return the factor from the unit of a value to the unit of the indicator."""
    if "water_tonnes_as_m3" in flags:
        return _water_factor(unit, indicator.unit)
    if unit and indicator.unit and unit is not NUMBER:
        return factor(unit, indicator.unit)
    return Fraction(1)


def unit_of(
    indicator: IndicatorPlan, cell: CellValue, unit_cell: object
) -> tuple[Unit | None, tuple[str, ...]]:
    """Return the unit of a number; raise for a wrong or missing one, with a correction."""
    wanted = indicator.unit
    beside = str(unit_cell).strip() if unit_cell is not None else ""
    if cell.currency:
        return _money(indicator, cell, beside), ()
    text = f"{cell.unit}{beside}" if cell.unit in MULTIPLES else cell.unit or beside
    column = "value" if cell.unit else "unit"
    if not text:
        if wanted is None or wanted is NUMBER or wanted.kind in BARE:
            return wanted, ()
        raise _refuse(
            "unit",
            "unit-missing",
            f"`{cell.text}` has no unit",
            f"“{cell.text}”没有单位",
            f"write `{wanted.en}` in the unit column",
            f"请在单位列填写“{wanted.zh}”",
        )
    text = ratio_unit(text) or text
    try:
        unit = (
            _parts_unit(indicator, text) or find_declared(text, indicator.units) or find_unit(text)
        )
    except TargetcheckError as error:
        raise TargetcheckError(error.diagnostics[0].at(Where(path=column))) from None
    if wanted is None or convertible(unit, wanted):
        return unit, ()
    if wanted is NUMBER and unit.kind in BARE:
        return NUMBER, ()
    if indicator.water and _water_factor(unit, wanted):
        return unit, ("water_tonnes_as_m3",)
    raise _refuse(
        column,
        "unit-dimension",
        f"`{text}` cannot be converted to the indicator's unit {wanted.en or 'number'}",
        f"“{text}”无法换算为指标单位“{wanted.zh or '数'}”",
        f"report in {wanted.en or 'plain numbers'} or a unit that converts to it",
        f"请以“{wanted.zh or '数'}”或可换算的单位填报",
    )


def where_to_write(why: Diagnostic, unit: Unit, *, wide: bool, column: bool) -> Diagnostic:
    """Return the finding for a missing unit with the place where its table would write it.

    `wide`: headings name its indicators or periods. `column`: it has a column of units.
    """
    if wide:
        return replace(
            why,
            hint_en=f"write `({unit.en})` behind the name of the indicator in the heading or the"
            f" title, or `unit: '{unit.en}'` in a mapping file",
            hint_zh=f"请在表头或标题的指标名称后写“（{unit.zh}）”，或在列对应文件中写 unit: '{unit.zh}'",
        )
    if not column:
        return replace(
            why,
            hint_en=f"add a column `unit` with `{unit.en}`, or write `unit: '{unit.en}'` in a"
            " mapping file",
            hint_zh=f"请增加“单位”列并填写“{unit.zh}”，或在列对应文件中写 unit: '{unit.zh}'",
        )
    return why


_CURRENCY_SIGNS = {"¥": "元"}
"""Signs that are not units, since two currencies use them."""


def _money(indicator: IndicatorPlan, cell: CellValue, beside: str) -> Unit:
    """Return the unit of a number with a currency sign; a unit cell must have the same currency."""
    sign = find_unit(_CURRENCY_SIGNS.get(cell.currency, cell.currency))
    said = f"{cell.unit or ''}{beside}" if cell.unit in MULTIPLES else cell.unit or beside
    unit = find_unit(f"{said}{sign.zh}" if said in MULTIPLES else said) if said else sign
    wanted = indicator.unit
    if convertible(unit, sign) and (wanted is None or convertible(unit, wanted)):
        return unit
    shown = beside or (wanted.zh if wanted is not None else "")
    raise _refuse(
        "value",
        "unit-contradiction",
        f"`{cell.text}` is formatted as {sign.en}, but values here are in {shown}",
        f"“{cell.text}”标的是{sign.zh}，此处应为“{shown}”",
        "remove the currency sign and write the unit",
        "请去掉货币符号，并写明所用的单位",
    )


def _water_factor(unit: Unit | None, wanted: Unit | None) -> Fraction:
    """Return the factor between tonnes of water and cubic metres, else 0."""
    if unit is None or wanted is None:
        return Fraction(0)
    for per in _WATER_PER:
        mass, volume = find_unit(f"t{per}"), find_unit(f"m3{per}")
        for told, asked in ((mass, volume), (volume, mass)):
            if convertible(unit, told) and convertible(wanted, asked):
                return factor(unit, told) * factor(asked, wanted)
    return Fraction(0)


_WATER_PER = ("/d", "/year", "", "/month", "/item", "/(item·d)", "/(item·year)", "/yuan", "/t")
"""Denominators of volumes of water, with which a tonne equals a cubic metre."""


def _parts_unit(indicator: IndicatorPlan, text: str) -> Unit | None:
    """Return the unit that `ppm` or `ppb` means, if the indicator determines it."""
    if "pp" not in text.lower():
        return None
    dimension = indicator.unit.dimension if indicator.unit is not None else ""
    return parts_per.find_parts(text, parts_per.parts_of(indicator.ppm, dimension))


def _refuse(
    column: str, code: str, en: str, zh: str, hint_en: str, hint_zh: str
) -> TargetcheckError:
    return TargetcheckError(Diagnostic(code, en, zh, hint_en, hint_zh, Where(path=column)))
