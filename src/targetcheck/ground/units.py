"""Floor ground: units as exact factors.

In: a unit as it was written (`万亩`, `mg／L`, `元/平方米`). Out: a `Unit`, whose factor is a fraction,
or an error that names the mend. The table `folded.json` holds what pint said; pint itself is only
loaded for a composite that the table does not hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from targetcheck.errors import Diagnostic, Language, TargetcheckError, did_you_mean
from targetcheck.ground.spelling import factors, power, spelling

UnitKind = Literal["physical", "share", "point", "count", "money", "index"]

_RAISE = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: two of equal `dimension` can be compared, and `factor` brings both to one base."""

    name: str
    kind: UnitKind
    dimension: str
    factor: Fraction
    zh: str
    en: str
    whole: bool = False

    def label(self, lang: Language) -> str:
        """Give how the unit is printed on its own."""
        return self.zh if lang == "zh" else self.en

    def after(self, number: str, lang: Language) -> str:
        """Give a number followed by the unit, so that `15` and `10⁸ t` do not run together."""
        if lang == "zh":
            return number + self.zh
        return f"{number} × {self.en}" if self.en[0].isdigit() else f"{number} {self.en}"

    def __str__(self) -> str:
        return self.name


class _Multiple(NamedTuple):
    suffix: str
    worth: int
    zh: str
    spellings: tuple[str, ...]
    money: str


class _Atom(NamedTuple):
    """One factor of a composite: a listed unit, perhaps a multiple of it, to a power."""

    unit: str
    multiple: _Multiple | None
    exponent: int


class _Table(NamedTuple):
    units: Mapping[str, list[Any]]
    aliases: Mapping[str, str]
    composites: Mapping[str, list[Any]]
    multiples: Mapping[str, _Multiple]
    prefixes: re.Pattern[str]


class _Unknown(Exception):
    """Raised on the way when a part of a unit is not known; carries that part."""


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit:
    """Give the unit that a text names; raises `unknown-unit` with the nearest known one."""
    key = spelling(text)
    try:
        return _single(_atom(key, below=False))
    except _Unknown:
        pass
    try:
        return _composite(key)
    except _Unknown as unknown:
        raise TargetcheckError(_unknown(text, key, str(unknown))) from None


def convertible(a: Unit, b: Unit) -> bool:
    """Say whether amounts in the two units can be compared."""
    return a.dimension == b.dimension


def factor(from_: Unit, to: Unit) -> Fraction:
    """Give the number by which a value in `from_` becomes a value in `to`; exact."""
    if from_.dimension != to.dimension:
        raise TargetcheckError(_apart(from_, to))
    return from_.factor / to.factor


@cache
def known_units() -> tuple[str, ...]:
    """Give the names of all listed units, in the order of the definition file."""
    table = _table()
    return (*table.units, *table.composites)


@cache
def _table() -> _Table:
    raw = json.loads(Path(__file__).with_name("folded.json").read_text(encoding="utf-8"))
    multiples: dict[str, _Multiple] = {}
    for suffix, worth, zh, spellings, money in raw["multiples"]:
        multiple = _Multiple(suffix, worth, zh, tuple(spellings), money)
        multiples.update(dict.fromkeys((zh, *spellings), multiple))
    longest = sorted(multiples, key=len, reverse=True)
    prefixes = re.compile("|".join(map(re.escape, longest)))
    return _Table(raw["units"], raw["aliases"], raw["composites"], multiples, prefixes)


def _atom(text: str, below: bool) -> _Atom:
    """Read one factor: exactly, as a multiple, or as a power; `a` is a year only below the line."""
    table = _table()
    if text in table.aliases:
        return _Atom(table.aliases[text], None, 1)
    if below and text == "a":
        return _Atom("year", None, 1)
    found = _multiple(text)
    if found:
        return found
    base, exponent = power(text)
    if exponent == 1:
        raise _Unknown(text)
    inner = _atom(base, below or exponent < 0)
    return inner._replace(exponent=inner.exponent * exponent)


