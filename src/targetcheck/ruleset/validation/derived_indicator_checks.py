"""Validation of derived indicators: samples, tables of classes, bands, break points.

Layer: ruleset. Input: valid definitions. Output: names they refer to, and findings about units and
lengths of lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.first_use import on_first_use
from targetcheck.quantities.unit import Unit, convertible
from targetcheck.ruleset.comparison import Compare, limit_indicators
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.indicator import ChangeOf, Indicator, Measured, of_indicator
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import (
    Found,
    check_conditions,
    check_level,
    check_moving,
    limit_amounts,
    named_amounts,
)
from targetcheck.ruleset.validation.elsewhere_checks import check_elsewhere

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators import choice_rules, statistic
    from targetcheck.ruleset.validation import formula_unit_checks, grading_and_index_checks
else:
    formula_unit_checks = on_first_use("targetcheck.ruleset.validation.formula_unit_checks")
    grading_and_index_checks = on_first_use(
        "targetcheck.ruleset.validation.grading_and_index_checks"
    )
    choice_rules = on_first_use("targetcheck.ruleset.indicators.choice_rules")
    statistic = on_first_use("targetcheck.ruleset.indicators.statistic")

WAYS = (
    "of", "formula", "statistic", "graded", "index", "members", "change", "steps", "reference",
    "stated",
)  # fmt: skip


def references(item: Indicator) -> Iterator[tuple[str, str | None, Path]]:
    """Yield (section, id, path below the indicator) of everything its value is derived from."""
    if item.statistic is not None:
        for name, below in item.statistic.indicators():
            yield "indicators", name, ("statistic", *below)
        yield "limits", item.statistic.limit, ("statistic", "limit")
    graded = item.graded
    if graded is not None:
        yield "tables", graded.table, ("graded", "table")
        yield "indicators", graded.of, ("graded", "of")
        for number, rule in enumerate(graded.rules):
            for path, name, compare in choice_rules.conditions_in(rule):
                yield "indicators", name, ("graded", "rules", number, *path)
                for of, below in limit_indicators(compare):
                    yield "indicators", of, ("graded", "rules", number, *path, *below)
        yield from _limits(graded.bands, ("graded", "bands"))
        for key in ("worst_of", "two_worst"):
            for number, name in enumerate(getattr(graded, key)):
                yield "indicators", name, ("graded", key, number)
    if item.steps is not None:
        yield from _behind_steps(item.steps)
    if item.index is not None:
        yield "indicators", item.index.of, ("index", "of")
    for name, compare in item.members.where.items() if item.members else ():
        yield "indicators", name, ("members", "where", name)
        for of, below in limit_indicators(compare):
            yield "indicators", of, ("members", "where", name, *below)
    if item.change is not None:
        yield "indicators", item.change.of, ("change", "of")
    if item.reference is not None:
        yield "indicators", item.reference.of, ("reference", "of")


def _behind_steps(steps: choice_rules.Steps) -> Iterator[tuple[str, str | None, Path]]:
    yield "indicators", steps.of, ("steps", "of")
    for key, axis in (("rows", steps.rows), ("columns", steps.columns)):
        if axis is not None:
            yield "indicators", axis.of, ("steps", key, "of")
            yield from _limits(axis.bands, ("steps", key, "bands"))
    yield from _limits(steps.bands, ("steps", "bands"))
    for number, rule in enumerate(steps.rules):
        for path, name, compare in choice_rules.conditions_in(rule):
            yield "indicators", name, ("steps", "rules", number, *path)
            for of, below in limit_indicators(compare):
                yield "indicators", of, ("steps", "rules", number, *path, *below)


def _limits(bands: Sequence[Compare], path: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield the indicators whose values are limits of bands."""
    for number, band in enumerate(bands):
        for of, below in limit_indicators(band):
            yield "indicators", of, (*path, number, *below)


def made_from(item: Indicator, ruleset: Ruleset) -> Iterator[str]:
    """Yield the indicators from which samples, items, classes or break points are taken."""
    yield from (name for kind, name, _ in references(item) if kind == "indicators" and name)
    table = ruleset.all_tables().get(item.graded.table or "") if item.graded else None
    if table is not None:
        for name, limits in table.items.items():
            yield name
            for conditions in limits.otherwise.values():
                for other, compare in conditions.items():
                    yield from (other, *(of for of, _ in limit_indicators(compare)))


