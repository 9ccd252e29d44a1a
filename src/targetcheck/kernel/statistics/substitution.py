"""What samples below their detection limit leave open in a statistic.

Layer: kernel. Input: a statistic, its samples. Output: the statistic with every such sample at zero
and at its limit, and the highest of the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from targetcheck.kernel.derivation_evidence import Substitution
from targetcheck.kernel.outcome import Point

Statistic = Callable[[Sequence[Fraction]], Fraction | None]
MIXED = ("variance", "mean_change")
"""Kinds that fall with some of their values and rise with others."""


def substitution(
    kind: str,
    points: Sequence[tuple[Point, Fraction, str]],
    statistic: Statistic,
    *,
    decides: bool,
) -> Substitution | None:
    """Return what non-detects among (point, value used, name) leave open; None without any.

    `statistic` makes the figure of values in the unit of the points.
    """
    made = [_own(point, name) for point, _, name in points]
    if kind in MIXED or not any(made):
        return None
    ends = []
    for which in ("low", "high"):
        used = (
            getattr(m, which) if m else value for m, (_, value, _) in zip(made, points, strict=True)
        )
        end = statistic(list(used))
        if end is None:
            return None
        ends.append(end)
    limits = [m.limit for m in made if m and m.limit is not None]
    # A sum is of what was found: 2009/90/EC, article 5(3) counts the rest as zero.
    open_ = limits and not decides and kind != "sum"
    limit = statistic([max(limits)] * len(points)) if open_ else None
    missing = dict.fromkeys(name for m in made if m for name in m.missing)
    unbounded = any(m.unbounded for m in made if m)
    return Substitution(min(ends), max(ends), limit, tuple(missing), unbounded)


def _own(point: Point, name: str) -> Substitution | None:
    """Return what one sample leaves open."""
    if point.value is not None:
        return point.substituted
    low, limit = point.low or Fraction(0), point.high
    high, names = low if limit is None else limit, point.missing or (name,)
    return Substitution(low, high, limit, names, unbounded=limit is None)
