"""The annexes of a circular: all targets, what lags, what is undetermined, notes on method and data.

Layer: output. Input: the results with the targets of now. Output: Annexes made of the tables that
the bulletin has as well. A column that is empty throughout is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from targetcheck.errors import Diagnostic as Finding
from targetcheck.errors import Language, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.annex import clause_names
from targetcheck.output.bulletin.blocks import (
    BulletinTable,
    Cell,
    Figure,
    Paragraph,
    heads,
    text_of,
)
from targetcheck.output.bulletin.verdict_lists import (
    NONE,
    courses_of,
    lead_cell,
    periods_cell,
    title_cell,
)
from targetcheck.output.charts.bullet_chart import bullets
from targetcheck.output.circular.achieved_and_lagging import by_lead
from targetcheck.output.circular.annex_notes import notes
from targetcheck.output.circular.annex_rows import AnnexRow, annex_rows
from targetcheck.output.circular.circular_counts import open_kind
from targetcheck.output.circular.circular_fields import ANNEXES, CircularInputs
from targetcheck.output.circular.circular_template import Annex
from targetcheck.output.circular.problem_fields import problem_tables
from targetcheck.output.circular.title_and_addressees import document_name
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.output.current_and_lagging import LAGGING
from targetcheck.plan.restated_targets import Stated, stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import REASON, STATUS, word
from targetcheck.verdicts.sentences.amount_text import amount
from targetcheck.verdicts.sentences.kept_periods import misses_text, silence_text
from targetcheck.verdicts.verdict import Verdict

_NAMED = 4
"""Targets that a summary names before it counts the rest."""
_DONE_ZH = {"pass": "完成", "fail": "未按期完成"}
_OPEN_ZH = {"people": "待人工评定", "conflict": "数据有矛盾", "data": "缺数据"}


def chosen_annexes(inputs: CircularInputs) -> tuple[str, ...]:
    """Return the annexes that are asked for and have anything to say, in their order.

    Inputs that name none ask for all of them.
    """
    names = inputs.annexes
    check_annexes(names)
    statuses = {str(verdict.status) for verdict in inputs.compared.now.verdicts}
    there = {
        "lagging": bool(statuses & set(LAGGING)),
        "open": "undetermined" in statuses,
        "problems": inputs.problems is not None and bool(inputs.problems.rows),
    }
    return tuple(name for name in ANNEXES if (not names or name in names) and there.get(name, True))


def check_annexes(names: Sequence[str]) -> None:
    """Raise TargetcheckError (`circular-annex`) for every name that no annex has."""
    wrong = [name for name in names if name not in ANNEXES]
    if wrong:
        raise TargetcheckError([_no_annex(name) for name in wrong])


def _no_annex(name: str) -> Finding:
    near = did_you_mean(name, ANNEXES)
    return Finding(
        "circular-annex",
        f"there is no annex `{name}`",
        f"没有名为“{name}”的附件",
        f"did you mean `{near}`?" if near else f"name one of {', '.join(ANNEXES)}",
        f"是否应为“{near}”？" if near else f"可选：{'、'.join(ANNEXES)}",
        Where("--annex"),
    )


def annexes(inputs: CircularInputs, names: Sequence[str]) -> tuple[Annex, ...]:
    """Return the annexes of those names."""
    result, lang = inputs.compared.now, inputs.lang
    known = stated_once(result.verdicts, result.ruleset)
    makers: dict[str, Callable[[], tuple[BulletinTable | Paragraph | Figure, ...]]] = {
        "targets": lambda: _parted(known, result.as_of, lang),
        "lagging": lambda: (
            _lagging(known, result, lang),
            *_chart(known, lang),
            *map(Paragraph, inputs.measures.whole if inputs.measures is not None else ()),
        ),
        "open": lambda: _open(known, lang),
        "problems": lambda: problem_tables(inputs.problems, lang),
        "notes": lambda: notes(
            result, lang, inputs.measures.readings if inputs.measures is not None else ()
        ),
    }
    title = printable(document_name(result.ruleset, lang))
    return tuple(
        Annex(
            name,
            text_of(lang, f"附件{number}", f"Annex {number}"),
            title + ANNEXES[name][0]
            if name == "targets" and lang == "zh"
            else ANNEXES[name][lang == "en"],
            tuple(
                filled(block) if isinstance(block, BulletinTable) else block
                for block in makers[name]()
            ),
            wide=name != "notes",
        )
        for number, name in enumerate(names, start=1)
    )


def filled(table: BulletinTable) -> BulletinTable:
    """Return a table without the columns in which nothing stands."""
    if not table.rows:
        return table
    kept = [
        number
        for number in range(len(table.heads))
        if any(row[number].text not in ("", NONE) for row in table.rows)
    ]
    return BulletinTable(
        table.id,
        table.title,
        tuple(table.heads[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in table.rows),
    )


def status_word(verdict: Verdict, lang: Language) -> str:
    """Return a status as a circular writes it, without a mark."""
    status = str(verdict.status)
    if lang == "en":
        return word(STATUS, status, "en")
    if getattr(verdict.question.tree, "kind", "") == "done" and status in _DONE_ZH:
        return _DONE_ZH[status]
    if status == "undetermined":
        return _OPEN_ZH[open_kind(verdict)]
    return word(STATUS, status, "zh")


def _rows_by_lead(known: Sequence[Stated[Verdict]], lang: Language) -> list[Stated[Verdict]]:
    by_verdict = {id(stated.item): stated for stated in known}
    groups = by_lead([stated.item for stated in known], lang)
    return [by_verdict[id(verdict)] for _, group in groups for verdict in group]


def _asked(verdict: Verdict, lang: Language) -> str:
    """Return what is required; the day of a deliverable stands in its own column."""
    if getattr(verdict.question.tree, "kind", "") == "done":
        return text_of(lang, "按期完成", "to be done")
    return printable(sentences_in(lang).asked(verdict))


def _value(verdict: Verdict, lang: Language) -> Cell:
    outcome, said = verdict.outcome, sentences_in(lang)
    if outcome.parts:
        told = said.found(verdict)
        return Cell(NONE if told in ("暂无报送数据", "nothing reported") else told)
    point = outcome.point
    if point is None or outcome.check is None or point.value is None:
        return Cell(NONE)
    when = said.period(point.period)
    if outcome.check.kind == "done":
        return Cell(said.found(verdict))
    text = amount(point.value, outcome, lang)
    return Cell(f"{text}（{when}）" if lang == "zh" else f"{text} ({when})")


def _gap(verdict: Verdict, lang: Language) -> Cell:
    """Return the distance from the requirement, and which earlier or later periods say otherwise."""
    told = sentences_in(lang).compared(verdict).replace("与要求持平", "持平")
    parts = (told, misses_text(verdict.outcome, lang), silence_text(verdict, lang))
    return Cell(text_of(lang, "；", "; ").join(part for part in parts if part) or NONE)


def _targets(known: Sequence[Stated[Verdict]], lang: Language) -> BulletinTable:
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("考核对象", "Place"),
        ("时限", "Due", "date"),
        ("项数", "Verdicts", "number"),
        ("要求", "Required"),
        ("报送值", "Reported"),
        ("差距", "Gap"),
        ("结论", "Verdict", "status"),
        ("牵头单位", "Lead"),
    )

    def said(verdict: Verdict) -> tuple[str, ...]:
        return _asked(verdict, lang), status_word(verdict, lang), lead_cell(verdict).text

    def shown(verdict: Verdict) -> tuple[str, str]:
        return _value(verdict, lang).text, _gap(verdict, lang).text

    rows = tuple(
        (
            title_cell(row.stated, lang, 1),
            row.places(lang),
            row.due(lang),
            row.count,
            Cell(_asked(row.verdict, lang)),
            _value(row.verdict, lang),
            _gap(row.verdict, lang),
            Cell(status_word(row.verdict, lang)),
            lead_cell(row.verdict),
        )
        for row in annex_rows(_rows_by_lead(known, lang), said, shown)
    )
    return BulletinTable("targets", "", columns, rows)


def _to_come(known: Sequence[Stated[Verdict]], lang: Language) -> BulletinTable:
    """Return what is not due and has no value yet, by due year and lead, with the first by name."""
    columns = heads(
        lang,
        ("时限", "Due", "date"),
        ("牵头单位", "Lead"),
        ("项数", "Verdicts", "number"),
        ("目标", "Targets", "long"),
    )
    groups: dict[tuple[int, str], list[Stated[Verdict]]] = {}
    for stated in _rows_by_lead(known, lang):
        groups.setdefault((stated.item.due.year, lead_cell(stated.item).text), []).append(stated)
    rows = []
    for (year, lead), group in sorted(groups.items(), key=lambda item: item[0][0]):
        titles = list(dict.fromkeys(printable(stated.item.title(lang)) for stated in group))
        named = text_of(lang, "；", "; ").join(titles[:_NAMED])
        more = text_of(lang, f"等{len(titles)}项目标", f" and {len(titles) - _NAMED} more targets")
        rows.append(
            (
                Cell(text_of(lang, f"{year}年", str(year))),
                Cell(lead),
                Cell(str(len(group)), sort=len(group)),
                Cell(named + (more if len(titles) > _NAMED else "")),
            )
        )
    title = text_of(lang, "尚未到期、暂无数据的目标任务", "Not due, without data")
    return BulletinTable("to-come", title, columns, tuple(rows))


def _parted(
    known: Sequence[Stated[Verdict]], as_of: date, lang: Language
) -> tuple[BulletinTable, ...]:
    """Return the table of what has anything to say now, and the summary of what is to come."""

    def to_come(verdict: Verdict) -> bool:
        silent = verdict.status in ("not_due", "undetermined", "not_applicable")
        return silent and verdict.due > as_of and _value(verdict, lang).text == NONE

    now = [stated for stated in known if not to_come(stated.item)]
    later = [stated for stated in known if to_come(stated.item)]
    tables = _targets(now, lang), _to_come(later, lang)
    return tuple(table for table in tables if table.rows)


def _lagging(known: Sequence[Stated[Verdict]], result: Result, lang: Language) -> BulletinTable:
    columns = heads(
        lang,
        ("结论", "Verdict", "status"),
        ("目标", "Target", "long"),
        ("考核对象", "Place"),
        ("时限", "Due", "date"),
        ("要求", "Required"),
        ("报送值", "Reported"),
        ("差距", "Gap"),
        ("序时进度", "Schedule"),
        ("连续期数", "In a row", "number"),
        ("牵头单位", "Lead"),
        ("依据条款", "Clause"),
    )
    said, courses = sentences_in(lang), courses_of(result)
    found = [stated for stated in known if stated.item.status in LAGGING]
    found.sort(key=lambda stated: LAGGING.index(str(stated.item.status)))
    rows = tuple(
        (
            Cell(status_word(stated.item, lang)),
            title_cell(stated, lang, 1),
            Cell(printable(stated.item.place_name(lang))),
            Cell(stated.item.due.isoformat()),
            Cell(_asked(stated.item, lang)),
            _value(stated.item, lang),
            _gap(stated.item, lang),
            Cell(printable(said.paced(stated.item)) or NONE),
            periods_cell(stated.item, courses),
            lead_cell(stated.item),
            Cell(clause_names(stated.item, lang, 1)),
        )
        for stated in found
    )
    return BulletinTable("lagging", "", columns, rows)


def _chart(known: Sequence[Stated[Verdict]], lang: Language) -> tuple[Figure, ...]:
    """Return value against requirement of what is not met or behind, where there are numbers."""
    found = [stated.item for stated in known if stated.item.status in LAGGING]
    found.sort(key=lambda verdict: LAGGING.index(str(verdict.status)))
    drawn = bullets(found, lang)
    if drawn is None:
        return ()
    caption = text_of(
        lang,
        "图：横条为报送值，粗竖线为要求，细竖线为当前序时应达值；每行各有比例尺",
        "Bar: value. Thick stroke: required. Thin stroke: planned value",
    )
    return (Figure("lagging-chart", drawn, caption),)


def _open(known: Sequence[Stated[Verdict]], lang: Language) -> tuple[BulletinTable, ...]:
    """Return what waits for data and what waits for people, each with a table of its own."""
    found = [stated for stated in known if stated.item.status == "undetermined"]
    parts = (
        (text_of(lang, "甲、缺数据", "A. Missing data"), "data", False),
        (text_of(lang, "乙、需人工评定", "B. Needs judgement"), "people", True),
    )
    made = []
    for title, name, people in parts:
        columns = heads(
            lang,
            ("目标", "Target", "long"),
            ("考核对象", "Place"),
            ("时限", "Due", "date"),
            ("项数", "Verdicts", "number"),
            ("原文要求", "Words", "long") if people else ("应报数据", "Missing data", "long"),
            ("判定理由", "Reason") if not people else ("评定意见", "Judgement"),
            ("牵头单位", "Lead"),
        )
        waiting = [
            stated
            for stated in _rows_by_lead(found, lang)
            if (open_kind(stated.item) == "people") == people
        ]
        rows = tuple(
            _open_row(row, lang, people=people) for row in _open_rows(waiting, lang, people)
        )
        if rows:
            made.append(BulletinTable(name, title, columns, rows))
    return tuple(made)


def _open_rows(waiting: Sequence[Stated[Verdict]], lang: Language, people: bool) -> list[AnnexRow]:
    """Return the rows of what waits; of places whose data differ in the place alone one row."""
    asked = sentences_in(lang).asked

    def said(verdict: Verdict) -> tuple[str, ...]:
        return (asked(verdict) if people else verdict.reason, lead_cell(verdict).text)

    return annex_rows(waiting, said, lambda verdict: "" if people else _lacking(verdict, lang))


def _lacking(verdict: Verdict, lang: Language) -> str:
    """Return the indicator and the period of the datum that a verdict waits for."""
    told: str = sentences_in(lang).datum(verdict)
    return told.replace(printable(verdict.place_name(lang)), "").lstrip(", ")


def _open_row(row: AnnexRow, lang: Language, *, people: bool) -> tuple[Cell, ...]:
    verdict, said = row.verdict, sentences_in(lang)
    one = len({member.item.place for member in row.members}) == 1
    dues = len({member.item.due for member in row.members})
    lacking = said.datum(verdict) if one else _lacking(verdict, lang)
    if dues > 1:
        lacking += text_of(lang, f"等{dues}期", f" and {dues - 1} earlier")
    return (
        title_cell(row.stated, lang, 1),
        row.places(lang),
        row.due(lang),
        row.count,
        Cell(said.asked(verdict) if people else lacking),
        Cell("" if people else word(REASON, verdict.reason, lang)),
        lead_cell(verdict),
    )
