"""The index of statements: the number of each sentence, and the cases that prove it.

A number stays with its sentence when words of it change, and is never given to another one. A
sentence that no case proves stands in the index with the reason.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cases_archive.language_sentences import PAGE, statements
from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import dump_yaml

INDEX = Path(__file__).parents[2] / "tests/conformance/statements.yaml"
HEAD = """\
# The sentences and rows of docs/reference/language.md, in its order, with the conformance cases that
# prove each. A number is never used again. After a change of the page: make statements
"""
ALIKE = 0.6
"""Likeness of two sentences from which on one is the other, changed."""


@dataclass(frozen=True)
class Statement:
    """A sentence of the language reference; `unproven` says why no case proves it."""

    number: int
    says: str
    cases: tuple[str, ...] = ()
    unproven: str = ""


def read_index() -> tuple[list[Statement], int]:
    """Return the statements of the index, and the last number that was given."""
    data: Any = read_document_text(INDEX.read_text(encoding="utf-8"), INDEX.name).data
    found = [
        Statement(each["number"], each["says"], tuple(each.get("cases", ())),
                  each.get("unproven", ""))
        for each in data["statements"]
    ]  # fmt: skip
    return found, data["last_number"]


def renewed(known: list[Statement], last: int, says: list[str]) -> tuple[list[Statement], int]:
    """Return the index of a changed page: old numbers for old sentences, new ones for new."""
    old = list(known)
    open_ones = [each for each in known if each.says not in says]
    found: list[Statement] = []
    for sentence in says:
        if (same := next((each for each in old if each.says == sentence), None)) is not None:
            old.remove(same)  # A sentence that stands twice has two numbers.
            found.append(same)
        elif (like := _alike(sentence, open_ones)) is not None:
            open_ones.remove(like)
            found.append(replace(like, says=sentence))
        else:
            last += 1
            found.append(Statement(last, sentence, unproven="new: not yet looked at"))
    return found, last


def _alike(sentence: str, among: list[Statement]) -> Statement | None:
    def likeness(each: Statement) -> float:
        return difflib.SequenceMatcher(None, each.says, sentence, autojunk=False).ratio()

    best = max(among, key=likeness, default=None)
    return best if best is not None and likeness(best) >= ALIKE else None


def written(index: list[Statement], last: int) -> str:
    """Return the text of the index."""
    return HEAD + dump_yaml({"last_number": last, "statements": list(map(plain, index))})


def plain(each: Statement) -> dict[str, object]:
    """Return a statement as plain data."""
    shown = {"cases": list(each.cases)} if each.cases else {"unproven": each.unproven}
    return {"number": each.number, "says": each.says, **shown}


def faults(index: list[Statement], cases: set[str]) -> Iterator[str]:
    """Yield the faults of an index, one line each."""
    page = statements(PAGE.read_text(encoding="utf-8"))
    told = [each.says for each in index]
    yield from (f"not in the index: {sentence}" for sentence in page if sentence not in told)
    yield from (f"no longer in the page: {sentence}" for sentence in told if sentence not in page)
    if told != page and set(told) == set(page):
        yield "the order of the index is not that of the page"
    numbers = [each.number for each in index]
    yield from (f"number {n} stands twice" for n in set(numbers) if numbers.count(n) > 1)
    for each in index:
        yield from (f"{each.number}: no case {case}" for case in each.cases if case not in cases)
        if bool(each.cases) is bool(each.unproven):
            yield f"{each.number}: neither cases nor a reason, or both"


if __name__ == "__main__":
    new, given = renewed(*read_index(), statements(PAGE.read_text(encoding="utf-8")))
    INDEX.write_text(written(new, given), encoding="utf-8")
