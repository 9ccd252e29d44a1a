"""Figures made of members, and figures made of a change over time.

Floor: model. Both are declared at an indicator, so that whatever takes an indicator (a class, a
formula, a score, a requirement) can take a share of sections or its change since last year.
"""

from __future__ import annotations

from pydantic import Field

from targetcheck.model.part import Part, PeriodLabel
from targetcheck.model.requirement import Compare


class Members(Part):
    """The places below that satisfy every condition: their share, or of a count their number.

    All of them must be known for the same period; one that is not leaves the figure between two
    ends. 环办〔2011〕22号 judges a river by its share of sections of class Ⅰ–Ⅲ.
    """

    across: str = Field(description="kind of place or group; its members that lie in the place")
    where: dict[str, Compare] = Field(
        description="what a member must satisfy to be counted", min_length=1
    )


class ChangeOf(Part):
    """How much an indicator has changed: y − y₀, or (y − y₀) ÷ y₀ in percent.

    Shares change in percentage points, classes in grades, where one grade better is 1.
    """

    of: str
    since: PeriodLabel = Field(
        alias="from", description="a period, `previous_year` or `previous_period`"
    )
    relative: bool = Field(False, description="in percent of what it was")
