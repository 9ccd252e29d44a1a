"""`promise-uncarried`: a promise of the text that no target quotes.

Layer: lint. Input: ruleset, text, coverage. Output: findings at `document`. A promise with a figure
is found by the grammar of drafts; clauses that `coverage.yaml` explains are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.drafting.outline.quote_positions import Span, everywhere, quote_spans
from targetcheck.drafting.proposals.document_proposals import DraftedDocument, drafted_documents
from targetcheck.drafting.proposals.proposal import Proposal
from targetcheck.errors import TargetcheckError
from targetcheck.lint.rule import Findings, Given, Needs, Rule
from targetcheck.ruleset.loading.coverage_file import bare, covered_part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import citations

RULE = Rule("promise-uncarried", "warning", needs=Needs.TEXT)


def check(ruleset: Ruleset, given: Given) -> Findings:
    """Yield a finding for each figure that the text promises and no quote covers."""
    text = given.text
    begin, end = _part(given)
    places = [n for n, char in enumerate(text) if begin <= n < end and not char.isspace()]
    plain = "".join(text[n] for n in places)
    covered = {
        places[n] for start, stop in _spans(ruleset, given, plain) for n in range(start, stop)
    }
    for made in _promises(ruleset, given):
        if begin <= made.spot < end and made.spot not in covered:
            line = 1 + text.count("\n", 0, made.spot)
            words = " ".join(text[max(0, made.spot - 20) : made.spot + 16].split())
            yield RULE.finding(
                ("document",),
                (
                    f"no target encodes the commitment in line {line}: `{words}`",
                    f"第{line}行的目标没有写入规则集：{words}",
                ),
                (
                    "encode it, or list the clause in `coverage.yaml` with the reason",
                    "请补写目标，或在 coverage.yaml 中列出并说明理由",
                ),
            )


def _part(given: Given) -> tuple[int, int]:
    """Return the part of the text that the ruleset covers, all of it without a section."""
    if given.coverage is None or given.coverage.section is None:
        return 0, len(given.text)
    try:
        part, _ = covered_part(given.coverage, given.text)
    except TargetcheckError:
        return 0, len(given.text)
    begin = given.text.find(part)
    return begin, begin + len(part)


def _promises(ruleset: Ruleset, given: Given) -> Iterator[Proposal]:
    found = drafted_documents(given.text)
    own = [made for made in found if _same(made, ruleset)]
    for made in own if own and given.coverage is None else found:
        yield from (proposal for proposal in made.proposals if proposal.has_figure)


def _same(made: DraftedDocument, ruleset: Ruleset) -> bool:
    return bare(made.document.number.value) == bare(ruleset.document.number)


def _spans(ruleset: Ruleset, given: Given, plain: str) -> Iterator[Span]:
    """Yield the spans of every quote of targets and sums, and of clauses that are explained."""
    for number, target in enumerate(ruleset.targets):
        quotes = [bare(cite.quote) for _, cite in citations(number, target)]
        for spans in quote_spans(quotes, plain):
            yield from spans
    for item in ruleset.sums:
        if item.cite is not None:
            yield from everywhere(bare(item.cite.quote), plain)
    for entry in given.coverage.not_encoded if given.coverage is not None else ():
        yield from everywhere(bare(entry.quote), plain)
