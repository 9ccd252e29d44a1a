"""List of known units with their spellings.

Layer: output. Input: a search word. Output: lines of text, plain data, or rows of the reference
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.quantities.quantity import number_text
from targetcheck.quantities.unit_spelling import spelling
from targetcheck.quantities.unit_table import table


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit with all its spellings; `worth` is its factor to the first unit of its dimension."""

    name: str
    zh: str
    en: str
    dimension: str
    worth: Fraction
    spellings: tuple[str, ...]
    takes_multiples: bool

    def text(self, lang: Language, first: str) -> str:
        """Return the unit as one line."""
        label = self.zh if lang == "zh" else self.en
        worth = "" if self.worth == 1 else f" = {_exact(self.worth)} {first}"
        return f"{label}{worth}  ({', '.join(self.spellings)})"


def listed_units(word: str = "") -> list[ListedUnit]:
    """Return the units with a spelling that contains a word; all units without a word."""
    known = table()
    spelled: dict[str, list[str]] = {}
    for text, name in known.aliases.items():
        spelled.setdefault(name, []).append(text)
    base: dict[str, Fraction] = {}
    for row in known.units.values():
        base.setdefault(row.dimension, Fraction(row.above, row.below))
    wanted = spelling(word).casefold()
    found = []
    for name, row in known.units.items():
        texts = tuple(dict.fromkeys((name, *sorted(spelled.get(name, ())))))
        said = (*texts, row.zh, row.en, row.dimension)
        if any(wanted in spelling(text).casefold() for text in said):
            worth = Fraction(row.above, row.below) / base[row.dimension]
            found.append(
                ListedUnit(name, row.zh, row.en, row.dimension, worth, texts, row.takes_multiples)
            )
    return found


def unit_lines(word: str, lang: Language) -> Iterator[str]:
    """Yield the units that match a word, grouped by dimension."""
    units = listed_units(word)
    first = _firsts()
    dimension = ""
    for unit in sorted(units, key=lambda u: list(first).index(u.dimension)):
        if unit.dimension != dimension:
            dimension = unit.dimension
            yield dimension
        yield f"  {unit.text(lang, first[dimension])}"
    zh = lang == "zh"
    if not units:
        yield f"没有含“{word}”的单位" if zh else f"no unit is written with `{word}`"
        return
    multiples = " ".join(multiple.zh for multiple in table().suffixes.values())
    yield ""
    yield (
        f"共{len(units)}个单位；前面可加{multiples}（如“万亩”），可用“/”和“·”组合（如“千克/(公顷·年)”）"
        if zh
        else f"{len(units)} units; most take {multiples} in front (万亩, 10^4 mu, million EUR) and combine"
        " with / and · as in kg/(ha·year)"
    )


def units_data(word: str) -> list[dict[str, object]]:
    """Return the units that match a word as plain data."""
    first = _firsts()
    return [
        {
            "name": unit.name,
            "zh": unit.zh,
            "en": unit.en,
            "measures": unit.dimension,
            "worth": _exact(unit.worth),
            "of": first[unit.dimension],
            "spellings": list(unit.spellings),
            "takes_multiples": unit.takes_multiples,
        }
        for unit in listed_units(word)
    ]


def _firsts() -> dict[str, str]:
    """Return the first unit of each dimension, in the order of the definitions."""
    found: dict[str, str] = {}
    for name, row in table().units.items():
        found.setdefault(row.dimension, name)
    return found


def _exact(number: Fraction) -> str:
    """Return an exact number as text: a finite decimal if possible, else a fraction."""
    text = number_text(number)
    return text if Fraction(text) == number else f"{number.numerator}/{number.denominator}"
