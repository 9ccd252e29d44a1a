"""Known names of places and indicators.

Layer: tables. Input: indexes of names, injected by higher layers. They only help to interpret
headings; unknown names are still read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from targetcheck.first_use import pattern
from targetcheck.name_index import NameIndex, fold_name

_NUMBERING = pattern(r"^(?:[((]?[0-9一二三四五六七八九十]{1,3}[))、.]|[①-⑳]|[-·•●■]|其中[::,])\s*")

_MARK = pattern(r"\s*(?:[*＊※①-⑳]+|[\[(（【〔]\s*注\s*[0-9一二三四五]*\s*[\])）】〕])\s*$")
"""A reference to a footnote behind a name."""


@dataclass(frozen=True, slots=True)
class KnownDimension:
    """A declared dimension: its id, the names of its members and of the whole."""

    id: str
    members: NameIndex
    total: tuple[str, ...] = ()

    def is_total(self, text: str) -> bool:
        """Return whether a text names the whole."""
        return fold_name(text) in map(fold_name, self.total)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names of places, indicators and dimensions.

    `parts`: (indicator, {(dimension, member)}) → indicator of that part.
    """

    places: NameIndex = field(default_factory=NameIndex)
    indicators: NameIndex = field(default_factory=NameIndex)
    headings: NameIndex = field(default_factory=NameIndex)
    dimensions: Mapping[str, KnownDimension] = field(default_factory=dict)
    parts: Mapping[tuple[str, frozenset[tuple[str, str]]], str] = field(default_factory=dict)

    def dimension(self, text: str) -> KnownDimension | None:
        """Return the dimension that a heading names."""
        if not self.dimensions:
            return None
        found = _find(self.headings, text) or _find(self.headings, "_".join(text.split()))
        return self.dimensions[found] if found is not None else None

    def __bool__(self) -> bool:
        return bool(self.places or self.indicators)

    def place(self, text: str) -> str | None:
        """Return the id of a place, with or without a number before its name or a mark after it."""
        return _find(self.places, text)

    def indicator(self, text: str) -> str | None:
        """Return the id of an indicator, with or without a number before or a mark after its name."""
        return _find(self.indicators, text)

    def within(self, text: str, what: str) -> str | None:
        """Return the id of the single longest known name inside a line of text."""
        known = dict((self.places if what == "place" else self.indicators).folded())
        folded = fold_name(text)
        inside = [name for name in known if len(name) > 1 and name in folded]
        longest = [a for a in inside if not any(a != b and a in b for b in inside)]
        ids = {known[name] for name in longest}
        return ids.pop() if len(ids) == 1 else None


class GivenNames:
    """Names mapped by a mapping file: as written, else folded if unambiguous."""

    __slots__ = ("_exact", "_folded")

    def __init__(self, said: Mapping[str, str] = {}) -> None:
        self._exact = {text.strip(): code for text, code in said.items()}
        meant: dict[str, set[str]] = {}
        for text, code in said.items():
            meant.setdefault(fold_name(text), set()).add(code)
        self._folded = {text: codes.pop() for text, codes in meant.items() if len(codes) == 1}

    def __bool__(self) -> bool:
        return bool(self._exact)

    def find(self, text: str) -> str | None:
        """Return the code that a name is mapped to."""
        return self._exact.get(text.strip()) or self._folded.get(fold_name(text))


def _find(known: NameIndex, text: str) -> str | None:
    """Return the id of a text; an ambiguous text is not processed further."""
    if not known:
        return None
    for form in _forms(text):
        found = known.find(form)
        if found is not None or known.rivals(form):
            return found
    return None


def _forms(text: str) -> Iterator[str]:
    yield text
    plain = unicodedata.normalize("NFKC", _MARK.sub("", text)).strip()
    yield plain
    yield _NUMBERING.sub("", plain)
