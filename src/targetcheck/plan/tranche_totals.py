"""Place of the total of a target whose tranches are set by place.

Layer: plan. Input: a target, the places that it binds. Output: where its total is evaluated, and
the places that it sums. The total of several places binds none of them alone. It is evaluated at
the place that contains them all, by that place's own observation, else by the sum of theirs. If the
amounts of every place add up to the total, it is the total of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.plan.bound_from_comparison import in_unit
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.requirement_tree import leaves

if TYPE_CHECKING:
    from targetcheck.quantities.unit import Unit
    from targetcheck.ruleset.target import Target


@dataclass(frozen=True, slots=True)
class JointTotal:
    """Where a total is evaluated: `at` some bound places, or of `members` at the place above them.

    `at` is empty if the places have no common parent; the total is then not evaluated.
    """

    at: tuple[str, ...]
    members: tuple[str, ...] = ()


def joint_total(
    target: Target, places: Sequence[str], tree: PlaceTree, unit: Unit | None
) -> JointTotal | None:
    """Return where the total of tranches by place is evaluated; None if it binds each place."""
    amounts: dict[str, Fraction] = {}
    for place, _, amount in target.tranche_amounts():
        if place is None:
            return None
        amounts[place] = amounts.get(place, Fraction(0)) + in_unit(amount, unit)
    named = tuple(dict.fromkeys((*places, *amounts)))
    if not amounts or len(named) < 2 or target.every or _is_of_each(target, amounts, unit):
        return None
    holding = [p for p in places if p not in amounts and all(tree.inside(q, p) for q in amounts)]
    if holding:
        return JointTotal(tuple(holding))
    above = tree.above(named)
    return JointTotal((above,), named) if above is not None else JointTotal(())


def _is_of_each(target: Target, amounts: dict[str, Fraction], unit: Unit | None) -> bool:
    """Return whether the amounts of every single place add up to the total."""
    if len(amounts) < 2 or target.require is None:
        return False
    totals = {
        in_unit(amount, unit)
        for _, leaf in leaves(target.require)
        if isinstance(leaf, Test) and not (leaf.of or leaf.at or leaf.share_of or leaf.rank_among)
        for amount in (leaf.at_least, leaf.equals, leaf.about, leaf.at_most)
        if isinstance(amount, Quantity)
    }
    return set(amounts.values()) == totals
