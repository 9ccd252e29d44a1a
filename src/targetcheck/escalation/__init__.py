"""Escalation: consequences of verdicts, as ladders and as conclusions over several targets.

Layer: escalation, a sibling of output and ledger. Input: verdicts of successive periods, from
Results or a ledger. Output: due steps, their subjects and reasons. Importing it loads no other
library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from targetcheck.escalation.escalation_record import Drawn, Escalated, LadderPosition, Turn
    from targetcheck.escalation.escalation_run import days_of, escalate
    from targetcheck.escalation.target_standings import Standing, from_data, from_rows

__all__ = [
    "Drawn",
    "Escalated",
    "LadderPosition",
    "Standing",
    "Turn",
    "days_of",
    "escalate",
    "from_data",
    "from_rows",
]

_HOMES = {
    "Drawn": "escalation_record",
    "Escalated": "escalation_record",
    "LadderPosition": "escalation_record",
    "Standing": "target_standings",
    "Turn": "escalation_record",
    "days_of": "escalation_run",
    "escalate": "escalation_run",
    "from_data": "target_standings",
    "from_rows": "target_standings",
}


def __getattr__(name: str) -> object:
    """Load a name from its module when it is first used."""
    if name not in _HOMES:
        message = f"module 'targetcheck.escalation' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(f"targetcheck.escalation.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
