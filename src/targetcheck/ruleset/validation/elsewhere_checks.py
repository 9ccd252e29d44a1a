"""Validation of references and stated values.

Layer: ruleset. Input: valid definitions. Output: findings about places, units, and about values
without periods where periods are needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.fields.plain_values import is_relative
from targetcheck.ruleset.indicators.indicator import Indicator, of_indicator
from targetcheck.ruleset.requirement_tree import leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target
from targetcheck.ruleset.validation.amount_checks import (
    Found,
    check_level,
    check_place,
    check_reference,
)


def check_elsewhere(name: str, item: Indicator, ruleset: Ruleset) -> Found:
    """Yield (path below the indicator, finding) for unsuitable references and stated values."""
    own = of_indicator(item)
    if item.reference is not None:
        for path, found in check_reference(name, item.reference, own, ruleset):
            yield ("reference", *path), found
    for place, amount in (item.stated or {}).items():
        for path, found in check_place(name, place, ruleset):
            yield ("stated", *path), found
        for level in check_level(amount, own, name, ruleset):
            yield ("stated", place), level
    if item.stated and item.nature == "flow":
        yield ("nature",), _stated_flow(name)
    for path, other in _series(item):
        if _timeless(other, ruleset):
            yield path, _no_series(name, other)


def check_measured(target: Target, ruleset: Ruleset) -> Found:
    """Yield a finding for a target on an indicator whose value has no period."""
    names: dict[tuple[str | int, ...], str] = {("indicator",): target.indicator}
    for path, requirement in target.requirements():
        for below, leaf in leaves(requirement):
            if isinstance(leaf, Test) and leaf.of is not None:
                names[*path, *below, "of"] = leaf.of
    for at, name in names.items():
        if _timeless(name, ruleset):
            yield at, _judged(target.id, name)


def _series(item: Indicator) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, indicator) of everything that is followed over time."""
    if item.index is not None:
        yield ("index", "of"), item.index.of
    if item.change is not None:
        yield ("change", "of"), item.change.of
    if item.reference is not None:
        yield ("reference", "of"), item.reference.of
    if item.statistic is not None and item.statistic.source and item.statistic.span:
        yield ("statistic", "of"), item.statistic.source


def _timeless(name: str, ruleset: Ruleset) -> bool:
    item = ruleset.all_indicators().get(name)
    if item is None:
        return False
    since = item.reference.since if item.reference is not None else None
    return item.stated is not None or (since is not None and not is_relative(since))


def _stated_flow(name: str) -> Diagnostic:
    return Diagnostic(
        "stated-flow",
        f"the stated value `{name}` holds at any time, and a flow adds up over time",
        f"“{name}”的数值由规则集给定、随时有效，而累计量随时间累加",
        "write `nature: level`",
        "请写 nature: level",
    )


def _no_series(name: str, other: str) -> Diagnostic:
    return Diagnostic(
        "stated-series",
        f"`{name}` follows `{other}` over time, and that is one value for all periods",
        f"“{name}”须按时期读取“{other}”，而后者是各期通用的一个值",
        "use it in a formula, in rules, in a statistic over indicators or as a limit",
        "可用于公式、rules、多个指标的统计，或作为限值",
    )


def _judged(target: str, name: str) -> Diagnostic:
    return Diagnostic(
        "stated-judged",
        f"the target `{target}` measures `{name}`, which is one value for all periods",
        f"目标“{target}”考核“{name}”，而它是各期通用的一个值，并非报送值",
        "name what is reported, and use this value as its limit",
        "请写所报送的指标，并以此值为其限值",
    )
