"""What a reader must know of a verdict before using it: made-up reports, the ruleset's own reading.

Floor: verdicts. Comes in: an Answer or a Fact. Goes out: plain texts and yes or no.
"""

from __future__ import annotations

import re

from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Fact
from targetcheck.verdicts.verdict_data import Answer

_MADE_UP = re.compile(r"示例|虚拟数据|illustrative|not published", re.IGNORECASE)


def made_up(fact: Fact) -> bool:
    """Say whether a report calls itself illustrative, in its source or its note."""
    return bool(_MADE_UP.search(fact.source) or _MADE_UP.search(fact.note))


def illustrative(answer: Answer) -> bool:
    """Say whether any report that a verdict rests on calls itself illustrative."""
    return any(made_up(fact) for fact in answer.observations)


def own_reading(answer: Answer) -> str | None:
    """Give how the ruleset reads words that leave a figure, a date or a scope open, or None."""
    return "; ".join(dict.fromkeys(_readings(answer.outcome))) or None


def _readings(outcome: Outcome) -> list[str]:
    check = outcome.check
    own = [check.own_reading] if check is not None and check.own_reading else []
    return own + [text for part in outcome.parts for text in _readings(part)]
