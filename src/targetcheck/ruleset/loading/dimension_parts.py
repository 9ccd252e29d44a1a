"""Expansion of dimensions: indicators `by` sex or age, and targets `for` their members.

Layer: ruleset. Input: raw definitions of one document, and the dimensions of all of them. Output:
raw definitions without dimensions: one indicator for each combination of members, one target for
each member. A part has the id of its whole and of its members, in the order in which the dimensions
are declared: `literacy_female_young`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.ruleset.loading.loaded_source import Expanded
from targetcheck.ruleset.place import Dimension
from targetcheck.yaml_text.yaml_source import Path

MOST = 500
"""Parts of one indicator."""
_DERIVED = ("formula", "statistic", "graded", "index", "members", "change", "aggregate")
Dimensions = Mapping[str, Dimension]


# -- indicators


def parts_of_indicators(
    written: Mapping[str, object], dimensions: Dimensions
) -> Iterator[Expanded]:
    """Yield every indicator, and those that are parts of it by a dimension."""
    by = {name: _kinds(raw, dimensions) for name, raw in written.items()}
    for name, raw in written.items():
        kinds = by[name]
        if not isinstance(raw, dict) or not (kinds or raw.get("by")):
            yield Expanded(name, name, _across(raw, dimensions))
            continue
        whole = {key: value for key, value in raw.items() if key != "by"}
        found = tuple(_faults(name, raw, kinds, dimensions))
        if found:
            yield Expanded(name, name, whole, found)
            continue
        for at in _combinations(kinds, dimensions):
            part = _id(name, at)
            if at and part in written:
                yield Expanded(name, name, whole, ((("by",), _taken(name, part)),))
            else:
                yield Expanded(part, name, _part(name, raw, at, kinds, by, dimensions))


def _combinations(kinds: Iterable[str], dimensions: Dimensions) -> Iterator[dict[str, str]]:
    """Yield the members of every part; none for the whole, which comes first."""
    named = list(kinds)
    for members in product(*([None, *dimensions[d].members] for d in named)):
        yield {d: m for d, m in zip(named, members, strict=True) if m is not None}


def _kinds(raw: object, dimensions: Dimensions) -> dict[str, str | None]:
    """Return the dimensions of an indicator, in their declared order, with how the total is made."""
    by = raw.get("by") if isinstance(raw, dict) else None
    written: dict[str, str | None] = {}
    if isinstance(by, str):
        written = {by: None}
    elif isinstance(by, list | tuple):
        written = dict.fromkeys(map(str, by))
    elif isinstance(by, dict):
        written = {str(key): value for key, value in by.items()}
    return {name: written[name] for name in dimensions if name in written}


def _id(name: str, at: Mapping[str, str]) -> str:
    return "_".join((name, *at.values()))


def _part(
    name: str,
    raw: Mapping[str, Any],
    at: Mapping[str, str],
    kinds: Mapping[str, str | None],
    by: Mapping[str, Mapping[str, str | None]],
    dimensions: Dimensions,
) -> dict[str, Any]:
    """Return the raw definition of a whole (no members) or of a part."""
    part = {key: value for key, value in raw.items() if key != "by"}
    if at:
        part.pop("aliases", None)
        part["part_of"] = {"of": name, "at": dict(at)}
        part.update(_names(raw, name, at, dimensions))
        counts = raw.get("of")
        if isinstance(counts, list | tuple):
            part["of"] = [_id(c, at) if set(at) <= set(by.get(c, ())) else c for c in counts]
    open_ones = [d for d, kind in kinds.items() if kind is not None and d not in at]
    if open_ones:
        over = open_ones[0]
        members = [_id(name, _ordered({**at, over: m}, kinds)) for m in dimensions[over].members]
        part["statistic"] = {"kind": kinds[over], "of": members}
    return part


def _ordered(at: Mapping[str, str], kinds: Iterable[str]) -> dict[str, str]:
    return {d: at[d] for d in kinds if d in at}


def _names(
    raw: Mapping[str, Any], name: str, at: Mapping[str, str], dimensions: Dimensions
) -> dict[str, str]:
    """Return the names of a part, such as 识字率（女） and literacy (female)."""
    members = [(m, dimensions[d].members[m]) for d, m in at.items()]
    zh = "，".join(spec.zh or spec.en or m for m, spec in members)
    en = ", ".join(spec.en or m for m, spec in members)
    found = {}
    if raw.get("zh") or not raw.get("en"):
        found["zh"] = f"{raw.get('zh') or name}（{zh}）"
    if raw.get("en"):
        found["en"] = f"{raw['en']} ({en})"
    return found


def _across(raw: object, dimensions: Dimensions) -> object:
    """Return an indicator whose statistic goes across a dimension, over the members instead."""
    statistic = raw.get("statistic") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(statistic, dict):
        return raw
    across, of = statistic.get("across"), statistic.get("of")
    if not isinstance(across, str) or across not in dimensions or not isinstance(of, str):
        return raw
    listed = {key: value for key, value in statistic.items() if key != "across"}
    members = [f"{of}_{member}" for member in dimensions[across].members]
    return {**raw, "statistic": {**listed, "of": members}}


def _faults(
    name: str,
    raw: Mapping[str, Any],
    kinds: Mapping[str, str | None],
    dimensions: Dimensions,
) -> Iterator[tuple[Path, Diagnostic]]:
    by = raw.get("by")
    for other in [by] if isinstance(by, str) else by or ():
        if other not in dimensions:
            yield ("by",), _unknown(str(other), dimensions)
    derived = [key for key in _DERIVED if raw.get(key)]
    if derived:
        yield ("by",), _derived(name, derived[0])
    sizes = [1 + len(dimensions[d].members) for d in kinds]
    if prod(sizes) > MOST:
        yield ("by",), _many(name, prod(sizes))


# -- targets


def targets_for_members(written: list[object], dimensions: Dimensions) -> Iterator[Expanded]:
    """Yield every target; one `for` several members is one for each of them."""
    for number, raw in enumerate(written):
        if not isinstance(raw, dict) or "for" not in raw:
            yield Expanded(number, number, raw)
            continue
        rest = {key: value for key, value in raw.items() if key != "for"}
        chosen = raw["for"]
        found = tuple(_target_faults(chosen, dimensions))
        if found:
            yield Expanded(number, number, rest, found)
            continue
        listed = {d: _chosen(chosen[d], dimensions[d]) for d in dimensions if d in chosen}
        several = [d for d in listed if len(listed[d]) > 1]
        for members in product(*listed.values()):
            at = dict(zip(listed, members, strict=True))
            target = dict(rest)
            if "indicator" in rest:
                target["indicator"] = _id(str(rest["indicator"]), at)
            if several and "id" in rest:
                target["id"] = _id(str(rest["id"]), {d: at[d] for d in several})
            yield Expanded(number, number, target)


def _chosen(said: object, dimension: Dimension) -> list[str]:
    if said == "each":
        return list(dimension.members)
    return [str(m) for m in said] if isinstance(said, list | tuple) else [str(said)]


def _target_faults(chosen: object, dimensions: Dimensions) -> Iterator[tuple[Path, Diagnostic]]:
    if not isinstance(chosen, dict) or not chosen:
        yield ("for",), _unreadable()
        return
    for name, said in chosen.items():
        if name not in dimensions:
            yield ("for", name), _unknown(str(name), dimensions)
            continue
        for member in _chosen(said, dimensions[name]):
            if member not in dimensions[name].members:
                yield ("for", name), _no_member(member, str(name), dimensions[name])


# -- findings


def _unknown(name: str, dimensions: Dimensions) -> Diagnostic:
    near = did_you_mean(name, dimensions)
    return Diagnostic(
        "dimension-unknown",
        f"the dimension `{name}` is not defined",
        f"没有定义维度“{name}”",
        f"did you mean `{near}`?" if near else "define it under `dimensions`",
        f"是否应为 {near}？" if near else "请在 dimensions 下定义",
    )


def _no_member(member: str, name: str, dimension: Dimension) -> Diagnostic:
    said = ", ".join(dimension.members)
    return Diagnostic(
        "dimension-member-unknown",
        f"the dimension `{name}` has no member `{member}`",
        f"维度“{name}”没有成员“{member}”",
        f"its members are {said}; `each` takes all of them",
        f"其成员为 {said}；each 表示全部",
    )


def _unreadable() -> Diagnostic:
    return Diagnostic(
        "dimension-unknown",
        "`for` names members of dimensions",
        "for 应写各维度的成员",
        "write for example `for: {sex: female}` or `for: {sex: each}`",
        "例如写作 for: {sex: female} 或 for: {sex: each}",
    )


def _derived(name: str, key: str) -> Diagnostic:
    return Diagnostic(
        "dimension-derived",
        f"`{name}` is derived by `{key}` and cannot be reported by a dimension as well",
        f"“{name}”由 {key} 算得，不能再按维度填报",
        "write `by` at the indicators that are reported, and derive each part from theirs",
        "请在填报的指标上写 by，再由其各部分计算",
    )


def _many(name: str, number: int) -> Diagnostic:
    return Diagnostic(
        "dimension-too-many",
        f"`{name}` would have {number} parts; the most is {MOST}",
        f"“{name}”会有{number}个组合，上限为 {MOST}",
        "leave a dimension out, or use fewer members",
        "请减少维度或成员",
    )


def _taken(name: str, part: str) -> Diagnostic:
    return Diagnostic(
        "dimension-id-taken",
        f"the part `{part}` of `{name}` has the id of another indicator",
        f"“{name}”的部分“{part}”与另一指标的编号相同",
        "rename that indicator, or leave it out",
        "请为该指标改名，或将其删去",
    )
