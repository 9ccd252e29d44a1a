"""Likeness of names: which known name a written one most probably means.

Layer: root. Input: a name and the known ones. Output: the closest, or an empty text. Words in common
count first, in any order, the rarer among the known names the more: `safe use of contaminated
farmland` is `contaminated farmland in safe use`. Chinese is compared by pairs of characters. Letters
decide on words misspelt.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[^\W\d_a-z]+")
_EMPTY = frozenset("a an and by for from in of on or the to with".split())
_ENDINGS = ("ations", "ation", "ated", "ates", "ating", "ment", "ments", "ing", "ions", "ion", "ed")
_LEAST = 0.6
"""Likeness of letters, as a share of 1, from which a name is close."""
_MISSPELT = 0.9
"""The same from which it is the name, misspelt."""
_LEAST_IN_WORDS = 0.5
_STEM = 0.6
"""Share of a word that counts where it has another ending: remediation, remediated."""


def closest_name(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`, or an empty text if none is close."""
    candidates: Sequence[str] = sorted(set(known))
    wanted = _words(name)
    prose = any(sign.isspace() or not sign.isascii() for sign in name)  # and no id or key
    misspelt = difflib.get_close_matches(name, candidates, n=1, cutoff=_MISSPELT)
    if prose and len(wanted) > 1 and not misspelt:
        found = _by_words(name, wanted, candidates)
        if found:
            return found
    near = difflib.get_close_matches(name, candidates, n=1, cutoff=_LEAST)
    return near[0] if near else ""


def _by_words(name: str, wanted: frozenset[str], candidates: Sequence[str]) -> str:
    """Return the name with most words in common, of several the one with most letters in common."""
    likeness = _in_common(wanted, candidates)
    best = max(likeness.values(), default=0.0)
    if best < _LEAST_IN_WORDS:
        return ""
    rivals = [text for text, share in likeness.items() if share > best - 0.01]
    folded = name.casefold()
    return max(
        rivals, key=lambda text: difflib.SequenceMatcher(None, folded, text.casefold()).ratio()
    )


def word_likeness(name: str, known: Iterable[str]) -> dict[str, float]:
    """Return of each known name the share of words, from 0 to 1, that it has in common with `name`."""
    return _in_common(_words(name), sorted(set(known)))


def _in_common(wanted: frozenset[str], candidates: Sequence[str]) -> dict[str, float]:
    words = {text: _words(text) for text in candidates}
    counts = Counter(word for of_one in words.values() for word in of_one)
    rarity = {word: 1 + log(len(candidates) / count) for word, count in counts.items()}
    return {text: _shared(wanted, found, rarity) for text, found in words.items()}


def _shared(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Return the share of two names that is common to both, weighted by how rare its words are."""

    def weight(words: Iterable[str]) -> float:
        return sum(rarity.get(word, 1.0) for word in words)

    both = one & other
    stems = {_stem(word) for word in one - both}
    akin = [word for word in other - both if _stem(word) in stems]
    whole = weight(one) + weight(other)
    return 2 * (weight(both) + _STEM * weight(akin)) / whole if whole else 0.0


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """Return the words of a name; of Chinese the pairs of neighbouring characters."""
    found: set[str] = set()
    for run in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run[0].isascii():
            found.add(_singular(run))
        else:
            found |= {run[at : at + 2] for at in range(max(1, len(run) - 1))}
    return frozenset(found - _EMPTY)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word


def _stem(word: str) -> str:
    """Return a word without the ending of a noun or participle."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
