"""Requirements and values as phrases, for sentences and tables.

Layer: verdicts. Input: checks and values. Output: phrases.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Point
from targetcheck.observations.observation import Observation
from targetcheck.plan.bound import Bound, MovingBound, StatedPlan
from targetcheck.plan.plan import Check, Fold, Plan
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import COMPARISONS, SINCE
from targetcheck.verdicts.code_terms import COMPARISON, END, MODE, word
from targetcheck.verdicts.requirement_phrases import chinese_requirement as chinese
from targetcheck.verdicts.requirement_phrases.written_amount import (
    written_amount,
    written_change,
    written_grades,
)
from targetcheck.verdicts.time_terms import since_text, unfixed_text


def value_text(
    value: Fraction | None, check: Check, lang: Language, unit: Unit | None = None
) -> str:
    """Return a value of a check's measure with its unit; a rank as its grade."""
    if value is None:
        return "—"
    if check.scale is not None and value.denominator == 1 and 0 <= value < len(check.scale.grades):
        return graded(check.scale.grade(int(value)), lang)
    if check.nature == "done":
        done = value == 1
        return ("完成" if done else "未完成") if lang == "zh" else ("done" if done else "not done")
    unit = unit or check.unit
    number = plain_number(value)
    return unit.after(number, lang) if unit is not None and unit.label(lang) else number


def graded(grade: str, lang: Language) -> str:
    """Return a grade in its usual spelling: Ⅲ类, class Ⅲ; other grade names are unchanged."""
    if grade and all(c in _ROMAN for c in grade.removeprefix("劣")):
        return f"{grade}类" if lang == "zh" else f"class {grade}"
    return grade


_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX"


def as_reported(observation: Observation, lang: Language) -> str:
    """Return a value as it was written, with its unit unless the cell has one: `81` is `81 km`."""
    unit, text = observation.unit, observation.text
    return text if unit is None or has_unit(text) else unit.after(text, lang)


def has_unit(text: str) -> bool:
    """Return whether a value is written with its unit, such as `62.5％` or `9 t`."""
    return any(c.isalpha() or c in "%％‰" for c in text)


def plain_number(value: Fraction) -> str:
    """Return a number as text: exact if short, without trailing zeros."""
    text = number_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def datum_text(datum: str, plan: Plan, lang: Language) -> str:
    """Return the display name of a datum such as `pm25@daye 2024`."""
    period = datum.partition(" ")[2]
    period = unfixed_text(period, lang) or period
    period = period.replace("/", "–" if lang == "en" else "至")
    return " ".join((*datum_names(datum, plan, lang), period)).strip()


def datum_names(datum: str, plan: Plan, lang: Language) -> tuple[str, str]:
    """Return the names of the place and of the indicator of a datum."""
    indicator, _, place = datum.partition(" ")[0].partition("@")
    spec, where = plan.ruleset.all_indicators().get(indicator), plan.ruleset.all_places().get(place)
    name = (where.say(lang) if where else "") or place
    return name, (spec.say(lang) if spec else "") or indicator


def point_text(point: Point, check: Check, lang: Language) -> str:
    """Return the observed value as text, with its counts."""
    if point.value is None:
        if point.excused and point.observations:
            return point.observations[0].text
        if point.unbounded:
            return "未知" if lang == "zh" else "not known"
        return _interval_text(point, check, lang)
    text = value_text(point.value, check, lang)
    if point.interval is not None:
        return _beside(text, published_text(point, check, lang), lang)
    if check.measure.kind == "rank":
        text = f"第{text}位" if lang == "zh" else f"rank {text}"
    if point.counts is not None:
        return _beside(text, "/".join(map(number_text, point.counts)), lang)
    written = point.observations[0] if len(point.observations) == 1 else None
    if written is not None and written.unit not in (None, check.unit):
        assert written.unit is not None
        if not any(c.isalpha() or c == "%" for c in written.text):
            return _beside(text, written.unit.after(written.text, lang), lang)
    return text


def _beside(text: str, more: str, lang: Language) -> str:
    """Return a text with another one in brackets, in the brackets of its language."""
    return f"{text}（{more}）" if lang == "zh" else f"{text} ({more})"


def _interval_text(point: Point, check: Check, lang: Language) -> str:
    """Return an interval as text: below a detection limit, or between its ends."""
    zh = lang == "zh"
    if point.interval is not None:
        return published_text(point, check, lang)
    low, high = value_text(point.low, check, lang), value_text(point.high, check, lang)
    if point.low_open:
        return f"高于{low}" if zh else f"> {low}"
    if point.high is None:
        if "derived" in point.flags or "summed" in point.flags:
            return f"不低于{low}" if zh else f"≥ {low}"
        return "未检出" if zh else "not detected"
    if point.high_open:
        return f"低于{high}" if zh else f"< {high}"
    if point.low is None:
        return f"不高于{high}" if zh else f"≤ {high}"
    return f"{low}～{high}" if zh else f"{low} – {high}"


