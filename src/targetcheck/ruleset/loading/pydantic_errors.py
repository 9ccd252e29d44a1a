"""Conversion of pydantic validation errors to findings with file locations.

Layer: ruleset. Input: pydantic errors. Output: Diagnostics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from targetcheck.errors import Diagnostic, Where, did_you_mean
from targetcheck.ruleset.fields.field_types import Part
from targetcheck.ruleset.loading.value_faults import what_is_wrong
from targetcheck.ruleset.progress_method import METHODS
from targetcheck.yaml_text.yaml_source import Path, YamlSource

LIMITS = ("amount", "reference", "by_place")
"""Union tags of the amount of a comparison."""
RULES = ("condition", "branches", "result")
"""Union tags of the entries of a rule."""
TAGS = frozenset({"any", "all", "done", "words", "test", *METHODS, *LIMITS, *RULES})
"""Union tags of requirements and methods, which pydantic adds to its paths; not keys."""


_PLAIN = frozenset({"str", "int", "float", "bool", "date", "Decimal"})


def _names_type(step: object) -> bool:
    """Return whether a step of a path is the name of a type that was tried, and no key."""
    return isinstance(step, str) and (step in _PLAIN or any(mark in step for mark in "[("))


def nearest(errors: Sequence[Any]) -> list[Any]:
    """Return the errors without those of types that a value of several types was not meant as.

    A list that only lacks its faulty entries is not too short. Of the ways in which one value was
    tried, the one that came furthest is meant; of several the last, which is a mapping.
    """
    errors = [error for error in errors if not _long_enough(error)]
    tried: dict[tuple[object, ...], int] = {}
    for error in errors:
        loc = error["loc"]
        at = next((n for n, step in enumerate(loc) if _names_type(step)), None)
        if at is not None:
            tried[loc[:at]] = max(tried.get(loc[:at], 0), len(loc) - at)
    kept = []
    for error in errors:
        loc = error["loc"]
        heads = [head for head in tried if loc[: len(head)] == head and len(loc) > len(head)]
        if all(len(loc) - len(head) == tried[head] for head in heads):
            kept.append(error)
    return kept or list(errors)


def _long_enough(error: Any) -> bool:
    """Return whether a list is called too short, but has enough entries as it is written."""
    written, least = error.get("input"), (error.get("ctx") or {}).get("min_length", 0)
    if error["type"] != "too_short" or not isinstance(written, list | tuple):
        return False
    return bool(len(written) >= least)


def faults(
    document: YamlSource, path: Path, error: ValidationError, model: type[Part]
) -> list[Diagnostic]:
    """Return the findings for what is wrong with a definition."""
    return [fault(document, path, each, model) for each in nearest(error.errors())]


def fault(document: YamlSource, path: Path, error: Any, model: type[Part]) -> Diagnostic:
    """Return the finding for a pydantic error; union tags in its `loc` are dropped."""
    data: Any = document.data
    for step in path:
        data = data[step] if not isinstance(data, dict) or step in data else {}
    steps: list[str | int] = []
    for step in error["loc"]:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            steps.append(step)
        elif step and step not in TAGS and not _names_type(step):
            steps.append(step)
            data = None
    where = document.where((*path, *steps), key=error["type"] == "extra_forbidden")
    if error["type"] == "diagnostic":
        found = error["ctx"]["found"]
        assert isinstance(found, Diagnostic)
        return found.at(where)
    name = str(steps[-1]) if steps else ""
    if error["type"] == "extra_forbidden":
        return unknown_key(name, _known_keys(model), where, _written_as(name, model))
    if error["type"] == "missing":
        return Diagnostic(
            "key-missing",
            f"the key `{name}` is missing",
            f"缺少键 {name}",
            f"add `{name}:` here",
            f"在此处补充 {name}:",
            where,
        )
    zh, en = what_is_wrong(error["type"], error.get("ctx") or {})
    return Diagnostic(
        "value-unreadable",
        f"the value of `{name}` cannot be used: {en}",
        f"{name} 的值无法使用：{zh}",
        "see docs/reference/language.md for what this key takes",
        "该键可写的内容见 docs/reference/language.md",
        where,
    )


def _steps(document: YamlSource, path: Path, loc: tuple[str | int, ...]) -> list[str | int]:
    data: Any = document.data
    for step in path:
        data = data[step] if not isinstance(data, dict) or step in data else {}
    steps: list[str | int] = []
    for step in loc:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            steps.append(step)
        elif step not in TAGS:
            steps.append(step)
            data = None
    return steps


def _written_as(name: str, model: type[Part]) -> str:
    """Return the key by which a ruleset writes a field, empty if there is none."""
    fields = (kind.model_fields.get(name) for kind in _kinds(model))
    return next((field.alias for field in fields if field is not None and field.alias), "")


def _known_keys(model: type[Part]) -> tuple[str, ...]:
    """Return every key that is valid somewhere inside a definition of this kind."""
    keys = {f.alias or n for kind in _kinds(model) for n, f in kind.model_fields.items()}
    return tuple(sorted(keys))


def _kinds(model: type[Part]) -> tuple[type[Part], ...]:
    """Return the kinds of definition that may be nested in one of this kind, itself first."""
    from targetcheck.ruleset import escalation_scheme, progress_method, requirement_tree, target
    from targetcheck.ruleset.indicators import (
        choice_rules,
        grading_and_index,
        indicator,
        statistic,
    )
    from targetcheck.ruleset.pace import growth_methods, position_methods, trend_methods

    modules = (
        *(escalation_scheme, requirement_tree, target, indicator, progress_method),
        *(growth_methods, position_methods, trend_methods),
    )
    nested = [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Part)
    ]
    held = (statistic.Statistic, statistic.RoundTo, choice_rules.Steps)
    return (model, *nested, *held, grading_and_index.Graded, grading_and_index.Index)


def unknown_key(key: str, known: tuple[str, ...], where: Where, meant: str = "") -> Diagnostic:
    """Return the `key-unknown` finding, suggesting the closest valid key."""
    near = meant or ("" if key in known else did_you_mean(key, known))
    hint, hint_zh = (f"did you mean `{near}`?", f"是否应为“{near}”？")
    if not near:
        hint, hint_zh = (
            "remove it, or look it up in the language reference",
            "请删除，或查阅语言参考",
        )
    if key in known and not meant:
        hint, hint_zh = (
            "it is valid in another section; remove it here",
            "该键属于其他部分，请从此处删除",
        )
    return Diagnostic(
        "key-unknown",
        f"unknown key `{key}`",
        f"此处没有键 {key}",
        hint,
        hint_zh,
        where,
    )


def twice(name: object, where: Where) -> Diagnostic:
    """Return the finding for a duplicate id."""
    return Diagnostic(
        "defined-twice",
        f"`{name}` is defined twice",
        f"“{name}”重复定义",
        "keep one of the two",
        "保留其中一个",
        where,
    )
