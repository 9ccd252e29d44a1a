"""Lists of units in a document (牵头单位：…；责任单位：…), compared with the leads of the targets.

Layer: tools. Input: a Ruleset, its Coverage, the text of its document. Output: UnitGaps: what a list
names and a target of the passage before the list has neither as `lead`, `with` nor `by`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clause_coverage.account import quoted_spans
from targetcheck.ruleset.loading.coverage_file import Coverage, Unencoded, bare, covered_part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

_ROLE = r"(?:牵头|配合|责任|联系|实施)单位[:：]"
_LIST = re.compile(rf"[（(\[〔](?={_ROLE})(?:[^（()）\[\]〔〕]|[（(][^（()）]*[）)])*[）)\]〕]")
_PASSAGE = re.compile(
    r"\n\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．]|第\w+[条第]|附件)"
)
_OTHER_WORDS = re.compile(
    rf"{_ROLE}|完成时限:[^;]*|其中.*|市直部门排.*|以下.*|不再.*|以上.*|均需|会同|配合|具体|负责|实施|下同"
    r"|[、，,；;。：:()\[\]〔〕]"
)
_WIDTH = str.maketrans("（）：；，", "():;,")
_SUFFIXES = ("人民政府", "管委会")


@dataclass(frozen=True, slots=True)
class UnitGap:
    """A target, and what of the list of its passage is none of its units."""

    target: str
    units: str


def unit_gaps(ruleset: Ruleset, coverage: Coverage, text: str) -> Iterator[UnitGap]:
    """Yield the targets that lack a unit of the list that ends their passage.

    A passage ends before the next line that opens with a number; in it, a quote belongs to the
    first list after it. What a ruleset writes in full (阳新县人民政府) answers for its short form.
    """
    part = covered_part(coverage, text)[0]
    plain, ends = bare(part), _passage_ends(part)
    lists = [(m.start(), m.group()) for m in _LIST.finditer(plain)]
    targets = {target.id: target for target in ruleset.targets}
    found: dict[tuple[str, str], None] = {}
    for name, spans in quoted_spans(ruleset, plain):
        if len(spans) != 1 or name not in targets:
            continue
        start = spans[0][1]
        end = next((n for n in ends if n >= start), len(plain))
        named = next((words for at, words in lists if start <= at < end), "")
        known = (*units_of(ruleset, targets[name]), ruleset.document.issuer)
        missing = _left_over(named, known)
        if missing:
            found[name, missing] = None
    yield from (UnitGap(*item) for item in found)


def unknown_units(ruleset: Ruleset, coverage: Coverage) -> Iterator[tuple[Unencoded, str]]:
    """Yield the entries with the reason `units` and the words in them that name no unit of a target."""
    known = [ruleset.document.issuer]
    for target in ruleset.targets:
        known += units_of(ruleset, target)
    for action in ruleset.actions.values():
        known += (*action.lead, *action.support, *action.by)
    names = tuple(dict.fromkeys(known))
    for entry in coverage.not_encoded:
        missing = _left_over(entry.quote, names) if entry.why == "units" else ""
        if missing:
            yield entry, missing


def units_of(ruleset: Ruleset, target: Target) -> tuple[str, ...]:
    """Return the units of a target, from its action where it names none itself."""
    action = ruleset.actions.get(target.action or "")
    own = [*target.lead, *target.support, *target.by]
    if action is not None:
        own += () if target.lead else action.lead
        own += () if target.support else action.support
        own += () if target.by else action.by
    return tuple(dict.fromkeys(own))


def _passage_ends(part: str) -> list[int]:
    """Return where passages end, as positions in the text without white space."""
    return [len(bare(part[: match.start()])) for match in _PASSAGE.finditer(part)]


def _left_over(words: str, units: tuple[str, ...]) -> str:
    """Return what stays of a list without the units and the words around them."""
    names = sorted((bare(unit).translate(_WIDTH) for unit in units), key=len, reverse=True)
    rest = bare(words).translate(_WIDTH)
    for name in names:
        for short in {name, *(name.removesuffix(end) for end in _SUFFIXES)} - {""}:
            rest = rest.replace(short, ";")
    parts = _OTHER_WORDS.sub(" ", rest).split()
    return "、".join(part for part in parts if not any(part in name for name in names))
