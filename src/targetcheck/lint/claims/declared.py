"""Which targets a ruleset itself says are the same, or disagree.

Layer: lint. Input: `restates` and `disagrees` of targets.
"""

from __future__ import annotations

from targetcheck.ruleset.ruleset import Ruleset


class Declared:
    """What `restates` and `disagrees` say; what restates the same is one and the same."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._root = {target.id: target.id for target in ruleset.targets}
        for target in ruleset.targets:
            for name in target.restates:
                if name in self._root:
                    self._root[self.root(name)] = self.root(target.id)
        self._apart = {
            frozenset((self.root(target.id), self.root(other.target)))
            for target in ruleset.targets
            for other in target.disagrees
            if other.target in self._root
        }

    def root(self, name: str) -> str:
        """Return the id that stands for all targets which say the same as this one."""
        while self._root[name] != name:
            name = self._root[name]
        return name

    def same(self, first: str, second: str) -> bool:
        """Return whether the two are declared to say the same."""
        return self.root(first) == self.root(second)

    def apart(self, first: str, second: str) -> bool:
        """Return whether the two are declared to disagree."""
        return frozenset((self.root(first), self.root(second))) in self._apart
