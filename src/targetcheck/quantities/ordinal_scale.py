"""Ordinal scales (Ⅰ–劣Ⅴ, 优秀–不合格).

Layer: quantities. Input: a class as written (`Ⅲ类`, `III`, `3`, `劣V`). Output: its rank on a scale,
0 the best, or a finding that lists the classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from targetcheck.errors import Diagnostic, TargetcheckError, did_you_mean
from targetcheck.first_use import pattern

_Number = tuple[bool, int]
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_CHINESE = {name: n for n, name in enumerate("一二三四五六七八九", start=1)}
_WORSE = pattern(r"^(?:劣于|劣|worse\s*than|inferior|below)\s*", re.IGNORECASE)
_AROUND = pattern(r"^(?:第|class|grade|level)\s*|\s*[类级](?:水质|水体|标准|水)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered list of classes, the best first, with other spellings in `aliases`."""

    id: str
    grades: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not self.grades or len(set(map(_plain, self.grades))) < len(self.grades):
            raise ValueError(f"scale `{self.id}` needs classes, each listed once")
        lost = sorted(set(map(_plain, self.aliases.values())) - set(map(_plain, self.grades)))
        if lost:
            raise ValueError(f"scale `{self.id}` has no class `{lost[0]}`")

    def rank(self, text: str) -> int:
        """Return the rank of a class, 0 for the best; raise `grade-unknown`."""
        rank = self.rank_of(text)
        if rank is None:
            raise TargetcheckError(self._unknown(text))
        return rank

    def rank_of(self, text: str) -> int | None:
        """Return the rank of a class, 0 for the best; None for an unknown class."""
        names, numbers = _places(self.grades, tuple(self.aliases.items()))
        written = _plain(text)
        if written in names:
            return names[written]
        number = _number(text)
        return numbers.get(number) if number is not None else None

    def grade(self, rank: int) -> str:
        """Return the class with a rank."""
        if not 0 <= rank < len(self.grades):
            raise IndexError(f"scale `{self.id}` has no rank {rank}")
        return self.grades[rank]

    def _unknown(self, text: str) -> Diagnostic:
        listed = ", ".join(f"`{grade}`" for grade in self.grades)
        listed_zh = "、".join(self.grades)
        near = did_you_mean(text, (*self.grades, *self.aliases))
        return Diagnostic(
            "grade-unknown",
            f"`{text}` is not a grade of the scale `{self.en or self.id}`",
            f"“{text}”不是“{self.zh or self.id}”的等级",
            f"did you mean `{near}`?" if near else f"the grades are {listed}",
            f"是否应为“{near}”？" if near else f"可用等级：{listed_zh}",
        )


@lru_cache(maxsize=64)
def _places(
    grades: tuple[str, ...], aliases: tuple[tuple[str, str], ...]
) -> tuple[dict[str, int], dict[_Number, int]]:
    """Return the ranks by name and, if every class is numbered, by number."""
    names = {_plain(grade): rank for rank, grade in enumerate(grades)}
    names |= {_plain(alias): names[_plain(grade)] for alias, grade in aliases}
    numbers = {number: rank for rank, grade in enumerate(grades) if (number := _number(grade))}
    return names, numbers if len(numbers) == len(grades) else {}


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _number(text: str) -> _Number | None:
    """Return (worse than, number) of a numbered class: `Ⅲ类` and `3` are 3, `劣Ⅴ` is worse than 5."""
    plain = unicodedata.normalize("NFKC", text).strip()
    core = _WORSE.sub("", plain)
    worse = core != plain
    while (bare := _AROUND.sub("", core).strip()) != core:
        core = bare
    number = _ROMAN.get(core.upper()) or _CHINESE.get(core)
    if number is None and re.fullmatch(r"[1-9]", core):
        number = int(core)
    return None if number is None else (worse, number)
