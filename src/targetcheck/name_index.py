"""Names: valid ids, and the lookup of written names.

Layer: root. Input: names and ids. Output: ids. A name is first compared exactly, then folded:
without case, spaces and compatibility forms (`ＣＯ`, `co`, `C O`). A folded form of two things is
ambiguous.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

ID_SIGNS = "_-."
"""Characters of an id besides letters and digits."""
_WITHOUT_SIGNS = str.maketrans("", "", ID_SIGNS)


def fold_name(text: str) -> str:
    """Return a name folded for comparison, without compatibility forms, spaces and case."""
    return _width_folded(text).casefold()


def is_id(text: str) -> bool:
    """Return whether a text is a valid id: letters, digits, `_`, `-` and `.`, without compatibility forms."""
    if text.isascii():
        plain = text.translate(_WITHOUT_SIGNS)
        return bool(text) and (not plain or plain.isalnum())
    if unicodedata.normalize("NFKC", text) != text:
        return False
    return all(sign in ID_SIGNS or unicodedata.category(sign)[0] in "LNM" for sign in text)


class NameIndex:
    """Index from names to ids; ids take precedence over names, names over aliases."""

    __slots__ = ("_exact", "_folded", "_ids")

    def __init__(self, spellings: Mapping[str, Iterable[str]] = {}) -> None:
        """Build the index; `spellings` has the further names of every id, in order of precedence."""
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
        """Return the id of a name; None if it is unknown or ambiguous."""
        plain = text.strip()
        if plain in self._ids:
            return plain
        meant = self._exact.get(plain) or self._folded.get(fold_name(text), ())
        return meant[0] if len(meant) == 1 else None

    def rivals(self, text: str) -> tuple[str, ...]:
        """Return the ids that an ambiguous name may mean; empty if it is clear."""
        if self.find(text) is not None:
            return ()
        return self._exact.get(text.strip()) or self._folded.get(fold_name(text), ())

    def folded(self) -> Iterator[tuple[str, str]]:
        """Yield every unambiguous folded name with its id."""
        return ((text, ids[0]) for text, ids in self._folded.items() if len(ids) == 1)

    def texts(self) -> Iterable[str]:
        """Return every name as written."""
        return self._exact.keys()


def shared_names(spellings: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each pair of names of two things that cannot be distinguished: id, name, id, name.

    Names that differ in case only, such as `CO` and `Co`, are distinguished, if written exactly.
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
    if plain.isprintable():  # then its only spaces are plain ones, and no sign is a steering one
        return plain.replace(" ", "")
    return "".join(
        sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )
