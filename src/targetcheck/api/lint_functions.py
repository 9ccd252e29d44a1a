"""Check rulesets.

Layer: api. Input: rulesets. Output: findings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from targetcheck.api.argument_checks import path_of
from targetcheck.errors import Diagnostic

if TYPE_CHECKING:
    from targetcheck.ruleset_locator import RulesetSource


def lint(
    ruleset: RulesetSource | Sequence[str | os.PathLike[str]],
    *,
    text: str | os.PathLike[str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Find errors and doubtful passages of rulesets, those that cannot be loaded included.

    Args:
        ruleset: Bundled name, path of a YAML file or folder (every ruleset below it), several of
            these, a mapping, or a Ruleset.
        text: Text of the document, in which the quotes are looked up; for one ruleset.

    Returns:
        Every finding with `.severity` (error, warning, note), `.code`, `.where` and `.text("zh")`.
        Empty if there is nothing to say.

    Raises:
        TargetcheckError: A name leads to no ruleset, or the text cannot be read.

    Example:
        >>> [found.code for found in lint("hubei/huangshi-yangtze-2024") if found.severity == "error"]
        []
    """
    from targetcheck.files import decode_utf8, read_bytes
    from targetcheck.lint import diagnose, lint_ruleset
    from targetcheck.lint.lint_files import lint_all
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset_locator import open_document

    shown = None if text is None else path_of(text, "text")
    if isinstance(ruleset, Ruleset | Mapping):
        words = None if shown is None else decode_utf8(read_bytes(shown, shown), shown)
        if isinstance(ruleset, Ruleset):
            return tuple(lint_ruleset(ruleset, words))
        document, include, use = open_document(ruleset)
        return tuple(diagnose(document, include, use, text=words))
    names = [ruleset] if isinstance(ruleset, str | os.PathLike) else list(ruleset)
    listed = [path_of(name, "ruleset") for name in names]
    return tuple(found for linted in lint_all(listed, shown) for found in linted.found)
