"""Writer of compiled plan files.

Layer: plan. Input: Plan. Output: JSON on three lines: a head with the digest of the rest, the
record kinds with their fields, and the records. Each record is written once, after all records it
refers to: `[kind, value, …]`, where `[7]` as a value refers to record number 7.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from targetcheck.plan.lazy_questions import Questions
from targetcheck.plan.plan_file import HEAD
from targetcheck.plan.plan_file.plan_file_records import (
    DAY,
    DECIMAL,
    FORMAT,
    FRACTION,
    MAPPING,
    PIECE,
    QUESTIONS,
    RULESET,
    TUPLE,
    digest_of,
    kind_of,
)
from targetcheck.plan.plan_file.ruleset_proxy import StandIn, model_name
from targetcheck.printable_text import escaped
from targetcheck.version import __version__

if TYPE_CHECKING:
    from targetcheck.plan.plan import Plan
    from targetcheck.ruleset.fields.field_types import Part

Kind = tuple[str, ...]


def plan_text(plan: Plan, ruleset_digest: str) -> str:
    """Return the text of a compiled plan; equal plans give equal text.

    `ruleset_digest`: digest of the canonical ruleset, which verdicts carry.
    """
    writer = _Writer(ruleset_digest)
    writer.value(plan)
    kinds = [list(kind) for kind in writer.kinds]
    things = ",\n".join(writer.things)
    body = f'"kinds": {_json(kinds)},\n"things": [\n{things}\n]}}\n'
    head = {
        "format": FORMAT,
        "engine": __version__,
        "ruleset": plan.ruleset.id,
        "ruleset_digest": ruleset_digest,
        "profile": plan.profile_name,
    }
    signed = {**head, "digest": digest_of(head, body)}
    return f'{{"{HEAD}": {_json(signed)},\n{body}'


def _json(value: object) -> str:
    return escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


class _Writer:
    """The records written so far, by number; records with equal text are written once."""

    def __init__(self, ruleset_digest: str) -> None:
        self.ruleset_digest = ruleset_digest
        self.kinds: dict[Kind, int] = {}
        self.things: dict[str, int] = {}
        self.known: dict[int, int] = {}
        self.standard: dict[type[Part], dict[str, object]] = {}
        """the default values of each model"""
        self.kept: list[object] = []
        """keeps objects alive that are keyed by identity"""

    def value(self, value: object) -> object:
        """Return the JSON form of a value: itself, or a reference to its record."""
        if value is None or isinstance(value, str | bool | int):
            return value
        if id(value) not in self.known:
            self.kept.append(value)
            self.known[id(value)] = self.thing(value)
        return [self.known[id(value)]]

    def thing(self, value: Any) -> int:
        """Write a record after all that it refers to, unless present; return its number."""
        kind: Kind
        said: list[object]
        if isinstance(value, Fraction):
            kind, said = (FRACTION,), [value.numerator, value.denominator]
        elif isinstance(value, Decimal):
            kind, said = (DECIMAL,), [str(value)]
        elif isinstance(value, date):
            kind, said = (DAY,), [value.isoformat()]
        elif isinstance(value, Questions):
            kind, said = (QUESTIONS,), list(map(self.value, value.batches))
        elif isinstance(value, tuple):
            kind, said = (TUPLE,), list(map(self.value, value))
        elif isinstance(value, Mapping):
            kind, said = (MAPPING,), [self.value(e) for pair in value.items() for e in pair]
        elif hasattr(value, "model_dump"):
            kind, said = self.piece(value)
        else:
            kind = kind_of(type(value))
            said = [self.value(getattr(value, name)) for name in kind[1:]]
        text = _json([self.kinds.setdefault(kind, len(self.kinds)), *said])
        return self.things.setdefault(text, len(self.things))

    def piece(self, piece: Any) -> tuple[Kind, list[object]]:
        """Return the JSON form of a ruleset definition: its model's defaults, then its set fields."""
        from targetcheck.ruleset.ruleset import Ruleset

        piece = piece.model() if isinstance(piece, StandIn) else piece
        model = type(piece)
        said: list[object] = [self.value(self.defaults(model))]
        standard = self.defaults(model)
        for name in model.model_fields:
            value = getattr(piece, name)
            if name not in standard or not _same(value, standard[name]):
                said += [name, self.value(value)]
        if not isinstance(piece, Ruleset):
            return (PIECE, model_name(model)), said
        kind = (RULESET, model_name(model))
        return kind, [self.ruleset_digest, self.value(piece.taken_over), *said]

    def defaults(self, model: type[Part]) -> dict[str, object]:
        """Return the default values of a model; the same object for all its instances."""
        if model not in self.standard:
            self.standard[model] = {
                name: field.get_default(call_default_factory=True)
                for name, field in model.model_fields.items()
                if not field.is_required()
            }
        return self.standard[model]


def _same(a: object, b: object) -> bool:
    """Return whether two values are equal and have equal text: 0.50 differs from 0.5."""
    return a is b or (a == b and repr(a) == repr(b))
