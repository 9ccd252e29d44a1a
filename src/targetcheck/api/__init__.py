"""The functions that users import."""

from targetcheck.api.draft_functions import Draft, answer_draft, draft, review_draft
from targetcheck.api.evaluate_functions import (
    evaluate,
    tabulator_of,
    verdict_frame,
    verdict_table,
)
from targetcheck.api.path_functions import required_path
from targetcheck.api.plan_functions import (
    compile_plan,
    load_plan,
    load_ruleset,
    plan_text,
    save_plan,
    sql_of_plan,
)
from targetcheck.api.rectify_functions import rectify
from targetcheck.api.screen_functions import decider, screen, screen_parquet, screener_of

__all__ = [
    "Draft",
    "answer_draft",
    "compile_plan",
    "decider",
    "draft",
    "evaluate",
    "load_plan",
    "load_ruleset",
    "plan_text",
    "rectify",
    "required_path",
    "review_draft",
    "save_plan",
    "screen",
    "screen_parquet",
    "screener_of",
    "sql_of_plan",
    "tabulator_of",
    "verdict_frame",
    "verdict_table",
]
