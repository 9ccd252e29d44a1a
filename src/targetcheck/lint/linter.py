"""All checks of lint in one go, with exceptions that targets declare.

Layer: lint. Input: a ruleset, or the document of one. Output: diagnostics sorted by place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.lint.claims.claim_pairs import check_agreement
from targetcheck.lint.claims.quoted_numbers import check_quoted
from targetcheck.lint.finding import Finding, Findings, finding
from targetcheck.lint.pieces import check_pieces
from targetcheck.lint.possible import check_possible
from targetcheck.lint.quote_lock import check_lock, check_text
from targetcheck.lint.rule import CODES, ON_LOCK, ON_TEXT
from targetcheck.lint.stages import check_dates, check_stages
from targetcheck.lint.sums import check_sums
from targetcheck.lint.unsaid import check_unsaid
from targetcheck.ruleset.loading.ruleset_loader import Finder, assemble
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import YamlSource

CHECKS: tuple[Callable[[Ruleset], Findings], ...] = (
    check_unsaid,
    check_quoted,
    check_agreement,
    check_stages,
    check_dates,
    check_sums,
    check_possible,
)
OF_A_PIECE = frozenset({"share-above-hundred", "count-not-whole", "own-reading"})
"""Codes that hold of what a faulty target still has, whatever was left out of it."""
OF_A_KEY = {"cite-missing": {"cite", "milestones"}, "lead-missing": {"lead", "action"}}
"""Codes that hold of a faulty target unless one of these keys is what was left out."""


def lint_ruleset(
    ruleset: Ruleset, text: str | None = None, lock: Mapping[str, object] | None = None
) -> list[Diagnostic]:
    """Give everything worth saying about a ruleset that can be used, sorted by place.

    `text` is the text of its document and `lock` the content of its `quotes.lock.json`; without
    them the quotes are not looked up. A target's `ignore` silences a code, with a reason.
    """
    found = [*_all(ruleset, text, lock), *check_pieces(ruleset)]
    ran = set(CODES) - (ON_TEXT if text is None else set()) - (ON_LOCK if lock is None else set())
    found = [*_heard(found, ruleset), *_exceptions(found, ruleset, ran)]
    return _placed(found, ruleset)


def diagnose(
    document: YamlSource,
    include: Finder | None = None,
    use: Finder | None = None,
    *,
    text: str | None = None,
    lock: Mapping[str, object] | None = None,
) -> list[Diagnostic]:
    """Give what keeps a document from being a ruleset and what lint finds, in one go.

    Where something is broken, lint looks at what could still be made of the document, and keeps
    silent on what only seems missing because a faulty piece was left out.
    """
    assembled = assemble(document, include=include, use=use)
    if not assembled.found:
        return lint_ruleset(assembled.ruleset, text, lock)
    found = [
        item
        for item in _heard(_all(assembled.ruleset, text, lock), assembled.ruleset)
        if all(_holds(item, assembled.broken.get(number)) for number in item.targets)
    ]
    placed = [*assembled.found, *_placed(found, assembled.ruleset)]
    return sorted(placed, key=lambda d: (d.where, d.code))


def _all(ruleset: Ruleset, text: str | None, lock: Mapping[str, object] | None) -> list[Finding]:
    found = [item for check in CHECKS for item in check(ruleset)]
    if text is not None:
        found += check_text(ruleset, text)
    if lock is not None:
        found += check_lock(ruleset, lock)
    return found


def _holds(item: Finding, broken: frozenset[str] | None) -> bool:
    """Say whether a finding about a target holds although these keys of it were left out."""
    code = item.diagnostic.code
    if broken is None or code in OF_A_PIECE:
        return True
    return code in OF_A_KEY and not broken & OF_A_KEY[code]


def _heard(found: list[Finding], ruleset: Ruleset) -> list[Finding]:
    """Give the findings that no target concerned has an exception for."""
    return [
        item
        for item in found
        if not any(item.diagnostic.code in ruleset.targets[n].ignore for n in item.targets)
    ]


def _exceptions(found: list[Finding], ruleset: Ruleset, ran: set[str]) -> Iterator[Finding]:
    used = {(number, item.diagnostic.code) for item in found for number in item.targets}
    for number, target in enumerate(ruleset.targets):
        for code in target.ignore:
            path = ("targets", number, "ignore", code)
            if code not in CODES:
                near = did_you_mean(code, CODES)
                yield finding(
                    "ignore-unknown",
                    path,
                    (
                        f"`{target.id}` ignores `{code}`, which is no code of lint",
                        f"目标“{target.id}”忽略的 {code} 不是检查代码",
                    ),
                    (
                        f"did you mean `{near}`?" if near else "see docs/reference/lint",
                        f"是否应为 {near}？" if near else "见 docs/reference/lint",
                    ),
                )
            elif code in ran and (number, code) not in used:
                yield finding(
                    "ignore-unused",
                    path,
                    (
                        f"`{target.id}` ignores `{code}`, which is not found there",
                        f"目标“{target.id}”忽略了 {code}，但并没有这样的问题",
                    ),
                    ("remove it", "请删除"),
                )


def _placed(found: list[Finding], ruleset: Ruleset) -> list[Diagnostic]:
    placed = [item.diagnostic.at(ruleset.where(item.path)) for item in found]
    return sorted(placed, key=lambda d: (d.where, d.code, d.en))
