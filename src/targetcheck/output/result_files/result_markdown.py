"""Verdicts as a Markdown document: heading, counts, one table for each action.

Layer: output. Input: a Result. Output: GitHub Flavored Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.result import status_counts
from targetcheck.output.result_heading import basis_text, caveats, sections, title_text, total_text
from targetcheck.output.score_columns import HEADS as HEADS_OF_SCORES
from targetcheck.output.score_columns import standings
from targetcheck.output.verdict_columns import HEADS, causes_of, cells, counts_text, excused_of
from targetcheck.verdicts.verdict import Verdict

_MARKS = re.compile(r"([\\`*_\[\]<>|~#])")


def as_markdown(
    result: Result, lang: Language = "en", verdicts: Sequence[Verdict] | None = None
) -> str:
    """Return the verdicts, or those given, with the clause of each."""
    shown = result.verdicts if verdicts is None else verdicts
    colon = "：" if lang == "zh" else ": "
    total = total_text(len(shown), len(result), lang)
    lines = [
        f"# {escape(title_text(result, lang))}",
        "",
        f"{escape(basis_text(result, lang))}",
        "",
        f"**{total}**{colon}{counts_text(result.summary(), lang, result.causes(), excused_of(result, lang))}",
    ]
    for caveat in caveats(result, shown, lang):
        lines += ["", f"> ⚠ {escape(caveat)}"]
    for section in sections(result, shown, lang):
        if section.title:
            lines += ["", f"## {escape(section.title)}"]
            lines += [
                "",
                counts_text(
                    status_counts(section.verdicts),
                    lang,
                    causes_of(section.verdicts),
                    excused_of(section.verdicts, lang),
                ),
            ]
        lines += ["", *_table(section.verdicts, lang)]
    for standing in standings(result, lang):
        lines += ["", f"## {escape(standing.title)}", "", _line(list(HEADS_OF_SCORES[lang]))]
        lines += ["|" + " --- |" * len(HEADS_OF_SCORES[lang])]
        lines += [_line([escape(text) for text in row]) for row in standing.rows]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Return a text with Markdown characters escaped, safe inside a table cell."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _table(verdicts: Sequence[Verdict], lang: Language) -> list[str]:
    heads = [head[0 if lang == "zh" else 1] for head in HEADS.values()]
    lines = [_line(heads), "|" + " --- |" * len(heads)]
    for verdict in verdicts:
        row = cells(verdict, lang)
        lines.append(_line([escape(getattr(row, name)) for name in HEADS]))
    return lines


def _line(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
