"""Evidence of derived values: samples, intermediate values, items of a class, what stands for what.

Layer: kernel. A `Point` carries them where its value is made of others. Codes only, no wording.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from targetcheck.periods.period import Period
from targetcheck.plan.bound import Bound
from targetcheck.ruleset.fields.plain_values import Text, Window


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A period with fewer valid samples than its rule requires; `rule` names the rule."""

    rule: str
    period: Period
    have: int
    need: Fraction


@dataclass(frozen=True, slots=True)
class Sampled:
    """Derivation of a statistic.

    `raw` is the statistic without exclusions, `exact` the one before its own rounding. `values` are
    the samples of a mean, or of the percentile `p`, in the unit of the statistic.
    """

    kind: str
    samples: int
    non_detects: int = 0
    exact: Fraction | None = None
    raw: Fraction | None = None
    values: tuple[Fraction, ...] = ()
    p: Fraction | None = None
    excluded: int = 0
    reasons: tuple[Text, ...] = ()
    short: tuple[Shortfall, ...] = ()
    so_far: bool = False
    order: Fraction | None = None
    """95 of a 95th percentile, 4 of a fourth highest, 3 of three years"""
    parts: int = 0
    """number of indicators or places of which `samples` have a value; 0 for one over time"""
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """One item of a computed class: its value as evaluated and its interval of ranks."""

    indicator: str
    value: Fraction | None
    best: int
    worst: int
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """An intermediate value of a value computed from other indicators."""

    indicator: str
    period: Period
    value: Fraction
    place: str = ""
    """the place that it is from, if another"""
    limit: bool = False
    """whether it is a limit that a rule compared with"""


@dataclass(frozen=True, slots=True)
class Substitution:
    """What values below a detection limit leave open in a figure that values in their place made.

    `low` to `high`: the figure with each of them at zero and at its limit. `limit`: the highest of
    their limits; None if the ruleset lets the values in their place decide. `missing` names them.
    `unbounded`: an end is not known, as where one of them is a denominator.
    """

    low: Fraction
    high: Fraction
    limit: Fraction | None = None
    missing: tuple[str, ...] = ()
    unbounded: bool = False

    def scaled(self, factor: Fraction) -> Substitution:
        """Return it in another unit."""
        limit = None if self.limit is None else self.limit * factor
        return replace(self, low=self.low * factor, high=self.high * factor, limit=limit)
