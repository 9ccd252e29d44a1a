"""Validation that every amount can be compared with its measure.

Layer: ruleset. Percent, percentage point, relative change, class, count and money are different
types; this module keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.periods.period_parser import parse_period
from targetcheck.quantities.quantity import Quantity
from targetcheck.quantities.unit import Unit, convertible
from targetcheck.ruleset.comparison import Change, Compare, Test
from targetcheck.ruleset.document import Sum
from targetcheck.ruleset.fields.field_types import ABOVE, EVERYWHERE, NUMBER, Grade, Reference
from targetcheck.ruleset.indicators.indicator import (
    Indicator,
    Limit,
    Measured,
    of_indicator,
    of_test,
)
from targetcheck.ruleset.requirement_tree import Path, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

BARE = ("count", "index")


Found = Iterator[tuple[Path, Diagnostic]]


def check_amounts(target: Target, ruleset: Ruleset) -> Found:
    """Yield (path below the target, finding) for every amount not comparable with its measure."""
    indicators = ruleset.all_indicators()
    own = indicators.get(target.indicator)
    for path, requirement in target.requirements():
        for below, leaf in leaves(requirement):
            indicator = (
                own if not isinstance(leaf, Test) or not leaf.of else indicators.get(leaf.of)
            )
            if isinstance(leaf, Test) and (indicator or leaf.share_of or leaf.rank_among):
                yield from _under((*path, *below), _test(leaf, indicator, target, ruleset))
    if own is not None:
        for place, label, amount in target.tranche_amounts():
            steps = ("tranches", label) if place is None else ("tranches", place, label)
            try:
                parse_period(label)
            except TargetcheckError as error:
                yield steps, error.diagnostics[0]
            for found in check_level(amount, of_indicator(own), target.id, ruleset):
                yield steps, found
        if target.baseline is not None and target.baseline.value is not None:
            for found in check_level(target.baseline.value, of_indicator(own), target.id, ruleset):
                yield ("baseline", "value"), found
    yield from check_conditions(target.when, "when", target.id, ruleset)


def check_sum(total: Sum) -> Found:
    """Yield (path below the sum, finding) for every part that cannot be added to the total."""
    unit = total.total.unit if isinstance(total.total, Quantity) else None
    if unit is None:
        yield ("total",), _unit_wrong(str(total.total), Measured("flow", None), total.id)
        return
    for number, part in enumerate(total.parts):
        if not isinstance(part, Quantity) or not convertible(part.unit, unit):
            yield ("parts", number), _unit_wrong(str(part), Measured("flow", unit), total.id)


def _under(path: Path, found: Found) -> Found:
    for below, diagnostic in found:
        yield (*path, *below), diagnostic


def _test(test: Test, indicator: Indicator | None, target: Target, ruleset: Ruleset) -> Found:
    measured = of_test(test, indicator or Indicator(nature="share"))
    yield from _about(test, measured, target.id)
    yield from check_moving(test, measured, target.id, ruleset)
    for key, amount in named_amounts(test):
        for found in check_level(amount, measured, target.id, ruleset):
            yield (key,), found
    for name in ("rise", "fall"):
        change = getattr(test, name)
        if isinstance(change, Change):
            yield from _under((name,), _change(change, measured, target.id))
            if change.since.value is not None:
                for found in check_level(change.since.value, measured, target.id, ruleset):
                    yield (name, "from", "value"), found
    yield from check_conditions(test.where, "where", target.id, ruleset)
    limit = ruleset.all_limits().get(test.within or "")
    if limit is not None:
        for amount in limit_amounts(limit):
            for found in check_level(amount, measured, target.id, ruleset):
                yield ("within",), found


def _about(compare: Compare, measured: Measured, target_id: str) -> Found:
    """Yield a finding for 左右 with a grade: a tolerance is a share of a number."""
    if compare.end is not None and measured.nature in ("class", "done"):
        yield ("end",), _end_of_grade(target_id)
    if compare.about is None or measured.nature != "class":
        return
    yield (
        ("about",),
        Diagnostic(
            "about-grade",
            f"`about: {compare.about}` in `{target_id}` allows a share of a number, "
            "and a grade is none",
            f"目标“{target_id}”中的 about: {compare.about} 按数值的比例放宽，而等级不是数值",
            "write `at_least`, `equals` or `between`",
            "请写 at_least、equals 或 between",
        ),
    )


def named_amounts(compare: Compare) -> tuple[tuple[str, Quantity | Grade], ...]:
    """Return (key, amount) for every fixed amount of a comparison, in the order of its keys."""
    found: list[tuple[str, Quantity | Grade]] = []
    for name in compare.given():
        value = getattr(compare, name)
        values = value if isinstance(value, tuple) else (value,)
        found += [(name, v) for v in values if isinstance(v, Quantity | Grade)]
    return tuple(found)


def limit_amounts(limit: Limit) -> tuple[Quantity | Grade, ...]:
    """Return the amounts of every entry of a dated limit."""
    return tuple(
        amount
        for entry in limit.entries
        for amount in (entry.at_least, entry.at_most, entry.above, entry.below)
        if amount is not None
    )


def check_conditions(
    conditions: dict[str, Compare], key: str, target_id: str, ruleset: Ruleset
) -> Found:
    """Yield (path below `key`, finding) for every amount of conditions on indicators."""
    for name, compare in conditions.items():
        indicator = ruleset.all_indicators().get(name)
        if indicator is not None:
            measured = of_indicator(indicator)
            yield from _under((key, name), _about(compare, measured, target_id))
            yield from _under((key, name), check_moving(compare, measured, target_id, ruleset))
            for step, amount in named_amounts(compare):
                for found in check_level(amount, measured, target_id, ruleset):
                    yield (key, name, step), found


def check_moving(compare: Compare, measured: Measured, name: str, ruleset: Ruleset) -> Found:
    """Yield (path below the comparison, finding) for every limit that is a value from elsewhere."""
    for key, limit in compare.moving().items():
        if isinstance(limit, Reference):
            yield from _under((key,), check_reference(name, limit, measured, ruleset))
            continue
        for place, amount in limit.items():
            yield from _under((key,), check_place(name, place, ruleset))
            for found in check_level(amount, measured, name, ruleset):
                yield (key, place), found


def check_reference(name: str, spec: Reference, own: Measured, ruleset: Ruleset) -> Found:
    """Yield (path below the reference, finding) for an unknown place, and for another unit."""
    if spec.at not in (None, ABOVE):
        yield from check_place(name, spec.at or "", ruleset, ("at",))
    source = ruleset.all_indicators().get(spec.of)
    if source is None:
        return
    other = of_indicator(source)
    alike = (other.nature, other.scale) == (own.nature, own.scale)
    if alike if "class" in (other.nature, own.nature) else _converts(other, own):
        return
    yield ("of",), _no_conversion(name, spec.of)


def check_place(
    name: str, place: str, ruleset: Ruleset, path: tuple[str, ...] | None = None
) -> Found:
    """Yield a finding unless a name is that of a place or of a kind of place."""
    places = ruleset.all_places()
    known = {*places, *(p.kind for p in places.values() if p.kind)}
    if place == EVERYWHERE or place in known:
        return
    near = did_you_mean(place, known)
    yield (
        (place,) if path is None else path,
        Diagnostic(
            "stated-place-unknown",
            f"`{place}` in `{name}` is neither a place nor a kind of place",
            f"“{name}”中的“{place}”既不是地区编号，也不是地区的 kind",
            f"did you mean `{near}`?" if near else "define it under `places`",
            f"是否应为 {near}？" if near else "请在 places 下定义",
        ),
    )


def _converts(source: Measured, own: Measured) -> bool:
    if source.nature == "done" or source.unit is None or own.unit is None:
        return False
    if NUMBER in (source.unit, own.unit):
        return source.unit == own.unit
    return convertible(source.unit, own.unit)


def check_level(
    amount: Quantity | Grade, measured: Measured, target_id: str, ruleset: Ruleset
) -> Iterator[Diagnostic]:
    """Yield a finding unless an amount can be compared with the measure."""
    if measured.nature == "class":
        yield from _grade(amount, measured, ruleset)
    elif isinstance(amount, Grade) or measured.unit is None:
        yield _unit_wrong(str(amount), measured, target_id)
    elif amount.unit is NUMBER:
        if measured.unit is not NUMBER and measured.unit.kind not in BARE:
            yield _unit_missing(amount, measured.unit, target_id)
    elif not convertible(amount.unit, measured.unit) and not (
        measured.unit is NUMBER and amount.unit.kind in BARE
    ):
        yield _unit_wrong(str(amount), measured, target_id)


def _grade(amount: Quantity | Grade, measured: Measured, ruleset: Ruleset) -> Iterator[Diagnostic]:
    spec = ruleset.all_scales().get(measured.scale or "")
    if spec is None:
        return
    try:
        spec.scale(measured.scale or "").rank(str(amount))
    except TargetcheckError as error:
        yield from error.diagnostics


def _change(change: Change, measured: Measured, target_id: str) -> Found:
    for key, amount in named_amounts(change):
        found = _change_amount(amount, change, measured, target_id)
        if found is not None:
            yield (key,), found
    base = change.since.value
    share = measured.unit is not None and measured.unit.kind == "share"
    if isinstance(base, Quantity) and base.value <= 0 and change.in_percent(share):
        yield ("from", "value"), _baseline_not_positive(base, target_id)


def _change_amount(
    amount: Quantity | Grade, change: Change, measured: Measured, target_id: str
) -> Diagnostic | None:
    if not isinstance(amount, Quantity) or measured.unit is None:
        return _unit_wrong(str(amount), measured, target_id)
    if measured.nature == "share" or measured.unit.kind == "share":
        if amount.unit.kind == "share" and not change.relative:
            return _percent_or_points(amount, target_id)
        fits = amount.unit.kind in ("share", "point")
    elif amount.unit.kind == "point":
        return _points_without_share(amount, target_id)
    else:
        fits = amount.unit.kind == "share" or convertible(amount.unit, measured.unit)
    return None if fits else _unit_wrong(str(amount), measured, target_id)


def _baseline_not_positive(base: Quantity, target_id: str) -> Diagnostic:
    return Diagnostic(
        "baseline-not-positive",
        f"`{target_id}` asks for a change in percent of the baseline {base.en()}, "
        "and a percentage of zero or less is undefined",
        f"目标“{target_id}”要求相对基期{base.zh()}变化百分之几，而基期值不大于零时无法计算",
        "state the change in the unit of the indicator, or the level to reach",
        "请按指标的单位写出变化量，或写出要达到的数值",
    )


def _end_of_grade(name: str) -> Diagnostic:
    return Diagnostic(
        "end-misplaced",
        f"`end` in `{name}` needs a number with an interval, and this is a grade or a deliverable",
        f"“{name}”中的 end 须用于有区间的数值，此处是等级或交付物",
        "leave out `end`",
        "请删去 end",
    )


def _unit_missing(amount: Quantity, unit: Unit, target_id: str) -> Diagnostic:
    return Diagnostic(
        "quantity-no-unit",
        f"`{amount}` in `{target_id}` has no unit",
        f"目标“{target_id}”中的“{amount}”没有单位",
        f"write `{amount} {unit.en}`",
        f"写作“{amount} {unit.zh}”",
    )


def _unit_wrong(amount: str, measured: Measured, target_id: str) -> Diagnostic:
    unit = measured.unit
    wanted_en = unit.en if unit else "a grade" if measured.nature == "class" else "nothing"
    wanted_zh = unit.zh if unit else "等级" if measured.nature == "class" else "无"
    return Diagnostic(
        "unit-dimension",
        f"`{amount}` in `{target_id}` cannot be compared with what is measured in {wanted_en}",
        f"目标“{target_id}”中的“{amount}”无法与单位为{wanted_zh}的指标比较",
        f"write the amount in a unit that converts to {wanted_en}, or correct the unit of the indicator",
        f"请改用可换算为{wanted_zh}的单位，或修正指标的单位",
    )


def _percent_or_points(amount: Quantity, target_id: str) -> Diagnostic:
    number = str(amount).split()[0].rstrip("%")
    return Diagnostic(
        "percent-or-points",
        f"`{amount}` in `{target_id}` is a change of a share, which is given in percentage points",
        f"目标“{target_id}”中占比的变化“{amount}”应以百分点计",
        f"write `{number} percentage_point`, or add `relative: true` for a change in percent",
        f"写作“{number}个百分点”；若确为相对变化，请加 relative: true",
    )


def _points_without_share(amount: Quantity, target_id: str) -> Diagnostic:
    return Diagnostic(
        "points-of-no-share",
        f"`{amount}` in `{target_id}` is in points, but what it changes is not a share",
        f"目标“{target_id}”中的“{amount}”以百分点计，但所变化的不是占比",
        "write the change in percent or in the indicator's unit",
        "请以百分比或指标的单位书写变化",
    )


def _no_conversion(name: str, of: str) -> Diagnostic:
    return Diagnostic(
        "reference-unit",
        f"`{of}` does not convert to the unit of `{name}`, which takes its value",
        f"“{name}”取“{of}”的数值，而两者单位无法换算",
        "give both a unit of the same kind, or the same scale",
        "请使两者的单位可以换算，或等级相同",
    )
