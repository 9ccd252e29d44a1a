"""Names of things: the letters of an id, and what a written name stands for.

A name is compared exactly first, then folded: without case, spaces and compatibility forms
(`ＣＯ`, `co`, `C O`). A folded form that two things share stands for neither.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

ID_SIGNS = "_-."
"""What an id may hold beside letters and digits."""


def fold_name(text: str) -> str:
    """Return a name folded for comparison: compatibility forms, spaces and case gone."""
    return _width_folded(text).casefold()


def is_id(text: str) -> bool:
    """Return whether a text may be an id: letters, digits, `_`, `-` and `.`, in plain forms only."""
    if not text or unicodedata.normalize("NFKC", text) != text:
        return False
    return all(sign in ID_SIGNS or unicodedata.category(sign)[0] in "LNM" for sign in text)


class NameIndex:
    """The things that names stand for, by their ids; ids rank before names, names before aliases."""

    __slots__ = ("_exact", "_folded", "_ids")

    def __init__(self, spellings: Mapping[str, Iterable[str]] = {}) -> None:
        """Take, for every id, its further names in the order of their rank."""
        self._ids = spellings.keys()
        self._exact: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        for name, others in spellings.items():
            for text in dict.fromkeys((name, *others)):
                if text:
                    _add(self._exact, text.strip(), name)
                    _add(self._folded, fold_name(text), name)

    def __bool__(self) -> bool:
        return bool(self._exact)

    def find(self, text: str) -> str | None:
        """Return the id that a text names; None where it names nothing, or may name several."""
        plain = text.strip()
        if plain in self._ids:
            return plain
        meant = self._exact.get(plain) or self._folded.get(fold_name(text), ())
        return meant[0] if len(meant) == 1 else None

    def rivals(self, text: str) -> tuple[str, ...]:
        """Return the ids of the several things that a text may name; empty where it is clear."""
        if self.find(text) is not None:
            return ()
        return self._exact.get(text.strip()) or self._folded.get(fold_name(text), ())

    def folded(self) -> Iterator[tuple[str, str]]:
        """Yield every folded name that stands for one thing only, with its id."""
        return ((text, ids[0]) for text, ids in self._folded.items() if len(ids) == 1)

    def texts(self) -> Iterable[str]:
        """Return every name as it is written."""
        return self._exact.keys()


def shared_names(spellings: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each pair of names of two things that no reader tells apart: id, name, id, name.

    Names that differ in case, as `CO` and `Co`, are told apart, and then only so written.
    """
    known: dict[str, tuple[str, str]] = {}
    for name, others in spellings.items():
        for text in dict.fromkeys((name, *others)):
            seen = _width_folded(text)
            first = known.setdefault(seen, (name, text)) if seen else (name, text)
            if first[0] != name:
                yield *first, name, text


def _add(known: dict[str, tuple[str, ...]], text: str, name: str) -> None:
    there = known.get(text, ())
    if name not in there:
        known[text] = (*there, name)


def _width_folded(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )
