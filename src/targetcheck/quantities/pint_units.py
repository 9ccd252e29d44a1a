"""Adapter of pint: units that are missing from the precomputed table.

Layer: quantities. Input: `unit_definitions.txt`, a closed definition file. Output: dimension and
exact factor of a composite. Only this module imports pint, which is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint

DEFINITIONS = Path(__file__).with_name("unit_definitions.txt")


def fold(parts: Sequence[tuple[str, int]]) -> tuple[str, Fraction]:
    """Return dimension and factor, from pint, of a product of units with integer powers."""
    from pint.util import UnitsContainer

    registry = registry_of_definitions()
    powers: dict[str, int] = {}
    for name, exponent in parts:
        powers[name] = powers.get(name, 0) + exponent
    worth, _ = registry.get_root_units(UnitsContainer(powers))
    return _dimension(parts), exact(worth)


def exact(number: object) -> Fraction:
    """Return a pint number as an exact fraction."""
    if not isinstance(number, int | Fraction):
        raise TypeError(f"pint answered `{number!r}`, which is not exact")
    return Fraction(number)


@cache
def registry_of_definitions() -> pint.UnitRegistry[Any]:
    """Return the pint registry of the definition file; cached."""
    import pint

    lines = [_for_pint(line) for line in DEFINITIONS.read_text(encoding="utf-8").splitlines()]
    return pint.UnitRegistry(lines, non_int_type=Fraction, cache_folder=None)


def _for_pint(line: str) -> str:
    """Return a definition without the spellings that pint refuses since 0.26: `$`, `µg·m⁻³`.

    pint is asked by names only; spellings are read by this package.
    """
    definition, mark, comment = line.partition("#")
    parts = definition.split(" = ")
    kept = [*parts[:3], *(part for part in parts[3:] if part.strip().isidentifier())]
    return f"{' = '.join(kept)} {mark}{comment}" if len(parts) > 3 else line


@cache
def _dimension_names() -> dict[frozenset[tuple[str, int]], str]:
    text = DEFINITIONS.read_text(encoding="utf-8")
    names = re.findall(r"^\[(\w+)\] = ", text, re.MULTILINE)
    return {_dimensions([(f"[{name}]", 1)]): name for name in names}


def _dimensions(parts: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    from pint.util import UnitsContainer

    found = registry_of_definitions().get_dimensionality(UnitsContainer(dict(parts)))
    return frozenset((name.strip("[]"), int(exact(exponent))) for name, exponent in found.items())


def _dimension(parts: Sequence[tuple[str, int]]) -> str:
    """Return the name of a dimension; `人/千人` is `count/count`, not dimensionless."""
    powers = dict(_dimensions_of(parts))
    above = _spell(_dimensions_of([part for part in parts if part[1] > 0]))
    below = _spell(_dimensions_of([(name, -exponent) for name, exponent in parts if exponent < 0]))
    if not powers and below:
        return f"{above}/{below}"
    return _spell(frozenset(powers.items()))


def _dimensions_of(parts: Sequence[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    powers: dict[str, int] = {}
    for unit, exponent in parts:
        for name, inner in _dimensions([(unit, 1)]):
            powers[name] = powers.get(name, 0) + inner * exponent
    return frozenset((name, exponent) for name, exponent in powers.items() if exponent)


def _spell(powers: frozenset[tuple[str, int]]) -> str:
    """Return a product of base dimensions under the names of the definition file."""
    if not powers or powers in _dimension_names():
        return _dimension_names().get(powers, "")
    above = _side(powers, 1)
    below = _side(powers, -1)
    head = "·".join(above) or "1"
    if not below:
        return head
    return f"{head}/{below[0]}" if len(below) == 1 else f"{head}/({'·'.join(below)})"


def _side(powers: frozenset[tuple[str, int]], sign: int) -> list[str]:
    names = _dimension_names()
    side = {(name, exponent * sign) for name, exponent in powers if exponent * sign > 0}
    if frozenset(side) in names:
        return [names[frozenset(side)]]
    return [
        names.get(frozenset({(name, exponent)}), f"{name}^{exponent}").removesuffix("^1")
        for name, exponent in sorted(side)
    ]
