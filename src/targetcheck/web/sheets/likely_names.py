"""Names in the order of their likeness to a text, for a person to choose from.

Layer: web. Input: a text of a sheet, and names with their spellings. Output: ids with a score between
0 and 1. Words that few names have count for more, so that `safe use of contaminated farmland` is more
like `contaminated farmland in safe use` than like another `safe use of …`. Nothing is read by it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from targetcheck.errors import Language
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.plan import Plan

LIKELY = 0.3
"""The score from which a name is offered before the others."""
ALIKE = 0.75
"""The score from which two spellings are alike, letter by letter."""
_LATIN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDS = ("市", "县", "区", "州", "乡", "镇", " City", " County")
"""What people leave out behind the name of a place."""
_EMPTY = frozenset(("of", "the", "in", "and", "a", "to", "for", "on", "by", "at", "rate"))


class NameLikeness:
    """The names of one kind, places or indicators, with the weights of their words."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._spellings = {key: tuple(s for s in each if s) for key, each in spellings.items()}

    def scored(self, text: str) -> list[tuple[float, str]]:
        """Return (score, id) of the names that have something of a text, the likest first."""
        asked = words_of(text)
        spelled = SequenceMatcher(b=text.casefold())
        found = [
            (max((self._score(asked, words) for words in each), default=0.0), key)
            for key, each in self._words.items()
        ]
        found += [
            (score, key)
            for key, each in self._spellings.items()
            if (score := max((_spelling_score(spelled, s) for s in each), default=0.0)) >= ALIKE
        ]
        best: dict[str, float] = {}
        for score, key in found:
            best[key] = max(score, best.get(key, 0.0))
        found = [(score, key) for key, score in best.items()]
        return sorted((pair for pair in found if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))

    def likely(self, text: str, most: int = 6) -> list[str]:
        """Return the ids of the likely names, the likest first; those far behind it are left out."""
        scored = self.scored(text)
        floor = max(LIKELY, scored[0][0] / 2) if scored else LIKELY
        return [key for score, key in scored if score >= floor][:most]

    @cached_property
    def _words(self) -> dict[str, list[Collection[str]]]:
        return {key: [words_of(s) for s in each] for key, each in self._spellings.items()}

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(
            word for each in self._words.values() for word in {w for words in each for w in words}
        )

    def _weight(self, word: str) -> float:
        return math.log(1 + (1 + len(self._words)) / (1 + self._counts[word]))

    def _score(self, asked: Collection[str], words: Collection[str]) -> float:
        both = sum(self._weight(word) for word in asked if word in words)
        whole = sum(map(self._weight, asked)) + sum(map(self._weight, words))
        return 2 * both / whole if whole else 0.0


def _spelling_score(asked: SequenceMatcher[str], name: str) -> float:
    """Return how alike two spellings are, letter by letter."""
    asked.set_seq1(name.casefold())
    if asked.real_quick_ratio() < ALIKE or asked.quick_ratio() < ALIKE:
        return 0.0
    return asked.ratio()


def words_of(text: str) -> frozenset[str]:
    """Return what two names may have in common: words without endings, pairs of characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    latin = {_stem(word) for word in _LATIN.findall(folded) if word not in _EMPTY}
    pairs = {
        run[at : at + 2] if len(run) > 1 else run
        for run in _HAN.findall(folded)
        for at in range(max(1, len(run) - 1))
    }
    return frozenset(latin | pairs)


def _stem(word: str) -> str:
    for ending, rest in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)] + rest
    return word


class RulesetNames:
    """The places and indicators of a plan as options."""

    def __init__(self, plan: Plan, lang: Language) -> None:
        ruleset = plan.ruleset
        self.known: Mapping[str, Mapping[str, Any]] = {
            "place": ruleset.all_places(),
            "indicator": ruleset.all_indicators(),
        }
        self.lang: Language = lang
        self.like = {
            kind: NameLikeness({k: (k, v.zh, v.en, *v.aliases) for k, v in known.items()})
            for kind, known in self.known.items()
        }
        self.find: Mapping[str, Callable[[str], str | None]] = {
            "place": names_of(ruleset.all_places()),
            "indicator": names_of(ruleset.all_indicators()),
        }

    def likely(self, kind: str, text: str) -> list[str]:
        """Return the ids that a text probably means, the likeliest first."""
        known = self.known[kind]
        spelled = {s: key for key, each in known.items() for s in (key, each.zh, each.en) if s}
        whole = [spelled[text + end] for end in _ENDS if text + end in spelled]
        inside = [key for s, key in spelled.items() if len(s) > 1 and s in text]
        return list(dict.fromkeys([*whole, *self.like[kind].likely(text), *inside]))[:8]

    def options(self, kind: str, text: str) -> list[tuple[str, str]]:
        """Return (id, name) of all: the likeliest first, the others in the order of their names."""
        known = self.known[kind]
        first = self.likely(kind, text) if text else []
        named = {key: each.say(self.lang) or key for key, each in known.items()}
        twice = Counter(named.values())
        shown = {k: f"{name} ({k})" if twice[name] > 1 else name for k, name in named.items()}
        rest = sorted((k for k in known if k not in first), key=lambda k: shown[k].casefold())
        return [(key, shown[key]) for key in (*first, *rest)]