def _multiple(text: str) -> _Atom | None:
    """Read `万亩`, `10^4mu` and the name `mu_10k`; only units that are counted so take multiples."""
    table = _table()
    head, mark, suffix = text.rpartition("_")
    multiples = {m.suffix: m for m in table.multiples.values()}
    prefix = table.prefixes.match(text)
    if mark and suffix in multiples:
        multiple, rest = multiples[suffix], head
    elif prefix:
        multiple, rest = table.multiples[prefix.group()], text[prefix.end() :]
    else:
        return None
    rest = rest.removeprefix("·") if rest not in table.aliases else rest
    name = table.aliases.get(rest)
    takes = name is not None and bool(table.units[name][8])
    return _Atom(name, multiple, 1) if name is not None and takes else None


def _single(atom: _Atom) -> Unit:
    if atom.exponent != 1:
        return _product([atom])
    row = _table().units[atom.unit]
    worth = Fraction(row[1], row[2])
    if atom.multiple is None:
        return Unit(atom.unit, row[3], row[0], worth, row[4], row[5], row[6])
    name = f"{atom.unit}_{atom.multiple.suffix}"
    zh, en = _labels(atom)
    return Unit(name, row[3], row[0], worth * atom.multiple.worth, zh, en, row[6])


def _composite(key: str) -> Unit:
    try:
        parts = factors(key)
    except ValueError:
        raise _Unknown(key) from None
    atoms = [
        atom._replace(exponent=atom.exponent * sign)
        for text, sign in parts
        for atom in (_atom(text, below=sign < 0),)
    ]
    return _product(atoms)


def _product(atoms: list[_Atom]) -> Unit:
    """Give the unit of a product, from the table where its plain form is listed, else from pint."""
    table = _table()
    plain = _joined([(table.units[a.unit][7], a.exponent) for a in atoms])
    if plain in table.composites:
        dimension, above, below = table.composites[plain]
        worth = Fraction(above, below)
    else:
        from targetcheck.ground.folding import fold

        dimension, worth = fold([(a.unit, a.exponent) for a in atoms])
    for atom in atoms:
        worth *= Fraction(atom.multiple.worth if atom.multiple else 1) ** atom.exponent
    lead = next((a for a in atoms if a.exponent > 0), atoms[0])
    kind: UnitKind = table.units[lead.unit][3]
    return Unit(
        name=_joined([(_code(a), a.exponent) for a in atoms]),
        kind=kind,
        dimension=dimension,
        factor=worth,
        zh=_joined([(_labels(a)[0], a.exponent) for a in atoms], raised=True),
        en=_joined([(_english(a), a.exponent) for a in atoms], raised=True),
    )


def _code(atom: _Atom) -> str:
    code: str = _table().units[atom.unit][7]
    return f"{code}_{atom.multiple.suffix}" if atom.multiple else code


def _labels(atom: _Atom) -> tuple[str, str]:
    row = _table().units[atom.unit]
    zh, en, kind = str(row[4]), str(row[5]), row[3]
    if atom.multiple is None:
        return zh, en
    zeros = str(len(str(atom.multiple.worth)) - 1).translate(_RAISE)
    head = atom.multiple.money if kind == "money" else f"10{zeros}"
    return atom.multiple.zh + zh, f"{head} {en}"


def _english(atom: _Atom) -> str:
    """Give the English label as it reads inside a composite: one `person` below the line."""
    row = _table().units[atom.unit]
    label = _labels(atom)[1]
    if atom.exponent > 0 or row[7] != atom.unit:
        return label
    return label.removesuffix(row[5]) + atom.unit.replace("_", " ")


def _joined(parts: list[tuple[str, int]], raised: bool = False) -> str:
    """Write a product as `kg/(ha·a)`; with `raised` the exponents are superscripts."""

    def write(text: str, exponent: int) -> str:
        if exponent == 1:
            return text
        return text + (str(exponent).translate(_RAISE) if raised else str(exponent))

    above = [write(text, exponent) for text, exponent in parts if exponent > 0]
    below = [write(text, -exponent) for text, exponent in parts if exponent < 0]
    if not above:
        return "·".join(write(text, exponent) for text, exponent in parts)
    if not below:
        return "·".join(above)
    bottom = below[0] if len(below) == 1 else f"({'·'.join(below)})"
    return f"{'·'.join(above)}/{bottom}"


