"""Annex of the bulletin: every verdict with sentence and clause, and the author's interpretations.

Layer: output. Input: a Result. Output: Tables.
"""

from __future__ import annotations

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, heads, text_of
from targetcheck.output.bulletin.verdict_lists import named, status_cell
from targetcheck.plan.restated_targets import stated_once
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import own_reading


def annex(result: Result, lang: Language) -> BulletinTable:
    """Return a table of every verdict, in the order of the document; a restated target once."""
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("说明", "In words", "long"),
        ("依据条款", "Clause", "long"),
    )
    rows = tuple(
        (
            status_cell(v, lang),
            *named(one, lang),
            Cell(printable(v.sentence(lang))),
            Cell(clause_text(v, lang)),
        )
        for one in stated_once(result.verdicts, result.ruleset)
        for v in (one.item,)
    )
    return BulletinTable("annex", text_of(lang, "全部结论", "Every verdict"), columns, rows)


def readings(result: Result, lang: Language, *, quotes: bool = True) -> BulletinTable:
    """Return the author's interpretations, with the number of verdicts that rest on each.

    `quotes`: with the words of the clauses, not their names alone.
    """
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("解读", "Interpretation of the ruleset's author", "long"),
        ("评判项数", "Verdicts", "number"),
        ("依据条款", "Clause", "long"),
    )
    found: dict[tuple[str, str], tuple[Verdict, set[int]]] = {}
    for number, stated in enumerate(stated_once(result.verdicts, result.ruleset)):
        for verdict in (stated.item, *stated.repeats):
            if reading := own_reading(verdict):
                first = found.setdefault((verdict.target, reading), (verdict, set()))
                first[1].add(number)  # a target that the document restates counts once
    rows = tuple(
        (
            Cell(printable(verdict.title(lang))),
            Cell(printable(reading)),
            Cell(str(len(counted)), sort=len(counted)),
            Cell(clause_text(verdict, lang) if quotes else clause_names(verdict, lang)),
        )
        for (_, reading), (verdict, counted) in found.items()
    )
    title = text_of(lang, "原文未写明之处", "What the document leaves open")
    return BulletinTable("readings", title, columns, rows)


def clause_names(verdict: Verdict, lang: Language, most: int | None = None) -> str:
    """Return the clauses of a verdict by name, `most` of them before the rest is counted."""
    names = list(dict.fromkeys(cite.clause for cite in verdict.citations))
    told, left = text_of(lang, "；", "; ").join(names[:most]), len(names) - len(names[:most])
    if left:
        told += text_of(lang, f"等{len(names)}处", f" and {left} more")
    return printable(told) or "—"


def clause_text(verdict: Verdict, lang: Language) -> str:
    """Return clause and quote of a verdict; nested quotation marks are kept."""
    joint = text_of(lang, "：", ": ")
    cites = []
    for cite in verdict.citations:
        marks = "「{}」" if "“" in cite.quote else "“{}”"
        cites.append(f"{cite.clause}{joint}{marks.format(cite.quote)}")
    return printable(text_of(lang, "；", "; ").join(cites)) or "—"
