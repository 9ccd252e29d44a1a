"""Do the figures of a document agree with each other: on one date, and in passages that repeat.

Layer: lint. Input: claims. Output: contradictory, disagreement, restated-not-linked.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from targetcheck.lint.claims.claim import Claim, DeclaredRelations, claims_of
from targetcheck.lint.claims.claim_subject import ClaimSubject
from targetcheck.lint.claims.repeated_passages import passage_conflicts
from targetcheck.lint.finding import Finding, Findings, finding
from targetcheck.ruleset.ruleset import Ruleset

MEND = ("mend one of them, or declare it under `disagrees`", "请修正其一，或在 disagrees 中说明")


def check_agreement(ruleset: Ruleset) -> Findings:
    """Yield what contradicts, disagrees or repeats, each pair of targets once."""
    declared = DeclaredRelations(ruleset)
    claims = claims_of(ruleset)
    yield from _declared(ruleset)
    yield from _within(claims)
    seen: set[tuple[str, frozenset[str]]] = set()
    groups: dict[ClaimSubject, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    for group in groups.values():
        for first, second in combinations(group, 2):
            found = _pair(first, second, declared)
            roots = frozenset((declared.root(first.target.id), declared.root(second.target.id)))
            if found is not None and (found.diagnostic.code, roots) not in seen:
                seen.add((found.diagnostic.code, roots))
                yield found
    for first, second in passage_conflicts(claims):
        roots = frozenset((declared.root(first.target.id), declared.root(second.target.id)))
        if len(roots) == 2 and not declared.apart(*roots) and ("disagreement", roots) not in seen:
            seen.add(("disagreement", roots))
            yield _elsewhere(first, second)


def _pair(first: Claim, second: Claim, declared: DeclaredRelations) -> Finding | None:
    names = (first.target.id, second.target.id)
    one_target = first.number == second.number
    if first.due == second.due:
        if _exclude(first, second):
            return _contradictory(first, second, declared.apart(*names))
        if one_target or declared.apart(*names):
            return None
        if first.says_as(second):
            return None if declared.same(*names) else _restated(first, second)
        return _disagreement(first, second) if _differ(first, second) else None
    same_month = (first.due.year, first.due.month) == (second.due.year, second.due.month)
    if not same_month or one_target or declared.apart(*names):
        return None
    if first.says_as(second):
        return _dates(first, second)
    return _disagreement(first, second) if _differ(first, second) else None


def _exclude(first: Claim, second: Claim) -> bool:
    if first.interval is None or second.interval is None:
        return False
    level = first.kind[0] in ("level", "change") and first.kind == second.kind
    return level and not first.interval.meets(second.interval)


def _differ(first: Claim, second: Claim) -> bool:
    """Say whether two claims by one date can only be two readings of one promise."""
    kinds = {first.kind[0], second.kind[0]}
    if kinds == {"words"} or first.strength != second.strength:
        return False
    if "words" in kinds:
        return "done" not in kinds
    if kinds == {"any"}:
        return True
    if first.interval is None or second.interval is None:
        return False
    if first.kind != second.kind:
        return kinds == {"level"}
    return first.interval.sides == second.interval.sides


def _within(claims: tuple[Claim, ...]) -> Findings:
    for claim in claims:
        if claim.interval is not None and claim.interval.empty:
            yield finding(
                "contradictory",
                claim.path,
                (
                    f"no value can meet {claim.en} of `{claim.target.id}`",
                    f"目标“{claim.target.id}”的要求 {claim.zh} 没有任何数值能够满足",
                ),
                ("mend the bounds", "请修正上下限"),
            )


def _contradictory(first: Claim, second: Claim, declared: bool) -> Finding:
    one, two = first.target.id, second.target.id
    return finding(
        "contradictory",
        second.path,
        (
            f"`{two}` asks {second.en} and `{one}` asks {first.en} by {first.due}; "
            "both cannot hold",
            f"“{two}”要求 {second.zh}，“{one}”要求 {first.zh}，时限均为 {first.due}，不能同时成立",
        ),
        MEND,
        also=(first.number,),
        severity="warning" if declared else "error",
    )


def _disagreement(first: Claim, second: Claim) -> Finding:
    one, two = first.target.id, second.target.id
    if first.en == second.en:
        said = (
            f"`{two}` and `{one}` ask {second.en} by {second.due} of members weighed differently",
            f"“{two}”与“{one}”均要求 {second.zh}（{second.due}），但成员的权重口径不同",
        )
    else:
        said = (
            f"`{two}` asks {second.en} by {second.due}, and `{one}` asks {first.en} "
            f"by {first.due} of the same",
            f"“{two}”要求 {second.due} 前 {second.zh}，"
            f"“{one}”对同一事项要求 {first.due} 前 {first.zh}",
        )
    return finding("disagreement", second.path, said, MEND, also=(first.number,))


def _dates(first: Claim, second: Claim) -> Finding:
    one, two = first.target.id, second.target.id
    return finding(
        "disagreement",
        second.path,
        (
            f"`{two}` asks {second.en} by {second.due}, and `{one}` the same by {first.due}",
            f"“{two}”要求 {second.due} 前 {second.zh}，“{one}”的时限却是 {first.due}",
        ),
        MEND,
        also=(first.number,),
    )


def _elsewhere(first: Claim, second: Claim) -> Finding:
    one, two = first.target.id, second.target.id
    return finding(
        "disagreement",
        second.path,
        (
            f"`{two}` asks {second.en} by {second.due} in a passage that otherwise repeats that of "
            f"`{one}`, which asks {first.en} by {first.due}",
            f"“{two}”要求 {second.due} 前 {second.zh}，而它所在的条文在其他数字上与“{one}”一致，"
            f"后者要求 {first.due} 前 {first.zh}",
        ),
        (
            "declare it under `disagrees`, or join them as `milestones` if both are meant",
            "请在 disagrees 中说明；若确为分阶段目标，请合为 milestones",
        ),
        also=(first.number,),
    )


def _restated(first: Claim, second: Claim) -> Finding:
    one, two = first.target.id, second.target.id
    return finding(
        "restated-not-linked",
        second.path,
        (
            f"`{two}` says the same as `{one}`: {second.en} by {second.due}",
            f"“{two}”与“{one}”内容相同：{second.due} 前 {second.zh}",
        ),
        (f"add `restates: {one}` to `{two}`", f"请在“{two}”中写 restates: {one}"),
        also=(first.number,),
    )


def _declared(ruleset: Ruleset) -> Findings:
    numbers = {target.id: number for number, target in enumerate(ruleset.targets)}
    for number, target in enumerate(ruleset.targets):
        for n, other in enumerate(target.disagrees):
            if other.target in numbers:
                yield finding(
                    "disagreement",
                    ("targets", number, "disagrees", n),
                    (
                        f"the document disagrees with itself in `{target.id}` and "
                        f"`{other.target}`: {other.on}",
                        f"文件在“{target.id}”与“{other.target}”两处不一致：{other.on}",
                    ),
                    ("ask the issuer which of them holds", "请向发文单位核实以何者为准"),
                    also=(numbers[other.target],),
                    severity="note",
                )
