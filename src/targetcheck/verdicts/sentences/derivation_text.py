"""Derivation of a statistic or computed class, as text and as plain data.

Layer: verdicts. Input: an Outcome. Output: lines and records; a statistic with exclusions shows its
unadjusted value too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.kernel.decision.value_flags import exceedance_multiple, raw_result
from targetcheck.kernel.derivation_evidence import ItemGrade, Sampled
from targetcheck.kernel.derived_values.stated_values import EVER
from targetcheck.kernel.outcome import Outcome, Point
from targetcheck.plan.plan import Check, Plan
from targetcheck.quantities.quantity import exact_text
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.code_terms import COVERAGE, STATISTIC, STATUS, word
from targetcheck.verdicts.progress_text import short
from targetcheck.verdicts.requirement_text import plain_number, value_text
from targetcheck.verdicts.time_terms import window_text


def made_of(outcome: Outcome, plan: Plan, lang: Language) -> Iterator[str]:
    """Yield the lines on how a value was derived."""
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return
    yield from _steps(point, plan, lang)
    if check.moving is not None and outcome.bound is not None:
        edges = [value_text(edge, check, lang) for edge in outcome.bound.edges()]
        yield ("限值：" if lang == "zh" else "Limit: ") + ("、" if lang == "zh" else ", ").join(
            edges
        )
    if point.sampled is not None:
        yield from _statistic(point.sampled, outcome, lang)
    if point.graded:
        yield from _class(outcome, point, check, plan, lang)


def _steps(point: Point, plan: Plan, lang: Language) -> Iterator[str]:
    """Yield a line for each intermediate value between the observations and the value."""
    for step in point.steps:
        source = plan.indicators[step.indicator]
        unit, scale = source.unit, source.scale
        value = short(step.value)
        text = scale.grade(int(step.value)) if scale is not None else plain_number(value)
        text = unit.after(text, lang) if unit is not None and unit.label(lang) else text
        name = plan.ruleset.all_indicators()[step.indicator].say(lang) or step.indicator
        place = plan.ruleset.all_places().get(step.place)
        where = (place.say(lang) if place is not None else "") or step.place
        period = "" if step.period == EVER else step.period.text(lang)
        if lang == "zh":
            yield f"{'限值' if step.limit else '其中'}：{where}{period}{name} {text}"
        else:
            yield f"{'Limit' if step.limit else 'From'}: {', '.join(filter(None, (where, name, period)))}: {text}"


def _statistic(made: Sampled, outcome: Outcome, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    order = "" if made.order is None else plain_number(made.order)
    name = word(STATISTIC, made.kind, lang).format(order)
    excluded = made.excluded
    said = _values_text(made, name, zh=zh)
    if made.non_detects:
        said += (
            f"，其中低于检出限{made.non_detects}个"
            if zh
            else f", {made.non_detects} of them below their detection limit"
        )
    yield said
    check, point = outcome.check, outcome.point
    assert check is not None
    assert point is not None
    if made.exact is not None and made.exact != point.value:
        exact = value_text(made.exact, check, lang)
        yield f"修约前：{exact}" if zh else f"Before rounding: {exact}"
    if excluded:
        reasons = ("、" if zh else ", ").join(reason.say(lang) for reason in made.reasons)
        yield (
            f"剔除：{excluded}个样本（{reasons}）"
            if zh
            else f"Excluded: {excluded} samples ({reasons})"
        )
    if excluded and made.raw is not None:
        verdict = _raw_word(outcome, lang)
        raw, kept = value_text(made.raw, check, lang), value_text(point.value, check, lang)
        yield (
            f"未剔除为{raw}{verdict}，剔除后为{kept}"
            if zh
            else f"With them {raw}{verdict}, without them {kept}"
        )
    for gap in made.short:
        rule, period = word(COVERAGE, gap.rule, lang), gap.period.text(lang)
        need = plain_number(gap.need)
        yield (
            f"不完整：{period}{rule}{gap.have}，要求{need}"
            if zh
            else f"Incomplete: {period}, {rule} {gap.have} of {need}"
        )


def _values_text(made: Sampled, name: str, *, zh: bool) -> str:
    """Return the kind of a statistic with the number of its values."""
    if made.parts:
        return (
            f"统计：{name}，{made.parts}项中{made.samples}项有数值"
            if zh
            else f"Statistic: {name} of {made.samples} of {made.parts} parts"
        )
    if made.window is not None:
        span = window_text(made.window, "zh" if zh else "en")
        return (
            f"统计：{name}，{span}中{made.samples}个值"
            if zh
            else f"Statistic: {name} of {made.samples} values within {span}"
        )
    return (
        f"统计：{name}，样本{made.samples}个"
        if zh
        else f"Statistic: {name} of {made.samples} samples"
    )


def _raw_word(outcome: Outcome, lang: Language) -> str:
    result = _raw(outcome)
    if result is None:
        return ""
    status = word(STATUS, "pass" if result else "fail", lang)
    return f"（{status}）" if lang == "zh" else f" ({status})"


def _raw(outcome: Outcome) -> bool | None:
    point, bound, check = outcome.point, outcome.bound, outcome.check
    if point is None or bound is None or check is None:
        return None
    return raw_result(point, bound, check.judge)


def _class(
    outcome: Outcome, point: Point, check: Check, plan: Plan, lang: Language
) -> Iterator[str]:
    """Yield the items that determine the class, then the others that miss the requirement."""
    if check.scale is None:
        return
    required = outcome.bound.high if outcome.bound is not None else None
    worst = max(item.worst for item in point.graded)
    for item in sorted(point.graded, key=lambda item: -item.worst):
        if item.worst == worst:
            head = "定类项目：" if lang == "zh" else "Decided by: "
        elif required is not None and item.best > required:
            head = "另有超标：" if lang == "zh" else "Also above: "
        else:
            continue
        yield head + _item_text(item, outcome, check, plan, lang)


def _item_text(item: ItemGrade, outcome: Outcome, check: Check, plan: Plan, lang: Language) -> str:
    """Return an item with its value, its class and its exceedance of the limit."""
    zh = lang == "zh"
    source = plan.indicators[item.indicator]
    unit, scale = source.unit, source.scale
    said = plan.ruleset.all_indicators()[item.indicator].say(lang) or item.indicator
    if item.value is not None and item.bounds:
        number = scale.grade(int(item.value)) if scale is not None else plain_number(item.value)
        said += " " + (unit.after(number, lang) if unit and unit.label(lang) else number)
    ranks = sorted({item.best, item.worst})
    grades = [value_text(Fraction(rank), check, lang) for rank in ranks]
    said += ("，" if zh else ", ") + ("—" if zh else "–").join(grades)
    more = _exceeded(item, outcome)
    if more is not None:
        said += f"，超标{_short(more)}倍" if zh else f", {_short(more)} times above its limit"
    return said


def _exceeded(item: ItemGrade, outcome: Outcome) -> Fraction | None:
    """Return the exceedance multiple against the limit of the required class."""
    bound = outcome.bound
    if bound is None or bound.high is None or item.value is None:
        return None
    rank = int(bound.high)
    return exceedance_multiple(item.value, item.bounds[rank]) if rank < len(item.bounds) else None


def _short(value: Fraction) -> str:
    return plain_number(round_decimals(value, 2, "half_even"))


def made_record(outcome: Outcome) -> dict[str, object]:
    """Return the derivation as plain data; empty if the value was observed directly."""
    point, check = outcome.point, outcome.check
    found: dict[str, object] = {}
    if point is None or check is None:
        return found
    if point.steps:
        found["made_from"] = [
            {
                "indicator": step.indicator,
                **({"place": step.place} if step.place else {}),
                "period": None if step.period == EVER else step.period.text("en"),
                "value": exact_text(step.value),
                **({"limit": True} if step.limit else {}),
            }
            for step in point.steps
        ]
    made = point.sampled
    if made is not None:
        raw = _raw(outcome)
        found["statistic"] = {
            "kind": made.kind,
            "order": _text(made.order),
            "samples": made.samples,
            **({"parts": made.parts} if made.parts else {}),
            **({"over": window_text(made.window, "en")} if made.window is not None else {}),
            "non_detects": made.non_detects,
            "exact": _text(made.exact),
            "excluded": made.excluded,
            "reasons": [reason.zh or reason.en for reason in made.reasons],
            "raw": _text(made.raw),
            "raw_result": None if raw is None else "pass" if raw else "fail",
            "incomplete": [
                {
                    "rule": g.rule,
                    "period": g.period.text("en"),
                    "have": g.have,
                    "need": _text(g.need),
                }
                for g in made.short
            ],
        }
    if point.graded and check.scale is not None:
        found["items"] = [
            {
                "indicator": item.indicator,
                "value": _text(item.value),
                "best": check.scale.grade(item.best),
                "worst": check.scale.grade(item.worst),
                "exceeded": _text(_exceeded(item, outcome)),
            }
            for item in point.graded
        ]
    return found


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
