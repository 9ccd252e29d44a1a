"""What a ruleset means and what a table holds, each as one SHA-256.

Layer: evaluation. Ledgers keep these digests, so that what is hashed is never written otherwise:
JSON with sorted keys, as Python's `json` writes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from targetcheck.plan.plan_file.ruleset_proxy import StoredRuleset
from targetcheck.tables.observation_table import ObservationTable

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset

_ESCAPED = re.compile(r"[\\\x00-\x1f]")
"""What, beside quotes, does not stand for itself in JSON."""


def digest_of_ruleset(ruleset: Ruleset) -> str:
    """Return the SHA-256 of what the ruleset means: its canonical data, not its comments."""
    given: object = ruleset
    if isinstance(given, StoredRuleset):
        return given.digest
    from targetcheck.ruleset.ruleset import canonical

    for known, digest in _DIGESTS:
        if known is ruleset:
            return digest
    digest = hashlib.sha256(_json(canonical(ruleset)).encode()).hexdigest()
    _DIGESTS.append((ruleset, digest))
    return digest


_DIGESTS: deque[tuple[Ruleset, str]] = deque(maxlen=4)
"""The last rulesets with their digests: they never change, and are judged again and again."""


def digest_of_table(table: ObservationTable) -> str:
    """Return the SHA-256 of the cells as they were read, row order included."""
    digest = hashlib.sha256(b"{")
    between = ""
    for name, cells in sorted(table.columns.items()):
        digest.update(f"{between}{_json(name)}: {_column(cells)}".encode())
        between = ", "
    digest.update(b"}")
    return digest.hexdigest()


def _column(cells: list[object]) -> str:
    """Return a column as JSON; where no cell needs an escape, the cells are joined as they are."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        text = '", "'.join(cast("list[str]", cells))
        # A cell with a quote would add to those between the cells.
        if text.count('"') == 2 * (len(cells) - 1) and not _ESCAPED.search(text):
            return f'["{text}"]'
    elif kinds == {Decimal}:
        return '["' + '", "'.join(map(str, cells)) + '"]'
    elif kinds == {int}:
        return f"[{', '.join(map(str, cells))}]"
    return _json(cells)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
