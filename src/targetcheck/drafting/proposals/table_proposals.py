"""Promises in tables: indicators with targets, tasks and projects with dates and departments.

Layer: drafting. Input: a row. Output: Proposals and what is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from targetcheck.drafting.grammar.amount_scanner import Amount, amounts_in
from targetcheck.drafting.grammar.comparator_terms import comparison_en, comparison_zh
from targetcheck.drafting.grammar.date_scanner import dates_in
from targetcheck.drafting.grammar.department_scanner import DutyWords, names_of
from targetcheck.drafting.grammar.exclusion_terms import Exclusion
from targetcheck.drafting.grammar.plain_text import PlainText
from targetcheck.drafting.grammar.strength_terms import strength_of_nature
from targetcheck.drafting.grammar.unit_scanner import unit_of
from targetcheck.drafting.outline.clause_outline import Clause
from targetcheck.drafting.outline.issued_documents import IssuedDocument
from targetcheck.drafting.outline.paragraphs import Paragraph
from targetcheck.drafting.outline.row_tables import RowCells, heading_role
from targetcheck.drafting.proposals.deed_proposals import deed_proposals
from targetcheck.drafting.proposals.duty_choice import DutyChoice
from targetcheck.drafting.proposals.proposal import Mark, Proposal, SetAside
from targetcheck.drafting.proposals.sentence_frame import frame_of
from targetcheck.drafting.proposals.sentence_proposals import sentence_proposals
from targetcheck.drafting.proposals.subject_name import direction_of, nature_of, rate_of

_BASELINE = Exclusion("fact", "现状或基数", "a baseline or present state")
_LISTED = Exclusion("heading", "清单中的数目", "a number of a list")
_ESTIMATE = re.compile(
    r"投资|估算|概算|预计|占地|征地|用地|规划面积|产值|税收|利润|年产|年发电|年抽水|年加工|年生产"
)
_DATED = re.compile(r"^20\d\d\s?年(?:\d{1,2}月)?[底末前]*")


def row_proposals(
    row: RowCells, document: IssuedDocument, duty: DutyChoice | None, chinese: bool
) -> Iterator[Proposal | SetAside]:
    """Yield a proposal for each promise of a row, and each number set aside."""
    choice = _joined(_duty(row), duty, row)
    for found in (*_targets(row, document, chinese), *_contents(row, document, choice, chinese)):
        if isinstance(found, Proposal):
            _finish(found, row, document, choice, chinese)
        yield found


def _joined(own: DutyChoice | None, above: DutyChoice | None, row: RowCells) -> DutyChoice | None:
    """Return the departments of a row: responsible units of its own, a lead from the heading above."""
    if own is None or above is None:
        return own or above
    headed = any(
        role == "lead" and re.search("牵头|主[责办管]|lead", head, re.IGNORECASE)
        for role, head in zip(row.roles, row.heads, strict=False)
    )
    if headed or not above.duty.labelled or above.mark.found != "section":
        return own
    units = (*own.duty.lead, *own.duty.by)
    duty = DutyWords(
        0, 0, above.duty.lead, own.duty.support or above.duty.support, units, above.duty.words,
        labelled=True,
    )  # fmt: skip
    return DutyChoice(duty, above.mark)


def _contents(
    row: RowCells, document: IssuedDocument, duty: DutyChoice | None, chinese: bool
) -> Iterator[Proposal | SetAside]:
    """Yield what the sentences in the cells of a row promise.

    A table without a column of dates, departments or targets lists things; only amounts that are
    compared count there.
    """
    told = {heading_role(head) for head in row.heads} | set(row.roles) - {"lead", "support"}
    bare = not told & {"due", "target", "nature", "lead"}
    titled = bool(row.first("name")) and any(True for _ in row.cells("content"))
    for column, cell in row.cells("name", "content"):
        title = titled and row.roles[column] == "name" and len(cell.text) < 40
        if title and not re.search("[。，；：]", cell.text):
            continue
        own = row.clause.paragraph
        paragraph = Paragraph(cell, own.line, own.page)
        clause = Clause(paragraph, row.clause.heads, 99, 0, _label(row))
        frame = frame_of(cell.text, cell.text, document.year, chinese)
        for found in sentence_proposals(clause, frame, document, lambda _: duty):
            if titled and isinstance(found, Proposal):
                found.name = f"{row.first('name')[:40]} {found.name}"
            if bare and isinstance(found, Proposal) and not found.marks["comparison"].words:
                yield SetAside(clause, found.spot, found.name, _LISTED)
            else:
                yield found
        if not bare:
            yield from deed_proposals(clause, frame, document, lambda _: duty)


def _label(row: RowCells) -> str:
    number = row.first("number")
    return f"{row.clause.label} 第{number}行".strip() if number else row.clause.label


def _targets(
    row: RowCells, document: IssuedDocument, chinese: bool
) -> Iterator[Proposal | SetAside]:
    """Yield a proposal for each target column of a row of indicators."""
    name = row.first("name")
    unit = row.first("unit").strip("()（）")
    if unit and unit_of(unit) is None:
        unit = "个" if chinese else "items"
    inside = re.search(r"[(（]([^()（）]{1,12})[)）]$", name)
    if not unit and inside and unit_of(inside[1]) is not None:
        unit = inside[1]
    for _, cell in row.cells("baseline"):
        if re.search(r"\d", cell.text):
            spot = cell.spots[0]
            yield SetAside(row.clause, spot, cell.text, _BASELINE)
    for column, cell in row.cells("target"):
        made = _target(row, cell, name, unit, chinese)
        if made is None:
            continue
        head = row.heads[column] if row.heads else ""
        dates = dates_in(head, document.year, chinese)
        if not dates and (year := re.search(r"20\d\d", head)):
            dates = dates_in(f"{year.group()}年", None, chinese=True)
        if dates:
            made.due, made.since = dates[-1].due, dates[-1].since
            made.marks["due"] = Mark("certain", head, "column")
            made.quotes.insert(0, head)
            if document.year is not None and dates[-1].due.year < document.year:
                yield SetAside(row.clause, made.spot, cell.text, _BASELINE)
                continue
        yield made


def _target(row: RowCells, cell: PlainText, name: str, unit: str, chinese: bool) -> Proposal | None:
    text = re.sub(r"^[>≥≤<＞＜]=?", lambda m: m.group().ljust(len(m.group())), cell.text)
    found = amounts_in(text)
    if not found or (len(found) > 1 and len(cell.text) > 24):
        return None
    amount = found[0]
    if amount.kind == "bare" and unit:
        amount = Amount(amount.start, amount.end, amount.low, amount.high, unit)
        amount = replace(amount, unit=rate_of(amount, name))
    comparison = (
        comparison_zh(name + text[: amount.start], text[amount.end :])
        if chinese
        else comparison_en(text[: amount.start], text[amount.end :])
    )
    paragraph = Paragraph(cell, row.clause.paragraph.line, row.clause.paragraph.page)
    clause = Clause(paragraph, row.clause.heads, 99, 0, _label(row))
    spot = cell.spots[amount.start]
    better = direction_of(name)
    key = comparison.key
    if not comparison.words and better == "lower":
        key = "at_most"
    made = Proposal(
        clause,
        spot,
        0,
        len(cell.text),
        name or "未命名指标",
        nature_of(amount, name),
        amount.unit,
        better,
        amount,
    )
    made.require = {key: amount.bare if amount.kind == "bare" else amount.text}
    if amount.kind == "bare":
        made.unit = "指数"
    made.quotes = [*_name_quotes(row), cell.quote(0, len(cell.text))]
    made.marks["require"] = Mark("certain" if amount.unit else "likely", cell.text, "column")
    made.marks["comparison"] = Mark(
        "certain" if comparison.explicit else "likely",
        comparison.words,
        "column" if comparison.words else "usage",
    )
    made.marks["indicator"] = Mark("certain" if name else "guess", name, "row")
    made.marks["strength"] = Mark("likely", "", "usage")
    return made


def _name_quotes(row: RowCells) -> list[str]:
    return [cell.quote(0, len(cell.text)) for _, cell in row.cells("name")][:1]


def _finish(
    made: Proposal, row: RowCells, document: IssuedDocument, duty: DutyChoice | None, chinese: bool
) -> None:
    """Fill in what the other columns of a row say: due date, departments, strength."""
    nature = strength_of_nature(row.first("nature"))
    if nature is not None:
        made.strength = nature.strength
        made.marks["strength"] = Mark("certain", nature.words, "column")
    elif made.strength == "binding" and _ESTIMATE.search(made.name[-12:]):
        made.strength = "expected"
        made.marks["strength"] = Mark("likely", made.name, "usage")
    if duty is not None and "lead" not in made.marks:
        made.lead, made.support, made.by = duty.duty.lead, duty.duty.support, duty.duty.by
        made.marks["lead"] = duty.mark
    near = made.marks.get("due")
    text = row.first("due")
    if not text and (dated := _DATED.match(row.first("lead"))):
        text = dated.group()
    loose = near is None or near.found in ("section", "document", "usage")
    if text and not loose and re.fullmatch(r"(?:到|至)?20\d\d年?", near.words if near else ""):
        column = dates_in(text, document.year, chinese)
        loose = bool(column) and made.due is not None and column[-1].due.year == made.due.year
    if text and loose:
        dates = dates_in(
            text if "年" in text or "月" in text or not chinese else f"{text}年",
            document.year,
            chinese,
        )
        if dates:
            made.due, made.since = dates[-1].due, dates[-1].since
            clear = len(dates) == 1 and dates[0].exact and dates[0].dated
            later = re.search(
                "投产|建成后|远期|近期|年(?:产|发电|加工|抽水|生产|处理)",
                made.clause.text[max(0, made.start - 24) : made.end],
            )
            made.marks["due"] = Mark("certain" if clear and not later else "likely", text, "column")
            if near is not None and near.words:
                made.quotes = [q for q in made.quotes if q != near.words]
            made.quotes.append(text)
            made.todo.pop("due", None)


def _duty(row: RowCells) -> DutyChoice | None:
    """Return the departments of the columns of a row, None without such a column."""
    leads = list(names_of(_DATED.sub("", row.first("lead"))))
    if not leads:
        return None
    support = list(names_of(row.first("support")))
    duty = DutyWords(
        0, 0, tuple(leads[:1]), tuple(support), tuple(leads[1:]), row.first("lead"), labelled=True
    )
    named = len(leads) == 1 or any(
        role == "lead" and re.search("牵头|主[责办管]|lead", head, re.IGNORECASE)
        for role, head in zip(row.roles, row.heads, strict=False)
    )
    return DutyChoice(duty, Mark("certain" if named else "likely", row.first("lead"), "column"))
