"""Validation of grades and indices: limits of classes, bands and break points.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Sequence

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Compare
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.indicators.choice_rules import (
    Branch,
    Steps,
    conditions_in,
    result_of,
    step_values,
)
from targetcheck.ruleset.indicators.grading_and_index import Graded, GradeTable, Index
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_indicator
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import (
    Found,
    check_conditions,
    check_level,
    check_moving,
    named_amounts,
)


def check_table(name: str, table: GradeTable, ruleset: Ruleset) -> Found:
    """Yield (path below the table, finding): units of limits, and one limit for each class."""
    scale = ruleset.all_scales().get(table.scale)
    for item_name, item in table.items.items():
        indicator = ruleset.all_indicators().get(item_name)
        if indicator is None or scale is None:
            continue
        measured, path = of_indicator(indicator), ("items", item_name)
        for key in ("at_most", "at_least"):
            for variant in (getattr(item, key) or {}).values():
                if len(variant) != len(scale.grades) - 1:
                    yield (*path, key), _length(name, item_name, len(scale.grades) - 1)
                for amount in variant:
                    for found in check_level(amount, measured, name, ruleset):
                        yield (*path, key), found
        for grade, conditions in item.otherwise.items():
            for found in check_level(
                Grade(grade), Measured("class", None, table.scale), name, ruleset
            ):
                yield (*path, "otherwise"), found
            for below, found in check_conditions(conditions, "otherwise", name, ruleset):
                yield (*path, *below), found
        for amount in item.between or ():
            for found in check_level(amount, measured, name, ruleset):
                yield (*path, "between"), found
    for set_name, names in table.sets.items():
        for each in names:
            if each not in table.items:
                yield ("sets", set_name), _no_item(each, name)


def check_graded(name: str, spec: Graded, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield the errors in the grading of an indicator."""
    scale = ruleset.all_scales().get(item.scale or "")
    if item.nature != "class":
        yield (), wrong_nature(name, "graded", "class")
    table = ruleset.all_tables().get(spec.table or "")
    if table is not None:
        if table.scale != item.scale:
            yield ("table",), _other_scale(name, table.scale)
        for key in ("items", "leaving_out", "required"):
            for each in getattr(spec, key):
                if each not in table.items and each not in table.sets:
                    yield (
                        ("except" if key == "leaving_out" else key,),
                        _no_item(each, spec.table or ""),
                    )
    for key in ("worst_of", "two_worst"):
        for number, each in enumerate(getattr(spec, key)):
            other = ruleset.all_indicators().get(each)
            if other is not None and other.scale != item.scale:
                yield (key, number), _other_class(name, each)
    yield from _rules(name, spec, item, ruleset)
    source = ruleset.all_indicators().get(spec.of or "")
    if source is None or scale is None:
        return
    if (spec.bands and len(spec.bands) != len(scale.grades) - 1) or (
        spec.thresholds and len(scale.grades) != 4
    ):
        yield ("bands",), _length(name, spec.of or "", len(scale.grades) - 1)
    amounts = [a for band in spec.bands for _, a in named_amounts(band)]
    for amount in (*amounts, *(spec.thresholds or ())):
        for found in check_level(amount, of_indicator(source), name, ruleset):
            yield ("bands",), found
    for number, band in enumerate(spec.bands):
        for path, found in check_moving(band, of_indicator(source), name, ruleset):
            yield ("bands", number, *path), found


