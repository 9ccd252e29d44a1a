"""`total-without-place`: a total of several places that lie in no common place.

Layer: lint. Input: targets with tranches by place and a total. Output: findings at
`targets[].tranches`.
"""

from __future__ import annotations

from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.tranche_totals import joint_total
from targetcheck.ruleset.indicators.indicator import of_indicator
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("total-without-place", "error", unless_missing=frozenset({"place", "require"}))


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each total that no place can be judged by."""
    tree = PlaceTree(ruleset)
    for number, target in enumerate(ruleset.targets):
        indicator = ruleset.all_indicators().get(target.indicator)
        laid_on = {place for place, _, _ in target.tranche_amounts()}
        places = tree.bound_by(target.place)
        if indicator is None or target.require is None or not {*laid_on, *places} <= {*tree.places}:
            continue
        joint = joint_total(target, places, tree, of_indicator(indicator).unit)
        if joint is None or joint.at:
            continue
        names = sorted({name for name in (*places, *laid_on) if name is not None})
        yield RULE.finding(
            ("targets", number, "tranches"),
            (
                f"the total of `{target.id}` is shared by {', '.join(names)} together, "
                "which have no common parent, so it is not evaluated",
                f"目标“{target.id}”的总数由{'、'.join(names)}共同完成，"
                "而这些地区没有共同的上级，总数无从评判",
            ),
            (
                "give the places a common `in`, or name a place that contains them all in `place`",
                "请为这些地区写共同的 in，或在 place 中写包含它们的地区",
            ),
        )
