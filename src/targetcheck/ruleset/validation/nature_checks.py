"""Validation that the unit of an indicator fits its nature.

Layer: ruleset. A share is a part of a whole, a count is of whole things, a class is a grade and a
deliverable is done or not. A unit of another kind contradicts the nature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic
from targetcheck.first_use import on_first_use
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.validation.amount_checks import Found

if TYPE_CHECKING:
    from targetcheck.ruleset.validation import grading_and_index_checks
else:
    grading_and_index_checks = on_first_use(
        "targetcheck.ruleset.validation.grading_and_index_checks"
    )

WITHOUT_UNIT = {"class": ("a class is a grade of its scale", "类别只有等级"),
                "done": ("a deliverable is done or not done", "任务只有完成与否")}  # fmt: skip


def check_nature(name: str, item: Indicator) -> Found:
    """Yield (path below the indicator, finding) if nature and unit contradict each other."""
    if item.of and item.nature != "share":
        yield ("of",), grading_and_index_checks.wrong_nature(name, "of", "share")
    if item.unit is None:
        return
    if item.nature in WITHOUT_UNIT:
        yield ("unit",), _no_unit(name, item.unit, *WITHOUT_UNIT[item.nature])
    elif item.nature == "share" and item.unit.kind != "share":
        yield ("unit",), _no_share(name, item.unit)
    elif item.nature == "count" and item.unit.kind in ("share", "point"):
        yield ("unit",), _no_count(name, item.unit)


def _no_unit(name: str, unit: Unit, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "nature-unit",
        f"`{name}` has the unit {unit.en}, but {en} and has no unit",
        f"“{name}”写有单位“{unit.zh}”，而{zh}，没有单位",
        "leave `unit` out, or write `nature: level` for what is measured as a number",
        "请删去 unit；若是数值，请写 nature: level",
    )


def _no_count(name: str, unit: Unit) -> Diagnostic:
    return Diagnostic(
        "nature-unit",
        f"the count `{name}` is in {unit.en}, but a count is a number of whole things",
        f"计数“{name}”的单位是“{unit.zh}”，而计数须为整数个",
        "write `nature: share`, or the unit that the things are counted in, such as `unit: 个`",
        "请写 nature: share，或写所计事物的单位，如 unit: 个",
    )


def _no_share(name: str, unit: Unit) -> Diagnostic:
    if unit.kind == "point":
        return Diagnostic(
            "nature-unit",
            f"the share `{name}` is in percentage points, which only a change of a share is in",
            f"占比“{name}”的单位是百分点，而只有占比的变化以百分点计",
            "write `unit: percent` for the share, or `nature: level` for a change",
            "占比请写 unit: percent；若是变化量，请写 nature: level",
        )
    return Diagnostic(
        "nature-unit",
        f"the share `{name}` is in {unit.en}, but a share is counted in percent or ‰",
        f"占比“{name}”的单位是“{unit.zh}”，而占比以百分比或千分比计",
        "write `unit: percent`, or `nature: level` for a ratio in another unit",
        "请写 unit: percent；若是其他单位的比值，请写 nature: level",
    )
