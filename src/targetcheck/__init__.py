"""targetcheck: check reported indicator values against policy targets.

The public names are loaded on first use, so that importing the package is fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from targetcheck.version import __version__

if TYPE_CHECKING:
    from targetcheck.api import (
        compile_plan,
        evaluate,
        load_ruleset,
        rectify,
        required_path,
        screen,
        verdict_frame,
        verdict_table,
    )
    from targetcheck.errors import Diagnostic, TargetcheckError
    from targetcheck.evaluation import Result
    from targetcheck.plan.plan import Plan
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset_locator import bundled_rulesets
    from targetcheck.tables.table_reader import ObservationTable, read_table
    from targetcheck.verdicts.verdict import Status, Verdict

__all__ = [
    "Diagnostic",
    "ObservationTable",
    "Plan",
    "Profile",
    "Result",
    "Ruleset",
    "Status",
    "TargetcheckError",
    "Verdict",
    "__version__",
    "bundled_rulesets",
    "compile_plan",
    "evaluate",
    "load_ruleset",
    "read_table",
    "rectify",
    "required_path",
    "screen",
    "verdict_frame",
    "verdict_table",
]

_HOMES = {
    "Diagnostic": "errors",
    "ObservationTable": "tables.table_reader",
    "Plan": "plan.plan",
    "Profile": "ruleset.profile",
    "Result": "evaluation",
    "Ruleset": "ruleset.ruleset",
    "Status": "verdicts.verdict",
    "TargetcheckError": "errors",
    "Verdict": "verdicts.verdict",
    "bundled_rulesets": "ruleset_locator",
    "read_table": "tables.table_reader",
}
"""Modules of public names; all others are in `api`."""


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in __all__:
        message = f"module 'targetcheck' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    from targetcheck.gc_pause import uncollected

    with uncollected():
        value: object = getattr(import_module(f"targetcheck.{_HOMES.get(name, 'api')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*globals(), *__all__])
