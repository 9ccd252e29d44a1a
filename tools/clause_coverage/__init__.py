"""Coverage of a document: clauses encoded as targets, clauses excluded with a reason, unexplained ones.

Layer: tools. Input: a Ruleset, its `coverage.yaml`, the text of its document. Output: a page.
"""

from clause_coverage.account import Account, account, uncovered
from clause_coverage.findings import reason_findings, text_findings
from clause_coverage.page import coverage_page
from targetcheck.drafting.outline.marked_clauses import Clause
from targetcheck.ruleset.loading.coverage_file import Coverage, read_coverage

__all__ = [
    "Account",
    "Clause",
    "Coverage",
    "account",
    "coverage_page",
    "read_coverage",
    "reason_findings",
    "text_findings",
    "uncovered",
]
