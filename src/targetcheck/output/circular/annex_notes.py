"""The notes of a circular: data, rules, waivers and judgements, readings, rows that were set aside.

Layer: output. Input: a Result. Output: paragraphs and tables. File names stand without their path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from targetcheck.errors import Language, Where
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.annex import readings
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, Paragraph, heads, text_of
from targetcheck.output.bulletin.verdict_lists import NONE
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.output.result_heading import own_readings
from targetcheck.plan.restated_targets import stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.verdict_data import target_title

_QUOTED = re.compile("[“`]([^“”`]+)[”`]")
"""An id in a message, which an annex replaces by the title of its target."""


def notes(
    result: Result, lang: Language, measures: Sequence[str] = ()
) -> tuple[BulletinTable | Paragraph, ...]:
    """Return the fixed sentences, then the tables of readings and of rows that were set aside.

    `measures` says how the clauses on consequences are read.
    """
    said = [*_method(result, lang), *_measures(measures, lang)]
    made: list[BulletinTable | Paragraph] = [Paragraph(text) for text in said]
    made += [
        table
        for table in (_readings(result, lang), _aside(result, lang), _doubts(result, lang))
        if table.rows
    ]
    return tuple(made)


def _measures(readings: Sequence[str], lang: Language) -> list[str]:
    if not readings:
        return []
    told = text_of(lang, "；", "; ").join(map(printable, readings))
    return [text_of(lang, f"督办措施的掌握口径：{told}。", f"How the measures are read: {told}.")]


def _method(result: Result, lang: Language) -> list[str]:
    """Return the fixed sentences: data, rules, overlays, digests."""
    p, aside = result.provenance, len(result.set_aside)
    readings_ = own_readings(stated_once(result.verdicts, result.ruleset))
    until = p.known_at or p.as_of
    digests = (p.ruleset_digest[:12], p.data_digest[:12], p.engine)
    said = sentences_in(lang)
    if lang == "zh":
        told = [
            f"数据截至{said.day(until)}，共{result.rows}行，采用{result.used}行，未采用{aside}行。"
            "“以上、以下、以内、不低于、不少于、不超过”含本数，“超过、不足、低于”不含本数。",
            "缺数据不视为零，也不视为达标；待判定项计入到期达标率的分母、不计为达标。"
            "序时进度按起点值至要求值之间的时间比例推算，完成率达到95%为进展正常。",
        ]
        if readings_:
            told.append(
                f"{readings_}个评判项的数值、时限或范围原文未明确，系按下表解读判定，不代表发文机关意见。"
            )
        if result.illustrative:
            told.append(f"数据中有{result.illustrative}行系演示编写，不反映实际情况。")
        return [
            *told,
            *_overlays(result, lang),
            "校验码：规则集{}，数据{}，程序{}。".format(*digests),
        ]
    told = [
        f"Data as of {said.day(until)}: {result.rows} rows, {result.used} used, {aside} set aside.",
        "Missing data are neither zero nor a pass; what is undetermined counts as due and not as met. "
        "A schedule runs from the baseline to what is required in proportion to time; "
        "95 % of it counts as on track.",
    ]
    if readings_:
        told.append(
            f"{readings_} verdicts rest on a figure, a date or a scope that the document leaves open; "
            "the table below says how it is read."
        )
    if result.illustrative:
        told.append(f"{result.illustrative} rows were made up for demonstration.")
    return [
        *told,
        *_overlays(result, lang),
        "Digests: ruleset {}, data {}, program {}.".format(*digests),
    ]


def _overlays(result: Result, lang: Language) -> list[str]:
    """Return who has waived a target or judged it."""
    told, said = [], sentences_in(lang)
    for verdict in result.verdicts:
        if (waiver := verdict.waiver) is not None:
            until = said.day(waiver.until)
            told.append(
                f"{said.about(verdict)}经{waiver.approver}批准免予考核，至{until}止。"
                if lang == "zh"
                else f"{said.about(verdict)}: waived by {waiver.approver} until {until}."
            )
        if (override := verdict.override) is not None:
            when = said.day(override.date)
            status = word(STATUS, override.status, lang)
            told.append(
                f"{said.about(verdict)}经{override.author}于{when}评定为{status}：{override.reason}。"
                if lang == "zh"
                else f"{said.about(verdict)}: judged {status} by {override.author} on {when}: {override.reason}."
            )
    return [printable(text) for text in told]


def _readings(result: Result, lang: Language) -> BulletinTable:
    """Return how the document is read where it leaves something open, one row for each reading."""
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("解读", "Reading", "long"),
        ("评判项数", "Verdicts", "number"),
        ("依据条款", "Clause", "long"),
    )
    found: dict[str, list[tuple[Cell, ...]]] = {}
    for row in readings(result, lang, quotes=False).rows:
        found.setdefault(row[1].text, []).append(row)
    rows = []
    for reading, group in found.items():
        count = sum(int(row[2].text) for row in group)
        titles, clauses = (
            list(dict.fromkeys(text for row in group for text in row[column].text.split("；")))
            for column in (0, 3)
        )
        rows.append(
            (
                Cell(_first(titles, lang)),
                Cell(reading),
                Cell(str(count), sort=count),
                Cell(_first(clauses, lang)),
            )
        )
    title = text_of(
        lang, "原文未明确事项及解读", "What the document leaves open, and its interpretation"
    )
    return BulletinTable("readings", title, columns, tuple(rows))


def _first(texts: Sequence[str], lang: Language, most: int = 4) -> str:
    """Return the first of several texts, and how many there are."""
    told = text_of(lang, "；", "; ").join(texts[:most])
    if len(texts) <= most:
        return told
    return f"{told}等{len(texts)}项" if lang == "zh" else f"{told} and {len(texts) - most} more"


def _aside(result: Result, lang: Language) -> BulletinTable:
    """Return the rows that were set aside, those with the same reason together."""
    columns = heads(
        lang,
        ("未采用原因", "Reason", "long"),
        ("行数", "Rows", "number"),
        ("位置", "Location"),
    )
    found: dict[str, list[str]] = {}
    for one in result.set_aside:
        reason = printable(one.why.zh if lang == "zh" else one.why.en)
        found.setdefault(reason, []).append(_where(one.why.where, lang))
    rows = tuple(
        (Cell(reason), Cell(str(len(places)), sort=len(places)), Cell(_some(places, lang)))
        for reason, places in found.items()
    )
    title = text_of(lang, "未采用的数据", "Rows set aside")
    return BulletinTable("set-aside", title, columns, rows)


def _doubts(result: Result, lang: Language) -> BulletinTable:
    """Return the figures to check: those in doubt, then those that are not plausible."""
    columns = heads(lang, ("存疑之处", "To be checked", "long"), ("位置", "Location"))
    checked = [note for note in result.notes if note.code.startswith("plausibility-")]
    titles = {
        target.id: target_title(result.ruleset, target, lang) for target in result.ruleset.targets
    }
    found: dict[str, list[str]] = {}
    for note in (*result.doubts, *checked):
        told = note.zh if lang == "zh" else note.en
        told = _QUOTED.sub(
            lambda mark: mark[0].replace(mark[1], titles.get(mark[1], mark[1])), told
        )
        found.setdefault(printable(told), []).append(_where(note.where, lang))
    rows = tuple((Cell(told), Cell(_some(places, lang))) for told, places in found.items())
    return BulletinTable("doubts", text_of(lang, "须核对的数值", "Values to verify"), columns, rows)


def _where(where: Where, lang: Language) -> str:
    """Return the location of a row by the name of its file, without the path of the machine."""
    name = PurePath(where.file.replace("\\", "/")).name
    if where.cell:
        return printable(f"{name} {where.sheet} {where.cell}".strip())
    if where.line:
        return printable(f"{name}第{where.line}行" if lang == "zh" else f"{name} line {where.line}")
    return printable(name) or NONE


def _some(places: Sequence[str], lang: Language, most: int = 8) -> str:
    joint = "、" if lang == "zh" else ", "
    told, more = joint.join(dict.fromkeys(places[:most])), len(places) - most
    if more <= 0:
        return told
    return f"{told}等" if lang == "zh" else f"{told} and {more} more"
