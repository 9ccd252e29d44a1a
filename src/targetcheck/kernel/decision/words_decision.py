"""Outcome of a target without a number: a person's judgement decides it.

Layer: kernel. Input: a check of words. Output: an Outcome with the flag `judged_by_person`. On or
after the due date only a final word decides; that it was on track or at risk earlier says nothing.
"""

from __future__ import annotations

from targetcheck.kernel.decision.after_due_date import answer, latest
from targetcheck.kernel.decision.check_case import CheckCase
from targetcheck.kernel.outcome import Outcome

INTERIM = ("on_track", "at_risk")


def decide_words(case: CheckCase) -> Outcome:
    """Return the newest judgement of the target instance; undetermined without one."""
    judgement = case.view.judgement(case.question)
    if judgement is None or (case.is_due and judgement.word in INTERIM):
        return answer(case, "undetermined", "needs_judgement", latest(case))
    return answer(case, judgement.word, "person_judged", latest(case), flags=("judged_by_person",))
