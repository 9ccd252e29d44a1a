"""The file `coverage.yaml` of a ruleset: clauses that are not targets, with reasons.

Layer: ruleset. Input: the file. Output: Coverage, or TargetcheckError with every finding. `section`
is the part of the text that the ruleset covers, given by two verbatim fragments: its first and its
last words.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.ruleset.fields.field_types import Part
from targetcheck.yaml_text.yaml_source import YamlSource, read_document


def bare(text: str) -> str:
    """Return a text without white space, which line and page breaks add anywhere."""
    return "".join(text.split())


Why = Literal[
    "fact",
    "qualitative",
    "support",
    "units",
    "condition",
    "benefit_amount",
    "external_value",
    "background",
    "procedure",
    "heading",
    "inexpressible",
]


class Section(Part):
    """The part of a text from the words `from` to the words `to`, both included."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")


class Unencoded(Part):
    """A clause that is not a target, and the reason."""

    clause: str
    quote: str = Field(min_length=1)
    why: Why
    note: str | None = None


class Coverage(Part):
    """The clauses that are not targets, and the part of the text that is the document."""

    section: Section | None = None
    not_encoded: tuple[Unencoded, ...] = ()


def read_coverage(source: str | os.PathLike[str] | Mapping[str, object]) -> Coverage:
    """Return the coverage of a file or dictionary; raise TargetcheckError with every finding."""
    document = read_document(source)
    try:
        return Coverage.model_validate(document.data)
    except ValidationError as error:
        raise TargetcheckError([_found(document, e) for e in error.errors()]) from None


def covered_part(coverage: Coverage, text: str) -> tuple[str, int]:
    """Return the part of a text that is covered, and its first line.

    Its first words must occur in the text once; it ends with the first occurrence of its last words
    after them, at the end of a line, so that no sentence is cut. Raises TargetcheckError
    (`coverage-section`).
    """
    if coverage.section is None:
        return text, 1
    places = [n for n, char in enumerate(text) if not char.isspace()]
    plain, first = bare(text), bare(coverage.section.first)
    last = bare(coverage.section.last)
    start = plain.find(first)
    end = plain.find(last, start)
    if not first or start < 0 or plain.find(first, start + 1) >= 0:
        raise TargetcheckError(_section(coverage.section.first, start >= 0))
    if not last or end < 0:
        raise TargetcheckError(_section(coverage.section.last, False))
    begin, stop = places[start], places[end + len(last) - 1] + 1
    if text[stop:].partition("\n")[0].strip():
        raise TargetcheckError(_cut(coverage.section.last))
    return text[begin:stop], 1 + text.count("\n", 0, begin)


def _found(document: YamlSource, error: Any) -> Diagnostic:
    steps = tuple(error["loc"])
    unknown = error["type"] == "extra_forbidden"
    where: Where = document.where(steps, key=unknown)
    name = str(steps[-1]) if steps else ""
    said = "is not known here" if unknown else f"cannot be used: {str(error['msg']).lower()}"
    return Diagnostic(
        "coverage-unreadable",
        f"`{name}` {said}",
        f"此处没有键 {name}" if unknown else f"{name} 无法使用",
        "give `section: {from, to}` and `not_encoded: [{clause, quote, why, note}]`",
        "请写 section: {from, to} 和 not_encoded: [{clause, quote, why, note}]",
        where,
    )


def _section(words: str, twice: bool) -> Diagnostic:
    return Diagnostic(
        "coverage-section",
        f"`{words}` stands in the text {'more than once' if twice else 'nowhere'}",
        f"“{words}”在文本中{'出现不止一次' if twice else '没有出现'}",
        "copy words from the text that begin or end the document and stand there once",
        "请从原文摘录文件起止处只出现一次的文字",
    )


def _cut(words: str) -> Diagnostic:
    return Diagnostic(
        "coverage-section",
        f"`{words}` ends inside a line",
        f"“{words}”之后本行还有文字",
        "end the section with the last words of its last line",
        "请以文件最后一行的行末文字结束",
    )
