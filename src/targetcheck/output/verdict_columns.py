"""A verdict as texts for the cells of a table.

Layer: output. Input: a Verdict. Output: `VerdictColumns`, used by the terminal table and Markdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Pacing
from targetcheck.output.text_grid import NOTHING
from targetcheck.printable_text import printable
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.rounding import magnitude, round_decimals
from targetcheck.verdicts.code_terms import CAUSE, FLAG, STATUS, SYMBOL, Words, word
from targetcheck.verdicts.method_terms import METHOD
from targetcheck.verdicts.progress_text import ratio_percent, ratio_text
from targetcheck.verdicts.requirement_text import as_reported, has_unit, point_text
from targetcheck.verdicts.sentences.amount_text import amount, whole
from targetcheck.verdicts.sentences.verdict_sentence import authority_note, demanded, reason_said
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import CAUSES, OUTSIDE, excuse_text

RATIO: Words = {
    "schedule": ("序时", "schedule ratio"),
    "cagr": ("增速比", "growth ratio"),
    "open_sdg": ("增速比", "growth ratio"),
    "un_chart": ("增速比", "growth ratio"),
    "linear_rate": ("速度比", "rate ratio"),
    "burn": ("用量与时间之比", "used/time"),
}
"""Names of the methods' ratios in a cell; other methods use their own name."""
_COUNTED = {
    "data": ("lacks data", "lack data"),
    "judgement": ("needs judgement", "need judgement"),
    "conflict": ("has contradictory data", "have contradictory data"),
}
JOINT = " · "
"""Separator of counts by status."""
_OPENINGS = ("it is ", "the requirement is ")
"""Openings of a reason that are dropped in a cell."""
_ENOUGH = 4
"""Significant digits of a margin in a table; frame, CSV and JSON have it exactly."""

HEADS: Mapping[str, tuple[str, str]] = {
    "status": ("结论", "Status"),
    "title": ("目标", "Target"),
    "place": ("地区", "Place"),
    "due": ("时限", "Due"),
    "value": ("报送值", "Value"),
    "required": ("要求", "Required"),
    "margin": ("差距、进度", "Margin / pace"),
    "reason": ("判定理由", "Reason"),
    "clause": ("依据条款", "Clause"),
}


@dataclass(frozen=True, slots=True)
class VerdictColumns:
    """The texts of a verdict, one for each column."""

    status: str
    title: str
    place: str
    due: str
    value: str
    required: str
    margin: str
    reason: str
    clause: str


def cells(verdict: Verdict, lang: Language, *, brief: bool = False) -> VerdictColumns:
    """Return the texts of a verdict; `brief`: the reason without its flags."""
    return VerdictColumns(
        status=printable(status_cell_text(verdict, lang)),
        title=printable(verdict.title(lang)),
        place=printable(verdict.place_name(lang)),
        due=verdict.due.isoformat(),
        value=printable(value_text(verdict, lang)),
        required=printable(demanded(verdict, lang)),
        margin=printable(margin_text(verdict, lang)),
        reason=printable(reason_text(verdict, lang, brief=brief)),
        clause=printable(verdict.clauses) or NOTHING,
    )


def status_text(status: str, lang: Language) -> str:
    """Return a status as its symbol and word, readable without colour."""
    return f"{SYMBOL[status]} {word(STATUS, status, lang)}"


def status_cell_text(verdict: Verdict, lang: Language) -> str:
    """Return the status of a verdict as its symbol and word, with the authority's word if any."""
    return _bracketed(status_text(verdict.status, lang), authority_note(verdict, lang), lang)


def value_text(verdict: Verdict, lang: Language) -> str:
    """Return the observed value with unit and counts; a deliverable with its date."""
    point, check = verdict.outcome.point, verdict.outcome.check
    if point is None or check is None:
        return NOTHING
    if point.completed is not None and check.kind == "done":
        return _bracketed(point_text(point, check, lang), str(point.completed), lang)
    if point.value is None or check.scale is not None or check.kind == "done":
        return point_text(point, check, lang)
    text = amount(point.value, verdict.outcome, lang)
    if check.measure.kind == "rank":
        return f"第{text}位" if lang == "zh" else f"rank {text}"
    if point.counts is not None:
        return _bracketed(text, f"{whole(point.counts[0])}/{whole(point.counts[1])}", lang)
    reported = _in_other_unit(verdict, lang)
    return _bracketed(text, "" if reported == text else reported, lang)


