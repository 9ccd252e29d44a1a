"""How the periods of a level that is to be kept stand, and which later ones were not reported.

Layer: verdicts. Input: VerdictData. Output: phrases without a full stop. One good month does not make a
level that is kept: where earlier periods missed, they are named beside the latest.
"""

from __future__ import annotations

from collections.abc import Sequence

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Outcome
from targetcheck.periods.period import Period
from targetcheck.verdicts.verdict_data import VerdictData

KEPT = ("holding", "unsteady", "slipping")
"""Reasons of levels that are to be kept, in which earlier periods are told."""
_NAMED = 6
"""Periods that a phrase names before it counts the rest."""


def kept_text(outcome: Outcome, lang: Language) -> str:
    """Return that the latest period holds and which earlier ones did not; empty where all hold."""
    misses = misses_text(outcome, lang)
    if outcome.reason != "holding" or not misses or outcome.point is None:
        return ""
    latest = outcome.point.period.text(lang)
    if lang == "zh":
        return f"最近一期（{latest}）符合要求；{misses}"
    return f"the latest period ({latest}) meets it; {misses}"


def misses_text(outcome: Outcome, lang: Language) -> str:
    """Return how many of the periods until now did not meet the requirement, and which.

    Empty for other outcomes, where all met it, and where there is one period only.
    """
    known = [each for each in outcome.periods if each.met is not None]
    missed = [each.period for each in known if not each.met]
    if outcome.reason not in KEPT or not missed or len(known) < 2:
        return ""
    if outcome.reason == "slipping" and len(missed) == 1:
        return ""  # the latest, of which the reason speaks
    span = _span([each.period for each in known], lang)
    every = len(missed) == len(known)
    if lang == "zh":
        if every:
            return f"{span}{len(known)}期均不符合要求"
        return f"{span}{len(known)}期中{len(missed)}期（{_names(missed, known[0].period, lang)}）不符合要求"
    if every:
        return f"all {len(known)} periods {span} miss the requirement"
    verb = "misses" if len(missed) == 1 else "miss"
    named = _names(missed, known[0].period, lang)
    return f"{len(missed)} of {len(known)} periods {span} {verb} the requirement ({named})"


def rule_text(verdict: VerdictData, outcome: Outcome, lang: Language) -> str:
    """Return the rule by which a level is judged before its day; empty where all periods met it."""
    if not misses_text(outcome, lang):
        return ""
    rule = verdict.plan.profile.maintain
    if lang == "zh":
        return (
            f"到期前按最近一期评判：最近一期不符合要求，或最近{rule.of_last}期中有"
            f"{rule.misses}期不符合要求的，为有风险；更早的不符合不改变结论"
        )
    return (
        "before the due date the latest period decides: at risk if it misses, or if "
        f"{rule.misses} of the last {rule.of_last} do; earlier misses do not change the verdict"
    )


def silence_text(verdict: VerdictData, lang: Language) -> str:
    """Return which periods after the value were reported as blank; empty without any."""
    periods = [one.period for one in verdict.silent_since if one.period is not None]
    if not periods:
        return ""
    if lang == "zh":
        return f"其后{len(periods)}期（{_names(periods, None, lang)}）缺报"
    later = "period is" if len(periods) == 1 else "periods are"
    return f"{len(periods)} later {later} reported without a value ({_names(periods, None, lang)})"


def _span(periods: Sequence[Period], lang: Language) -> str:
    """Return the time from the first period to the last."""
    first, last = periods[0], periods[-1]
    if lang == "en":
        return f"from {first.text('en')} to {last.text('en')}"
    if first.start.year == last.start.year and first.frequency == last.frequency == "month":
        return f"{first.start.year}年{first.start.month}—{last.start.month}月"
    return f"{first.text('zh')}至{last.text('zh')}"


def _names(periods: Sequence[Period], first: Period | None, lang: Language) -> str:
    """Return periods by name, of many the last ones; the year where it is another than before."""
    shown, left = periods[-_NAMED:], len(periods) - _NAMED
    if lang == "en":
        told = ", ".join(period.text("en") for period in shown)
        return f"the last: {told}" if left > 0 else told
    year = 0
    if first is not None and periods[-1].start.year == first.start.year:
        year = first.start.year  # which the span names
    names = []
    for period in shown:
        names.append(_short(period, year))
        year = period.start.year
    return f"最近为{'、'.join(names)}" if left > 0 else "、".join(names)


def _short(period: Period, year: int) -> str:
    """Return a period in Chinese, without its year where that was just named."""
    text = period.text("zh")
    alone = period.frequency == "year" or period.start.year != year
    return text if alone else text.removeprefix(f"{year}年")
