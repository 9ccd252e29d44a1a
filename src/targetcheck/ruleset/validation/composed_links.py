"""Checks that figures of members and of change fit what they are made of: natures, units, groups.

Floor: model.
"""

from __future__ import annotations

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.quantities.unit import convertible
from targetcheck.ruleset.fields.field_types import NUMBER
from targetcheck.ruleset.indicators.indicator import ChangeOf, Indicator, Measured, of_indicator
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.validation.amount_checks import Found, check_conditions


def check_composed(name: str, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield (path below the indicator, finding)."""
    if item.aggregate == "worst" and item.nature != "class":
        yield ("aggregate",), _nature(name, "aggregate: worst", "class")
    if item.graded is not None and item.graded.across is not None:
        if item.graded.table is None:
            yield ("graded", "across"), _no_table(name)
        yield from known_across(item.graded.across, ("graded", "across"), ruleset)
    if item.members is not None:
        if item.nature not in ("share", "count"):
            yield (), _nature(name, "members", "share")
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
            f"the group `{across}` is not defined",
            f"没有定义成员组“{across}”",
            f"did you mean `{near}`?" if near else "define it under `groups`, or name a `kind`",
            f"是否应为 {near}？" if near else "请在 groups 下定义，或写地区的 kind",
        ),
    )


def _change(name: str, spec: ChangeOf, item: Indicator, ruleset: Ruleset) -> Found:
    other = ruleset.all_indicators().get(spec.of)
    if other is None:
        return
    if item.nature != "level":
        yield (), _nature(name, "change", "level")
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
        f"a change of `{spec.of}` cannot be told in the unit of `{name}`",
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


def _nature(name: str, kind: str, wanted: str) -> Diagnostic:
    return Diagnostic(
        "derived-nature",
        f"what `{kind}` gives for `{name}` is a {wanted}",
        f"“{name}”用 {kind} 得到的是 {wanted}",
        f"write `nature: {wanted}` at the indicator",
        f"请在指标中写 nature: {wanted}",
    )
