"""The word of an authority for a verdict: `sun`, `on track`, 良好.

Layer: verdicts. Input: VerdictData. Output: a text, or None. The words are the `labels` of the
progress method: that of its band where a pace was rated, else that of the reason. The standard
names of bands are no words of an authority and are shown in explanations only.
"""

from __future__ import annotations

from targetcheck.errors import Language
from targetcheck.verdicts.verdict_data import VerdictData

BY_REASON = ("met_early", "holding", "slipping", "unsteady", "locked")
"""Reasons that have a word of their own."""
NOTHING = ("undetermined", "not_due")


def label(answer: VerdictData, lang: Language) -> str | None:
    """Return the word of the authority whose method judged, or None if it has none."""
    outcome, check = answer.outcome, answer.outcome.check
    if outcome.pacing is not None and outcome.pacing.label is not None:
        return outcome.pacing.label.say(lang) or None
    if check is None:
        return None
    method = check.judge.pace or answer.plan.profile.pace
    word = getattr(method.labels, _key(answer), None)
    return (word.say(lang) or None) if word is not None else None


def _key(answer: VerdictData) -> str:
    """Return the name of the label of a verdict without a rated band."""
    status, reason = answer.outcome.status, answer.outcome.reason
    if reason in BY_REASON:
        return reason
    if status == "pass":
        return "met"
    if status in ("fail", "missed"):
        return "not_met"
    silent = answer.outcome.point is None or answer.outcome.compared is None
    return "no_data" if status in NOTHING and silent else ""
