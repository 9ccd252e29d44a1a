"""Classes by rules over several values: the first rule whose every condition holds gives the grade.

Floor: kernel. 环办〔2011〕22号 judges a river with five or more sections so: Ⅰ–Ⅲ at least 90 %
优, at least 75 % 良好, else 劣Ⅴ below 20 % 轻度污染, below 40 % 中度污染, else 重度污染.
A rule of which a value is not known may hold or not: the grade then lies between two ranks.
"""

from __future__ import annotations

from collections.abc import Mapping

from targetcheck.kernel.outcome import Point
from targetcheck.kernel.value_vs_bound import compare
from targetcheck.plan.plan import Condition, Grading, Judge

_FULL = Judge(accept=(), compare="full")


def ranks_by_rules(spec: Grading, found: Mapping[str, Point]) -> tuple[int, int]:
    """Give the best and the worst rank that the known values allow."""
    results = [holds(rule, found) for rule in spec.rules]
    best = next((rank for rank, result in enumerate(results) if result is not False), spec.worst)
    worst = next((rank for rank, result in enumerate(results) if result), spec.worst)
    return best, worst


def holds(rule: tuple[Condition, ...], found: Mapping[str, Point]) -> bool | None:
    """Say whether every condition holds; one that does not settles it, whatever is unknown."""
    results = [
        compare(found[c.indicator], c.bound, _FULL).result if c.indicator in found else None
        for c in rule
    ]
    return False if False in results else None if None in results else True
