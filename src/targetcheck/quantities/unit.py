"""Units as exact factors.

Layer: quantities. Input: a unit as written (`万亩`, `mg／L`, `元/平方米`). Output: a `Unit` with an exact
factor, or a finding with a correction. `precomputed_units.json` has the factors from pint; pint
itself is loaded only for a composite that is missing from the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from targetcheck import limits
from targetcheck.errors import Language, TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.quantities.rounding import binary
from targetcheck.quantities.unit_spelling import factors, spelling
from targetcheck.quantities.unit_table import (
    Atom,
    UnitKind,
    UnknownPartError,
    find_atom,
    raised,
    table,
)

if TYPE_CHECKING:
    from targetcheck.quantities import unit_errors
else:
    unit_errors = on_first_use("targetcheck.quantities.unit_errors")

__all__ = ["Unit", "UnitKind", "convertible", "factor", "find_unit", "is_unit", "known_units"]


declared_finder: ContextVar[Callable[[str], Unit | None] | None] = ContextVar(
    "declared_finder", default=None
)
"""Finds the units that the ruleset at hand declares; set while it is read."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: units of equal `dimension` are comparable, and `factor` converts to their base unit."""

    name: str
    kind: UnitKind
    dimension: str
    factor: Fraction
    zh: str
    en: str
    whole: bool = False

    def label(self, lang: Language) -> str:
        """Return the printed form of the unit."""
        return self.zh if lang == "zh" else self.en

    def after(self, number: str, lang: Language) -> str:
        """Return a number followed by the unit, so that `15` and `10⁸ t` do not run together."""
        label = self.label(lang)
        if label[:1].isdigit():  # `5 × 100毫升`: `5100毫升` would be another amount
            return f"{number} × {label}"
        if lang == "zh" or not label:
            return number + label
        return f"{number} {_singular(label) if number in ('1', '-1') else label}"

    def __str__(self) -> str:
        return self.name


def _singular(label: str) -> str:
    """Return the singular label: `occurrence` of `occurrences`; symbols such as `m/s` are unchanged."""
    if "/" in label or len(label) < 4 or not label.endswith("s") or label.endswith("bps"):
        return label
    if label.endswith("ies"):
        return label[:-3] + "y"
    return label[: -2 if label.endswith(("ches", "shes", "sses", "xes")) else -1]


def find_unit(text: str) -> Unit:
    """Return the unit of a text; raise `unknown-unit` with the closest known one.

    While a ruleset is read, its declared units are known too.
    """
    find = declared_finder.get()
    return (find(text) if find is not None else None) or find_known_unit(text)


def is_unit(text: str) -> bool:
    """Return whether a text is a known unit."""
    try:
        find_unit(text)
    except TargetcheckError:
        return False
    return True


@lru_cache(maxsize=4096)
def find_known_unit(text: str) -> Unit:
    """Return the built-in unit of a text."""
    if len(text) > limits.UNIT:
        raise TargetcheckError(unit_errors.too_long(text))
    key = spelling(text)
    try:
        return _unit(find_atom(key))
    except UnknownPartError:
        pass
    try:
        return _composite(key)
    except UnknownPartError as unknown:
        raise TargetcheckError(unit_errors.unknown(text, key, str(unknown))) from None


def nearest_unit(text: str) -> str:
    """Return the text with its one unknown part replaced by the nearest known one; else empty."""
    try:
        find_known_unit(text)
    except TargetcheckError:
        key = spelling(text)
        parts = re.split(r"([/·()])", key)
        meant = "".join(part if _is_part(part) else unit_errors.nearest(part) for part in parts)
        return meant if meant and is_unit(meant) else ""
    return text


def _is_part(part: str) -> bool:
    """Return whether a part of a composite is known, or only joins others."""
    return part in ("", "/", "·", "(", ")") or is_unit(part)


def convertible(a: Unit, b: Unit) -> bool:
    """Return whether amounts in two units can be compared."""
    return a.dimension == b.dimension


def factor(from_: Unit, to: Unit) -> Fraction:
    """Return the exact factor from values in `from_` to values in `to`."""
    if from_.dimension != to.dimension:
        raise TargetcheckError(
            unit_errors.apart(
                (from_.zh, from_.en, from_.kind, from_.dimension),
                (to.zh, to.en, to.kind, to.dimension),
            )
        )
    return from_.factor / to.factor


@cache
def known_units() -> tuple[str, ...]:
    """Return the names of all listed units, in the order of the definition file."""
    return (*table().units, *table().composites)


def _unit(atom: Atom) -> Unit:
    if atom.exponent != 1:
        return _product([atom])
    row = atom.row
    name = f"{atom.unit}_{atom.multiple.suffix}" if atom.multiple else atom.unit
    worth = Fraction(row.above * atom.worth, row.below)
    return Unit(name, row.kind, row.dimension, worth, atom.zh, atom.en, row.whole)


def _composite(key: str) -> Unit:
    try:
        parts = factors(key)
    except ValueError:
        raise UnknownPartError(key) from None
    if len(parts) > limits.UNIT_PARTS:
        raise UnknownPartError(key)
    found = [(find_atom(text, below=sign < 0), sign) for text, sign in parts]
    if sum(abs(atom.exponent) for atom, _ in found) > limits.UNIT_POWER:
        raise UnknownPartError(key)
    return _product([atom._replace(exponent=atom.exponent * sign) for atom, sign in found])


def _product(atoms: Sequence[Atom]) -> Unit:
    """Return the unit of a product, from the table if its normal form is listed, else from pint."""
    dimension, worth = _worth(atoms)
    for atom in atoms:
        worth *= Fraction(atom.worth) ** atom.exponent
    if not isfinite(binary(worth)) or not binary(worth):
        raise UnknownPartError(atoms[0].code)
    lead = next((atom for atom in atoms if atom.exponent > 0), atoms[0])
    return Unit(
        name=_joined([(atom.code, str(abs(atom.exponent))) for atom in atoms], atoms),
        kind=lead.row.kind,
        dimension=dimension,
        factor=worth,
        zh=_joined([(atom.zh, raised(str(abs(atom.exponent)))) for atom in atoms], atoms),
        en=_joined([(atom.en, raised(str(abs(atom.exponent)))) for atom in atoms], atoms),
    )


def _worth(atoms: Sequence[Atom]) -> tuple[str, Fraction]:
    """Return dimension and factor of the product without its multiples; all counters are equal."""
    codes = ["item" if atom.row.kind == "count" else atom.row.code for atom in atoms]
    powers = [str(abs(atom.exponent)) for atom in atoms]
    plain = _joined(list(zip(codes, powers, strict=True)), atoms)
    listed = table().composites.get(plain)
    if listed:
        return listed[0], Fraction(listed[1], listed[2])
    from targetcheck.quantities.pint_units import fold

    return fold([(atom.unit, atom.exponent) for atom in atoms])


def _joined(labels: Sequence[tuple[str, str]], atoms: Sequence[Atom]) -> str:
    """Return a product as `kg/(ha·year)`, each label with its power."""
    written = [label if power in ("1", "¹") else label + power for label, power in labels]
    above = [text for text, atom in zip(written, atoms, strict=True) if atom.exponent > 0]
    below = [text for text, atom in zip(written, atoms, strict=True) if atom.exponent < 0]
    top = "·".join(above)
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'·'.join(below)})"


def __getattr__(name: str) -> Unit:
    """Return `PERCENT`, `POINT` or `ITEM`, so that importing this module does not read the table."""
    names = {"PERCENT": "percent", "POINT": "percentage_point", "ITEM": "item"}
    if name not in names:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return find_unit(names[name])