def _bracketed(text: str, more: str, lang: Language) -> str:
    if not more:
        return text
    return f"{text}（{more}）" if lang == "zh" else f"{text} ({more})"


def _in_other_unit(verdict: Verdict, lang: Language) -> str:
    """Return a value that was reported in another unit than that of the clause."""
    observations = verdict.outcome.point.observations if verdict.outcome.point is not None else ()
    if len(observations) != 1 or observations[0].unit in (None, verdict.unit):
        return ""
    return "" if has_unit(observations[0].text) else as_reported(observations[0], lang)


def margin_text(verdict: Verdict, lang: Language) -> str:
    """Return the signed margin; before the due date also the ratio of the progress method."""
    parts = [_distance(verdict, lang), _pace(verdict, lang)]
    return ("，" if lang == "zh" else "; ").join(part for part in parts if part) or NOTHING


OWN_READING = "†"
"""Mark of verdicts that rest on the author's interpretation, explained once next to the table."""


def reason_text(
    verdict: Verdict, lang: Language, *, alone: bool = False, brief: bool = False
) -> str:
    """Return the reason, with flags in brackets.

    `alone`: spell out every flag, since there is no table legend. `brief`: leave the flags out.
    """
    reason = reason_said(verdict, lang)
    for opening in _OPENINGS:
        reason = reason.removeprefix(opening)
    marked = "own_reading" in verdict.flags and not alone
    reason += f" {OWN_READING}" if marked else ""
    flags = (flag for flag in verdict.flags if alone or flag != "own_reading")
    known = [word(FLAG, flag, lang) for flag in flags]
    if not known or brief:
        return reason
    return f"{reason}（{'；'.join(known)}）" if lang == "zh" else f"{reason} ({'; '.join(known)})"


def counts_text(
    summary: Mapping[str, int],
    lang: Language,
    causes: Mapping[str, int] | None = None,
    excused: Mapping[str, int] | None = None,
) -> str:
    """Return counts by status in one line; zero counts are omitted.

    `causes`: why verdicts are undetermined, counted apart behind their number. `excused`: why
    nothing was reported, of those that are not applicable for that.
    """
    zh = lang == "zh"
    told = [
        f"{SYMBOL[s]} {word(STATUS, s, lang)}{n}"
        if zh
        else f"{SYMBOL[s]} {n} {word(STATUS, s, lang)}"
        for s, n in summary.items()
        if n and s in SYMBOL
    ]
    split = causes_text(causes or {}, lang)
    told = [text + split * text.startswith(SYMBOL["undetermined"]) for text in told]
    silent = _excused_text(excused or {}, lang)
    told = [text + silent * text.startswith(SYMBOL["not_applicable"]) for text in told]
    if outside := summary.get(OUTSIDE):
        said = word(FLAG, OUTSIDE, lang)
        told.append(f"{said}{outside}" if zh else f"{outside} {said}")
    return JOINT.join(told) or ("没有评判项" if zh else "no verdicts")


def causes_text(causes: Mapping[str, int], lang: Language) -> str:
    """Return in brackets how many verdicts are undetermined for which cause; empty if none is."""
    known = [(cause, n) for cause, n in causes.items() if n]
    if not known:
        return ""
    if lang == "zh":
        return f"（{'，'.join(f'{word(CAUSE, cause, lang)}{n}' for cause, n in known)}）"
    return f" ({', '.join(f'{n} {_COUNTED[cause][n != 1]}' for cause, n in known)})"


