"""Report on rows used and rows set aside, for standard error.

Layer: output. Input: a Result. Output: lines of text; every row read is accounted for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from targetcheck.errors import Diagnostic, Language
from targetcheck.evaluation import Result
from targetcheck.output.result_heading import illustrative_text, rows_text
from targetcheck.printable_text import printable

_FIRST = 2
"""Rows with an error that a summary lists; more are counted."""
MOST = 20
"""Number of rows listed one by one; the rest is counted."""


def intake_lines(result: Result, lang: Language, most: int = MOST) -> list[str]:
    """Return the count of rows, a note if they are illustrative, rows set aside and notes."""
    warning = illustrative_text(result, lang)
    said = [f"⚠ {printable(warning)}"] if warning else []
    return [rows_text(result, lang), *said, *_listed(result, lang, most)]


def intake_summary(result: Result, lang: Language) -> list[str]:
    """Return what was set aside and what is noted, each in one line, then the first that are wrong.

    A line gives the number and the finding that is most frequent, in words; `--all` lists them.
    """
    aside = [one.why for one in result.set_aside]
    groups = (
        (aside, "未采用{}行", "{} row{} set aside"),
        (list(result.notes), "数据提示{}条", "{} note{} on the data"),
    )
    lines = [_told(found, zh, en, lang) for found, zh, en in groups if found]
    wrong = [one for one in (*aside, *result.notes) if one.severity == "error"][:_FIRST]
    return [*map(printable, lines), *(f"  {printable(one.text(lang))}" for one in wrong)]


def _told(found: list[Diagnostic], zh: str, en: str, lang: Language) -> str:
    code, _ = Counter(one.code for one in found).most_common(1)[0]
    first = next(one for one in found if one.code == code)
    if lang == "zh":
        return f"{zh.format(len(found))}{'，如' if len(found) > 1 else ''}：{first.zh}（--all 逐条列出）"
    head = en.format(len(found), "" if len(found) == 1 else "s")
    return f"{head}{', such as' if len(found) > 1 else ''}: {first.en} (--all lists them)"


def _listed(result: Result, lang: Language, most: int) -> Iterator[str]:
    groups: dict[str, list[Diagnostic]] = {}
    for found in (*(aside.why for aside in result.set_aside), *result.notes):
        groups.setdefault(found.code, []).append(found)
    left = most
    for code, found_here in sorted(groups.items(), key=lambda item: _gravity(item[1])):
        yield f"{code} × {len(found_here)}"
        folded = _folded(found_here, lang)
        for line, _ in folded[: max(left, 0)]:
            yield f"  {printable(line)}"
        unsaid = sum(count for _, count in folded[max(left, 0) :])
        left -= len(folded)
        if unsaid:
            yield f"  …另有{unsaid}条" if lang == "zh" else f"  … and {unsaid} more"


def _folded(found: list[Diagnostic], lang: Language) -> list[tuple[str, int]]:
    """Return the lines of a group, each with its number of findings.

    Cells of one sheet with the same finding, such as the blank cells of a form, share a line, and so
    do the rows of one heading.
    """
    alike: dict[tuple[str, str, str, str], list[Diagnostic]] = {}
    for one in found:
        own = str(one.where) if not one.where.sheet else ""
        alike.setdefault((one.where.file, one.where.sheet, one.en, own), []).append(one)
    lines: list[tuple[str, int]] = []
    for same in alike.values():
        first = str(same[0].where)
        others = f" 等{len(same)}处" if lang == "zh" else f" and {len(same) - 1} more"
        if len({str(one.where) for one in same}) == 1:
            others = f" × {len(same)}"
        told = f"{first}{others}" if len(same) > 1 else first
        lines.append((_line(same[0], lang).replace(first, told, 1), len(same)))
    return lines


def _gravity(alike: list[Diagnostic]) -> tuple[int, int]:
    """Return the sort key of a group: many blank cells must not hide one wrong value."""
    return ("error", "warning", "note").index(alike[0].severity), -len(alike)


def _line(found: Diagnostic, lang: Language) -> str:
    """Return a finding without its code, which is in the heading of the group."""
    text = found.text(lang)
    if lang == "zh":
        return text.removesuffix(f"[{found.code}]")
    return text.replace(f"{found.code}: ", "", 1)
