"""Record kinds that a compiled plan may hold: plain values, plan records, ruleset definitions.

Layer: plan. A file names its kinds, each with its fields. A kind missing from this list, or with
fields other than today's, means that another version wrote the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import ModuleType
from typing import Any

from targetcheck.periods import period
from targetcheck.plan import bound, indicator_plan, lazy_questions, plan
from targetcheck.quantities import declared_unit, ordinal_scale, quantity, rounding, unit
from targetcheck.ruleset.fields import plain_values

FORMAT = 2
TUPLE, MAPPING, FRACTION, DECIMAL, DAY, QUESTIONS, PIECE, RULESET = (
    "tuple", "mapping", "fraction", "decimal", "date", "questions", "piece", "ruleset",
)  # fmt: skip
_HOMES: tuple[ModuleType, ...] = (
    ordinal_scale,
    quantity,
    rounding,
    period,
    unit,
    declared_unit,
    plain_values,
    bound,
    plan,
    indicator_plan,
    lazy_questions,
)
"""Modules of the kinds that every plan needs; `derivation_plans` has those of derived values."""


def digest_of(head: Mapping[str, object], body: str) -> str:
    """Return the SHA-256 of a compiled plan: of its head without the digest, and of the rest."""
    first = json.dumps({**head, "digest": ""}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{first}\n{body}".encode()).hexdigest()


def record_named(name: str) -> type[Any]:
    """Return the frozen dataclass of a record kind; raise KeyError if there is none."""
    found = _records(*_HOMES).get(name)
    if found is None:
        from targetcheck.plan import derivation_plans

        found = _records(derivation_plans)[name]
    return found


@cache
def _records(*homes: ModuleType) -> dict[str, type[Any]]:
    return {
        _name(each): each
        for home in homes
        for each in vars(home).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == home.__name__
    }


def kind_of(record: type[Any]) -> tuple[str, ...]:
    """Return the entry of a record kind in a file: its name, then its fields in order."""
    name = _name(record)
    try:
        known = record_named(name) is record
    except KeyError:
        known = False
    if not known:
        raise TypeError(f"a plan cannot hold a {name}")
    return (name, *(each.name for each in fields(record)))


def _name(record: type[Any]) -> str:
    """Return the name of a record in files: its class name, without the module."""
    return record.__name__
