"""Validation of ladders, cadences and conclusions against their ruleset.

Layer: ruleset. Input: a Ruleset. Output: names to look up, and findings with their paths.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.escalation_scheme import Ladder, Step
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset


def escalation_references(ruleset: Ruleset) -> Iterator[tuple[str, str | None, Path]]:
    """Yield (kind of definition, name, path) for every name the sections refer to."""
    for name, ladder in ruleset.escalation.items():
        path: Path = ("escalation", name)
        yield from (("targets", target, (*path, "targets")) for target in ladder.targets)
        yield from (("targets", target, (*path, "veto")) for target in ladder.veto)
        yield from (("actions", action, (*path, "actions")) for action in ladder.actions)
        if ladder.among not in _kinds(ruleset):
            yield "groups", ladder.among, (*path, "among")
    for name, conclusion in ruleset.conclusions.items():
        path = ("conclusions", name)
        yield from (("places", place, (*path, "at")) for place in conclusion.at)
        for number, condition in enumerate(conclusion.all):
            below: Path = (*path, "all", number)
            yield from (("targets", t, (*below, "targets")) for t in condition.targets)
            if condition.places is None:
                continue
            if condition.places.each not in _kinds(ruleset):
                yield "groups", condition.places.each, (*below, "places", "each")
            yield "places", condition.places.within, (*below, "places", "in")


def escalation_citations(ruleset: Ruleset) -> Iterator[tuple[str, str, Path, Citation]]:
    """Yield (section, id, path below it, citation) for every citation of the sections."""
    for name, ladder in ruleset.escalation.items():
        for number, cite in enumerate(ladder.cite):
            yield "escalation", name, _cite_path(ladder.cite, number), cite
        for number, step in enumerate(ladder.steps):
            if step.cite is not None:
                yield "escalation", name, ("steps", number, "cite"), step.cite
        if ladder.praise is not None and ladder.praise.cite is not None:
            yield "escalation", name, ("praise", "cite"), ladder.praise.cite
    for name, cadence in ruleset.cadences.items():
        if cadence.cite is not None:
            yield "cadences", name, ("cite",), cadence.cite
    for name, conclusion in ruleset.conclusions.items():
        for number, cite in enumerate(conclusion.cite):
            yield "conclusions", name, _cite_path(conclusion.cite, number), cite


def _cite_path(cites: tuple[Citation, ...], number: int) -> Path:
    """Return the path of a citation; a single one is written without a list."""
    return ("cite",) if len(cites) == 1 else ("cite", number)


def check_escalation(ruleset: Ruleset) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield (path, finding) for steps out of order, invalid shares, conflicting counts."""
    for name, ladder in ruleset.escalation.items():
        for below, found in _ladder(ladder):
            yield ("escalation", name, *below), found
    for name, conclusion in ruleset.conclusions.items():
        for number, condition in enumerate(conclusion.all):
            counts = (condition.at_least, condition.every, condition.none)
            if sum(count is not None for count in counts) > 1:
                yield ("conclusions", name, "all", number), _counts()


def _ladder(ladder: Ladder) -> Iterator[tuple[Path, Diagnostic]]:
    ids = [step.id for step in ladder.steps]
    waits = [step.after for step in ladder.steps]
    for number, step in enumerate(ladder.steps):
        path: Path = ("steps", number)
        if ids.index(step.id) != number:
            yield path, _twice(step.id)
        if number and waits[number] < waits[number - 1]:
            yield (*path, "after"), _out_of_order(step)
    shares = [(("share",), ladder.share)]
    shares += [(("steps", n, "share"), s.share) for n, s in enumerate(ladder.steps)]  # type: ignore[misc]
    if ladder.praise is not None:
        shares.append((("praise", "share"), ladder.praise.share))  # type: ignore[arg-type]
    for path, share in shares:
        if share is not None and not _is_share(share):
            yield path, _no_share(str(share))
    if ladder.veto_step is not None and ladder.veto_step not in ids:
        yield ("veto_step",), _no_step(ladder.veto_step, did_you_mean(ladder.veto_step, ids))


def _is_share(amount: Quantity | Grade) -> bool:
    if not isinstance(amount, Quantity):
        return False
    return amount.unit.name == "percent" and 0 < amount.value <= 100


def _kinds(ruleset: Ruleset) -> set[str | None]:
    return {place.kind for place in ruleset.all_places().values()}


def _twice(step: str) -> Diagnostic:
    return Diagnostic(
        "defined-twice",
        f"the step `{step}` is defined twice",
        f"措施“{step}”重复定义",
        "give each its own id",
        "每项须有自己的编号",
    )


def _out_of_order(step: Step) -> Diagnostic:
    return Diagnostic(
        "steps-out-of-order",
        f"the step `{step.id}` needs fewer periods than the step before it",
        f"措施“{step.id}”所需期数少于前一措施",
        "order the steps from mild to severe",
        "请由轻到重排列各措施",
    )


def _no_share(text: str) -> Diagnostic:
    return Diagnostic(
        "share-not-percent",
        f"`{text}` is not a share",
        f"“{text}”不是比例",
        "write a share above 0 % and up to 100 %, such as `30 %`",
        "请写大于0、至多100%的比例，如30%",
    )


def _no_step(name: str, near: str) -> Diagnostic:
    return Diagnostic(
        "step-unknown",
        f"the ladder has no step `{name}`",
        f"督办措施阶梯中没有措施“{name}”",
        f"did you mean `{near}`?" if near else "name the `id` of one of its steps",
        f"是否应为“{near}”？" if near else "请写其中一项措施的 id",
    )


def _counts() -> Diagnostic:
    return Diagnostic(
        "count-unclear",
        "a condition has more than one of `at_least`, `every` and `none`",
        "一个条件同时写了 at_least、every、none 中的几项",
        "keep one of them",
        "请只保留一项",
    )
