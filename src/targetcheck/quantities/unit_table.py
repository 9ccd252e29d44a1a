"""Precomputed table of units, and lookup of single units.

Layer: quantities. Input: one factor of a unit in normal spelling (`万亩`, `hm2`, `m3`). Output: the
listed unit, its multiple and its power.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from targetcheck.first_use import pattern
from targetcheck.quantities.unit_spelling import power

UnitKind = Literal["physical", "share", "point", "count", "money", "index"]

_BEHIND = pattern(r"(?P<unit>.+?)(?P<word>thousand|million|billion|trillion|mn|bn)", re.IGNORECASE)
"""A multiple behind a currency: `USD million`, `EUR bn`."""
_SHORT = {"mn": "million", "bn": "billion"}
_RAISE = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class UnknownPartError(Exception):
    """Raised for an unknown part of a unit, which it carries; only used inside this layer."""


class Row(NamedTuple):
    """A listed unit in the table; `code` is its spelling in the names of composites."""

    dimension: str
    above: int
    below: int
    kind: UnitKind
    zh: str
    en: str
    whole: bool
    code: str
    takes_multiples: bool


class Multiple(NamedTuple):
    """A multiple such as 万: suffix of its names, factor, and printed form."""

    suffix: str
    worth: int
    zh: str
    spellings: tuple[str, ...]
    money: str


class Atom(NamedTuple):
    """One factor of a composite: a listed unit, optionally a multiple of it, to a power."""

    unit: str
    multiple: Multiple | None
    exponent: int

    @property
    def row(self) -> Row:
        """Return the table row of the unit."""
        return table().units[self.unit]

    @property
    def worth(self) -> int:
        """Return the factor of the multiple, 1 without one."""
        return self.multiple.worth if self.multiple else 1

    @property
    def code(self) -> str:
        """Return the spelling used inside the names of composites: `t_10k`."""
        return f"{self.row.code}_{self.multiple.suffix}" if self.multiple else self.row.code

    @property
    def zh(self) -> str:
        """Return the Chinese label."""
        return self.multiple.zh + self.row.zh if self.multiple else self.row.zh

    @property
    def en(self) -> str:
        """Return the English label; in a denominator a counter is singular, `person`."""
        singular = self.exponent < 0 and self.row.code == self.unit
        label = self.unit.replace("_", " ") if singular else self.row.en
        if self.multiple is None:
            return label
        if self.row.kind == "money":
            return f"{self.multiple.money} {label}"
        zeros = str(len(str(self.multiple.worth)) - 1)
        return f"10{raised(zeros)} {label}"


class UnitTable(NamedTuple):
    """The precomputed table: listed units, spellings, common composites and multiples."""

    units: Mapping[str, Row]
    aliases: Mapping[str, str]
    composites: Mapping[str, tuple[str, int, int]]
    multiples: Mapping[str, Multiple]
    suffixes: Mapping[str, Multiple]
    prefix: re.Pattern[str]


@cache
def table() -> UnitTable:
    """Return the precomputed table; cached."""
    raw: dict[str, Any] = json.loads(_text())
    multiples: dict[str, Multiple] = {}
    for suffix, worth, zh, spellings, money in raw["multiples"]:
        multiple = Multiple(suffix, worth, zh, tuple(spellings), money)
        multiples.update(dict.fromkeys((zh, *spellings), multiple))
    longest = sorted(multiples, key=len, reverse=True)
    return UnitTable(
        units={name: Row(*row) for name, row in raw["units"].items()},
        aliases=raw["aliases"],
        composites={name: tuple(row) for name, row in raw["composites"].items()},
        multiples=multiples,
        suffixes={multiple.suffix: multiple for multiple in multiples.values()},
        prefix=re.compile("|".join(map(re.escape, longest))),
    )


def find_atom(key: str, below: bool = False) -> Atom:
    """Return the unit of one factor: by exact name, as a multiple, or as a power.

    `a` is a year only in a denominator, as in `t/a`; alone it is ambiguous.
    """
    aliases = table().aliases
    if key in aliases:
        return Atom(aliases[key], None, 1)
    if below and key == "a":
        return Atom("year", None, 1)
    found = _multiple(key)
    if found:
        return found
    base, exponent = power(key)
    if exponent == 1:
        raise UnknownPartError(key)
    inner = find_atom(base, below or exponent < 0)
    return inner._replace(exponent=inner.exponent * exponent)


def raised(number: str) -> str:
    """Return an integer in superscript digits."""
    return number.translate(_RAISE)


def _multiple(key: str) -> Atom | None:
    """Return the multiple in `万亩`, `10^4mu` and the name `mu_10k`; some units take none."""
    known = table()
    behind = _BEHIND.fullmatch(key)
    money = known.aliases.get(behind["unit"]) if behind else None
    if behind and money:
        word = behind["word"].lower()
        multiple = known.multiples[_SHORT.get(word, word)]
        return Atom(money, multiple, 1) if known.units[money].kind == "money" else None
    head, mark, suffix = key.rpartition("_")
    prefix = known.prefix.match(key)
    if mark and suffix in known.suffixes:
        multiple, rest = known.suffixes[suffix], head
    elif prefix:
        multiple = known.multiples[prefix.group()]
        rest = key[prefix.end() :].removeprefix("·")
    else:
        return None
    name = known.aliases.get(rest)
    if name is None or not known.units[name].takes_multiples:
        return None
    return Atom(name, multiple, 1)


def _text() -> str:
    return Path(__file__).with_name("precomputed_units.json").read_text(encoding="utf-8")
