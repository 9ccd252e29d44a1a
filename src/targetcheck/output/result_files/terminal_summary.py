"""A result on one screen: counts, what needs attention, which data are missing.

Layer: output. Input: a Result and a rich Console. Output: printed lines, at most SCREEN unless the
ruleset defines scores; terminal_table.py prints every verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.current_and_lagging import LAGGING, lagging
from targetcheck.output.result_files.terminal_table import (
    heading_lines,
    print_scores,
    verdict_grid,
)
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import CAUSE, STATUS, word
from targetcheck.verdicts.requirement_text import datum_text
from targetcheck.verdicts.sentences.verdict_sentence import subject
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console

SCREEN = 36
"""Lines of the summary; the command, a note on the data and the next prompt are on the screen too."""
FEW = 20
"""Number of verdicts up to which all of them are shown."""
_MISSING = 4
"""Missing data that are named."""
_LEAST = 3
"""Verdicts that are shown in any case."""


def print_summary(result: Result, console: Console, lang: Language = "en") -> None:
    """Print the counts, the verdicts that need attention, and the data that are missing."""
    from rich.text import Text

    head = heading_lines(result, result.verdicts, lang, console.width)
    for number, line in enumerate(head):
        console.print(Text(line, "" if number else "bold"))
    found = list(without_repeats(lagging(result.verdicts), result.ruleset))
    tail = [*_missing_lines(result, lang), "", *_hints(result, lang)]
    used = sum(_height(line, console) for line in (*head, *tail))
    _print_attention(found, result, console, lang, SCREEN - used)
    for line in tail:
        console.print(Text(line))
    print_scores(result, console, lang)


def _height(line: str, console: Console) -> int:
    from rich.text import Text

    return max(1, len(Text(line).wrap(console, console.width)))


def _print_attention(
    found: Sequence[Verdict], result: Result, console: Console, lang: Language, room: int
) -> None:
    """Print as many lagging verdicts as there is room for, the worst first."""
    from rich.text import Text

    zh = lang == "zh"
    console.print()
    if not found:
        none = (
            "没有未达标、未达预期或有风险的评判项。"
            if zh
            else "No verdict is fail, missed or at risk."
        )
        console.print(Text(none, "bold"))
        return
    columns, rows = verdict_grid(found, lang, console.width, stacked=True)
    room -= 5  # a blank line, the title, two lines of headings, the count of the rest
    shown = 0
    for cells, _ in rows:
        room -= columns.height(cells, console)
        if room < 0 and shown >= _LEAST:
            break
        shown += 1
    title = f"须关注：{len(found)}个" if zh else f"Needs attention: {len(found)}"
    if sum(result.summary()[status] for status in LAGGING) > len(found):
        title += "（重复表述只列一次）" if zh else " (what is stated twice is listed once)"
    if shown < len(found):
        title += f"，先列{shown}个" if zh else f", the first {shown} shown"
    console.print(Text(title, "bold"))
    columns.print_heads(console)
    columns.print_rows(rows[:shown], console)
    if shown < len(found):
        more = len(found) - shown
        known = [status for status in LAGGING if result.summary()[status]]
        only = ",".join(word(STATUS, status, lang) if zh else status for status in known)
        console.print(
            Text(f"  另有{more}个：--only {only}" if zh else f"  {more} more: --only {only}")
        )


def _missing_lines(result: Result, lang: Language) -> Iterator[str]:
    """Yield the data that undetermined verdicts lack, those that most wait for first."""
    zh = lang == "zh"
    waiting = [v for v in result.verdicts if v.cause not in (None, "judgement")]
    judged = result.causes()["judgement"]
    if not waiting and not judged:
        return
    status = word(STATUS, "undetermined", lang)
    yield ""
    if waiting:
        names = Counter(_datum(verdict, lang) for verdict in waiting)
        total = len(waiting)
        yield (
            f"缺数据、不能判定的评判项：{total}个，缺："
            if zh
            else f"Missing data: {total} verdict{'' if total == 1 else 's'} {status} without"
        )
        for name, count in names.most_common(_MISSING):
            yield f"  {name}{_times(count, lang)}"
        more = len(names) - _MISSING
        if more > 0:
            only = word(CAUSE, "data", lang).replace(" ", "-")
            yield f"  另有{more}项：--only {only}" if zh else f"  {more} more: --only {only}"
    if judged:
        only = word(CAUSE, "judgement", lang).replace(" ", "-")
        yield (
            f"需人工评定：{judged}个（--only {only}）"
            if zh
            else f"Needs a person's judgement: {judged} (--only {only})"
        )


def _datum(verdict: Verdict, lang: Language) -> str:
    if not verdict.outcome.missing:
        return printable(subject(verdict, lang))
    return printable(datum_text(verdict.outcome.missing[0], verdict.plan, lang))


def _times(count: int, lang: Language) -> str:
    if count == 1:
        return ""
    return f"（{count}个评判项）" if lang == "zh" else f" ({count} verdicts)"


def _hints(result: Result, lang: Language) -> Iterator[str]:
    total = len(result)
    yield (
        f"全部{total}个评判项：--all；某一评判项的由来：targetcheck explain"
        if lang == "zh"
        else f"All {total} verdicts: --all. Why one is as it is: targetcheck explain"
    )
