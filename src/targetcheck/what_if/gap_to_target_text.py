"""Sentences about needs, in Chinese and English.

Layer: what_if. Input: Needs. Output: lines of text, and plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check, Fold
from targetcheck.plan.restated_targets import stated_once
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.code_terms import STATUS, SYMBOL, Words, word
from targetcheck.verdicts.requirement_phrases.chinese_requirement import is_water_class
from targetcheck.verdicts.requirement_text import plain_number, requirement_text, value_text
from targetcheck.verdicts.sentences.amount_text import percent
from targetcheck.verdicts.sentences.verdict_sentence import subject
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_json import number
from targetcheck.what_if.gap_to_target import Need, schedule_of

JOINT: Words = {
    "any": ("；以下任一即可", "; any of these will do"),
    "all": ("；以下均须满足", "; all of these are needed"),
}

OPEN: Words = {
    "change": ("，须先有基期值", ", once its baseline is known"),
    "permitted": (
        "，允许数须按样品总数确定",
        ", which depends on how many samples there are",
    ),
    "bound": ("，须先知道限值", ", once its limit is known"),
    "reporting": ("", ""),
    "limit": ("，到期时没有生效的限值", ", but no limit is in force on the due date"),
}
"""Data needed before a requirement becomes a number, by its kind."""


def need_lines(needs: Sequence[Need], lang: Language) -> Iterator[str]:
    """Return the lines for all needs, grouped by verdict, one line for each check.

    A restated target is listed once, with the other clauses that state it.
    """
    last: Verdict | None = None
    zh = lang == "zh"
    verdicts = list({id(need.verdict): need.verdict for need in needs}.values())
    once = stated_once(verdicts, verdicts[0].plan.ruleset) if verdicts else ()
    by_verdict = {id(stated.item): stated for stated in once}
    for need in needs:
        verdict = need.verdict
        stated = by_verdict.get(id(verdict))
        if stated is None:
            continue
        if verdict is not last:
            status = word(STATUS, verdict.status, lang)
            if isinstance(verdict.question.tree, Fold):
                status += word(JOINT, verdict.question.tree.kind, lang)
            name = f"{verdict.target}@{verdict.place}"
            head = f"{SYMBOL[verdict.status]} {name}  {subject(verdict, lang)}"
            also = ("、" if zh else ", ").join(stated.also_in(verdict.plan.ruleset))
            if also:
                head += f"（同时载于原文{also}）" if zh else f" (also in {also})"
            yield (
                f"{head}（{verdict.due}，{status}）" if zh else f"{head} ({verdict.due}, {status})"
            )
            last = verdict
        yield (
            "    " + "；".join(_parts(need, lang)) if zh else "    " + "; ".join(_parts(need, lang))
        )


def _parts(need: Need, lang: Language) -> Iterator[str]:
    zh, check = lang == "zh", need.check
    point = need.outcome.point
    if point is not None:
        value = _told(need.value, need, lang) if need.value is not None else "—"
        when = point.period.text(lang)
        yield f"{when}为{value}" if zh else f"{when}: {value}"
    else:
        yield "暂无报送数据" if zh else "no value reported"
    if need.bound is None:
        asked = requirement_text(check, need.verdict.plan, lang)
        if check.kind == "done":
            yield f"须在{need.verdict.due}前完成" if zh else f"to be done by {need.verdict.due}"
        elif check.kind == "words":
            yield f"{asked}，需人工评定" if zh else f"{asked} needs judgement"
        else:
            yield asked + word(OPEN, check.kind, lang)
        return
    asked = bound_text(need.bound, need, lang)
    yield f"达标须{asked}" if zh else f"to pass: {asked}"
    yield from _distance(need, lang)
    if need.count is not None:
        yield _count(need, lang)
    if need.now is not None:
        sign = ("不低于", "≥ ") if need.upward else ("不高于", "≤ ")
        now = sign[lang == "en"] + _told(need.now, need, lang)
        day = need.verdict.provenance.as_of
        share = _share_of_plan(need, lang)
        yield (
            f"截至{day}达到{now}即为进展正常{share}"
            if zh
            else f"to be on track on {day}: {now}{share}"
        )


def _share_of_plan(need: Need, lang: Language) -> str:
    """Return in brackets the share of the schedule that counts as on track; empty without one."""
    pace, settings = need.outcome.pacing, schedule_of(need.outcome.check, need.verdict)
    if pace is None or settings is None or need.now is None or pace.start_value is None:
        return ""
    share, first = Fraction(settings.on_track), pace.start_value
    cut = percent(share)
    asked = _told(first + (need.now - first) / share, need, lang)
    if first:
        start = _told(first, need, lang)
        return (
            f"（从起点值{start}到序时应达{asked}，完成其中的{cut}）"
            if lang == "zh"
            else f" ({cut} of the way from {start} to the {asked} planned by then)"
        )
    return (
        f"（序时应达{asked}的{cut}）"
        if lang == "zh"
        else f" ({cut} of the {asked} planned by then)"
    )


def _distance(need: Need, lang: Language) -> Iterator[str]:
    zh, check = lang == "zh", need.check
    if need.value is None:
        return
    if need.to_go is None:
        yield "已满足" if zh else "met"
        return
    if check.scale is not None:
        steps = plain_number(need.to_go)
        kind = "类别" if is_water_class(check.scale.grade(0)) else "等级"
        yield f"差{steps}个{kind}" if zh else f"grades short: {steps}"
        return
    if check.unit is not None and check.unit.kind == "share":
        points = plain_number(need.to_go * check.unit.factor * 100)
        gap = points + ("个百分点" if zh else " percentage points")
    else:
        gap = _told(need.to_go, need, lang)
    if not need.to_go:
        beyond = ("须高于", "must be above") if need.upward else ("须低于", "must be below")
        yield f"恰为限值，{beyond[0]}" if zh else f"on the limit; {beyond[1]} it"
        return
    if need.upward:
        yield f"还差{gap}" if zh else f"short by {gap}"
    else:
        yield f"超出{gap}，须减少{gap}" if zh else f"over by {gap}"
    if need.per_month is not None:
        near = round_decimals(need.per_month, _digits(need), "up")
        about = ("约", "about ") if near != need.per_month else ("", "")
        pace = _told(near, need, lang)
        yield f"其后月均需完成{about[0]}{pace}" if zh else f"that is {about[1]}{pace} a month"


def _digits(need: Need) -> int:
    """Return the decimals of an amount a month: one more than the data have."""
    point = need.outcome.point
    texts = [o.text.partition(".")[2] for o in point.observations] if point is not None else []
    written = (len(re.match("[0-9]*", text)[0]) for text in texts)  # type: ignore[index]
    return 1 + max(written, default=1)


def _count(need: Need, lang: Language) -> str:
    count = need.count
    assert count is not None
    has, whole = plain_number(count.has), plain_number(count.of)
    if count.at_most:
        if lang == "zh":
            return f"按{whole}个计，至多{count.needs}个（现{has}个）"
        return f"of {whole} at most {count.needs} (now {has})"
    if lang == "zh":
        return f"按{whole}个计，至少{count.needs}个（现{has}个）"
    return f"of {whole} at least {count.needs} (now {has})"


def bound_text(bound: Bound, need: Need, lang: Language) -> str:
    """Return a bound as text, which shows whether the ends are included."""
    check = need.check
    if check.scale is not None:
        best, worst = bound.low, bound.high
        parts = [_told(edge, need, lang) for edge in (worst, best) if edge is not None]
        better = "或更好" if lang == "zh" else " or better"
        return parts[0] + (better if worst is not None and best is None else "")
    parts = []
    en = lang == "en"
    if bound.low is not None:
        sign = ("超过", "> ") if bound.low_open else ("不低于", "≥ ")
        parts.append(sign[en] + _told(bound.low, need, lang))
    if bound.high is not None:
        sign = ("低于", "< ") if bound.high_open else ("不高于", "≤ ")
        parts.append(sign[en] + _told(bound.high, need, lang))
    return ("且" if lang == "zh" else " and ").join(parts)


def _told(value: Fraction | None, need: Need, lang: Language) -> str:
    """Return a value in the unit of the clause."""
    check: Check = need.check
    if value is None or check.scale is not None or check.measure.kind == "rank":
        return value_text(value, check, lang)
    per = need.bound.per_unit if need.bound is not None else Fraction(1)
    return value_text(value / per, check, lang, check.written_unit)


def need_record(need: Need, lang: Language) -> dict[str, object]:
    """Return a need as plain data; values are in `unit`."""
    bound, check, verdict = need.bound, need.check, need.verdict
    per = bound.per_unit if bound is not None else Fraction(1)
    unit = check.written_unit if check.scale is None else None

    def told(value: Fraction | None) -> object:
        if value is not None and check.scale is not None:
            return value_text(value, check, lang)
        return number(value / per if value is not None else None)

    return {
        "target": verdict.target,
        "place": verdict.place,
        "due": verdict.due.isoformat(),
        "status": str(verdict.status),
        "reason": verdict.reason,
        "requirement": requirement_text(check, verdict.plan, lang),
        "value": told(need.value),
        "unit": unit.label(lang) if unit is not None else None,
        "at_least": told(bound.low) if bound is not None else None,
        "at_most": told(bound.high) if bound is not None else None,
        "strict": bound is not None and (bound.low_open or bound.high_open),
        "to_go": number(need.to_go / per) if need.to_go is not None else None,
        "on_track_now": told(need.now),
        "on_track_now_exactly": str(need.now / per) if need.now is not None else None,
        "count": {"has": number(need.count.has), "of": number(need.count.of),
                  "needs": need.count.needs, "at_most": need.count.at_most}
        if need.count is not None else None,
    }  # fmt: skip