def _excused_text(excused: Mapping[str, int], lang: Language) -> str:
    """Return in brackets how many verdicts are excused for which reason; empty if none is."""
    if not excused:
        return ""
    if lang == "zh":
        return f"（{'，'.join(f'{said}{n}' for said, n in excused.items())}）"
    return f" ({', '.join(f'{n} {said}' for said, n in excused.items())})"


def excused_of(verdicts: Iterable[Verdict], lang: Language) -> dict[str, int]:
    """Return how many verdicts are not applicable for each stated reason, in words.

    What is excused and not due yet stands among those not due.
    """
    excused = (v for v in verdicts if v.status == "not_applicable" and not v.outside_scope)
    return dict(sorted(Counter(filter(None, (excuse_text(v, lang) for v in excused))).items()))


def causes_of(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return how many verdicts are undetermined for each cause, in the order of CAUSES."""
    counts = Counter(verdict.cause for verdict in verdicts if not verdict.outside_scope)
    return {cause: counts[cause] for cause in CAUSES}


def _distance(verdict: Verdict, lang: Language) -> str:
    margin, unit, check = verdict.margin, verdict.unit, verdict.outcome.check
    if margin is None or check is None or check.scale is not None or check.kind == "done":
        return ""
    if lang == "zh":
        return _chinese_distance(verdict)
    sign = "+" if margin > 0 else ""
    if check.unit is not None and check.unit.kind == "share" and verdict.outcome.margin is not None:
        points = short_number(verdict.outcome.margin * check.unit.factor * 100)
        return f"{sign}{points} pp"
    number = short_number(margin)
    return sign + (unit.after(number, lang) if unit is not None and unit.label(lang) else number)


def _chinese_distance(verdict: Verdict) -> str:
    """Return the margin in words: 超, 差, 余 or 超限, and 持平 on the limit."""
    outcome, unit, margin = verdict.outcome, verdict.unit, verdict.margin
    bound, point, check = outcome.bound, outcome.point, outcome.check
    assert margin is not None
    if bound is None or point is None or point.value is None or check is None:
        return ""
    if not margin:
        return "持平"
    if check.unit is not None and check.unit.kind == "share" and outcome.margin is not None:
        size = f"{short_number(abs(outcome.margin) * check.unit.factor * 100)}个百分点"
    else:
        size = short_number(abs(margin))
        size = unit.after(size, "zh") if unit is not None and unit.label("zh") else size
    if check.measure.kind == "rank":
        return f"{'领先' if margin > 0 else '差'}{short_number(abs(margin))}位"
    low = bound.low is not None and (bound.high is None or point.value < bound.low)
    if bound.low is not None and bound.high is not None and margin > 0:
        return f"在范围内，余{size}"
    if low:
        return f"{'超' if margin > 0 else '差'}{size}"
    return f"{'余' if margin > 0 else '超限'}{size}"


def _pace(verdict: Verdict, lang: Language) -> str:
    pace = verdict.outcome.pacing
    return ratio_of(pace, lang) if pace is not None else ""


def ratio_of(pace: Pacing, lang: Language) -> str:
    """Return the ratio that a method compares with its thresholds, with the method's name."""
    if pace.ratio is None:
        return ""
    names = RATIO if pace.method in RATIO else METHOD
    if lang == "zh":
        schedule = pace.method == "schedule"
        ratio = ratio_percent(pace.ratio) if schedule else ratio_text(pace.ratio)
        return f"{word(names, pace.method, lang)}{ratio}"
    return f"{word(names, pace.method, lang)} {ratio_text(pace.ratio)}"


def method_name(verdict: Verdict, lang: Language) -> str | None:
    """Return the name of the method that assessed progress, or None."""
    pace = verdict.outcome.pacing
    return word(METHOD, pace.method, lang) if pace is not None else None


def short_number(value: Fraction) -> str:
    """Return a number to four significant digits; integer digits are never rounded."""
    if value == 0:
        return "0"
    digits = max(0, _ENOUGH - 1 - magnitude(value))
    text = number_text(round_decimals(value, digits, "half_even"), digits)
    return text.rstrip("0").rstrip(".") if "." in text else text
