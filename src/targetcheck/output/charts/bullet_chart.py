"""Bullet charts: value as a bar, requirement as a line, planned value as a mark.

Layer: output. Input: verdicts. Output: a Drawing with a row for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from targetcheck.errors import Language
from targetcheck.output.charts.chart import Drawing, Spec
from targetcheck.output.charts.chart_values import (
    drawable,
    goal,
    name_of,
    number_label,
    plain,
)
from targetcheck.output.status_colours import INK, TINT
from targetcheck.plan.restated_targets import restated_roots
from targetcheck.verdicts.code_terms import STATUS, SYMBOL, word
from targetcheck.verdicts.verdict import Verdict

MOST = 30
_WIDTH = 300


def bullets(
    verdicts: Sequence[Verdict], lang: Language, most: int = MOST, *, names: str = "both"
) -> Drawing | None:
    """Return a chart with one row for each verdict that has a number; None if there is none.

    Every row has its own scale from zero, since each has its own unit. `names`: `both` for title
    and place, `dated` to add the due date.
    """
    drawn = bar_verdicts(verdicts) if names == "both" else list(filter(drawable, verdicts))
    rows = [_row(v, lang, names) for v in drawn[:most]]
    if not rows:
        return None
    alt = (
        f"{len(rows)}项目标的报送值（横条）与要求（竖线）"
        if lang == "zh"
        else f"Value (bar) and requirement (stroke) of {len(rows)} targets"
    )
    return Drawing(_spec(rows), alt, len(rows))


def bar_verdicts(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts that get a bar: those with a number, and none that would stand twice.

    A promise that the document repeats has one bar, and so has one of which only the due date moves.
    """
    found: dict[tuple[object, ...], Verdict] = {}
    roots = restated_roots(verdicts[0].plan.ruleset) if verdicts else {}
    for verdict in filter(drawable, verdicts):
        target = roots.get(verdict.target, verdict.target)
        key = (target, verdict.spec.indicator, verdict.place, verdict.status)
        found.setdefault((*key, verdict.value, goal(verdict)), verdict)
    return list(found.values())


def _row(verdict: Verdict, lang: Language, names: str) -> dict[str, Any]:
    pace, required = verdict.outcome.pacing, goal(verdict)
    asked = verdict.in_unit(pace.asked) if pace is not None and pace.method == "schedule" else None
    status = str(verdict.status)
    name = name_of(verdict, lang, 18 if names == "dated" else 22)
    value, aim = (number_label(verdict, n, lang) for n in (verdict.value, required))
    if value == aim and verdict.value != required:
        value = number_label(verdict, verdict.value, lang, exact=True)
    drawn = {"value": verdict.value, "goal": required, "asked": asked}
    return {
        "name": f"{name} {verdict.due:%Y-%m}" if names == "dated" else name,
        "status": status,
        "said": f"{SYMBOL[status]} {word(STATUS, status, lang)}  {value} / {aim}",
        **_scaled(drawn),
    }


def _scaled(numbers: Mapping[str, Fraction | None]) -> dict[str, float | None]:
    """Return the numbers of a row scaled to 0–1."""
    known = [Fraction(0), *(number for number in numbers.values() if number is not None)]
    low, top = min(known), max(known)
    span = (top - low) * Fraction(108, 100) or Fraction(1)
    return {key: plain((n - low) / span) if n is not None else None for key, n in numbers.items()}


def _spec(rows: list[dict[str, Any]]) -> Spec:
    numbered = [{**row, "row": number, "end": 1} for number, row in enumerate(rows)]
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    ink, tint = _colour(INK, rows), _colour(TINT, rows)

    def mark(kind: Spec, field: str, **more: Spec) -> Spec:
        return {"mark": kind, "encoding": {"x": {"field": field, **x}, **more}}

    def text(field: str, place: Spec, **more: Spec) -> Spec:
        kind = {"type": "text", "fontSize": 11, "baseline": "middle", **place}
        return {"mark": kind, "encoding": {"text": {"field": field}, **more}}

    return {
        "width": _WIDTH,
        "height": {"step": 24},
        "data": {"values": numbered},
        "encoding": {"y": {"field": "row", "type": "ordinal", "axis": None}},
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
            mark({"type": "bar", "height": 16}, "end", color=tint),
            mark({"type": "bar", "height": 8}, "value", color=ink),
            mark({"type": "tick", "thickness": 2, "height": 12, "color": "#6b7178"}, "asked"),
            mark({"type": "tick", "thickness": 3, "height": 18, "color": "#111"}, "goal"),
            text("name", {"x": -8, "align": "right", "color": "#222"}),
            text("said", {"x": _WIDTH + 8, "align": "left"}, color=ink),
        ],
    }


def _colour(colours: Mapping[str, str], rows: list[dict[str, Any]]) -> Spec:
    here = [status for status in colours if any(row["status"] == status for row in rows)]
    scale = {"domain": here, "range": [colours[status] for status in here]}
    return {"field": "status", "type": "nominal", "scale": scale, "legend": None}