def _rules(name: str, spec: Graded, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield the errors in rules: amounts, grades, and one rule for each grade if they name none."""
    yield from _conditions(spec.rules, name, ruleset)
    scale = ruleset.all_scales().get(item.scale or "")
    grades = [result_of(rule, "grade") for rule in spec.rules]
    level = Measured("class", None, item.scale)
    for number, grade in enumerate(grades):
        for found in check_level(Grade(str(grade)), level, name, ruleset) if grade else ():
            yield ("rules", number, "grade"), found
    for found in check_level(Grade(spec.rest), level, name, ruleset) if spec.rest else ():
        yield ("else",), found
    plain = spec.rules and not any(grades)
    if plain and scale is not None and len(spec.rules) != len(scale.grades) - 1:
        yield ("rules",), _length(name, "rules", len(scale.grades) - 1)


def _conditions(rules: Sequence[Branch], name: str, ruleset: Ruleset) -> Found:
    for number, rule in enumerate(rules):
        for path, indicator, compare in conditions_in(rule):
            found = check_conditions({indicator: compare}, "rules", name, ruleset)
            for below, finding in found:
                yield ("rules", number, *path, *below[2:]), finding


def check_steps(name: str, spec: Steps, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield the errors in the steps of an indicator: units of bands and of values."""
    yield from _conditions(spec.rules, name, ruleset)
    own = of_indicator(item)
    bands: tuple[tuple[str, str | None, Sequence[Compare]], ...] = (
        ("bands", spec.of, spec.bands),
        *(
            (key, axis.of, axis.bands)
            for key, axis in (("rows", spec.rows), ("columns", spec.columns))
            if axis is not None
        ),
    )
    for key, of, listed in bands:
        for number, band in enumerate(listed):
            for below, found in check_conditions({of or "": band}, key, name, ruleset):
                yield (key, number, *below[2:]), found
    source = ruleset.all_indicators().get(spec.of or "")
    for path, amount in step_values(spec):
        for found in check_level(amount, own, name, ruleset):
            yield path, found
    if isinstance(spec.values, dict) and source is not None:
        for grade in spec.values:
            for found in check_level(Grade(grade), of_indicator(source), name, ruleset):
                yield ("values", grade), found


def check_index(name: str, spec: Index, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield the errors in the index of an indicator."""
    source = ruleset.all_indicators().get(spec.of)
    if source is None:
        return
    for number, entry in enumerate(spec.entries):
        for value, index in entry.through:
            for found in check_level(value, of_indicator(source), name, ruleset):
                yield ("entries", number, "through"), found
            for found in check_level(index, of_indicator(item), name, ruleset):
                yield ("entries", number, "through"), found
        values = [value.value for value, _ in entry.through if isinstance(value, Quantity)]
        if values != sorted(set(values)):
            yield ("entries", number, "through"), _unordered(name)


def _length(name: str, item: str, wanted: int) -> Diagnostic:
    return Diagnostic(
        "grades-limits",
        f"`{item}` in `{name}` needs {wanted} limits, one for each grade but the worst",
        f"“{name}”中的“{item}”须有{wanted}个限值，除最差一级外每级一个",
        "write them from the best grade on",
        "请从最好的一级写起",
    )


def _no_item(item: str, table: str) -> Diagnostic:
    return Diagnostic(
        "table-item-unknown",
        f"the table `{table}` has no item `{item}`",
        f"分类表“{table}”中没有项目“{item}”",
        "name an item or a set of the table",
        "请写表中的项目或项目集",
    )


def _other_scale(name: str, scale: str) -> Diagnostic:
    return Diagnostic(
        "graded-scale",
        f"`{name}` is graded by a table of another scale, `{scale}`",
        f"“{name}”所用的分类表属于另一等级表“{scale}”",
        f"write `scale: {scale}` at the indicator",
        f"请在指标中写 scale: {scale}",
    )


def _other_class(name: str, other: str) -> Diagnostic:
    return Diagnostic(
        "graded-scale",
        f"`{other}` has another scale than `{name}`, which is made from it",
        f"“{other}”的等级表与由它得出的“{name}”不同",
        "give both the same `scale`",
        "请使两者使用同一 scale",
    )


def wrong_nature(name: str, kind: str, wanted: str) -> Diagnostic:
    """Return the finding for an indicator whose nature differs from what `kind` produces."""
    return Diagnostic(
        "derived-nature",
        f"`{kind}` produces a {wanted}, but `{name}` declares another nature",
        f"“{name}”用 {kind} 得到的是 {wanted}",
        f"write `nature: {wanted}` at the indicator",
        f"请在指标中写 nature: {wanted}",
    )


def _unordered(name: str) -> Diagnostic:
    return Diagnostic(
        "index-order",
        f"the break points of `{name}` do not rise",
        f"“{name}”的分段点没有由小到大",
        "write them from the smallest value on, each once",
        "请从小到大书写，且不重复",
    )
