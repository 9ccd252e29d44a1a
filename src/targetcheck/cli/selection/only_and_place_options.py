"""The options `--only` and `--place`: lists of statuses and of places by name.

Layer: cli. Input: a Result and the texts of the options. Output: statuses, places and the verdicts
that have them, or TargetcheckError.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from targetcheck.cli.selection.target_and_place_names import place_id
from targetcheck.errors import Diagnostic, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation import Result
from targetcheck.verdicts.code_terms import CAUSE, STATUS
from targetcheck.verdicts.verdict import Status, Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset


def statuses(names: str | None, *, causes: bool = False) -> frozenset[str]:
    """Return the statuses of a list such as `fail,at risk` or `有风险,未达标`; all if it is empty.

    `causes`: a cause such as `no data` or `需人工评定` may be named as well; it selects those of the
    undetermined verdicts that have it.
    """
    known = {str(status): str(status) for status in Status}
    known |= {cause: cause for cause in CAUSE} if causes else {}
    for table in (STATUS, CAUSE) if causes else (STATUS,):
        known |= {_plain(name): code for code, pair in table.items() for name in pair}
    given = [name for name in _listed(names) if name]
    for name in given:
        if _plain(name) not in known:
            raise TargetcheckError(_unknown_status(name, known, causes=causes))
    return frozenset(known[_plain(name)] for name in given)


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _listed(names: str | None) -> list[str]:
    """Return the names of a list that is separated by commas, also Chinese ones."""
    return [name.strip() for name in re.split("[,，、]", names or "")]


def places(ruleset: Ruleset, names: str | None) -> frozenset[str]:
    """Return the places of a list such as `daye,阳新县` and all inside them; all if it is empty."""
    given = [name for name in _listed(names) if name]
    found = {place_id(ruleset, name, "--place") for name in given}
    tree = ruleset.all_places()
    while more := {name for name, place in tree.items() if place.within in found} - found:
        found |= more
    return frozenset(found)


def shown(result: Result, only: frozenset[str], within: frozenset[str]) -> tuple[Verdict, ...]:
    """Return the verdicts with one of the statuses at one of the places."""
    return tuple(
        verdict
        for verdict in result.verdicts
        if (not only or verdict.status in only or verdict.cause in only)
        and (not within or verdict.place in within)
    )


def _unknown_status(name: str, known: Mapping[str, str], *, causes: bool) -> Diagnostic:
    near = did_you_mean(_plain(name), known)
    codes = [str(status) for status in Status]
    chinese = [f"{code}（{STATUS[code][0]}）" for code in codes]
    chinese += [pair[0] for pair in CAUSE.values()] if causes else []
    codes += [pair[1] for pair in CAUSE.values()] if causes else []
    listed = ", ".join(codes), "、".join(chinese)
    return Diagnostic(
        "status-unknown",
        f"there is no status `{name}`",
        f"没有名为“{name}”的结论",
        f"did you mean `{near}`?" if near else f"use one of {listed[0]}",
        f"是否应为“{near}”？" if near else f"可选：{listed[1]}",
        Where("--only"),
    )
