"""A ruleset as HTML for notebooks.

Layer: ruleset. Input: the definitions of a ruleset. Output: HTML; every text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from targetcheck.errors import Language, default_language
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.target import Target

MOST = 40


def notebook_language() -> Language:
    """Return the language of notebooks: TARGETCHECK_LANG, else that of the locale."""
    return default_language()


def ruleset_html(
    title: str, targets: Sequence[Target], indicators: Mapping[str, Indicator], lang: Language
) -> str:
    """Return title and the first targets, each with its clause."""
    zh, count = lang == "zh", len(targets)
    heads = ("目标", "名称", "时限", "依据条款") if zh else ("Target", "Title", "Due", "Clause")
    rows = [_row(target, indicators, lang) for target in targets[:MOST]]
    if count > MOST:
        rest = f"…另有{count - MOST}项" if zh else f"… {count - MOST} more"
        rows.append((rest, "", "", ""))
    counted = f"{count}项目标" if zh else f"{count} targets"
    return f"<p><strong>{escape(title)}</strong><br>{escape(counted)}</p>{table(heads, rows)}"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return an HTML table of texts."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:left">{escape(text)}</td>' for text in row)
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(target: Target, indicators: Mapping[str, Indicator], lang: Language) -> tuple[str, ...]:
    named = target.title or indicators.get(target.indicator)
    title = named.say(lang) if named is not None else ""
    cite = target.cite[0] if target.cite else None
    clause = f"{cite.clause} “{cite.quote}”" if cite is not None else ""
    return (target.id, title, str(target.due or ""), clause)