def published_text(point: Point, check: Check, lang: Language) -> str:
    """Return the published interval of a value."""
    assert point.interval is not None
    low, high = ("…" if e is None else value_text(e, check, lang) for e in point.interval)
    return f"{low}～{high}" if lang == "zh" else f"{low} – {high}"


def requirement_text(tree: Check | Fold, plan: Plan, lang: Language) -> str:
    """Return the requirement as a phrase, such as `at least 95 %`.

    If several conditions measure different places or indicators, each names its own.
    """
    if isinstance(tree, Fold):
        joint = {"any": ("，或", " or "), "all": ("，且", " and ")}[tree.kind]
        apart = _apart(tree, plan, lang)
        return joint[0 if lang == "zh" else 1].join(
            apart(part) + requirement_text(part, plan, lang) for part in tree.parts
        )
    said = dict(tree.requirement)
    compared = word(END, said.pop("end", ""), lang)
    group = said.pop("share_of", None) or said.pop("rank_among", None)
    if group is not None and lang == "zh" and said == {"at_least": "100 %"} and tree.measure.where:
        return _each_member(tree, plan, group)
    subject = _subject(tree, plan, group, lang)
    for prefix in ("rise", "fall"):
        base = said.pop(f"{prefix}.from", None)
        if base is not None:
            key, amount = next((k, v) for k, v in said.items() if k.startswith(prefix))
            return subject + written_change(prefix, key.split(".")[1], amount, base, lang)
    phrases = [_comparison(tree, key, amount, plan, lang) for key, amount in said.items()]
    return subject + compared + ("且" if lang == "zh" else " and ").join(phrases)


def with_mode(text: str, mode: str, lang: Language) -> str:
    """Return a requirement with its mode: to be reached, kept, or met in every period."""
    return chinese.moded(text, mode) if lang == "zh" else text + word(MODE, mode, lang)


def _each_member(check: Check, plan: Plan, group: str) -> str:
    """Return a share of 100 % as what every member has to do."""
    spec = plan.ruleset.all_groups().get(group)
    name = (spec.say("zh") if spec else "") or group
    conditions = [
        condition_text(c.indicator, c.bound, plan, "zh", c.moving, each="均")
        for c in check.measure.where
    ]
    return f"各{name}{'，'.join(conditions)}"


def _apart(tree: Fold, plan: Plan, lang: Language) -> Callable[[Check | Fold], str]:
    """Return place and indicator of a condition if they differ from its neighbours."""
    checks = [part for part in tree.parts if isinstance(part, Check) and part.kind != "words"]
    plain = [check for check in checks if check.measure.kind in ("value", "total")]
    places = len({check.measure.place for check in plain}) > 1
    indicators = len({check.measure.indicator for check in plain}) > 1

    def named(part: Check | Fold) -> str:
        if part not in plain:
            return ""
        assert isinstance(part, Check)
        where = plan.ruleset.all_places().get(part.measure.place)
        what = plan.ruleset.all_indicators()[part.measure.indicator]
        names = [(where.say(lang) if where else "") or part.measure.place] if places else []
        names += [what.say(lang) or part.measure.indicator] if indicators else []
        if not names:
            return ""
        return "".join(names) if lang == "zh" else ", ".join(names) + " "

    return named


def _comparison(check: Check, key: str, amount: str, plan: Plan, lang: Language) -> str:
    """Return one comparison as a phrase, with special wording such as `rank 1 or better`."""
    if check.measure.kind == "rank" and key == "at_most":
        if lang == "zh":
            return "列第1位" if amount == "1" else f"列前{amount}位"
        return f"{amount} or better"
    if check.moving is not None and not amount and key in COMPARISONS:
        limit = moving_text(
            check.moving, key, check.measure.place, check.measure.indicator, plan, lang
        )
        return word(COMPARISON, key, lang).format(limit)
    if lang == "zh":
        return _chinese_comparison(check, key, amount, plan)
    counted = check.nature in ("count", "share") or (check.unit is not None and check.unit.whole)
    if key == "at_most" and counted and check.bound is not None and check.bound.high == 0:
        return "none"
    if key == "words":
        return chinese.quoted(amount)
    if check.scale is not None and key in COMPARISONS:
        return word(COMPARISON, key, lang).format(written_grades(amount, lang))
    return word(COMPARISON, key, lang).format(written_amount(amount, key, plan, lang))


def _chinese_comparison(check: Check, key: str, amount: str, plan: Plan) -> str:
    if check.scale is not None and key in COMPARISONS:
        return chinese.graded(key, written_grades(amount, "zh"))
    told = written_amount(amount, key, plan, "zh")
    if key == "words":
        return chinese.quoted(told)
    if key in SINCE:
        return chinese.since_level(check, key, told)
    if key in COMPARISONS:
        return chinese.bounded(check, key, told)
    return word(COMPARISON, key, "zh").format(told)


