"""Comparison of two requirements by stringency.

Layer: authoring. Input: trees of checks. Output: a `Relation`; no wording.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Check, Fold, Measure

Relation = Literal["same", "stricter", "looser", "changed"]
Tree = Check | Fold


def relation(old: Tree, new: Tree) -> Relation:
    """Return how a requirement changed; `stricter` if everything that satisfies it did so before."""
    if isinstance(old, Fold) and isinstance(new, Fold):
        return _folds(old, new)
    if isinstance(new, Fold):
        assert isinstance(old, Check)
        return _joined(new, old, more="looser" if new.kind == "any" else "stricter")
    if isinstance(old, Fold):
        return _joined(old, new, more="stricter" if old.kind == "any" else "looser")
    return _checks(old, new)


def _joined(fold: Fold, check: Check, more: Relation) -> Relation:
    """Return the relation when a fold replaces, or is replaced by, one of its parts."""
    held = any(relation(part, check) == "same" for part in fold.parts)
    return more if held else "changed"


def _folds(old: Fold, new: Fold) -> Relation:
    if old.kind != new.kind:
        return "changed"
    if len(old.parts) == len(new.parts):
        pairs = zip(old.parts, new.parts, strict=True)
        found = {relation(a, b) for a, b in pairs} - {"same"}
        return "same" if not found else found.pop() if len(found) == 1 else "changed"
    longer = len(new.parts) > len(old.parts)
    few, many = (old.parts, new.parts) if longer else (new.parts, old.parts)
    kept = all(any(relation(a, b) == "same" for b in many) for a in few)
    if not kept:
        return "changed"
    return "stricter" if longer is (new.kind == "all") else "looser"


def _checks(old: Check, new: Check) -> Relation:
    measures = _measures(old.measure, new.measure)
    alike = (old.kind, old.scale, old.unit, old.better) == (
        new.kind,
        new.scale,
        new.unit,
        new.better,
    )
    if not alike or measures is None or old.judge != new.judge or old.change != new.change:
        return "changed"
    if old.kind == "words":
        return "same" if old.words == new.words else "changed"
    if old.kind == "limit":
        return "same" if old.limits == new.limits else "changed"
    if old.moving != new.moving:
        return "changed"
    if old.bound is None or new.bound is None:
        return "same" if old.bound == new.bound else "changed"
    found = {measures, bounds(old.bound, new.bound)} - {"same"}
    return "same" if not found else found.pop() if len(found) == 1 else "changed"


def _measures(old: Measure, new: Measure) -> Relation | None:
    """Compare the measures, ignoring place and start; conditions on members may get stricter or looser."""
    plain = [replace(m, place="", where=(), start=None) for m in (old, new)]
    if plain[0] != plain[1]:
        return None
    if [c.indicator for c in old.where] != [c.indicator for c in new.where]:
        return None
    if [(c.moving, c.bound.end) for c in old.where] != [(c.moving, c.bound.end) for c in new.where]:
        return None
    pairs = zip(old.where, new.where, strict=True)
    found = {bounds(a.bound, b.bound) for a, b in pairs} - {"same"}
    return "same" if not found else found.pop() if len(found) == 1 else "changed"


def bounds(old: Bound, new: Bound) -> Relation:
    """Return how a bound changed: `stricter` if the new one is a subset of the old one."""
    if old.end != new.end:
        return "changed"
    inside, outside = _within(new, old), _within(old, new)
    if inside and outside:
        return "same"
    return "stricter" if inside else "looser" if outside else "changed"


def _within(inner: Bound, outer: Bound) -> bool:
    low = outer.low is None or (
        inner.low is not None
        and (
            inner.low > outer.low
            or (inner.low == outer.low and (inner.low_open or not outer.low_open))
        )
    )
    high = outer.high is None or (
        inner.high is not None
        and (
            inner.high < outer.high
            or (inner.high == outer.high and (inner.high_open or not outer.high_open))
        )
    )
    return low and high
