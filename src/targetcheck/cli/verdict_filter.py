"""Filters for places, targets and statuses by the names that a user types.

Layer: cli. Input: a Result and names. Output: ids and verdicts, or TargetcheckError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation import Result
from targetcheck.verdicts.verdict import Status, Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset


def statuses(names: str | None) -> frozenset[str]:
    """Return the statuses of a list such as `fail,at_risk`; all if it is empty."""
    known = [str(status) for status in Status]
    given = [name.strip().lower().replace("-", "_") for name in (names or "").split(",")]
    for name in filter(None, given):
        if name not in known:
            raise TargetcheckError(_unknown("status", "状态", name, known).at(Where("--only")))
    return frozenset(filter(None, given))


def places(ruleset: Ruleset, names: str | None) -> frozenset[str]:
    """Return the places of a list such as `daye,阳新县` and all inside them; all if it is empty."""
    given = [name.strip() for name in (names or "").replace("，", ",").split(",") if name.strip()]
    found = {place_id(ruleset, name, "--place") for name in given}
    tree = ruleset.all_places()
    while more := {name for name, place in tree.items() if place.within in found} - found:
        found |= more
    return frozenset(found)


def place_id(ruleset: Ruleset, name: str, argument: str = "PLACE") -> str:
    """Return the id of a place from its id, a name or an alias."""
    tree = ruleset.all_places()
    if name in tree:
        return name
    for key, place in tree.items():
        if name.casefold() in (n.casefold() for n in (place.zh, place.en, *place.aliases)):
            return key
    names = [n for key, place in tree.items() for n in (key, place.zh, place.en) if n]
    raise TargetcheckError(_unknown("place", "地区", name, names).at(Where(argument)))


def shown(result: Result, only: frozenset[str], within: frozenset[str]) -> tuple[Verdict, ...]:
    """Return the verdicts with one of the statuses at one of the places."""
    return tuple(
        verdict
        for verdict in result.verdicts
        if (not only or verdict.status in only) and (not within or verdict.place in within)
    )


def known_target(ruleset: Ruleset, target: str) -> None:
    """Raise TargetcheckError if the ruleset does not have the target."""
    known = [spec.id for spec in ruleset.targets]
    if target not in known:
        raise TargetcheckError(_unknown("target", "目标", target, known).at(Where("TARGET")))


def verdict_of(result: Result, target: str, place: str | None, due: date | None) -> Verdict:
    """Return the verdict of a known target; without a due date the next one due, else the last."""
    of_target = [v for v in result.verdicts if v.target == target]
    here = list(dict.fromkeys(v.place for v in of_target))
    if place is None and len(here) != 1:
        raise TargetcheckError(_which_place(target, here))
    bound = here[0] if place is None else place
    if bound not in here:
        raise TargetcheckError(_not_bound(target, bound, here))
    if due is None:
        return result[target, bound]
    dues = [v.due for v in of_target if v.place == bound]
    if due not in dues:
        raise TargetcheckError(_not_due(target, due, dues))
    return result[target, bound, due]


def other_dues(result: Result, verdict: Verdict) -> Sequence[Verdict]:
    """Return the verdicts of the same target and place with other due dates."""
    key = (verdict.target, verdict.place)
    return [v for v in result.verdicts if (v.target, v.place) == key and v.due != verdict.due]


def _unknown(what: str, zh: str, name: str, known: Iterable[str]) -> Diagnostic:
    listed = list(known)
    near = did_you_mean(name, listed)
    some = listed[:8]
    return Diagnostic(
        f"{what}-unknown",
        f"there is no {what} `{name}`",
        f"没有{zh}“{name}”",
        f"did you mean `{near}`?" if near else f"known are {', '.join(some)}{_more(listed, some)}",
        f"是否应为 {near}？" if near else f"现有 {'、'.join(some)}{_more(listed, some)}",
    )


def _more(listed: Sequence[str], some: Sequence[str]) -> str:
    return " …" if len(listed) > len(some) else ""


def _which_place(target: str, here: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "place-missing",
        f"the target `{target}` binds {len(here)} places",
        f"目标“{target}”约束 {len(here)} 个地区",
        f"name one of {', '.join(here)}" if here else "it has no due date to be judged on",
        f"请指明其中之一：{'、'.join(here)}" if here else "它没有可据以评判的时限",
        Where("PLACE"),
    )


def _not_bound(target: str, place: str, here: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "place-not-bound",
        f"the target `{target}` does not bind `{place}`",
        f"目标“{target}”不约束“{place}”",
        f"it binds {', '.join(here)}",
        f"它约束 {'、'.join(here)}",
        Where("PLACE"),
    )


def _not_due(target: str, due: date, dues: Sequence[date]) -> Diagnostic:
    days = [day.isoformat() for day in dues]
    return Diagnostic(
        "due-unknown",
        f"`{target}` does not fall due on {due}",
        f"目标“{target}”没有 {due} 这一时限",
        f"it falls due on {', '.join(days)}",
        f"它的时限为 {'、'.join(days)}",
        Where("--due"),
    )
