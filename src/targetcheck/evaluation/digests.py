"""SHA-256 digests of rulesets and tables.

Layer: evaluation. Ledgers store these digests, so the hashed form must never change: JSON with
sorted keys, as Python's `json` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from targetcheck.first_use import pattern
from targetcheck.tables.observation_table import ObservationTable

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset

_ESCAPED = pattern(r"[\\\x00-\x1f]")
"""Characters, besides quotes, that JSON escapes."""


def digest_of_ruleset(ruleset: Ruleset) -> str:
    """Return the SHA-256 hex digest of the ruleset's canonical data, without comments."""
    stored: str | None = getattr(ruleset, "digest", None)  # stated by that of a compiled plan
    if stored is not None:
        return stored
    from targetcheck.ruleset.ruleset import canonical

    for known, digest in _DIGESTS:
        if known is ruleset:
            return digest
    digest = hashlib.sha256(_json(canonical(ruleset)).encode()).hexdigest()
    _DIGESTS.append((ruleset, digest))
    return digest


_DIGESTS: deque[tuple[Ruleset, str]] = deque(maxlen=4)
"""Cache of the digests of recent rulesets, which are immutable and evaluated repeatedly."""


def digest_of_table(table: ObservationTable) -> str:
    """Return the SHA-256 hex digest of the raw cells; row order matters."""
    digest = hashlib.sha256(b"{")
    between = ""
    for name, cells in sorted(table.columns.items()):
        digest.update(f"{between}{_json(name)}: {_column(cells)}".encode())
        between = ", "
    digest.update(b"}")
    return digest.hexdigest()


def _column(cells: list[object]) -> str:
    """Return a column as JSON; cells that need no escape are joined directly."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        text = '", "'.join(cast("list[str]", cells))
        # A quote inside a cell would be mistaken for a separator.
        if text.count('"') == 2 * (len(cells) - 1) and not _ESCAPED.search(text):
            return f'["{text}"]'
    elif kinds == {Decimal}:
        return '["' + '", "'.join(map(str, cells)) + '"]'
    elif kinds == {int}:
        return f"[{', '.join(map(str, cells))}]"
    return _json(cells)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
