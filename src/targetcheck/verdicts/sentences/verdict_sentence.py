"""One verdict as a sentence: requirement, reported value, difference, progress, conclusion.

Layer: verdicts. Input: VerdictData. Output: a sentence in Chinese or English, with the flags that
qualify it in brackets after the conclusion.
"""

from __future__ import annotations

from datetime import date

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Check
from targetcheck.verdicts.code_terms import CAUSE, FLAG, REASON, STATUS, STRENGTH, Words, word
from targetcheck.verdicts.progress_text import pace_phrase
from targetcheck.verdicts.requirement_text import condition_text, requirement_text, with_mode
from targetcheck.verdicts.sentences import chinese_phrases as chinese
from targetcheck.verdicts.sentences import english_phrases as english
from targetcheck.verdicts.sentences.kept_periods import kept_text, misses_text, silence_text
from targetcheck.verdicts.sentences.place_and_title import named_alone, subject_name
from targetcheck.verdicts.time_terms import missing_when
from targetcheck.verdicts.verdict_data import VerdictData, authority_word

_BASELINE: Words = {
    "undeclared": (
        "未规定起点值，暂不评进度",
        "the ruleset declares no baseline, so progress is not assessed",
    ),
    "not_positive": (
        "基期值不大于零，不能计算相对变化",
        "the baseline is not above zero, so a change in percent is undefined",
    ),
}
_ONLY_SET_ASIDE: Words = {
    "no_data": ("所报数据均未采用", "what was reported was set aside"),
    "overdue_report": ("已到期，所报数据均未采用", "due, and what was reported was set aside"),
}
"""Reasons without any value, where values were reported and set aside."""
_SAID = frozenset(
    "met not_met on_schedule behind_schedule far_behind_schedule not_done_yet worse_than_required"
    " no_data holding slipping moving_away".split()
)
"""Reasons that the value beside its requirement or its schedule already shows, in Chinese."""
_UNSPOKEN = frozenset({"derived", "summed", "met_late"})
"""Flags that a sentence omits: how a value was made, and lateness, which is said in days."""


def sentence(verdict: VerdictData, lang: Language) -> str:
    """Return the verdict in one or two sentences."""
    if lang == "zh":
        body = "；".join(part for part in _chinese(verdict) if part)
        return f"{subject(verdict, 'zh')}：{body}。{_conclusion(verdict, 'zh')}。"
    body = "; ".join(part for part in _english(verdict) if part)
    return f"{subject(verdict, 'en')}: {body}. Verdict: {_conclusion(verdict, 'en')}."


def subject(verdict: VerdictData, lang: Language) -> str:
    """Return place and target title as one name, in which nothing is said twice."""
    places = verdict.plan.ruleset.all_places()
    place = places.get(verdict.place)
    if type(verdict.spec.place) is not str and place is not None and place.say(lang):
        others = (other.say(lang) for other in places.values())
        alone = named_alone(place.say(lang), verdict.title(lang), others, lang)
        if alone:
            return alone
    one = place is not None and place.within is not None and place.kind not in ("city", "province")
    return subject_name(verdict.place_name(lang), verdict.title(lang), lang, one_of_many=one)


def requirement(verdict: VerdictData, lang: Language) -> str:
    """Return the requirement as text, with the mode (reach or sustain)."""
    text = requirement_text(verdict.question.tree, verdict.plan, lang)
    return with_mode(text, verdict.question.mode, lang)


def demanded(verdict: VerdictData, lang: Language) -> str:
    """Return the requirement as text; of what is only striven for, with that word."""
    text = requirement(verdict, lang)
    if lang == "zh":
        return f"力争{text}" if chinese.striven_for(verdict) and text else text
    word_ = word(STRENGTH, "aspirational", "en")
    return f"{text} ({word_})" if verdict.strength == "aspirational" else text


