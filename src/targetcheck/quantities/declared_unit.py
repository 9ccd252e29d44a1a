"""Units declared by a ruleset in addition to the known ones: `学位`, `标箱`, a local measure.

Layer: quantities. A declared unit counts things, or is an exact multiple of a known unit. It takes
the multiples and quotients of its base unit: `万标箱/年` is read as `万TEU/年`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction

from targetcheck.errors import TargetcheckError
from targetcheck.first_use import pattern
from targetcheck.quantities.unit import Unit, declared_finder, find_known_unit
from targetcheck.quantities.unit_spelling import spelling

ITEM = "个"


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """A unit of a ruleset, equal to `times` of the known unit `base`."""

    name: str
    zh: str
    en: str
    base: str
    times: Fraction
    aliases: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        """Return every spelling of the unit, the longest first."""
        texts = {spelling(text) for text in (self.name, self.zh, self.en, *self.aliases) if text}
        return tuple(sorted(texts, key=len, reverse=True))


def find_declared(text: str, units: Sequence[DeclaredUnit]) -> Unit | None:
    """Return the unit of a text that contains a declared unit; None without one."""
    if not units:
        return None
    key = spelling(text)
    for unit in units:
        for written in unit.spellings():
            found = _replaced(key, written, unit)
            if found is not None:
                return found
    return None


def _replaced(key: str, written: str, unit: DeclaredUnit) -> Unit | None:
    """Return the unit of a text after a declared unit is replaced by its base."""
    head, found, tail = key.partition(written)
    if (
        not found
        or (tail and tail[0] not in "/·)")
        or (head and head[-1].isascii() and head[-1].isalpha())
    ):
        return None
    try:
        known = find_known_unit(f"{head}{unit.base}{tail}")
    except TargetcheckError:
        return None
    below = "/" in head
    times = 1 / unit.times if below else unit.times
    zh, en = (f"{head}{label}{tail}" for label in (unit.zh or unit.name, unit.en or unit.name))
    return replace(known, name=key, factor=known.factor * times, zh=zh, en=en)


@contextmanager
def units_in_force(units: Sequence[DeclaredUnit]) -> Iterator[None]:
    """Return a context in which `find_unit` knows the units of a ruleset."""
    outer = declared_finder.get()

    def find(text: str) -> Unit | None:
        return find_declared(text, units) or (outer(text) if outer is not None else None)

    token = declared_finder.set(find if units else outer)
    try:
        yield
    finally:
        declared_finder.reset(token)


EXACT = pattern(
    r"\s*(?:(?P<top>\d+(?:\.\d+)?)\s*/\s*(?P<bottom>\d+)|(?P<number>[\d.,]+))\s*(?P<unit>\D.*?)\s*"
)
"""An exact amount of a known unit: `1 TEU`, `0.5 kg`, `2000/3 平方米`."""


def declared_unit(
    name: str, zh: str, en: str, is_: str, aliases: tuple[str, ...] = ()
) -> DeclaredUnit:
    """Return a declared unit; raise ValueError if `is_` is not an exact amount of a known unit."""
    found = EXACT.fullmatch(is_)
    if found is None:
        raise ValueError(is_)
    top = found["top"] or found["number"].replace(",", "")
    times = Fraction(top) / int(found["bottom"] or 1)
    if times <= 0:
        raise ValueError(is_)
    find_known_unit(found["unit"])
    return DeclaredUnit(name, zh, en, found["unit"], times, aliases)
