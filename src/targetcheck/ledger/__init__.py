"""Ledger of evaluation runs: append-only, verifiable and comparable.

Layer: ledger, a sibling of output and escalation. Input: Results with the tables they were made
from. Output: runs. Importing it loads no database library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command

if TYPE_CHECKING:
    from targetcheck.ledger.run_comparison import Comparison, RunChange, compare
    from targetcheck.ledger.run_record import RectificationRecord, Run, StoredVerdict
    from targetcheck.ledger.run_store import Ledger
    from targetcheck.ledger.run_verification import (
        RecordVerification,
        Verification,
        verify,
        verify_rectifications,
    )

__all__ = [
    "Comparison",
    "Ledger",
    "RecordVerification",
    "RectificationRecord",
    "Run",
    "RunChange",
    "StoredVerdict",
    "Verification",
    "compare",
    "verify",
    "verify_rectifications",
]

_HOMES = {
    "RunChange": "run_comparison",
    "RecordVerification": "run_verification",
    "RectificationRecord": "run_record",
    "Verification": "run_verification",
    "Comparison": "run_comparison",
    "Ledger": "run_store",
    "Run": "run_record",
    "StoredVerdict": "run_record",
    "compare": "run_comparison",
    "verify": "run_verification",
    "verify_rectifications": "run_verification",
}


def _absent() -> Diagnostic:
    return Diagnostic(
        "ledger-library-missing",
        "a ledger needs SQLAlchemy, which is not installed",
        "台账需要 SQLAlchemy，尚未安装",
        f"install it with `{install_command('office')}`",
        f"请运行 {install_command('office')} 安装",
    )


def __getattr__(name: str) -> object:
    """Load a name from its module when it is first used."""
    if name not in _HOMES:
        message = f"module 'targetcheck.ledger' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    try:
        value: object = getattr(import_module(f"targetcheck.ledger.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("sqlalchemy"):
            raise
        raise TargetcheckError(_absent()) from None
    globals()[name] = value
    return value