def check_derivations(name: str, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield (path below the indicator, finding) for every unsuitable input."""
    ways = [key for key in WAYS if getattr(item, key)]
    if len(ways) > 1:
        yield (ways[-1],), _twice(name, ways)
    adds_up = item.nature == "flow" and item.statistic is not None and item.statistic.adds_up
    if item.nature in ("flow", "done") and (item.statistic or item.index) and not adds_up:
        yield (
            (),
            grading_and_index_checks.wrong_nature(
                name, "statistic" if item.statistic else "index", "level"
            ),
        )
    if item.statistic is not None:
        for path, found in _statistic(name, item.statistic, item, ruleset):
            yield ("statistic", *path), found
    if item.graded is not None:
        for path, found in grading_and_index_checks.check_graded(name, item.graded, item, ruleset):
            yield ("graded", *path), found
    if item.steps is not None:
        for path, found in grading_and_index_checks.check_steps(name, item.steps, item, ruleset):
            yield ("steps", *path), found
    if item.index is not None:
        for path, found in grading_and_index_checks.check_index(name, item.index, item, ruleset):
            yield ("index", *path), found
    yield from check_composed(name, item, ruleset)
    yield from check_elsewhere(name, item, ruleset)
    if item.formula is not None:
        known = ruleset.all_indicators()

        def unit(part: str) -> Unit | None:
            return of_indicator(known[part]).unit if part in known else None

        for found in formula_unit_checks.check_formula(
            name, item.formula, unit, of_indicator(item).unit
        ):
            yield ("formula",), found


def check_statistic(name: str, spec: statistic.Statistic, ruleset: Ruleset) -> Found:
    """Yield (path below the statistic, finding) for a statistic that a profile sets."""
    item = ruleset.all_indicators().get(name)
    if item is None:
        return
    others = [key for key in WAYS if key != "statistic" and getattr(item, key)]
    if others:
        yield (), _twice(name, [*others, "statistic"])
    yield from _statistic(name, spec, item, ruleset)


def _statistic(name: str, spec: statistic.Statistic, item: Indicator, ruleset: Ruleset) -> Found:
    known = ruleset.all_indicators()
    own = of_indicator(item)
    parts = [part for part in spec.listed or (spec.source or name,) if part in known]
    limit = ruleset.all_limits().get(spec.limit or "")
    for part in parts:
        samples = of_indicator(known[part])
        for key, amount in named_amounts(spec.exceeds) if spec.exceeds is not None else ():
            for found in check_level(amount, samples, name, ruleset):
                yield ("exceeds", key), found
        if spec.exceeds is not None:
            for path, found in check_moving(spec.exceeds, samples, name, ruleset):
                yield ("exceeds", *path), found
        for amount in limit_amounts(limit) if limit else ():
            for found in check_level(amount, samples, name, ruleset):
                yield ("limit",), found
    if spec.kind in (*statistic.COUNTED, "count"):
        wanted = "share" if spec.kind == "exceedance_share" else "count"
        if own.nature != wanted:
            yield ("kind",), grading_and_index_checks.wrong_nature(name, spec.kind, wanted)
    else:
        for number, part in enumerate(parts):
            if not _suits(spec, of_indicator(known[part]), own):
                path = ("of", number) if spec.listed else ("of",)
                yield path, _unfit(name, part)
    yield from _places_and_weights(name, spec, ruleset)


def _suits(spec: statistic.Statistic, samples: Measured, own: Measured) -> bool:
    """Return whether values of a part can be those of a statistic; some kinds choose a grade."""
    if samples.nature == "done":
        return False
    if samples.nature == "class" or own.nature == "class":
        chosen = spec.kind in ("first_known", "first", "last")
        return chosen and (samples.nature, samples.scale) == (own.nature, own.scale)
    return _meet(samples, own)


def _places_and_weights(name: str, spec: statistic.Statistic, ruleset: Ruleset) -> Found:
    """Yield a finding for an unknown group, and for weights that do not fit the parts."""
    members: tuple[str, ...] = ()
    if spec.across is not None:
        unknown = list(known_across(spec.across, ("across",), ruleset))
        yield from unknown
        members = () if unknown else members_of(spec.across, ruleset)
    if not isinstance(spec.weights, dict):
        return
    wanted = spec.listed or members
    names = ruleset.all_places() if spec.across is not None else wanted
    for other in spec.weights:
        if other not in names:
            near = did_you_mean(other, wanted)
            yield ("weights", other), _weight(name, f"`{other}`", f"“{other}”", near)
    lacking = [part for part in wanted if part not in spec.weights]
    if lacking:
        yield ("weights",), _unweighted(name, lacking)


def members_of(across: str, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the members of a group or kind that the ruleset names; () if the data names them."""
    group = ruleset.all_groups().get(across)
    if group is not None and (group.members or group.from_data):
        return group.members
    kind = across if group is None else group.kind
    return tuple(p for p, spec in ruleset.all_places().items() if spec.kind == kind)


def _weight(name: str, en: str, zh: str, near: str | None) -> Diagnostic:
    return Diagnostic(
        "weights-unknown",
        f"the statistic `{name}` has a weight for {en}, which is not a part of it",
        f"统计量“{name}”为{zh}写了权重，但它不是其中一项",
        f"did you mean `{near}`?" if near else "leave it out, or name a part or a member",
        f"是否应为 {near}？" if near else "请删去，或改为其中一项",
    )


def _unweighted(name: str, parts: list[str]) -> Diagnostic:
    said = ", ".join(f"`{part}`" for part in parts[:5])
    return Diagnostic(
        "weights-unknown",
        f"the statistic `{name}` has no weight for {said}",
        f"统计量“{name}”没有写 {'、'.join(parts[:5])} 的权重",
        "add a weight for each part",
        "请为每一项写权重",
    )


def _meet(samples: Measured, own: Measured) -> bool:
    if samples.unit is None or own.unit is None or NUMBER in (samples.unit, own.unit):
        return samples.unit == own.unit or NUMBER in (samples.unit, own.unit)
    return convertible(samples.unit, own.unit)


def _twice(name: str, ways: list[str]) -> Diagnostic:
    return Diagnostic(
        "derived-twice",
        f"the indicator `{name}` is defined in several ways: {', '.join(ways)}",
        f"指标“{name}”写了几种算法：{'、'.join(ways)}",
        "keep one of them",
        "请保留其中一种",
    )


def _unfit(name: str, of: str) -> Diagnostic:
    return Diagnostic(
        "statistic-unit",
        f"the unit of the samples `{of}` does not convert to the unit of `{name}`",
        f"样本指标“{of}”的单位无法换算为“{name}”的单位",
        "give both a unit of the same kind",
        "请使两者的单位可以换算",
    )


def check_composed(name: str, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield (path below the indicator, finding) for unsuitable members and changes."""
    if item.aggregate == "worst" and item.nature != "class":
        yield (
            ("aggregate",),
            grading_and_index_checks.wrong_nature(name, "aggregate: worst", "class"),
        )
    if item.graded is not None and item.graded.across is not None:
        if item.graded.table is None:
            yield ("graded", "across"), _no_table(name)
        yield from known_across(item.graded.across, ("graded", "across"), ruleset)
    if item.members is not None:
        if item.nature not in ("share", "count"):
            yield (), grading_and_index_checks.wrong_nature(name, "members", "share")
        yield from known_across(item.members.across, ("members", "across"), ruleset)
        for path, found in check_conditions(item.members.where, "where", name, ruleset):
            yield ("members", *path), found
    if item.change is not None:
        yield from _change(name, item.change, item, ruleset)


def known_across(across: str, path: tuple[str, ...], ruleset: Ruleset) -> Found:
    """Yield a finding unless a name is that of a group or of a kind of place."""
    kinds = {p.kind for p in ruleset.all_places().values() if p.kind}
    known = kinds | set(ruleset.all_groups())
    if across in known:
        return
    near = did_you_mean(across, known)
    yield (
        path,
        Diagnostic(
            "group-unknown",
            f"unknown group `{across}`",
            f"没有定义成员组“{across}”",
            f"did you mean `{near}`?" if near else "define it under `groups`, or name a `kind`",
            f"是否应为“{near}”？" if near else "请在 groups 下定义，或写地区的 kind",
        ),
    )


def _change(name: str, spec: ChangeOf, item: Indicator, ruleset: Ruleset) -> Found:
    other = ruleset.all_indicators().get(spec.of)
    if other is None:
        return
    if item.nature != "level":
        yield (), grading_and_index_checks.wrong_nature(name, "change", "level")
    elif spec.relative and other.nature in ("class", "done"):
        yield ("change", "relative"), _no_ratio(name, spec.of)
    elif not _fits(spec, of_indicator(other), of_indicator(item)):
        yield ("change", "of"), _unit(name, spec, of_indicator(other))


def _fits(spec: ChangeOf, source: Measured, own: Measured) -> bool:
    if own.unit is None or source.nature == "done":
        return False
    if spec.relative:
        return own.unit.kind == "share"
    if source.nature == "class":
        return own.unit is NUMBER or own.unit.kind in ("count", "index")
    if source.unit is None or source.unit.kind == "share":
        return own.unit.kind == "point"
    return source.unit == own.unit or (
        NUMBER not in (source.unit, own.unit) and convertible(source.unit, own.unit)
    )


def _unit(name: str, spec: ChangeOf, source: Measured) -> Diagnostic:
    wanted = "percent" if spec.relative else "percentage_point"
    if not spec.relative and source.nature == "class":
        wanted = "指数"
    elif not spec.relative and source.unit is not None and source.unit.kind != "share":
        wanted = source.unit.name
    return Diagnostic(
        "change-unit",
        f"a change of `{spec.of}` does not convert to the unit of `{name}`",
        f"“{spec.of}”的变化无法以“{name}”的单位表示",
        f"write `unit: {wanted}`",
        f"请写 unit: {wanted}",
    )


def _no_ratio(name: str, of: str) -> Diagnostic:
    return Diagnostic(
        "change-unit",
        f"`{name}` cannot be a change in percent, since `{of}` has grades and no numbers",
        f"“{of}”是等级而不是数值，“{name}”不能写相对变化",
        "leave `relative` out: the change is then in grades",
        "请删去 relative，变化以级数表示",
    )


def _no_table(name: str) -> Diagnostic:
    return Diagnostic(
        "graded-across",
        f"only the items of a `table` are averaged over members, and `{name}` has none",
        f"只有按 table 定类的项目才能先在成员间平均，“{name}”没有 table",
        "grade by a table, or give the indicator `aggregate: mean` or `aggregate: worst`",
        "请按 table 定类，或在指标中写 aggregate: mean 或 worst",
    )
