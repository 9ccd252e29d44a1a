"""Page that compares a document with its ruleset, clause by clause.

Layer: tools. Input: Accounts. Output: Markdown with the totals at the top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clause_coverage.account import Account, account, astray, repeated
from targetcheck.ruleset.loading.coverage_file import Coverage, Why
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
        f"{len(ruleset.targets)} targets. Every clause of the document that bears a number, a "
        "date, an absolute word or a duty stands below with the targets that quote it, or with "
        "the reason why it is none; each part of it is accounted for. Lines count in the text "
        f"whose SHA-256 is `{document.sha256}`."
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
    yield f"| with a number, a date, an absolute word or a duty | {len(marked)} |"
    yield f"| encoded | {encoded} |"
    yield f"| not encoded, with a reason | {whys.total()} |"
    for why, label in LABELS.items():
        if whys[why]:
            yield f"| – {label} | {whys[why]} |"
    yield f"| without such a mark, and quoted by a target | {len(accounts) - len(marked)} |"
    parts = [part for a in accounts for part in a.parts]
    yield f"| parts of sentences with such a mark | {len(parts)} |"
    yield f"| – quoted by a target | {sum(1 for part in parts if part.encoded)} |"
    listed = sum(1 for part in parts if part.accounted and not part.encoded)
    yield f"| – with a reason only | {listed} |"
    yield f"| **– unaccounted** | **{sum(1 for part in parts if not part.accounted)}** |"


def _answer(found: Account) -> str:
    said = ["encoded: " + ", ".join(f"`{name}`" for name in found.targets)] if found.targets else []
    for entry in found.reasons:
        note = f" ({entry.note})" if entry.note else ""
        said.append(f"not encoded: {LABELS[entry.why]}{note}")
    said += (f"**UNACCOUNTED**: {left.part.text}" for left in found.left)
    return _cell("; ".join(said))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