def reason_of(outcome: Outcome, lang: Language) -> str:
    """Return the reason as text; for a baseline, whether it is undeclared, unobserved or undefined."""
    if outcome.reason == "no_baseline" and outcome.base is not None:
        return word(_BASELINE, "not_positive", lang)
    if outcome.reason == "no_baseline" and outcome.check is not None and not outcome.missing:
        return word(_BASELINE, "undeclared", lang)
    if kept := kept_text(outcome, lang):
        return kept
    before = outcome.reason == "no_data" and outcome.point is not None
    told = word(REASON, "no_data_since" if before else outcome.reason, lang)
    if misses := misses_text(outcome, lang):
        return f"{told}；{misses}" if lang == "zh" else f"{told}; {misses}"
    return told


def reason_said(verdict: VerdictData, lang: Language) -> str:
    """Return the reason of a verdict as text; where all reported values were set aside, that."""
    if verdict.only_set_aside:
        return word(_ONLY_SET_ASIDE, verdict.outcome.reason, lang)
    told = (reason_of(verdict.outcome, lang), silence_text(verdict, lang))
    return ("；" if lang == "zh" else "; ").join(part for part in told if part)


def _chinese(verdict: VerdictData) -> list[str]:
    outcome = verdict.outcome
    asked = chinese.demanded(verdict)
    done = isinstance(verdict.question.tree, Check) and verdict.question.tree.kind == "done"
    head = asked if done else f"截至{chinese.day(verdict.due)}{asked}"
    if verdict.judged_by_person:
        return [head, chinese.found(verdict)]
    if outcome.point is None and not outcome.parts:
        return [head, _chinese_silence(verdict)]
    told = [_on_the_day(chinese.found(verdict), verdict.due, outcome), chinese.compared(verdict)]
    return [
        head,
        "，".join(part for part in told if part),
        _chinese_reason(verdict),
        _pace(verdict),
        silence_text(verdict, "zh"),
    ]


def _on_the_day(found: str, due: date, outcome: Outcome) -> str:
    """Replace the day of a value by 实际 where it is the day just named."""
    return found.replace(f"{chinese.day(due)}为", "实际为", 1) if outcome.point else found


def _chinese_silence(verdict: VerdictData) -> str:
    """Return what is said of a verdict without any value."""
    outcome, as_of = verdict.outcome, verdict.provenance.as_of
    start = verdict.question.start
    if outcome.reason == "before_start" and start is not None:
        return f"考核期自{chinese.day(start)}起，尚未进入考核期"
    if outcome.reason in ("no_data", "overdue_report") and verdict.due <= as_of:
        told = "所报数据均未采用" if verdict.only_set_aside else "尚未报送"
        return f"应报送{_missing_period(verdict)}数据，{told}"
    if outcome.reason == "condition_unknown":
        return _open_condition(verdict)
    return reason_said(verdict, "zh")


def _open_condition(verdict: VerdictData) -> str:
    """Return which condition of a target is not known to hold."""
    for each in verdict.outcome.conditions:
        if each.result is None:
            condition = each.condition
            text = condition_text(
                condition.indicator,
                condition.bound,
                verdict.plan,
                "zh",
                condition.moving,
                verdict.place,
            )
            return f"是否符合“{text}”尚无数据，不能确定本目标是否适用"
    return reason_of(verdict.outcome, "zh")


def _missing_period(verdict: VerdictData) -> str:
    """Return the period of the datum that a verdict waits for, else its due date."""
    question = verdict.question
    if question.recurring and question.start is not None:
        return chinese.period(Period(question.start, question.due))
    label = verdict.outcome.missing[0].partition(" ")[2] if verdict.outcome.missing else ""
    when = missing_when(label, verdict.due, "zh", chinese.period)
    return when or f"截至{chinese.day(verdict.due)}的"


