"""A finding on its way: what is wrong, where in the ruleset, and which targets may excuse it.

Layer: lint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from targetcheck.errors import Diagnostic, Severity
from targetcheck.lint.rule import CODES
from targetcheck.ruleset.requirement_tree import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic without its place in a file; `targets` are numbers of the targets concerned."""

    path: Path
    diagnostic: Diagnostic
    targets: tuple[int, ...] = ()


Findings = Iterator[Finding]


def finding(
    code: str,
    path: Path,
    said: tuple[str, str],
    hint: tuple[str, str],
    *,
    also: tuple[int, ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """Give a finding; `said` and `hint` are English and Chinese, `also` are further targets."""
    diagnostic = Diagnostic(
        code, said[0], said[1], hint[0], hint[1], severity=severity or CODES[code]
    )
    number = path[1] if len(path) > 1 and path[0] == "targets" else None
    own = (number,) if isinstance(number, int) else ()
    return Finding(path, diagnostic, (*own, *also))
