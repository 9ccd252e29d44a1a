"""A problem list in a terminal: the counts, then the items, the most urgent first.

Layer: rectification. Input: a ProblemList. Output: text.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Language
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.printable_text import printable
from targetcheck.rectification.problem_item import STATES, ProblemItem
from targetcheck.rectification.problem_list import ProblemList


def list_text(made: ProblemList, lang: Language, *, every: bool = False) -> str:
    """Return the counts and the open items; with `every` the closed ones as well."""
    shown = [item for item in made.items if every or item.is_open]
    shown.sort(key=lambda item: list(STATES).index(item.state))
    lines = [_head(made, lang), *(line for item in shown for line in _lines(item, lang))]
    left = len(made.items) - len(shown)
    if left:
        lines.append(f"另有已销号{left}项，--all 列出" if lang == "zh" else f"{left} closed: --all")
    return "\n".join(lines) + "\n"


def _head(made: ProblemList, lang: Language) -> str:
    counts, day = made.counts(), sentences_in(lang).day(made.run.as_of)
    if lang == "zh":
        told = [
            f"未销号{counts['open']}项（逾期{counts['overdue']}项，复发{counts['reopened']}项，"
            f"未填报措施或期限{counts['unwritten']}项）",
            f"已销号{counts['closed']}项",
        ]
        return f"截至{day}，第{made.run.number}次评判记录：问题清单共{counts['items']}项，{'，'.join(told)}"
    return (
        f"as of {day}, run {made.run.number}: {counts['items']} "
        f"item{'' if counts['items'] == 1 else 's'}, {counts['open']} open "
        f"({counts['overdue']} overdue, {counts['reopened']} found again, "
        f"{counts['unwritten']} without measure or day), {counts['closed']} closed"
    )


def _lines(item: ProblemItem, lang: Language) -> Iterator[str]:
    texts = {name: printable(text) for name, text in item.texts(lang).items()}
    colon = "：" if lang == "zh" else ": "
    yield f"{item.number:>3}. {texts['target']} · {texts['place']} · {texts['state']}"
    said = [f"{texts['verdict']}{colon}{texts['due']} {texts['required']}", texts["found"]]
    yield f"     {('；' if lang == 'zh' else '; ').join(said)}"
    names = {
        "lead": ("牵头单位", "lead"),
        "measure": ("整改措施", "measure"),
        "person": ("责任人", "by whom"),
        "by": ("整改期限", "by"),
    }
    written = [
        f"{zh if lang == 'zh' else en}{colon}{texts[name]}"
        for name, (zh, en) in names.items()
        if texts[name]
    ]
    yield f"     {('；' if lang == 'zh' else '; ').join([*written, item.code])}"
