"""Figures made of members, and figures made of a change over time.

Floor: model. Both are declared at an indicator, so that whatever takes an indicator (a class, a
formula, a score, a requirement) can take a share of sections or its change since last year.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.fields.field_types import RELATIVE, Part, PeriodLabel, refuse
from targetcheck.ruleset.requirement_tree import Compare


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
    yearly: bool = Field(
        False, description="年均: the change in percent a year that compounds to it, since a period"
    )

    @model_validator(mode="after")
    def _since_a_period(self) -> ChangeOf:
        if self.yearly and (not self.relative or self.since in RELATIVE):
            raise refuse(
                Diagnostic(
                    "change-yearly",
                    "a yearly change is `relative`, and counts from a period such as 2020",
                    "年均变化须写 relative: true，并从确定的时期（如 2020）算起",
                    "write `{of: …, from: 2020, relative: true, yearly: true}`",
                    "写作 {of: …, from: 2020, relative: true, yearly: true}",
                )
            )
        return self
