"""The annexes of a circular: all targets, what lags, what is undetermined, notes on method and data.

Layer: output. Input: the results with the targets of now. Output: Annexes made of the tables that
the bulletin has as well. A column that is empty throughout is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from targetcheck.errors import Diagnostic as Finding
from targetcheck.errors import Language, TargetcheckError, Where, did_you_mean
from targetcheck.evaluation import Result
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
from targetcheck.output.circular.circular_counts import open_kind
from targetcheck.output.circular.circular_fields import ANNEXES, CircularInputs
from targetcheck.output.circular.circular_groups import sentences_in
from targetcheck.output.circular.circular_lists import by_lead
from targetcheck.output.circular.circular_notes import notes
from targetcheck.output.circular.circular_text import Annex
from targetcheck.output.circular.problem_fields import problem_tables
from targetcheck.output.verdict_selection import LAGGING
from targetcheck.plan.restated_targets import Stated, stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import REASON, STATUS, word
from targetcheck.verdicts.sentences.amount_text import amount
from targetcheck.verdicts.verdict import Verdict

_DONE_ZH = {"pass": "完成", "fail": "未按期完成"}


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
        "targets": lambda: (_targets(known, lang),),
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
    title = printable(result.ruleset.title.say(lang))
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
        kinds = {"people": "需人工评定", "conflict": "数据有矛盾", "data": "缺数据"}
        return f"待判定（{kinds[open_kind(verdict)]}）"
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
    told = sentences_in(lang).compared(verdict)
    return Cell(told.replace("与要求持平", "持平") or NONE)


def _targets(known: Sequence[Stated[Verdict]], lang: Language) -> BulletinTable:
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("考核对象", "Place"),
        ("时限", "Due", "date"),
        ("要求", "Required"),
        ("报送值", "Reported"),
        ("差距", "Gap"),
        ("结论", "Verdict", "status"),
        ("牵头单位", "Lead"),
    )
    rows = tuple(
        (
            title_cell(stated, lang),
            Cell(printable(stated.item.place_name(lang))),
            Cell(stated.item.due.isoformat()),
            Cell(_asked(stated.item, lang)),
            _value(stated.item, lang),
            _gap(stated.item, lang),
            Cell(status_word(stated.item, lang)),
            lead_cell(stated.item),
        )
        for stated in _rows_by_lead(known, lang)
    )
    return BulletinTable("targets", "", columns, rows)


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
    )
    said, courses = sentences_in(lang), courses_of(result)
    found = [stated for stated in known if stated.item.status in LAGGING]
    found.sort(key=lambda stated: LAGGING.index(str(stated.item.status)))
    rows = tuple(
        (
            Cell(status_word(stated.item, lang)),
            title_cell(stated, lang),
            Cell(printable(stated.item.place_name(lang))),
            Cell(stated.item.due.isoformat()),
            Cell(_asked(stated.item, lang)),
            _value(stated.item, lang),
            _gap(stated.item, lang),
            Cell(printable(said.paced(stated.item)) or NONE),
            periods_cell(stated.item, courses),
            lead_cell(stated.item),
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
    said = sentences_in(lang)
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
            ("原文要求", "Words", "long") if people else ("应报数据", "Missing data", "long"),
            ("判定理由", "Reason") if not people else ("评定意见", "Judgement"),
            ("牵头单位", "Lead"),
        )
        rows = tuple(
            (
                title_cell(stated, lang),
                Cell(printable(stated.item.place_name(lang))),
                Cell(stated.item.due.isoformat()),
                Cell(said.asked(stated.item) if people else said.datum(stated.item)),
                Cell("" if people else word(REASON, stated.item.reason, lang)),
                lead_cell(stated.item),
            )
            for stated in _rows_by_lead(found, lang)
            if (open_kind(stated.item) == "people") == people
        )
        if rows:
            made.append(BulletinTable(name, title, columns, rows))
    return tuple(made)
