"""A memory of verdicts: runs that can be looked up, verified and compared.

Floor: ledger, beside reports and escalation. Comes in: Results with the tables they were made from.
Goes out: runs, whole or absent. Importing it loads no database library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from targetcheck.ledger.compare import Change, Comparison, compare
    from targetcheck.ledger.entry import Run, StoredVerdict
    from targetcheck.ledger.store import Ledger
    from targetcheck.ledger.verify import Check, verify

__all__ = ["Change", "Check", "Comparison", "Ledger", "Run", "StoredVerdict", "compare", "verify"]

_HOMES = {
    "Change": "compare",
    "Check": "verify",
    "Comparison": "compare",
    "Ledger": "store",
    "Run": "entry",
    "StoredVerdict": "entry",
    "compare": "compare",
    "verify": "verify",
}


def __getattr__(name: str) -> object:
    """Load a name from its module when it is first used."""
    if name not in _HOMES:
        message = f"module 'targetcheck.ledger' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(f"targetcheck.ledger.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