# -- what to say when it does not work

_ADVICE: dict[str, tuple[str, str]] = {
    "ppm": ("write `mg/L`, `mg/kg` or `mL/m³`, whichever is meant", "请写明 `mg/L`、`mg/kg` 或 `mL/m³`"),
    "ppb": ("write `µg/L` or `µg/kg`, whichever is meant", "请写明 `µg/L` 或 `µg/kg`"),
    "a": ("write `year` or `公顷`", "请写 `年` 或 `公顷`"),
    "兆": ("write `MB`, `Mbps` or `MW`", "请写 `MB`、`Mbps` 或 `MW`"),
    "里": ("write `公里` or `km`", "请写 `公里`"),
    "ton": ("write `tonne`", "请写 `吨`"),
    "tons": ("write `tonne`", "请写 `吨`"),
    "Mg": ("write `mg` or `t`, whichever is meant", "请写 `mg` 或 `t`"),
    "%pt": ("write `percentage_point`", "请写 `个百分点`"),
}  # fmt: skip


def _unknown(text: str, key: str, part: str) -> Diagnostic:
    hint = _advice(part) or _advice(key)
    if part == key:
        en, zh = f"`{text}` is not a known unit", f"不认识单位 `{text}`"
    else:
        en = f"`{text}` is not a known unit, because `{part}` is not one"
        zh = f"不认识单位 `{text}`，因为其中的 `{part}` 不是单位"
    return Diagnostic("unknown-unit", en, zh, *hint)


def _advice(part: str) -> tuple[str, str]:
    if not part:
        return "write the unit, for example `%` or `个`", "请写明单位，例如 `%` 或 `个`"
    if part in _ADVICE:
        return _ADVICE[part]
    if part in _table().multiples:
        return f"write what is counted, for example `{part}元`", f"请写明单位，例如 `{part}元`"
    if re.fullmatch(r"[-+]?[\d.,]+", part):
        return f"a number is not a unit; write for example `{part} %`", "数字不是单位"
    if "/" in part and "·" in part:
        return "put what is below the line in brackets, as in `kg/(ha·a)`", "请用括号写明分母"
    near = _nearest(part)
    return (f"did you mean `{near}`", f"是否指 `{near}`") if near else ("", "")


def _nearest(part: str) -> str:
    aliases = _table().aliases
    folded = part.casefold()
    same = sorted(alias for alias in aliases if alias.casefold() == folded)
    return same[0] if same else did_you_mean(part, aliases)


def _apart(from_: Unit, to: Unit) -> Diagnostic:
    en = f"`{from_.en}` ({from_.dimension}) cannot be turned into `{to.en}` ({to.dimension})"
    zh = f"单位 `{from_.zh}` 不能换算成 `{to.zh}`"
    kinds = {from_.kind, to.kind}
    if kinds == {"share", "point"}:
        hint = (
            "write `%` for a share and `percentage_point` for a difference of two shares",
            "比例用 `%`，两个比例之差用 `个百分点`",
        )
    elif kinds == {"share", "count"}:
        hint = ("give numerator and denominator beside the share", "请同时给出分子和分母")
    elif {from_.dimension, to.dimension} in ({"mass", "volume"}, {"mass_flow", "volume_flow"}):
        hint = (
            "state the amount in the other unit; only for water is 1 t about 1 m³",
            "请按所需单位填报；只有水才可近似按 1 吨等于 1 立方米计",
        )
    else:
        hint = (f"give the value in `{to.en}`", f"请以 `{to.zh}` 填报")
    return Diagnostic("unit-dimension", en, zh, *hint)


def __getattr__(name: str) -> Unit:
    names = {"PERCENT": "percent", "POINT": "percentage_point", "ITEM": "item"}
    if name in names:
        return find_unit(names[name])
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
