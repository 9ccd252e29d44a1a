"""`disagreement`: two passages with different amounts or dates for one commitment.

Layer: lint. Input: `disagrees` of targets, pairs of claims. Output: findings at `disagrees` (notes)
and at a requirement.
"""

from __future__ import annotations

from targetcheck.lint.claims.claim import Claim
from targetcheck.lint.claims.claim_pairs import claim_pairs
from targetcheck.lint.rule import Findings, Given, Rule
from targetcheck.ruleset.ruleset import Ruleset

RULE = Rule("disagreement", "warning")
CORRECT = (
    "correct one of them, or declare it under `disagrees`",
    "请修正其一，或在 disagrees 中说明",
)
DECLARE = (
    "declare it under `disagrees`, or join them as `milestones` if both are meant",
    "请在 disagrees 中说明；若确为分阶段目标，请合为 milestones",
)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each declared disagreement, and for each pair of claims that differs."""
    yield from _declared(ruleset)
    for kind, first, second in given.once(claim_pairs, ruleset):
        if kind == "amounts":
            message = _amounts(first, second)
        elif kind == "dates":
            message = _dates(first, second)
        elif kind == "passages":
            message = _passages(first, second)
        else:
            continue
        hint = DECLARE if kind == "passages" else CORRECT
        yield RULE.finding(second.path, message, hint, also=(first.number,))


def _declared(ruleset: Ruleset) -> Findings:
    numbers = {target.id: number for number, target in enumerate(ruleset.targets)}
    for number, target in enumerate(ruleset.targets):
        for n, other in enumerate(target.disagrees):
            if other.target in numbers:
                yield RULE.finding(
                    ("targets", number, "disagrees", n),
                    (
                        f"the document contradicts itself in `{target.id}` and "
                        f"`{other.target}`: {other.on}",
                        f"文件在“{target.id}”与“{other.target}”两处不一致：{other.on}",
                    ),
                    ("ask the issuer which of them holds", "请向发文单位核实以何者为准"),
                    also=(numbers[other.target],),
                    severity="note",
                )


def _amounts(first: Claim, second: Claim) -> tuple[str, str]:
    one, two = first.target.id, second.target.id
    if first.en == second.en:
        return (
            f"`{two}` and `{one}` require {second.en} by {second.due} of members with different weights",
            f"“{two}”与“{one}”均要求{second.zh}（{second.due}），但成员的权重口径不同",
        )
    return (
        f"`{two}` requires {second.en} by {second.due}, and `{one}` requires {first.en} "
        f"by {first.due} of the same",
        f"“{two}”要求{second.due}前{second.zh}，“{one}”对同一事项要求{first.due}前{first.zh}",
    )


def _dates(first: Claim, second: Claim) -> tuple[str, str]:
    one, two = first.target.id, second.target.id
    return (
        f"`{two}` requires {second.en} by {second.due}, and `{one}` the same by {first.due}",
        f"“{two}”要求{second.due}前{second.zh}，“{one}”的时限却是{first.due}",
    )


def _passages(first: Claim, second: Claim) -> tuple[str, str]:
    one, two = first.target.id, second.target.id
    return (
        f"`{two}` requires {second.en} by {second.due} in a passage that otherwise repeats that of "
        f"`{one}`, which requires {first.en} by {first.due}",
        f"“{two}”要求{second.due}前{second.zh}，而它所在的条文在其他数字上与“{one}”一致，"
        f"后者要求{first.due}前{first.zh}",
    )