def _chinese_reason(verdict: VerdictData) -> str:
    outcome = verdict.outcome
    code = outcome.reason
    if code == "overdue_report":
        return f"已到期，未报送截至{chinese.day(verdict.due)}的数据"
    if code == "lapsed":
        return f"按“各期均须达到”的规定，本目标判为{word(STATUS, outcome.status, 'zh')}"
    if code == "excused":
        return ""
    if code == "no_data" and outcome.point is not None:
        return reason_of(outcome, "zh")
    if code in _SAID and (
        chinese.compared(verdict) or outcome.pacing is not None or _done(outcome)
    ):
        return kept_text(outcome, "zh") or misses_text(outcome, "zh")
    return reason_of(outcome, "zh")


def _done(outcome: Outcome) -> bool:
    return outcome.check is not None and outcome.check.kind == "done"


def _pace(verdict: VerdictData) -> str:
    """Return the progress in Chinese, and how it stands to the schedule."""
    text, pace = chinese.paced(verdict), verdict.outcome.pacing
    if not text or pace is None or pace.method != "schedule":
        return text
    if verdict.reason == "on_schedule":
        ahead = pace.ratio is not None and pace.ratio > 1
        return f"{text}，{'快于' if ahead else '符合'}序时进度"
    return f"{text}，严重落后" if verdict.reason == "far_behind_schedule" else text


def _english(verdict: VerdictData) -> list[str]:
    outcome = verdict.outcome
    asked = f"{demanded(verdict, 'en')} by {verdict.due}"
    if verdict.judged_by_person:
        return [asked, english.found(verdict)]
    point, check = outcome.point, outcome.check
    if point is None or check is None:
        return [asked, reason_said(verdict, "en")]
    if check.kind == "done" and not outcome.parts:
        told = english.found(verdict)
        said = (
            "" if outcome.reason in ("met", "not_met", "not_done_yet") else reason_of(outcome, "en")
        )
        return [asked, told, said]
    value = f"{point.period.text('en')}: {english.value(outcome)}"
    compared = english.compared(verdict)
    plain = (outcome.reason in ("met", "not_met") and compared) or outcome.reason == "excused"
    return [
        asked,
        ", ".join(part for part in (value, compared) if part),
        "" if plain else reason_of(outcome, "en"),
        pace_phrase(outcome, "en"),
        silence_text(verdict, "en"),
    ]


def _conclusion(verdict: VerdictData, lang: Language) -> str:
    """Return the status; in brackets the authority's word, the cause, the flags that qualify it."""
    zh = lang == "zh"
    told = word(STATUS, verdict.status, lang)
    if zh and _done(verdict.outcome) and verdict.status in ("pass", "fail"):
        told = "按期完成" if verdict.status == "pass" else "未按期完成"
    notes = [text for text in (authority_note(verdict, lang),) if text]
    if verdict.cause is not None and verdict.reason != "needs_judgement":
        notes.append(word(CAUSE, verdict.cause, lang))
    if verdict.status == "missed" and zh:
        notes.append(f"{word(STRENGTH, verdict.strength, lang)}，不计未达标")
    unspoken = _UNSPOKEN | ({"judged_by_person"} if verdict.judged_by_person else set())
    notes += [_note(verdict, flag, lang) for flag in verdict.flags if flag not in unspoken]
    if not notes:
        return told
    return f"{told}（{'；'.join(notes)}）" if zh else f"{told} ({'; '.join(notes)})"


def authority_note(verdict: VerdictData, lang: Language) -> str:
    """Return the authority's word for a verdict; empty without one, or if it repeats the status."""
    said = authority_word(verdict, lang) or ""
    return "" if said.casefold() == word(STATUS, verdict.status, lang).casefold() else said


def _note(verdict: VerdictData, flag: str, lang: Language) -> str:
    """Return a flag as text; a waiver and a person's judgement with their author."""
    zh, waiver, override = lang == "zh", verdict.waiver, verdict.override
    if flag == "waived" and waiver is not None:
        return f"经{waiver.approver}批准免予考核" if zh else f"waived by {waiver.approver}"
    if flag == "overridden" and override is not None:
        status = word(STATUS, override.status, lang)
        return (
            f"经{override.author}评定为{status}" if zh else f"judged {status} by {override.author}"
        )
    return word(FLAG, flag, lang)
