"""Trajectory charts: observed points, planned path with milestones, projection.

Layer: output. Input: the verdicts of one target and place. Output: a Drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from targetcheck.errors import Language
from targetcheck.kernel.outcome import Pacing
from targetcheck.output.charts.chart import Drawing, Spec
from targetcheck.output.charts.chart_values import drawable, goal, name_of, plain, unit_text
from targetcheck.output.status_colours import INK
from targetcheck.verdicts.verdict import Verdict

Row = dict[str, Any]
AHEAD = "#0b7285"
"""Colour of projections, different from that of any status."""
_MONTH = 30 * 24 * 3600 * 1000
_WORDS = {
    "reported": ("报送值", "reported"),
    "path": ("序时进度", "planned path"),
    "goal": ("要求", "required"),
    "ahead": ("推算", "projection"),
}


def trajectory(
    verdicts: Sequence[Verdict], lang: Language, width: int = 360, height: int = 150
) -> Drawing | None:
    """Return the trajectory of one target at one place over all its due dates.

    The current verdict comes first. None if there is no number to draw. The dashed line continues
    at the past rate of change, or to the projection of the method with its interval.
    """
    lead = verdicts[0]
    if not drawable(lead):
        return None
    said = {key: pair[0 if lang == "zh" else 1] for key, pair in _WORDS.items()}
    points, path, goals = _points(lead), _path(lead), _goals(verdicts)
    ahead = _ahead(lead)
    drawn = {"reported": points, "path": path, "goal": goals, "ahead": ahead}
    here = [key for key, rows in drawn.items() if rows]
    inks = dict(zip(_WORDS, (INK[str(lead.status)], "#6b7178", "#111111", AHEAD), strict=True))
    color = {"domain": [said[key] for key in here], "range": [inks[key] for key in here]}
    layers = [
        _line(path, said["path"], color, {"strokeDash": [2, 2]}),
        _band(ahead),
        _line(ahead, said["ahead"], color, {"strokeDash": [6, 4]}),
        _line(points, said["reported"], color, {"point": {"size": 34}, "strokeWidth": 2}),
        _marks(goals, said["goal"], color),
    ]
    title = name_of(lead, lang, 30)
    spec: Spec = {
        "title": {"text": title, "fontSize": 12, "anchor": "start", "fontWeight": "normal"},
        "width": width,
        "height": height,
        "layer": [layer for layer in layers if layer],
        "encoding": {"y": {"title": unit_text(lead, lang) or None}},
    }
    alt = (
        f"{name_of(lead, lang)}：{len(points)}个报送值与序时进度"
        if lang == "zh"
        else f"{name_of(lead, lang)}: {len(points)} reported values and the planned path"
    )
    return Drawing(spec, alt, len(points))


def _points(verdict: Verdict) -> list[Row]:
    outcome = verdict.outcome
    known = {p.period.end: p for p in outcome.history if p.value is not None}
    if outcome.point is not None and outcome.point.value is not None:
        known[outcome.point.period.end] = outcome.point
    return [_at(day, verdict.in_unit(known[day].value)) for day in sorted(known)]


def _path(verdict: Verdict) -> list[Row]:
    outcome = verdict.outcome
    pace, base, check = outcome.pacing, outcome.base, outcome.check
    if pace is not None and pace.path:
        return [_at(day, verdict.in_unit(value)) for day, value in pace.path]
    stages = [] if check is None or check.change is not None else list(check.path)
    if base is not None:
        stages.insert(0, (base.period.end, base.value))
    rows = [_at(day, verdict.in_unit(value)) for day, value in stages if day < verdict.due]
    return [*rows, _at(verdict.due, goal(verdict))] if rows else []


def _goals(verdicts: Sequence[Verdict]) -> list[Row]:
    return [_at(v.due, goal(v)) for v in verdicts if goal(v) is not None]


def _ahead(verdict: Verdict) -> list[Row]:
    """Return the line from the latest value to the due date, at the past rate or as projected."""
    pace, point = verdict.outcome.pacing, verdict.outcome.point
    if pace is None or point is None or point.value is None or point.period.end >= verdict.due:
        return []
    end = pace.projection
    if end is None and pace.so_far is not None and pace.method == "schedule":
        end = point.value + _at_this_pace(pace, verdict, point.value, point.period.end)
    if end is None:
        return []
    last = _at(verdict.due, verdict.in_unit(end))
    if pace.low is not None and pace.high is not None:
        last |= {"low": plain(verdict.in_unit(pace.low)), "high": plain(verdict.in_unit(pace.high))}
    value = plain(verdict.in_unit(point.value))
    return [{**_at(point.period.end, Fraction(0)), "y": value, "low": value, "high": value}, last]


def _at(day: date, value: Fraction | None) -> Row:
    return {"t": day.isoformat(), "y": plain(value)}


def _xy() -> Spec:
    axis = {"format": "%Y-%m", "labelOverlap": True, "tickCount": 6, "tickMinStep": _MONTH}
    time = {"field": "t", "type": "temporal", "title": None, "axis": axis}
    value = {
        "field": "y",
        "type": "quantitative",
        "scale": {"zero": False, "padding": 8},
        "axis": {"format": ",~f"},  # 92 and not 92.000000 where all values are one
    }
    return {"x": time, "y": value}


def _line(rows: list[Row], name: str, color: Spec, mark: Spec) -> Spec:
    if not rows:
        return {}
    series = {
        "datum": name,
        "scale": color,
        "legend": {"orient": "bottom", "title": None, "symbolType": "stroke"},
    }
    return {
        "data": {"values": rows},
        "mark": {"type": "line", **mark},
        "encoding": {**_xy(), "color": series},
    }


def _band(rows: list[Row]) -> Spec:
    if not rows or "low" not in rows[-1]:
        return {}
    encoding = _xy()
    encoding["y"] = {"field": "low", "type": "quantitative"}
    encoding["y2"] = {"field": "high"}
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": AHEAD, "opacity": 0.18},
        "encoding": encoding,
    }


def _marks(rows: list[Row], name: str, color: Spec) -> Spec:
    if not rows:
        return {}
    mark = {"type": "point", "shape": "diamond", "size": 90, "filled": True}
    encoding = {**_xy(), "color": {"datum": name, "scale": color}}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _at_this_pace(pace: Pacing, verdict: Verdict, value: Fraction, day: date) -> Fraction:
    """Return the change by the due date at the rate so far: the gap ÷ the catch-up factor."""
    if pace.catch_up and pace.path:
        return (pace.path[-1][1] - value) / pace.catch_up
    return (pace.so_far or Fraction(0)) * (verdict.due - day).days
