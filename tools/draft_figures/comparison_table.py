"""Drafted figures matched with encoded ones by their position, and counted field by field.

Layer: tools. Input: a text, the folders of its rulesets. Output: Comparisons, printed lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import targetcheck as tc
from draft_figures.encoded_figures import EncodedFigure, encoded_text, same_amount
from targetcheck.drafting.proposals.document_proposals import drafted_documents
from targetcheck.drafting.proposals.proposal import Proposal
from targetcheck.errors import TargetcheckError
from targetcheck.quantities.quantity import parse_quantity
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.loading.coverage_file import read_coverage

FIELDS = ("comparison", "amount", "due", "lead", "strength")
_MARKS = {
    "comparison": "comparison",
    "amount": "require",
    "due": "due",
    "lead": "lead",
    "strength": "strength",
}


@dataclass(slots=True)
class Comparison:
    """Counts of one ruleset: figures found, drafted, right by field, certain and certain but wrong."""

    name: str
    encoded: int = 0
    found: int = 0
    drafted: int = 0
    right: int = 0
    elsewhere: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    certain: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Add the counts of another comparison."""
        for name in ("encoded", "found", "drafted", "right", "elsewhere"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("fields", "asked", "certain", "wrong"):
            getattr(self, name).update(getattr(other, name))


def compared(text: str, folders: Sequence[Path]) -> Iterator[Comparison]:
    """Yield the comparison of each ruleset of a text."""
    proposals = [
        p for made in drafted_documents(text) for p in made.proposals if p.amount is not None
    ]
    for folder in folders:
        ruleset = tc.load_ruleset(folder)
        coverage = read_coverage(folder / "coverage.yaml")
        encoded = encoded_text(ruleset, coverage, text)
        here = [p for p in proposals if encoded.start <= p.spot < encoded.end]
        yield _compared(ruleset.id, encoded.figures, here, encoded.elsewhere, text)


def _compared(
    name: str,
    figures: Sequence[EncodedFigure],
    proposals: Sequence[Proposal],
    elsewhere: int,
    text: str,
) -> Comparison:
    made = Comparison(name, drafted=len(proposals), elsewhere=elsewhere)
    by_spot: dict[int, list[EncodedFigure]] = {}
    for figure in figures:
        for spot in figure.spots:
            by_spot.setdefault(spot, []).append(figure)
    taken: set[int] = set()
    for proposal in proposals:
        spots = [s for s in _spots_of(proposal) if s in by_spot]
        if not spots:
            made.misses.append(f"too many  {_around(text, proposal.spot)}")
            continue
        taken.update(spots)
        made.right += 1
        _fields(made, proposal, [f for s in spots for f in by_spot[s]], text)
    missed = [figure for figure in figures if not taken.intersection(figure.spots)]
    made.encoded, made.found = len(figures), len(figures) - len(missed)
    made.misses += [f"missed    {f.target}: {_around(text, f.spots[0])}" for f in missed]
    return made


def _spots_of(proposal: Proposal) -> Iterator[int]:
    """Yield the offsets of the digits of a proposed amount."""
    plain = proposal.clause.paragraph.plain
    begin = plain.spots.index(proposal.spot)
    assert proposal.amount is not None
    yield from plain.spots[begin : begin + proposal.amount.end - proposal.amount.start]


def _fields(
    made: Comparison, proposal: Proposal, figures: Sequence[EncodedFigure], text: str
) -> None:
    for name in FIELDS:
        answers = [_right(name, proposal, figure) for figure in figures]
        known = [answer for answer in answers if answer is not None]
        if not known:
            continue
        made.asked[name] += 1
        made.fields[name] += any(known)
        mark = proposal.marks.get(_MARKS[name])
        if mark is not None and mark.sure == "certain":
            made.certain[name] += 1
            made.wrong[name] += not any(known)
        if not any(known):
            sure = mark.sure if mark is not None else "absent"
            made.misses.append(
                f"{name:10}{sure:8} {_value(name, proposal)} for {_wanted(name, figures[0])} "
                f"({figures[0].target}): {_around(text, proposal.spot)}"
            )


def _right(name: str, proposal: Proposal, figure: EncodedFigure) -> bool | None:
    if name == "comparison":
        return _key(proposal) == figure.comparison
    if name == "amount":
        return _same(proposal, figure)
    if name == "due":
        return None if figure.due is None else proposal.due == figure.due
    if name == "lead":
        return None if not figure.lead else proposal.lead[:1] == figure.lead[:1]
    return proposal.strength == figure.strength


def _key(proposal: Proposal) -> str:
    key, value = next(iter(proposal.require.items()))
    return key if not isinstance(value, dict) else f"{key}.{next(k for k in value if k != 'from')}"


def _same(proposal: Proposal, figure: EncodedFigure) -> bool:
    value: object = next(iter(proposal.require.values()))
    if isinstance(value, dict):
        value = next(v for k, v in value.items() if k != "from")
    values = value if isinstance(value, list) else [value]
    for one in values:
        try:
            read = parse_quantity(str(one)) if re.search(r"\d", str(one)) else Grade(str(one))
        except TargetcheckError:
            continue
        if same_amount(read, figure.amount):
            return True
    return False


def _value(name: str, proposal: Proposal) -> object:
    return {
        "comparison": _key(proposal), "amount": proposal.require, "due": proposal.due,
        "lead": proposal.lead[:1], "strength": proposal.strength,
    }[name]  # fmt: skip


def _wanted(name: str, figure: EncodedFigure) -> object:
    value: object = getattr(figure, name)
    return value[:1] if isinstance(value, tuple) else value


def _around(text: str, spot: int) -> str:
    before, after = (
        " ".join(text[max(0, spot - 30) : spot].split()),
        " ".join(text[spot : spot + 24].split()),
    )
    return f"{before}▸{after}"


def printed(one: Comparison, *, misses: bool) -> str:
    """Return the figures of a comparison as lines."""

    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f}% ({part}/{whole})" if whole else "–"

    sure, wrong = sum(one.certain.values()), sum(one.wrong.values())
    lines = [
        f"{one.name}",
        f"  figures found    {share(one.found, one.encoded)}; {one.elsewhere} more are not in digits",
        f"  precision        {share(one.right, one.drafted)}",
        *(f"  {name:<16} {share(one.fields[name], one.asked[name])}" for name in FIELDS),
        f"  certain wrong    {share(wrong, sure)} {dict(one.wrong)}",
    ]
    lines += [f"    {miss}" for miss in sorted(one.misses)] if misses else []
    return "\n".join(lines) + "\n"