def _subject(check: Check, plan: Plan, group: str | None, lang: Language) -> str:
    """Return what is counted, if not simply the indicator: the members and their condition."""
    if group is None:
        return ""
    spec = plan.ruleset.all_groups().get(group)
    name = (spec.say(lang) if spec else "") or group
    if check.measure.kind == "rank":
        return f"在{name}中" if lang == "zh" else f"rank among {name}: "
    conditions = [
        condition_text(c.indicator, c.bound, plan, lang, c.moving) for c in check.measure.where
    ]
    weight = check.measure.weight
    by = ""
    if weight is not None:
        label = plan.ruleset.all_indicators()[weight].say(lang)
        by = f"（按{label}加权）" if lang == "zh" else f" (weighted by {label})"
    if lang == "zh":
        return f"{'、'.join(conditions)}的{name}占比{by}"
    return f"share of {name} with {' and '.join(conditions)}{by}: "


def _keys_of(moving: MovingBound, *, graded: bool) -> tuple[str, ...]:
    """Return the comparisons with a value from elsewhere; ranks of grades count from the best."""
    if moving.low is not None and moving.high is not None and moving.low == moving.high:
        return ("equals",)
    low = "above" if moving.fixed.low_open else "at_least"
    high = "below" if moving.fixed.high_open else "at_most"
    if graded:
        low = "below" if moving.fixed.low_open else "at_most"
        high = "above" if moving.fixed.high_open else "at_least"
    ends = ((low, moving.low), (high, moving.high))
    return tuple(key for key, end in ends if end is not None)


def condition_text(
    indicator: str,
    bound: Bound,
    plan: Plan,
    lang: Language,
    moving: MovingBound | None = None,
    place: str = "",
    each: str = "",
) -> str:
    """Return a condition on an indicator, such as `ships above 0`; `each` precedes the comparison."""
    spec = plan.indicators[indicator]
    name = plan.ruleset.all_indicators()[indicator].say(lang) or indicator

    def told(value: Fraction) -> str:
        return measured_text(indicator, value, plan, lang)

    def phrase(key: str, value: Fraction) -> str:
        if lang == "en":
            return word(COMPARISON, key, lang).format(told(value))
        if spec.scale is not None:
            return chinese.graded(key, told(value))
        return chinese.compared(key, told(value), ratio=chinese.is_ratio(spec.unit))

    parts: list[str] = []
    if moving is not None:
        for key in _keys_of(moving, graded=spec.scale is not None):
            limit = moving_text(moving, key, place, indicator, plan, lang)
            parts.append(word(COMPARISON, key, lang).format(limit))
        bound = moving.fixed
    if spec.scale is not None and bound.high is not None and bound.low is None:
        # ranks count from the best grade
        parts.append(phrase("above" if bound.high_open else "at_least", bound.high))
    elif bound.low is not None:
        parts.append(phrase("above" if bound.low_open else "at_least", bound.low))
    if spec.scale is None and bound.high is not None:
        parts.append(phrase("below" if bound.high_open else "at_most", bound.high))
    end = word(END, bound.end, lang)
    name += f"的{end}" if end and lang == "zh" else f", {end}".rstrip() if end else ""
    return name + (each if lang == "zh" else " ") + ("且" if lang == "zh" else " and ").join(parts)


def moving_text(
    moving: MovingBound, key: str, place: str, indicator: str, plan: Plan, lang: Language
) -> str:
    """Return the limit of a comparison that is stated for a place, or the value of an indicator."""
    lower = (key in ("at_least", "above")) != (plan.indicators[indicator].scale is not None)
    end = moving.low if lower or moving.high is None else moving.high
    if isinstance(end, StatedPlan):
        value = end.values.get(place)
        none = "未规定的限值" if lang == "zh" else "a limit that is not stated"
        return none if value is None else measured_text(indicator, value, plan, lang)
    assert end is not None
    ruleset = plan.ruleset
    name = ruleset.all_indicators()[end.of].say(lang) or end.of
    other = end.place_for(place)
    where = "" if other in (None, place) else ruleset.all_places()[other or ""].say(lang) or other
    since = since_text(end.since, lang) if end.since else ""
    if lang == "zh":
        since = f"{since}年" if since.isdecimal() else since
        return f"{where}{since}{name}"
    return ", ".join(filter(None, (name, where, since)))


def measured_text(indicator: str, value: Fraction | None, plan: Plan, lang: Language) -> str:
    """Return a value of an indicator with its unit; a rank as its grade."""
    spec = plan.indicators[indicator]
    if value is None:
        return "—"
    if spec.scale is not None:
        return spec.scale.grade(int(value))
    number, unit = number_text(value), spec.unit
    return unit.after(number, lang) if unit is not None and unit.label(lang) else number
