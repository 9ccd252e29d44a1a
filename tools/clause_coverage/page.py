"""Page that compares a document with its ruleset, clause by clause.

Layer: tools. Input: Accounts. Output: Markdown with the totals at the top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clause_coverage.account import Account, account, astray, repeated
from clause_coverage.listed import Coverage, Why
from targetcheck.ruleset.ruleset import Ruleset

LABELS: dict[Why, str] = {
    "fact": "a fact, not a promise",
    "qualitative": "words that nothing measures",
    "support": "encouraged, explored or allowed, not promised",
    "condition": "a condition, not a promise",
    "units": "a list of units",
    "benefit_amount": "the amount of a benefit",
    "external_value": "a figure set by another document",
    "background": "background",
    "procedure": "procedure",
    "heading": "a heading",
    "inexpressible": "cannot be expressed",
}


def coverage_page(ruleset: Ruleset, coverage: Coverage, text: str) -> str:
    """Return the page of a ruleset: totals, then every clause that has a mark or is quoted.

    Raises TargetcheckError if the section of the text cannot be found.
    """
    accounts = account(ruleset, coverage, text)
    lines = [*_head(ruleset, coverage), *_totals(accounts)]
    for said, owners in (
        ("Quotes that do not stand in this part of the text", astray(ruleset, coverage, text)),
        ("Quotes that stand in several clauses", repeated(ruleset, coverage, text)),
    ):
        if owners:
            lines += ["", f"{said}: {', '.join(f'`{name}`' for name in owners)}."]
    lines += ["", "| line | clause | accounted for by |", "| --- | --- | --- |"]
    lines += [f"| {a.clause.line} | {_cell(a.clause.text)} | {_answer(a)} |" for a in accounts]
    return "\n".join(lines) + "\n"


def _head(ruleset: Ruleset, coverage: Coverage) -> Iterator[str]:
    document = ruleset.document
    yield f"# Coverage of {ruleset.title.say('zh')}"
    yield ""
    yield (
        f"{document.number}, {document.issuer}, {document.issued}; ruleset `{ruleset.id}`, "
        f"{len(ruleset.targets)} targets. Every clause of the document that bears a number, a date "
        "or an absolute word stands below with the targets that quote it, or with the reason why "
        f"it is none. Lines count in the text whose SHA-256 is `{document.sha256}`."
    )
    if coverage.section is not None:
        yield ""
        yield f"Covered: from “{coverage.section.first}” to “{coverage.section.last}”."
    yield ""


def _totals(accounts: tuple[Account, ...]) -> Iterator[str]:
    marked = [a for a in accounts if a.clause.marks]
    encoded = sum(1 for a in marked if a.targets)
    whys = Counter(a.reasons[0].why for a in accounts if not a.targets and a.reasons)
    yield "| clauses | number |"
    yield "| --- | --- |"
    yield f"| with a number, a date or an absolute word | {len(marked)} |"
    yield f"| encoded | {encoded} |"
    yield f"| not encoded, with a reason | {whys.total()} |"
    for why, label in LABELS.items():
        if whys[why]:
            yield f"| – {label} | {whys[why]} |"
    yield f"| **unaccounted** | **{sum(1 for a in accounts if not a.accounted)}** |"
    yield f"| without such a mark, and quoted by a target | {len(accounts) - len(marked)} |"
    loose = sum(len(a.bare_figures) for a in accounts)
    yield f"| figures inside accounted clauses that no quote touches | {loose} |"


def _answer(found: Account) -> str:
    said = ["encoded: " + ", ".join(f"`{name}`" for name in found.targets)] if found.targets else []
    for entry in found.reasons:
        note = f" ({entry.note})" if entry.note else ""
        said.append(f"not encoded: {LABELS[entry.why]}{note}")
    if found.bare_figures:
        said.append("outside every quote: " + ", ".join(found.bare_figures))
    return _cell("; ".join(said)) if found.accounted else "**UNACCOUNTED**"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
