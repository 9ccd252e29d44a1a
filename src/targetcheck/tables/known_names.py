"""Names of places and indicators that a table may use, and what they stand for.

Input: mappings from spelling to id, given by the floors above. It only helps to tell what a
heading is; what is not known here is still read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

_NUMBERING = re.compile(
    r"^(?:[((]?[0-9一二三四五六七八九十]{1,3}[))、.]|[①-⑳]|[-·•●■]|其中[::,])\s*"
)

_MARK = re.compile(r"\s*(?:[*＊※①-⑳]+|[\[(（【〔]\s*注\s*[0-9一二三四五]*\s*[\])）】〕])\s*$")
"""A reference to a footnote behind a name."""


def fold_name(text: str) -> str:
    """Return a name folded for comparison: compatibility forms, spaces and case gone."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names, folded, each with the id it stands for."""

    places: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.places or self.indicators)

    def place(self, text: str) -> str | None:
        """Return the id of a place, with or without numbering before its name or a mark behind it."""
        return _find(self.places, text)

    def indicator(self, text: str) -> str | None:
        """Return the id of an indicator, with or without numbering before its name or a mark behind."""
        return _find(self.indicators, text)

    def within(self, text: str, what: str) -> str | None:
        """Return the id of the one longest known name that stands inside a line of text."""
        known = self.places if what == "place" else self.indicators
        folded = fold_name(text)
        inside = [name for name in known if len(name) > 1 and name in folded]
        longest = [a for a in inside if not any(a != b and a in b for b in inside)]
        ids = {known[name] for name in longest}
        return ids.pop() if len(ids) == 1 else None


def _find(known: Mapping[str, str], text: str) -> str | None:
    found = known.get(fold_name(text))
    if found is None and known:
        plain = unicodedata.normalize("NFKC", _MARK.sub("", text)).strip()
        found = known.get(fold_name(plain)) or known.get(fold_name(_NUMBERING.sub("", plain)))
    return found
