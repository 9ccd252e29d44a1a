"""Settings of the methods without a trend: distance among peers, and a person's assessment.

Layer: ruleset. Input: `pace: {method: distance, min_peers: 8}`. Output: frozen models.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Count, Due, ExactNumber, TextField
from targetcheck.ruleset.progress_method import Banded, Method


class Distance(Banded):
    """Distance to the target in standard deviations of the peers (OECD).

    Peers are the other places of the same kind that report for the same period. The method
    describes the current position, not the trend. Thresholds 0.5 and 1.5 are this project's.
    """

    method: Literal["distance"]
    on_track: ExactNumber = Field(Decimal("0.5"), ge=0)
    serious: ExactNumber = Field(Decimal("1.5"), ge=0)
    min_peers: Count = Field(5, ge=2)


class Manual(Method):
    """A person's assessment with author, date and reason (delivery confidence, RAG)."""

    method: Literal["manual"]
    status: Literal["on_track", "at_risk"]
    author: str = Field(min_length=1)
    date: Due
    reason: str = Field(min_length=1)
    label: TextField | None = None
