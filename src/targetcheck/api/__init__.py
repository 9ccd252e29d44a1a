"""The functions that users import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from targetcheck.api.draft_functions import Draft, answer_draft, draft, review_draft
    from targetcheck.api.evaluate_functions import (
        evaluate,
        tabulator_of,
        verdict_frame,
        verdict_table,
    )
    from targetcheck.api.lint_functions import lint
    from targetcheck.api.plan_functions import (
        compile_plan,
        load_plan,
        load_ruleset,
        plan_text,
        save_plan,
        sql_of_plan,
    )
    from targetcheck.api.rectify_functions import rectify
    from targetcheck.api.report_functions import report
    from targetcheck.api.required_value_functions import required_path
    from targetcheck.api.screen_functions import decider, screen, screen_parquet, screener_of
    from targetcheck.api.table_functions import Inspection, inspect, read_table, template
    from targetcheck.api.what_if_functions import WhatIf, what_if

__all__ = [
    "Draft",
    "Inspection",
    "WhatIf",
    "answer_draft",
    "compile_plan",
    "decider",
    "draft",
    "evaluate",
    "inspect",
    "lint",
    "load_plan",
    "load_ruleset",
    "plan_text",
    "read_table",
    "rectify",
    "report",
    "required_path",
    "review_draft",
    "save_plan",
    "screen",
    "screen_parquet",
    "screener_of",
    "sql_of_plan",
    "tabulator_of",
    "template",
    "verdict_frame",
    "verdict_table",
    "what_if",
]

_HOMES = {
    "Draft": "draft",
    "Inspection": "table",
    "WhatIf": "what_if",
    "answer_draft": "draft",
    "compile_plan": "plan",
    "decider": "screen",
    "draft": "draft",
    "evaluate": "evaluate",
    "inspect": "table",
    "lint": "lint",
    "load_plan": "plan",
    "load_ruleset": "plan",
    "plan_text": "plan",
    "read_table": "table",
    "rectify": "rectify",
    "report": "report",
    "required_path": "required_value",
    "review_draft": "draft",
    "save_plan": "plan",
    "screen": "screen",
    "screen_parquet": "screen",
    "screener_of": "screen",
    "sql_of_plan": "plan",
    "tabulator_of": "evaluate",
    "template": "table",
    "verdict_frame": "evaluate",
    "verdict_table": "evaluate",
    "what_if": "what_if",
}
"""Modules of the functions; each is loaded on first use, since most programs only evaluate."""


def __getattr__(name: str) -> object:
    """Load a function from its module."""
    if name not in _HOMES:
        message = f"module 'targetcheck.api' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    module = import_module(f"targetcheck.api.{_HOMES[name]}_functions")
    value: object = getattr(module, name)
    globals()[name] = value
    return value
