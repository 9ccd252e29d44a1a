"""Text of a verdict, made from its evidence on demand.

Layer: verdicts. Input: VerdictData. Output: `sentence`, as printed in a bulletin, and `explain`,
the full explanation: requirement, observations with locations, baseline, planned path, branches,
missing data, clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome, Point
from targetcheck.plan.plan import Check, Fold, Plan
from targetcheck.verdicts.code_terms import (
    FLAG,
    HOW,
    STATUS,
    STRENGTH,
    SYMBOL,
    word,
)
from targetcheck.verdicts.progress_text import pace_lines, short
from targetcheck.verdicts.requirement_phrases.chinese_requirement import quoted
from targetcheck.verdicts.requirement_text import (
    as_reported,
    datum_text,
    plain_number,
    point_text,
    requirement_text,
    value_text,
)
from targetcheck.verdicts.sentences.chinese_phrases import distance
from targetcheck.verdicts.sentences.condition_lines import condition_lines
from targetcheck.verdicts.sentences.derivation_text import made_of
from targetcheck.verdicts.sentences.kept_periods import rule_text
from targetcheck.verdicts.sentences.text_chart import trajectory
from targetcheck.verdicts.sentences.verdict_sentence import (
    reason_of,
    reason_said,
    requirement,
    sentence,
)
from targetcheck.verdicts.verdict_data import OMITTED, VerdictData


def explain(verdict: VerdictData, lang: Language) -> str:
    """Return the full explanation of a verdict as lines of text."""
    return "\n".join(_lines(verdict, lang))


def _lines(verdict: VerdictData, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    mark = f"{SYMBOL[verdict.status]} {word(STATUS, verdict.status, lang)}"
    yield f"{mark}  {verdict.title(lang)} · {verdict.place_name(lang)} · {verdict.due}"
    yield sentence(verdict, lang)
    yield ""
    strength = word(STRENGTH, verdict.strength, lang)
    colon = "：" if zh else ": "
    asked = requirement(verdict, lang)
    yield f"{'要求' if zh else 'Required'}{colon}{asked}{'（' if zh else ' ('}{strength}{'）' if zh else ')'}"
    yield from condition_lines(verdict.outcome, verdict.plan, lang)
    yield from _account(verdict.outcome, verdict, lang, "")
    drawn = trajectory(verdict, lang=lang)
    if drawn:
        yield from ("", drawn, "")
    for flag in verdict.flags:
        yield f"{'提示' if zh else 'Note'}{colon}{word(FLAG, flag, lang)}"
    check = verdict.outcome.check
    if check is not None and check.own_reading:
        yield f"{'解读' if zh else 'Interpretation'}{colon}{check.own_reading}"
    for aside in verdict.aside:
        yield f"{'未采用' if zh else 'Set aside'}{colon}{aside.why.text(lang)}"
    yield from _overlays(verdict, lang)
    yield from _footing(verdict, lang)


def _account(outcome: Outcome, verdict: VerdictData, lang: Language, indent: str) -> Iterator[str]:
    """Yield the lines on one outcome; for a fold, those of every branch with its own numbers."""
    if not outcome.parts:
        yield from _numbers(outcome, verdict, lang, indent)
        return
    tree = verdict.question.tree
    for number, part in enumerate(outcome.parts, start=1):
        branch = tree.parts[number - 1] if isinstance(tree, Fold) else tree
        text = requirement_text(branch, verdict.plan, lang)
        mark = f"{SYMBOL[part.status]} {word(STATUS, part.status, lang)}"
        title = f"分支{number}：{text}" if lang == "zh" else f"Branch {number}: {text}"
        yield f"{indent}{title} → {mark}"
        yield from _numbers(part, verdict, lang, indent + "  ")


def _numbers(outcome: Outcome, verdict: VerdictData, lang: Language, indent: str) -> Iterator[str]:
    zh, check = lang == "zh", outcome.check
    colon = "：" if zh else ": "

    def line(label_zh: str, label_en: str, text: str) -> str:
        return f"{indent}{label_zh if zh else label_en}{colon}{text}"

    whole = outcome is verdict.outcome
    reason = reason_said(verdict, lang) if whole else reason_of(outcome, lang)
    yield line("判定理由", "Reason", reason)
    if check is None:
        return
    if rule := rule_text(verdict, outcome, lang):
        yield line("评判规则", "Rule", rule)
    if outcome.base is not None and outcome.base.origin != "zero":
        base = value_text(outcome.base.value, check, lang)
        cited = ("（文件所载）" if zh else " (stated)") if outcome.base.origin == "stated" else ""
        yield line("基期", "Baseline", f"{outcome.base.period.text(lang)} {base}{cited}")
    bound = outcome.bound
    if bound is not None and check.change is not None:
        yield line("折算要求", "Bound", _bound_text(outcome, check, lang))
    if outcome.point is not None:
        yield line(
            "报送值",
            "Reported",
            f"{outcome.point.period.text(lang)} {point_text(outcome.point, check, lang)}",
        )
        yield from _sources(outcome.point, check, verdict, lang, indent)
        yield from (indent + text for text in made_of(outcome, verdict.plan, lang))
    if bound is not None and check.kind == "permitted" and bound.high is not None:
        allowed = _allowed(outcome, check, bound.high)
        yield line("允许不合格样品数", "Failing samples allowed", allowed)
    if outcome.compared is not None and outcome.compared.interval is not None:
        low, high = (value_text(short(end), check, lang) for end in outcome.compared.interval)
        yield line("置信区间", "Confidence interval", f"{low} {'至' if zh else 'to'} {high}")
    graded = check.scale is not None
    if not graded and outcome.compared is not None and outcome.compared.result is not None:
        yield line("比较规则", "Compared by", word(HOW, outcome.compared.how, lang))
    if outcome.margin is not None and check.scale is None:
        per = bound.per_unit if bound is not None else 1
        margin = value_text(outcome.margin / per, check, lang, check.written_unit)
        if check.unit is not None and check.unit.kind == "share":
            points = outcome.margin * check.unit.factor * 100
            margin = plain_number(points) + ("个百分点" if zh else " percentage points")
        yield line("差距", "Margin", (distance(outcome) or "符合要求") if zh else margin)
    yield from pace_lines(outcome, check, lang, indent)
    if whole and verdict.silent_since:
        blank = [
            f"{one.period.text(lang)} [{one.why.where}]"
            for one in verdict.silent_since
            if one.period
        ]
        yield line("缺报", "Without a value", ("、" if zh else ", ").join(blank))
    if missing := missing_text(outcome, check, verdict.plan, lang):
        yield line("缺少", "Missing", missing)


def missing_text(outcome: Outcome, check: Check, plan: Plan, lang: Language) -> str:
    """Return which data would decide, or let progress be assessed; empty where none is missing."""
    if outcome.reason == "no_baseline" and outcome.base is None and not outcome.missing:
        return _undeclared_baseline(outcome, check, lang)
    if outcome.status in ("pass", "fail"):
        return ""
    named = [datum_text(datum, plan, lang) for datum in outcome.missing]
    return ("、" if lang == "zh" else ", ").join(named)


def _undeclared_baseline(outcome: Outcome, check: Check, lang: Language) -> str:
    """Return what would let progress be assessed: a baseline, which no report becomes by itself."""
    last = outcome.point.period.end if outcome.point is not None else None
    earlier = [p for p in outcome.history if last is not None and p.period.end < last]
    said = [f"{p.period.text(lang)} {point_text(p, check, lang)}" for p in earlier[-2:]]
    year = str(last.year - 1) if last is not None else "2020"
    if earlier:
        year = earlier[-1].period.label
    if lang == "zh":
        known = f"，已报送的往期数值（{'、'.join(said)}）不自动作为起点" if said else ""
        return (
            f"起点值。规则集没有指明以哪一期或哪个数值为起点{known}；"
            f"以某一期为起点的，在规则集该目标中写“baseline: {year}”等"
        )
    known = (
        f", and earlier values ({', '.join(said)}) do not count as one by themselves"
        if said
        else ""
    )
    return (
        f"a baseline; the ruleset names none{known}: to use one, write for example "
        f"`baseline: {year}` in the target"
    )


def _sources(
    point: Point, check: Check, verdict: VerdictData, lang: Language, indent: str
) -> Iterator[str]:
    """Yield the observations behind a value with their file locations, at most a dozen."""
    ruleset = verdict.plan.ruleset
    for observation in point.observations[:12]:
        counted = observation.counts is not None and "/" in observation.text
        value = observation.text if counted else as_reported(observation, lang)
        place = ruleset.all_places().get(observation.place)
        names = [(place.say(lang) if place else "") or observation.place]
        if observation.indicator != check.measure.indicator:
            names.append(
                ruleset.all_indicators()[observation.indicator].say(lang) or observation.indicator
            )
        said = " ".join((*names, observation.period.text(lang), value))
        yield f"{indent}  · {said} [{observation.where}]{f' · {observation.source}' if observation.source else ''}"
    if len(point.observations) > 12:
        more = len(point.observations) - 12
        yield f"{indent}  · …（另有{more}行）" if lang == "zh" else f"{indent}  · … ({more} more)"


def _bound_text(outcome: Outcome, check: Check, lang: Language) -> str:
    bound = outcome.bound
    assert bound is not None
    parts = []
    if bound.low is not None:
        low = value_text(bound.low, check, lang)
        over = ("大于", "> ") if bound.low_open else ("不低于", "≥ ")
        parts.append(over[lang == "en"] + low)
    if bound.high is not None:
        high = value_text(bound.high, check, lang)
        under = ("小于", "< ") if bound.high_open else ("不高于", "≤ ")
        parts.append(under[lang == "en"] + high)
    return ("且" if lang == "zh" else " and ").join(parts)


def _allowed(outcome: Outcome, check: Check, share: Fraction) -> str:
    point, unit = outcome.point, check.unit
    if point is None or point.counts is None or unit is None:
        return ""
    samples = point.counts[1]
    return f"{plain_number(share * unit.factor * samples)} / {plain_number(samples)}"


def _overlays(verdict: VerdictData, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    if verdict.waiver is not None:
        w = verdict.waiver
        yield (
            f"免予考核：{w.reason}（批准：{w.approver}，至{w.until}）"
            if zh
            else f"Waived: {w.reason} (approved by {w.approver}, until {w.until})"
        )
    if verdict.override is not None:
        o = verdict.override
        status = word(STATUS, o.status, lang)
        yield (
            f"人工评定：{status}，{o.reason}（{o.author}，{o.date}）"
            if zh
            else f"Judged by a person: {status}, {o.reason} ({o.author}, {o.date})"
        )


def _footing(verdict: VerdictData, lang: Language) -> Iterator[str]:
    zh, ruleset = lang == "zh", verdict.plan.ruleset
    by_clause: dict[str, list[str]] = {}
    for cite in verdict.citations:
        by_clause.setdefault(cite.clause, []).append(cite.quote)
    for clause, quotes in by_clause.items():
        place = f"{ruleset.document.number} {clause}"
        quote = quoted(OMITTED.join(dict.fromkeys(quotes)))
        yield f"依据条款：{place}：{quote}" if zh else f"Clause: {place}: {quote}"
    for label_zh, label_en, names in (
        ("牵头单位", "Lead", verdict.lead),
        ("责任单位", "Responsible", verdict.responsible),
        ("配合单位", "Support", verdict.support),
    ):
        if names:
            yield f"{label_zh}：{'、'.join(names)}" if zh else f"{label_en}: {', '.join(names)}"
    p = verdict.provenance
    yield (
        f"基准日：{p.as_of}；校验码：规则集{p.ruleset_digest[:12]}，数据{p.data_digest[:12]}；"
        f"程序：targetcheck {p.engine}"
        if zh
        else f"As of {p.as_of} · ruleset {p.ruleset_digest[:12]} · data {p.data_digest[:12]} · targetcheck {p.engine}"
    )
