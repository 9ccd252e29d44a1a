"""Statements for a whole table in the lines above it.

Layer: tables. `单位：万亩`, `填报单位：大冶市`, `报告期：2024年三季度`, a period or a known place in the
title, and last the name of the sheet. Two contradicting statements are an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.cells.cell_value import fold_width
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.mapping_file import TableMapping
from targetcheck.tables.sheet import Sheet
from targetcheck.tables.sheet_layout.heading_parser import (
    HeadingWords,
    is_unit,
    labelled_unit,
    period_label,
    unit_in_brackets,
)
from targetcheck.tables.sheet_layout.heading_rows import Block, find_blocks, texts_of

_PAIR = re.compile(
    r"(?P<label>[^:\s][^:]{0,19}?)\s*:\s*(?P<said>.+?)(?=\s{2,}\S+\s*:|\s+[^\s:]{2,8}:|$)"
)
_PERIOD = re.compile(
    r"(?:截[至止]到?\s*)?(?:19|20|21)\d\d(?:\s*年?\s*[-—–~至]\s*(?:19|20|21)\d\d\s*年"
    r"|\s*年\s*(?:第?[1-4一二三四]季度|前[二两三四1-4]个?季度|[上下]半年|1\s*[-—–~至]\s*\d{1,2}月份?"
    r"|\d{1,2}月(?:\d{1,2}日|份|底|末)?|年?底|末|度|全年)?|\s*[-年]?Q[1-4]|-\d\d(?:-\d\d)?)"
    r"|[“\"]?十[三四五六]五[”\"]?(?:期间|时期)"
)
_PLAIN_NAMES = re.compile(r"(?:sheet|工作表|表)\s*\d*|table\s*\d*", re.IGNORECASE)
_PERIOD_SHEET = re.compile(r"(?:19|20|21)\d\d.*|[一二三四1-4]季度|Q[1-4]|\d{1,2}月", re.IGNORECASE)
_TAKEN = ("place", "indicator", "period", "unit", "reported_at", "status", "basis", "source")


@dataclass(slots=True)
class TitleStatements:
    """Values for all rows of a table, each with its location."""

    always: dict[str, tuple[str, Where]] = field(default_factory=dict)
    lines: list[tuple[str, Where]] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the value of a field, or an empty text."""
        return self.always[name][0] if name in self.always else ""

    def year(self) -> int | None:
        """Return the year that completes headings such as `三季度`."""
        return year_in(self.text("period") or self.text("year"))


def year_in(text: str) -> int | None:
    """Return the first year that a text names."""
    found = re.search(r"(?:19|20|21)\d\d", text)
    return int(found[0]) if found else None


def read_titles(
    sheet: Sheet, block: Block, words: HeadingWords, mapping: TableMapping
) -> TitleStatements:
    """Return the statements of mapping, title lines and sheet name, in this order of precedence."""
    said = TitleStatements()
    for name, text in mapping.always.items():
        said.always[name] = (text, Where())
    loose: list[tuple[str, Where]] = []
    for row in range(block.start, block.top):
        for column in sheet.filled(row):
            text, where = sheet.text(row, column), sheet.where(row, column)
            raw = str(sheet.cell(row, column))
            said.lines.append((" ".join(raw.split()), where))
            raw = fold_width(raw)
            if not _pairs(raw, where, said) and not _beside(sheet, row, column, said):
                loose.append((text, where))
                if unit := labelled_unit(text):
                    _take("unit", unit, where, said)
    _periods(loose, said)
    if sheet.name:
        loose.append((sheet.name, Where(sheet.file, sheet.name)))
    _names(loose, words, said)
    _sheet_name(sheet, said)
    _mapped(words, said)
    return said


def find_tables(sheet: Sheet, words: HeadingWords, mapping: TableMapping) -> list[Block]:
    """Return the tables of a sheet from top to bottom; empty if no heading is found.

    A heading that is repeated, as after a page break, continues its table, unless the lines above
    it say something else than those of the table, as another year.
    """
    found: list[Block] = []
    said: TitleStatements | None = None  # those of the table found last, read once
    for block in find_blocks(sheet, words, mapping):
        last = found[-1] if found else None
        if last and _heading(sheet, last) == _heading(sheet, block):
            said = said or read_titles(sheet, last, words, mapping)
            again = read_titles(sheet, block, words, mapping).always
            if all(name in said.always and said.text(name) == again[name][0] for name in again):
                found[-1] = Block(last.start, last.top, last.bottom, block.end, last.keys)
                continue
        said = None
        found.append(block)
    return found


def _heading(sheet: Sheet, block: Block) -> list[tuple[tuple[int, str], ...]]:
    return [texts_of(sheet, row) for row in range(block.top, block.bottom + 1)]


