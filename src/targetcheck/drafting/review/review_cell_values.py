"""Requirement, strength and decision as a person reads and writes them in a review workbook.

Layer: drafting. Input: data of a target. Output: texts of cells, and the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from targetcheck.drafting.review.review_columns import DECISIONS
from targetcheck.errors import Language
from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import flow_text

_SIGNS = {
    "at_least": "≥", "at_most": "≤", "above": ">", "below": "<", "about": "≈", "equals": "=",
}  # fmt: skip
_WRITTEN = {
    "≥": "at_least", ">=": "at_least", "不低于": "at_least", "≤": "at_most", "<=": "at_most",
    "不高于": "at_most", ">": "above", "高于": "above", "<": "below", "低于": "below",
    "≈": "about", "约": "about", "=": "equals", "等于": "equals",
}  # fmt: skip
_STRENGTH = {"binding": "约束性", "expected": "预期性", "aspirational": "力争"}


def cell_texts(
    target: Mapping[str, Any], lang: Language, indicators: Mapping[str, Any]
) -> dict[str, str]:
    """Return the texts of the cells of a target, by key; `indicators`: the shared ones by id."""
    cites = target.get("cite") or []
    cites = [cites] if isinstance(cites, Mapping) else list(cites)
    marks = target.get("draft") or {}
    sure: dict[str, list[str]] = {}
    for field, mark in marks.items():
        sure.setdefault(str(mark.get("sure")), []).append(str(field))
    return {
        "id": str(target["id"]),
        "decision": "",
        "clause": str(cites[0].get("clause", "")) if cites else "",
        "quote": " … ".join(str(cite.get("quote", "")) for cite in cites),
        "name": name_of(target, indicators),
        "require": requirement_text(target.get("require")),
        "due": str(target.get("due", "")),
        "place": _plain(target.get("place")),
        "strength": _said(str(target.get("strength", "binding")), lang),
        "lead": _plain(target.get("lead")),
        "open": "；".join(f"{k}: {v}" for k, v in (target.get("todo") or {}).items()),
        "sure": "; ".join(f"{key}: {', '.join(names)}" for key, names in sorted(sure.items())),
    }


def _said(strength: str, lang: Language) -> str:
    return _STRENGTH[strength] if lang == "zh" else strength


def name_of(target: Mapping[str, Any], indicators: Mapping[str, Any]) -> str:
    """Return the name of what a target measures, or of its deed.

    An indicator that is not among `indicators` (of a shared part that ships) is named by its id.
    """
    own = target.get("indicator")
    for found in (target.get("title"), indicators.get(own, own) if isinstance(own, str) else own):
        if isinstance(found, Mapping):
            return str(found.get("zh") or found.get("en") or "")
        if found:
            return str(found)
    return ""


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return str(value) if isinstance(value, str) else flow_text(value)


def requirement_text(require: object) -> str:
    """Return a requirement as `≥ 95 %`, or as the ruleset writes it if it is not one comparison."""
    if isinstance(require, Mapping) and len(require) == 1:
        key, value = next(iter(require.items()))
        if key in _SIGNS and not isinstance(value, (Mapping, list)):
            return f"{_SIGNS[str(key)]} {value}"
        if key == "done":
            return "done"
    return flow_text(require)


def read_requirement(text: str) -> object:
    """Return the requirement of a cell; raise ValueError if it cannot be read."""
    plain = text.strip()
    if plain in ("done", "完成", "按期完成"):
        return {"done": True}
    found = re.match(r"(≥|>=|≤|<=|>|<|≈|=|不低于|不高于|高于|低于|约|等于)\s*(\S.*)", plain)
    if found:
        return {_WRITTEN[found[1]]: found[2].strip()}
    if plain.startswith("{"):
        data = read_document_text(f"require: {plain}\n", "require").data
        return data["require"]
    raise ValueError(text)


def read_strength(text: str) -> str:
    """Return the strength of a cell; raise ValueError if it cannot be read."""
    for key, zh in _STRENGTH.items():
        if text.strip() in (key, zh):
            return key
    raise ValueError(text)


def read_decision(text: str) -> str:
    """Return the decision of a cell, empty for an empty cell; raise ValueError otherwise."""
    plain = text.strip().lower()
    if not plain:
        return ""
    for key, names in DECISIONS.items():
        if plain in (key, *names):
            return key
    raise ValueError(text)
