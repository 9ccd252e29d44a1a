"""targetcheck: check reported indicator values against policy targets.

>>> import targetcheck as tc
>>> rows = [{"place": "随州市", "indicator": "营造林面积", "period": "2024", "value": "1.5万亩"}]
>>> result = tc.evaluate("hubei/suizhou-yangtze-2024", rows, as_of="2024-12-31")
>>> verdict = result["afforestation"]
>>> print(verdict.status, verdict.reason, verdict.question.due)
on_track on_schedule 2025-12-31

Evaluate: `evaluate`, `verdict_table`, `verdict_frame`, `screen`, `what_if`, `required_path`.
Tables: `read_table`, `inspect`, `template`. Documents: `report`, `rectify`. Rulesets:
`bundled_rulesets`, `load_ruleset`, `compile_plan`, `load_plan`, `save_plan`, `lint`, `draft`.
Types: `Result`, `Verdict`, `Ruleset`, `Plan`, `TargetcheckError`; the others are in
`targetcheck.types`. The ledger is `targetcheck.ledger`, consequences of verdicts
`targetcheck.escalation`.

The public names are loaded on first use, so that importing the package is fast.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from targetcheck.version import __version__

if TYPE_CHECKING:
    from targetcheck.api import (
        compile_plan,
        draft,
        evaluate,
        inspect,
        lint,
        load_plan,
        load_ruleset,
        read_table,
        rectify,
        report,
        required_path,
        save_plan,
        screen,
        template,
        verdict_frame,
        verdict_table,
        what_if,
    )
    from targetcheck.errors import Diagnostic as Diagnostic
    from targetcheck.errors import TargetcheckError
    from targetcheck.evaluation import Result
    from targetcheck.plan.plan import Plan
    from targetcheck.ruleset.profile import Profile as Profile
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset_locator import bundled_rulesets
    from targetcheck.tables.table_reader import ObservationTable as ObservationTable
    from targetcheck.verdicts.verdict import Status as Status
    from targetcheck.verdicts.verdict import Verdict

__all__ = [
    "Plan",
    "Result",
    "Ruleset",
    "TargetcheckError",
    "Verdict",
    "__version__",
    "bundled_rulesets",
    "compile_plan",
    "draft",
    "evaluate",
    "inspect",
    "lint",
    "load_plan",
    "load_ruleset",
    "read_table",
    "rectify",
    "report",
    "required_path",
    "save_plan",
    "screen",
    "template",
    "verdict_frame",
    "verdict_table",
    "what_if",
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
}
"""Modules of names; all others are in `api`. Types that are not listed in `__all__` stay here too."""


class _PublicFace(ModuleType):
    """The package as a module: `lint` and `what_if` stay functions.

    Importing the packages of these names, inside this one, would set them as attributes here.
    """

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, unless it is a package that a public function is named like."""
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _PublicFace


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in __all__ and name not in _HOMES:
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
