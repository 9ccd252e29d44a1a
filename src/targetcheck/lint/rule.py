"""A rule of lint, what it is given and what it finds.

Layer: lint. Input: the code and severity of a rule. Output: findings with a path in the ruleset.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import Any, Protocol, TypeVar

from targetcheck.errors import Diagnostic, Severity
from targetcheck.ruleset.loading.coverage_file import Coverage
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset

T = TypeVar("T")


class Needs(Flag):
    """What a rule needs besides a ruleset; without it the rule does not run."""

    NOTHING = 0
    TEXT = auto()
    """The text of the document."""
    LOCK = auto()
    """The lock file of the quotes."""
    WHOLE = auto()
    """A ruleset without errors, from which nothing was left out."""
    OTHERS = auto()
    """The codes and findings of all other rules. `ignore` does not silence such a rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic at a path of the ruleset; `targets` are the indices of the targets concerned."""

    path: Path
    diagnostic: Diagnostic
    targets: tuple[int, ...] = ()


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code of lint with its usual severity and the condition under which it runs.

    `of_a_piece` and `unless_missing` matter for a ruleset with errors, whose targets lack the keys
    that could not be read. A finding about such a target is dropped, unless the rule looks at one
    value by itself (`of_a_piece`), or all keys in `unless_missing` could be read.
    """

    code: str
    severity: Severity
    needs: Needs = Needs.NOTHING
    of_a_piece: bool = False
    unless_missing: AbstractSet[str] = frozenset()

    def finding(
        self,
        path: Path,
        message: tuple[str, str],
        hint: tuple[str, str],
        *,
        also: tuple[int, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this rule.

        Args:
            path: Keys and indices from the root of the ruleset to the value.
            message: One sentence in English and in Chinese.
            hint: What to do, in English and in Chinese.
            also: Indices of further targets concerned; that of `path` is added.
            severity: Severity of this finding. None: that of the rule.
        """
        diagnostic = Diagnostic(self.code, *message, *hint, severity=severity or self.severity)
        index = path[1] if len(path) > 1 and path[0] == "targets" else None
        own = (index,) if isinstance(index, int) else ()
        return Finding(path, diagnostic, (*own, *also))

    def holds(self, missing: frozenset[str] | None) -> bool:
        """Return whether a finding holds for a target without the keys `missing` (None: whole)."""
        if missing is None or self.of_a_piece:
            return True
        return bool(self.unless_missing) and not missing & self.unless_missing


@dataclass(frozen=True, slots=True)
class Given:
    """What the rules of one run share besides the ruleset; see `Needs` for what may be absent."""

    text: str = ""
    lock: Mapping[str, object] = field(default_factory=dict)
    coverage: Coverage | None = None
    """The clauses that are known not to be targets."""
    codes: tuple[str, ...] = ()
    """Every code of lint."""
    ran: frozenset[str] = frozenset()
    """Codes of the rules that could run."""
    found: tuple[Finding, ...] = ()
    """Findings of the other rules, including those that `ignore` silences."""
    _made: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, make: Callable[[Ruleset], T], ruleset: Ruleset) -> T:
        """Return `make(ruleset)`, computed once per run for all rules that ask for it."""
        if make not in self._made:
            self._made[make] = make(ruleset)
        made: T = self._made[make]
        return made


class RuleModule(Protocol):
    """A module of `lint.rules`."""

    RULE: Rule

    def check(self, ruleset: Ruleset, given: Given) -> Findings:
        """Yield the findings of the rule."""
