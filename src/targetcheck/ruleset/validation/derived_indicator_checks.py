"""Checks of what indicators are made from: samples, tables of classes, bands, break points.

Floor: model. Comes in: valid pieces. Goes out: names they refer to, and findings about units and
lengths of lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import Unit, convertible
from targetcheck.ruleset.fields.field_types import NUMBER, Grade
from targetcheck.ruleset.indicators.grading_and_index import Graded, GradeTable, Index
from targetcheck.ruleset.indicators.indicator import Indicator, Measured, of_indicator
from targetcheck.ruleset.indicators.statistic import Statistic
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import (
    Found,
    check_conditions,
    check_level,
    limit_amounts,
    named_amounts,
)
from targetcheck.ruleset.validation.composed_links import check_composed
from targetcheck.ruleset.validation.formula_unit_checks import check_formula

WAYS = ("of", "formula", "statistic", "graded", "index", "members", "change")
COUNTED = ("exceedance_count", "exceedance_share")


def references(item: Indicator) -> Iterator[tuple[str, str | None, Path]]:
    """Yield (section, id, path below the indicator) of everything its value is made from."""
    if item.statistic is not None:
        yield "indicators", item.statistic.of, ("statistic", "of")
        yield "limits", item.statistic.limit, ("statistic", "limit")
    graded = item.graded
    if graded is not None:
        yield "tables", graded.table, ("graded", "table")
        yield "indicators", graded.of, ("graded", "of")
        for number, rule in enumerate(graded.rules):
            for name in rule:
                yield "indicators", name, ("graded", "rules", number, name)
        for key in ("worst_of", "two_worst"):
            for number, name in enumerate(getattr(graded, key)):
                yield "indicators", name, ("graded", key, number)
    if item.index is not None:
        yield "indicators", item.index.of, ("index", "of")
    for name in item.members.where if item.members else ():
        yield "indicators", name, ("members", "where", name)
    if item.change is not None:
        yield "indicators", item.change.of, ("change", "of")


def made_from(item: Indicator, ruleset: Ruleset) -> Iterator[str]:
    """Yield the indicators that samples, items, classes or break points are taken from."""
    yield from (name for kind, name, _ in references(item) if kind == "indicators" and name)
    table = ruleset.all_tables().get(item.graded.table or "") if item.graded else None
    if table is not None:
        for name, limits in table.items.items():
            yield from (name, *(other for each in limits.otherwise.values() for other in each))


def check_derivations(name: str, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield (path below the indicator, finding) where what it is made from cannot be that."""
    ways = [key for key in WAYS if getattr(item, key)]
    if len(ways) > 1:
        yield (ways[-1],), _twice(name, ways)
    if item.nature in ("flow", "done") and (item.statistic or item.index):
        yield (), _nature(name, "statistic" if item.statistic else "index", "level")
    if item.statistic is not None:
        for path, found in _statistic(name, item.statistic, item, ruleset):
            yield ("statistic", *path), found
    if item.graded is not None:
        for path, found in _graded(name, item.graded, item, ruleset):
            yield ("graded", *path), found
    if item.index is not None:
        for path, found in _index(name, item.index, item, ruleset):
            yield ("index", *path), found
    yield from check_composed(name, item, ruleset)
    if item.formula is not None:
        known = ruleset.all_indicators()

        def unit(part: str) -> Unit | None:
            return of_indicator(known[part]).unit if part in known else None

        for found in check_formula(name, item.formula, unit, of_indicator(item).unit):
            yield ("formula",), found


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


def check_statistic(name: str, spec: Statistic, ruleset: Ruleset) -> Found:
    """Yield (path below the statistic, finding) of one that a profile brings."""
    item = ruleset.all_indicators().get(name)
    if item is None:
        return
    others = [key for key in WAYS if key != "statistic" and getattr(item, key)]
    if others:
        yield (), _twice(name, [*others, "statistic"])
    yield from _statistic(name, spec, item, ruleset)


def _statistic(name: str, spec: Statistic, item: Indicator, ruleset: Ruleset) -> Found:
    source = ruleset.all_indicators().get(spec.of or name, item)
    samples, own = of_indicator(source), of_indicator(item)
    if spec.exceeds is not None:
        for key, amount in named_amounts(spec.exceeds):
            for found in check_level(amount, samples, name, ruleset):
                yield ("exceeds", key), found
    limit = ruleset.all_limits().get(spec.limit or "")
    for amount in limit_amounts(limit) if limit else ():
        for found in check_level(amount, samples, name, ruleset):
            yield ("limit",), found
    if spec.kind in COUNTED:
        wanted = "share" if spec.kind == "exceedance_share" else "count"
        if own.nature != wanted:
            yield ("kind",), _nature(name, spec.kind, wanted)
    elif samples.nature in ("class", "done") or not _meet(samples, own):
        yield ("of",), _unfit(name, spec.of or name)


def _graded(name: str, spec: Graded, item: Indicator, ruleset: Ruleset) -> Found:
    scale = ruleset.all_scales().get(item.scale or "")
    if item.nature != "class":
        yield (), _nature(name, "graded", "class")
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
    for number, rule in enumerate(spec.rules):
        for path, found in check_conditions(rule, "rules", name, ruleset):
            yield ("rules", number, *path[1:]), found
    if spec.rules and scale is not None and len(spec.rules) != len(scale.grades) - 1:
        yield ("rules",), _length(name, "rules", len(scale.grades) - 1)
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


def _index(name: str, spec: Index, item: Indicator, ruleset: Ruleset) -> Found:
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


def _meet(samples: Measured, own: Measured) -> bool:
    if samples.unit is None or own.unit is None or NUMBER in (samples.unit, own.unit):
        return samples.unit == own.unit or NUMBER in (samples.unit, own.unit)
    return convertible(samples.unit, own.unit)


def _twice(name: str, ways: list[str]) -> Diagnostic:
    return Diagnostic(
        "derived-twice",
        f"the indicator `{name}` is made in several ways: {', '.join(ways)}",
        f"指标“{name}”写了多种算法：{'、'.join(ways)}",
        "keep one of them",
        "请保留其中一种",
    )


def _length(name: str, item: str, wanted: int) -> Diagnostic:
    return Diagnostic(
        "grades-limits",
        f"`{item}` in `{name}` needs {wanted} limits, one for each grade but the worst",
        f"“{name}”中的“{item}”须有 {wanted} 个限值，除最差一级外每级一个",
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


def _nature(name: str, kind: str, wanted: str) -> Diagnostic:
    return Diagnostic(
        "derived-nature",
        f"what `{kind}` gives for `{name}` is a {wanted}",
        f"“{name}”用 {kind} 得到的是 {wanted}",
        f"write `nature: {wanted}` at the indicator",
        f"请在指标中写 nature: {wanted}",
    )


def _unfit(name: str, of: str) -> Diagnostic:
    return Diagnostic(
        "statistic-unit",
        f"the samples `{of}` cannot be told in the unit of `{name}`",
        f"样本指标“{of}”的单位无法换算为“{name}”的单位",
        "give both a unit of the same kind",
        "请使两者的单位可以换算",
    )


def _unordered(name: str) -> Diagnostic:
    return Diagnostic(
        "index-order",
        f"the break points of `{name}` do not rise",
        f"“{name}”的分段点没有由小到大",
        "write them from the smallest value on, each once",
        "请从小到大书写，且不重复",
    )
