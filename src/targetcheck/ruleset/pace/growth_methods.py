"""Settings of the methods by growth: compound annual growth so far over that required.

Layer: ruleset. Input: `pace: {method: cagr, window_years: 5}`. Output: frozen models.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Count, ExactNumber, Part
from targetcheck.ruleset.progress_method import Banded


class WithoutTarget(Part):
    """Thresholds of yearly growth without a target amount (比某年更好).

    Statistics Canada and Open SDG: 1.5 % substantial, 0.5 % moderate, 0 % limited. Eurostat: 1 %
    significant and 0 % moderate. `limit: natural` shrinks them near the limit of possible values by
    C = 1 − (base ÷ limit)^4.44: 100 % or 0 % for a share, else the end of the indicator's `range`.
    """

    on_track: ExactNumber = Decimal("0.015")
    serious: ExactNumber = Decimal("0.005")
    limit: Literal["none", "natural"] = "none"


class Growth(Banded):
    """Settings common to all ratios of compound annual growth.

    `window_years` 5 or 15 gives Eurostat's short and long term; without it growth counts from the
    baseline. `replace_zero` substitutes a base or target of zero, for which growth is undefined.
    `negative: base_sign` gives the growth of a negative series the sign of its base, as Open SDG
    does: from −10 to −5 is a rise. `needed_from` is where the required growth begins.
    """

    on_track: ExactNumber = Decimal("0.95")
    serious: ExactNumber = Decimal("0.60")
    window_years: Count | None = Field(None, ge=1)
    needed_from: Literal["window", "start", "latest"] = "window"
    min_points: Count = Field(2, ge=2)
    replace_zero: ExactNumber | None = Field(None, gt=0)
    negative: Literal["undefined", "base_sign"] = Field(
        "undefined", description="growth of a series that is negative throughout"
    )
    without_target: WithoutTarget = Field(default_factory=WithoutTarget)


class Cagr(Growth):
    """Ratio of compound annual growth, so far and required (Eurostat).

    Thresholds 0.95 and 0.60: Eurostat, *Sustainable development in the European Union*.
    """

    method: Literal["cagr"]


class OpenSdg(Growth):
    """Growth ratio with the Open SDG score from −5 to 5, 0.001 for zero, and the natural limit."""

    method: Literal["open_sdg"]
    replace_zero: ExactNumber | None = Field(Decimal("0.001"), gt=0)
    without_target: WithoutTarget = Field(default_factory=lambda: WithoutTarget(limit="natural"))


class UnChart(Growth):
    """Growth ratio in the five bands of the United Nations SDG Progress Chart.

    Thresholds 0.95, 0.50, 0.10 and −0.10; within ±`still` is stagnation. Without a target amount 1
    %, 0.5 % and 0 % a year.
    """

    method: Literal["un_chart"]
    serious: ExactNumber = Decimal("0.50")
    still: ExactNumber = Field(Decimal("0.10"), ge=0)
    without_target: WithoutTarget = Field(
        default_factory=lambda: WithoutTarget(on_track=Decimal("0.01"), serious=Decimal("0.005"))
    )
