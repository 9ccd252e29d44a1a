"""The rules of lint, one module each, in the order of the reference.

Layer: lint. Input: Ruleset and Given. Output: findings of each rule.
"""

from targetcheck.errors import Severity
from targetcheck.lint.rule import RuleModule
from targetcheck.lint.rules import (
    action_unused,
    alternative_impossible,
    cite_missing,
    contradictory,
    count_not_whole,
    disagreement,
    draft_guess,
    due_before_issue,
    due_unexplained,
    group_unused,
    ignore_unknown,
    ignore_unused,
    indicator_unused,
    lead_missing,
    milestone_weaker_later,
    own_reading,
    promise_uncarried,
    quote_not_in_text,
    quote_not_locked,
    quote_number_unused,
    requirement_impossible,
    restated_differently,
    restated_not_linked,
    share_above_hundred,
    sum_disagrees,
    superseded,
    target_number_unquoted,
    text_changed,
    todo_open,
    total_without_place,
    tranches_miss_total,
    words_with_number,
)

MODULES: tuple[RuleModule, ...] = (
    # what a target lacks, or adds to its clause
    cite_missing,
    lead_missing,
    own_reading,
    words_with_number,
    superseded,
    # what a draft leaves open
    todo_open,
    draft_guess,
    # quotes compared with amounts, and with the text
    quote_number_unused,
    target_number_unquoted,
    due_unexplained,
    quote_not_in_text,
    promise_uncarried,
    text_changed,
    quote_not_locked,
    # amounts compared with each other
    contradictory,
    disagreement,
    restated_not_linked,
    restated_differently,
    milestone_weaker_later,
    tranches_miss_total,
    total_without_place,
    sum_disagrees,
    # amounts and dates compared with what is possible
    alternative_impossible,
    requirement_impossible,
    count_not_whole,
    share_above_hundred,
    due_before_issue,
    # definitions that are not used
    indicator_unused,
    group_unused,
    action_unused,
    # exceptions
    ignore_unknown,
    ignore_unused,
)

CODES: dict[str, Severity] = {module.RULE.code: module.RULE.severity for module in MODULES}
"""Every code of lint with its usual severity; docs/reference/lint/ has a page for each."""
