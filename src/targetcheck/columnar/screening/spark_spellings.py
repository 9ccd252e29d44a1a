"""Likely spellings of indicators, places and units, which the Spark lookup table holds beforehand.

Layer: columnar. Input: Levels. Output: texts of indicators, places and units. They only save time:
any other text is read when it occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from targetcheck.columnar.screening.level_requirements import Levels
from targetcheck.errors import TargetcheckError
from targetcheck.quantities.unit import Unit, convertible, find_unit, known_units
from targetcheck.quantities.unit_spelling import factors
from targetcheck.quantities.unit_table import Atom, Row, UnknownPartError, find_atom, table
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.place import Place

MULTIPLES = ("万", "亿", "千", "百")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def spellings(levels: Levels) -> dict[str, list[str]]:
    """Return the likely texts of the columns `indicator`, `place` and `unit`."""
    ruleset = levels.plan.ruleset
    asked, where = {key[0] for key in levels.at}, {key[1] for key in levels.at}
    wanted = {levels.plan.indicators[name].unit for name in asked}
    units = dict.fromkeys(text for unit in wanted if unit is not None for text in texts_of(unit))
    return {
        "indicator": _names(ruleset.all_indicators(), asked),
        "place": _names(ruleset.all_places(), where),
        "unit": ["", *units],
    }


def texts_of(wanted: Unit) -> list[str]:
    """Return the likely texts of units that convert to a unit."""
    own = [wanted.name, wanted.zh, wanted.en]
    atoms = [text for row in table().units.values() if row.dimension == wanted.dimension
             for text in (*_texts(row), *_multiples(row))]  # fmt: skip
    composites = [text for name in known_units() if "/" in name or "·" in name
                  if (unit := find_unit(name)).dimension == wanted.dimension
                  for text in (name, unit.zh, unit.en)]  # fmt: skip
    found = dict.fromkeys([*own, *atoms, *composites, *_quotients(wanted)])
    return [text for text in found if _converts(text, wanted)]


def _names(pieces: Mapping[str, Indicator] | Mapping[str, Place], asked: set[str]) -> list[str]:
    texts = [
        text
        for name, piece in pieces.items()
        if name in asked
        for text in (name, piece.zh, piece.en, *piece.aliases)
    ]
    return [text for text in dict.fromkeys(texts) if text]


def _texts(row: Row) -> Iterator[str]:
    """Yield the texts of a listed unit, `hm2` also as `hm²`."""
    known = table()
    for text, name in known.aliases.items():
        if known.units[name] is row:
            yield from (text, text[:-1] + text[-1].translate(_RAISED))
    yield from (row.zh, row.en)


def _multiples(row: Row) -> Iterable[str]:
    return [head + row.zh for head in MULTIPLES] if row.takes_multiples else ()


def _quotients(wanted: Unit) -> Iterator[str]:
    """Yield the texts of every quotient unit of the same two kinds, as for `mg/L`."""
    try:
        parts = [(find_atom(text, below=sign < 0), sign) for text, sign in factors(wanted.name)]
    except (ValueError, UnknownPartError):
        return
    if [(atom.exponent, sign) for atom, sign in parts] != [(1, 1), (1, -1)]:
        return
    above, below = (_alike(atom) for atom, _ in parts)
    for top in above:
        for bottom in below:
            yield from (f"{top.code}/{bottom.code}", f"{top.zh}/{bottom.zh}")
            yield f"{top.en}/{bottom.en}"
    for top in above:
        if top.code.startswith("u"):
            yield from (f"{mu}{top.code[1:]}/{below_.en}" for mu in "μµ" for below_ in below)


def _alike(atom: Atom) -> list[Row]:
    return [row for row in table().units.values() if row.dimension == atom.row.dimension]


def _converts(text: str, wanted: Unit) -> bool:
    try:
        return convertible(find_unit(text), wanted)
    except TargetcheckError:
        return False
