"""Reader of compiled plan files; a changed or truncated file is refused.

Layer: plan. Input: text from plan_file_writer.py. Output: Plan, or TargetcheckError. Nothing in the
text is executed, and only the record kinds of plan_file_records.py are created from it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes, shown_name
from targetcheck.plan.lazy_questions import Questions
from targetcheck.plan.plan import Plan
from targetcheck.plan.plan_file import HEAD, is_plan
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
    record_named,
)
from targetcheck.plan.plan_file.ruleset_proxy import MODELS, StandIn, StoredRuleset
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import NUMBER
from targetcheck.version import __version__

Make = Callable[[list[Any]], Any]


def plan_of_text(text: str, name: str) -> Plan:
    """Return the plan of a text; messages name the file `name`.

    Raises TargetcheckError: `plan-damaged` if the text was changed after it was written,
    `plan-version` if another version of targetcheck wrote it.
    """
    first, _, body = text.partition("\n")
    try:
        head = json.loads(first.rstrip().removesuffix(",") + "}")[HEAD]
        engine, written, digest = str(head["engine"]), head["format"], head["digest"]
    except (ValueError, TypeError, KeyError):
        raise TargetcheckError(damaged(name)) from None
    if written != FORMAT or engine != __version__:
        raise TargetcheckError(_other_version(name, engine))
    if digest != digest_of(head, body):
        raise TargetcheckError(damaged(name))
    try:
        data = json.loads("{" + body)
        kinds, things = data["kinds"], data["things"]
        makers = [_maker(*kind) for kind in kinds]
    except LookupError:
        raise TargetcheckError(_other_version(name, engine)) from None
    except _FORGED:
        raise TargetcheckError(damaged(name)) from None
    try:
        plan = _made(things, makers)
    except _FORGED:
        raise TargetcheckError(damaged(name)) from None
    if type(plan) is not Plan:
        raise TargetcheckError(damaged(name))
    return plan


_FORGED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What a text with a digest made anew may run into while things are made of it."""


def _made(things: list[Any], makers: list[Make]) -> Any:
    """Return the last record, after creating each from those before it."""
    made: list[Any] = []
    for number, *said in things:
        values = [made[v[0]] if v.__class__ is list else v for v in said]
        made.append(makers[number](values))
    return made[-1]


def _maker(name: str, *names: str) -> Make:
    """Return a constructor for a kind of record; raise LookupError if the kind is unknown."""
    if name in (PIECE, RULESET):
        return _piece(*names, whole=name == RULESET)
    return _PLAIN[name] if name in _PLAIN else _record(name, names)


def _record(name: str, names: tuple[str, ...]) -> Make:
    kind = record_named(name)
    if kind_of(kind)[1:] != names:
        raise LookupError(name)
    puts = [getattr(kind, each).__set__ for each in names]
    new = object.__new__

    def make(values: list[Any]) -> Any:
        made = new(kind)
        for put, value in zip(puts, values, strict=True):
            put(made, value)
        return made

    if kind is Unit:  # the unit of a bare number is compared by identity
        return lambda values: NUMBER if (unit := make(values)) == NUMBER else unit
    return make


def _piece(name: str, *, whole: bool) -> Make:
    if name not in MODELS:
        raise LookupError(name)
    if not whole:
        return lambda said: StandIn(name, said[0], _pairs(said[1:]))

    def ruleset(said: list[Any]) -> StoredRuleset:
        digest, taken, standard, *rest = said
        return StoredRuleset(name, standard, _pairs(rest)).placed_with(digest, taken)

    return ruleset


def _pairs(said: list[Any]) -> dict[Any, Any]:
    return dict(zip(said[::2], said[1::2], strict=True))


_PLAIN: dict[str, Make] = {
    TUPLE: tuple,
    MAPPING: _pairs,
    FRACTION: lambda said: Fraction(*said),
    DECIMAL: lambda said: Decimal(said[0]),
    DAY: lambda said: date.fromisoformat(said[0]),
    QUESTIONS: Questions,
}


def damaged(name: str) -> Diagnostic:
    """Return the `plan-damaged` finding for a file."""
    return Diagnostic(
        "plan-damaged",
        "this compiled plan was changed or truncated after it was written",
        "该编译文件与写出时不一致",
        "compile the ruleset again with `targetcheck compile`; do not edit compiled plans",
        "请用 targetcheck compile 重新编译规则集；编译文件不能手工修改",
        Where(name),
    )


def _other_version(name: str, engine: str) -> Diagnostic:
    other_en, other_zh = f"targetcheck {engine}", f" targetcheck {engine} "
    if engine == __version__:  # the record kinds of plans have changed since it was compiled
        other_en, other_zh = f"another state of {other_en}", f"另一状态的{other_zh}"
    return Diagnostic(
        "plan-version",
        f"this plan was compiled by {other_en}, and this is {__version__}",
        f"该文件由{other_zh}编译，当前版本为 {__version__}",
        "compile the ruleset again with `targetcheck compile`",
        "请用 targetcheck compile 重新编译规则集",
        Where(name),
    )


def plan_at(path: str | os.PathLike[str]) -> Plan | None:
    """Return the plan of a compiled plan file; None for any other file.

    Raises TargetcheckError (`plan-damaged`, `plan-version`) if the plan cannot be trusted.
    """
    if not is_plan(path):
        return None
    name = shown_name(path)
    return plan_of_text(decode_utf8(read_bytes(path, name), name), name)