def periods_in(text: str) -> tuple[list[str], str]:
    """Return the periods that a line of text names, and the rest of it."""
    labels = [period_label(found[0].strip()) for found in _PERIOD.finditer(text)]
    return [label for label in labels if label], _PERIOD.sub("", text).strip(" ()[]")


def _mapped(words: HeadingWords, said: TitleStatements) -> None:
    """Replace a name for which the mapping file gives a code."""
    for what, given in (("place", words.places), ("indicator", words.indicators)):
        text, where = said.always.get(what, ("", Where()))
        if text and (code := given.find(text)) is not None:
            said.always[what] = (code, where)


def _pairs(text: str, where: Where, said: TitleStatements) -> bool:
    """Add the `label：value` pairs of a line; return whether there was any."""
    taken = False
    for found in _PAIR.finditer(text.strip("()[]")):
        head = read_header(found["label"].strip())
        value = found["said"].strip()
        if head.name in _TAKEN:
            _take(_field(head.name or "", found["label"], value), value, where, said)
            taken = True
    return taken


def _field(name: str, label: str, value: str) -> str:
    """Return the field of a label: `单位：大冶市` is the reporting place and not a unit."""
    return "place" if name == "unit" and label.strip() == "单位" and not is_unit(value) else name


def _beside(sheet: Sheet, row: int, column: int, said: TitleStatements) -> bool:
    """Add a label whose value is in the next non-empty cell."""
    text = sheet.text(row, column)
    columns = list(sheet.filled(row))
    at = columns.index(column)
    before = sheet.text(row, columns[at - 1]) if at else ""
    if before and read_header(before.rstrip(":")).name in _TAKEN:
        return True
    head = read_header(text.rstrip(":"))
    if head.name not in _TAKEN or at + 1 == len(columns):
        return False
    value = sheet.text(row, columns[at + 1])
    _take(_field(head.name or "", text, value), value, sheet.where(row, columns[at + 1]), said)
    return True


def _take(name: str, value: str, where: Where, said: TitleStatements) -> None:
    known = said.always.setdefault(name, (value, where))
    if known[0] != value and known[1] != Where():
        said.found.append(contradiction(name, known, (value, where)))


def _periods(loose: list[tuple[str, Where]], said: TitleStatements) -> None:
    if "period" in said.always:
        return
    for text, where in loose:
        for found in _PERIOD.finditer(text):
            label = period_label(found[0].strip())
            if label:
                _take("period", label, where, said)


def _names(loose: list[tuple[str, Where]], words: HeadingWords, said: TitleStatements) -> None:
    """Add the one known place and the one known indicator in a title or sheet name."""
    for what in ("place", "indicator"):
        if what in said.always:
            continue
        for text, where in reversed(loose):
            exact = words.place(text) if what == "place" else words.indicator(text)
            found = exact or words.vocabulary.within(text, what)
            if found:
                said.always[what] = (found, where)
                bracket = unit_in_brackets(text) if what == "indicator" else ""
                if bracket:
                    said.always.setdefault("unit", (bracket, where))
                break


def _sheet_name(sheet: Sheet, said: TitleStatements) -> None:
    """Use the name of the sheet as the period, if it is one and there is no other."""
    name = sheet.name.strip()
    where = Where(sheet.file, sheet.name)
    label = period_label(name, said.year()) if _PERIOD_SHEET.fullmatch(name) else ""
    known = said.text("period")
    if label and (not known or _inside(label, known)):
        said.always["period"] = (label, where)


def _inside(finer: str, coarser: str) -> bool:
    """Return whether a period is inside another, as `2024年三季度` of a sheet in `2024年` of a title."""
    try:
        inner, outer = parse_period(finer).period, parse_period(coarser).period
    except TargetcheckError:
        return False
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def sheet_as_name(sheet: Sheet) -> str:
    """Return the name of a sheet if it may be that of a place or indicator; else an empty text."""
    name = sheet.name.strip()
    return "" if _PLAIN_NAMES.fullmatch(name) or _PERIOD_SHEET.fullmatch(name) else name


def contradiction(name: str, known: tuple[str, Where], other: tuple[str, Where]) -> Diagnostic:
    """Return the finding for two contradicting statements."""
    first = known[1].cell or known[1]
    return Diagnostic(
        "title-contradiction",
        f"the lines above the table say both `{known[0]}` ({first}) and `{other[0]}` for {name}",
        f"表头上方对 {name} 的说法不一：“{known[0]}”（{first}）和“{other[0]}”",
        "keep one of them, or state it in a mapping file",
        "请只保留一个，或在列对应文件中写明",
        other[1],
    )
