"""Targets and places by the names that a user types, and the verdict that they name.

Layer: cli. Input: a Result and names. Output: ids and verdicts, or TargetcheckError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation import Result
from targetcheck.plan.restated_targets import restated_roots
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Target

_MOST = 6
"""Targets of one name that are listed."""


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


def target_id(ruleset: Ruleset, name: str, argument: str = "TARGET") -> str:
    """Return the id of a target from its id, its title in either language, or its indicator's id.

    A part of a title will do if it is that of one target; targets that restate each other are one.
    Raises TargetcheckError for an unknown or ambiguous name.
    """
    ids = [spec.id for spec in ruleset.targets]
    if name in ids:
        return name
    titled = {spec.id: _titles(ruleset, spec) for spec in ruleset.targets}
    wanted = name.strip().casefold()
    found = [key for key, titles in titled.items() if wanted in titles]
    found = found or [spec.id for spec in ruleset.targets if spec.indicator == name.strip()]
    found = found or [key for key, titles in titled.items() if any(wanted in t for t in titles)]
    if not found:
        names = [*ids, *(title for titles in titled.values() for title in titles)]
        raise TargetcheckError(_unknown("target", "目标", name, names).at(Where(argument)))
    roots = restated_roots(ruleset)
    if len({roots.get(key, key) for key in found}) > 1:
        raise TargetcheckError(_ambiguous(name, found, ruleset, Where(argument)))
    return found[0]


_AT = re.compile(r"(?P<target>.+?)@(?P<place>[^@\s]+)(?:@(?P<due>\S+)|\s.*)?", re.DOTALL)


def named_parts(
    ruleset: Ruleset, target: str, place: str | None, due: str | None
) -> tuple[str, str | None, str | None]:
    """Return target, place and due date, where one text may name them: `collection@daye`.

    That is how `what-if` and missing data are printed. What is given apart goes before, and a target
    whose own name contains the sign is that target.
    """
    found = _AT.fullmatch(target.strip())
    if found is None or target in {spec.id for spec in ruleset.targets}:
        return target, place, due
    return found["target"], place or found["place"], due or found["due"]


def _titles(ruleset: Ruleset, spec: Target) -> tuple[str, ...]:
    """Return the titles of a target in both languages, for comparison."""
    indicator = ruleset.all_indicators().get(spec.indicator)
    said = spec.title if spec.title is not None else indicator
    return tuple(text.casefold() for text in (said.zh, said.en) if text) if said is not None else ()


def verdict_of(result: Result, target: str, place: str | None, due: date | None) -> Verdict:
    """Return the verdict of a known target; without a due date the one due nearest to the as-of date.

    Of two that are equally near, the one that has fallen due.
    """
    of_target = [v for v in result.verdicts if v.target == target]
    here = list(dict.fromkeys(v.place for v in of_target))
    if place is None and len(here) != 1:
        raise TargetcheckError(_which_place(target, here))
    bound = here[0] if place is None else place
    if bound not in here:
        raise TargetcheckError(_not_bound(target, bound, here))
    if due is None:
        there = (v for v in of_target if v.place == bound)
        return min(there, key=lambda v: (abs((v.due - result.as_of).days), v.due > result.as_of))
    dues = [v.due for v in of_target if v.place == bound]
    if due not in dues:
        raise TargetcheckError(_not_due(target, due, dues))
    return result[target, bound, due]


def other_dues(result: Result, verdict: Verdict) -> Sequence[Verdict]:
    """Return the verdicts of the same target and place with other due dates."""
    key = (verdict.target, verdict.place)
    others = [v for v in result.verdicts if (v.target, v.place) == key and v.due != verdict.due]
    return sorted(others, key=lambda v: v.due)


def _ambiguous(name: str, found: Sequence[str], ruleset: Ruleset, where: Where) -> Diagnostic:
    """Return the finding for a title that several targets have, with their ids."""
    some = [(key, ruleset.target(key)) for key in found[:_MOST]]
    zh = [f"{key}（{_title(ruleset, spec, 'zh')}）" for key, spec in some]
    en = [f"{key} ({_title(ruleset, spec, 'en')})" for key, spec in some]
    more = len(found) - len(some)
    return Diagnostic(
        "target-ambiguous",
        f"`{name}` is in the title of {len(found)} targets",
        f"有{len(found)}项目标的名称含“{name}”",
        f"name one by its id: {', '.join(en)}{f' and {more} more' if more else ''}",
        f"请用编号指明其中之一：{'、'.join(zh)}{f'等{len(found)}项' if more else ''}",
        where,
    )


def _title(ruleset: Ruleset, spec: Target, lang: Language) -> str:
    indicator = ruleset.all_indicators().get(spec.indicator)
    said = spec.title if spec.title is not None else indicator
    return said.say(lang) if said is not None else ""


def _unknown(what: str, zh: str, name: str, known: Iterable[str]) -> Diagnostic:
    listed = list(known)
    near = did_you_mean(name, listed)
    some = listed[:8]
    return Diagnostic(
        f"{what}-unknown",
        f"there is no {what} `{name}`",
        f"没有{zh}“{name}”",
        f"did you mean `{near}`?" if near else f"known are {', '.join(some)}{_more(listed, some)}",
        f"是否应为“{near}”？" if near else f"现有{'、'.join(some)}{_more(listed, some)}",
    )


def _more(listed: Sequence[str], some: Sequence[str]) -> str:
    return "…" if len(listed) > len(some) else ""


def _which_place(target: str, here: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "place-missing",
        f"target `{target}` applies to {len(here)} places",
        f"目标“{target}”涉及{len(here)}个地区",
        f"name one of {', '.join(here)}" if here else "it has no due date to evaluate",
        f"请指明其中之一：{'、'.join(here)}" if here else "该目标没有可评判的时限",
        Where("PLACE"),
    )


def _not_bound(target: str, place: str, here: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "place-not-bound",
        f"target `{target}` does not apply to `{place}`",
        f"目标“{target}”不涉及“{place}”",
        f"it applies to {', '.join(here)}",
        f"该目标涉及{'、'.join(here)}",
        Where("PLACE"),
    )


def _not_due(target: str, due: date, dues: Sequence[date]) -> Diagnostic:
    days = [day.isoformat() for day in dues]
    return Diagnostic(
        "due-unknown",
        f"target `{target}` is not due on {due}",
        f"目标“{target}”没有{due}这一时限",
        f"it is due on {', '.join(days)}",
        f"该目标的时限为{'、'.join(days)}",
        Where("--due"),
    )
