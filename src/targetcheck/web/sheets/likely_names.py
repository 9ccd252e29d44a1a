"""Names in the order of their likeness to a text, for a person to choose from.

Layer: web. Input: a text of a sheet, and names with their spellings. Output: ids with a score between
0 and 1. Words that few names have count for more, so that `safe use of contaminated farmland` is more
like `contaminated farmland in safe use` than like another `safe use of …`. Nothing is read by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from targetcheck.errors import Language
from targetcheck.name_likeness import word_likeness
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.plan import Plan

LIKELY = 0.3
"""The score from which a name is offered before the others."""
ALIKE = 0.75
"""The score from which two spellings are alike, letter by letter."""
_ENDS = ("市", "县", "区", "州", "乡", "镇", " City", " County")
"""What people leave out behind the name of a place."""


class NameLikeness:
    """The names of one kind, places or indicators, compared by their words and by their letters."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for key, each in spellings.items():
            for spelling in filter(None, each):
                self._keys[spelling].add(key)

    def scored(self, text: str) -> list[tuple[float, str]]:
        """Return (score, id) of the names that have something of a text, the likest first."""
        by_letters = SequenceMatcher(b=text.casefold())
        best: dict[str, float] = {}
        for spelling, share in word_likeness(text, self._keys).items():
            score = max(share, _spelling_score(by_letters, spelling))
            for key in self._keys[spelling]:
                best[key] = max(score, best.get(key, 0.0))
        found = [(score, key) for key, score in best.items() if score > 0]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def likely(self, text: str, most: int = 6) -> list[str]:
        """Return the ids of the likely names, the likest first; those far behind it are left out."""
        scored = self.scored(text)
        floor = max(LIKELY, scored[0][0] / 2) if scored else LIKELY
        return [key for score, key in scored if score >= floor][:most]


def _spelling_score(asked: SequenceMatcher[str], name: str) -> float:
    """Return how alike two spellings are, letter by letter."""
    asked.set_seq1(name.casefold())
    if asked.real_quick_ratio() < ALIKE or asked.quick_ratio() < ALIKE:
        return 0.0
    return ratio if (ratio := asked.ratio()) >= ALIKE else 0.0


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
