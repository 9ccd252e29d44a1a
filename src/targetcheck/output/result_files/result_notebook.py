"""A result as HTML for notebooks.

Layer: output. Input: a Result. Output: HTML; every text is escaped.
"""

from __future__ import annotations

from html import escape

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.result_heading import basis_text, illustrative_text, title_text
from targetcheck.output.verdict_columns import HEADS, cells, counts_text, excused_of
from targetcheck.ruleset.ruleset_html import MOST, table

_COLUMNS = ("status", "title", "place", "due", "value", "required", "margin")


def result_html(result: Result, lang: Language) -> str:
    """Return title, counts and the first verdicts."""
    lines = [title_text(result, lang), basis_text(result, lang)]
    lines.append(counts_text(result.summary(), lang, result.causes(), excused_of(result, lang)))
    warning = illustrative_text(result, lang)
    head = "<br>".join(escape(line) for line in (*lines, *([f"⚠ {warning}"] if warning else [])))
    rows = []
    for verdict in result.verdicts[:MOST]:
        row = cells(verdict, lang)
        rows.append(tuple(str(getattr(row, name)) for name in _COLUMNS))
    more = len(result.verdicts) - MOST
    if more > 0:
        rest = f"…另有{more}项" if lang == "zh" else f"… {more} more"
        rows.append((rest, *[""] * (len(_COLUMNS) - 1)))
    heads = tuple(HEADS[name][0 if lang == "zh" else 1] for name in _COLUMNS)
    return f"<p>{head}</p>{table(heads, rows)}"
