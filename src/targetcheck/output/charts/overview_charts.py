"""Charts of many verdicts: heat map, ranking bars, completion of tranches.

Layer: output. Input: verdicts or counts. Output: a Drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from targetcheck.errors import Language
from targetcheck.output.charts.chart import Drawing, Spec
from targetcheck.output.charts.chart_values import (
    drawable,
    goal,
    said,
    short,
)
from targetcheck.output.current_and_lagging import worst
from targetcheck.output.status_colours import INK, TINT
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import SYMBOL
from targetcheck.verdicts.verdict import Verdict

MOST_PLACES = 40
MOST_INDICATORS = 40
MOST_DOWN = 20
"""Rows of a heat map that fit on a landscape page in readable type."""


def heatmap(verdicts: Sequence[Verdict], lang: Language) -> Drawing | None:
    """Return a heat map of places × indicators; None for fewer than two places.

    Of many places those with the most open problems are shown, of many indicators the first.
    """
    cells: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        title = short(printable(_indicator(verdict, lang)), 16)
        place = short(printable(verdict.place_name(lang)), 12)
        cells.setdefault((place, title), []).append(verdict)
    ordered, titles = _shared(cells)
    places = ordered[:MOST_PLACES]
    if len(places) < 2:
        return None
    rows = [
        {"p": p, "i": i, "s": worst(vs), "m": SYMBOL[worst(vs)]}
        for (p, i), vs in cells.items()
        if p in places and i in titles
    ]
    titles = [title for title in titles if any(row["i"] == title for row in rows)]
    here = [status for status in INK if any(row["s"] == status for row in rows)]
    alt = _extent(len(places), len(ordered), len(titles), lang)
    return Drawing(_heat(rows, places, titles, here, lang), alt, len(rows))


def _extent(places: int, all_places: int, titles: int, lang: Language) -> str:
    """Return a note on how many places the heat map shows of how many, if it omits any."""
    if places < all_places and lang == "zh":
        return f"问题最多的{places}个地区（共{all_places}个）、{titles}项指标的结论"
    if places < all_places:
        return f"Verdicts of the {places} places of {all_places} with most trouble, on {titles} indicators"
    if lang == "zh":
        return f"{places}个地区、{titles}项指标的结论"
    return f"Verdicts of {places} places on {titles} indicators"


def _indicator(verdict: Verdict, lang: Language) -> str:
    spec = verdict.plan.ruleset.all_indicators().get(verdict.spec.indicator)
    return (spec.say(lang) if spec is not None else "") or verdict.title(lang)


def _shared(cells: Mapping[tuple[str, str], Sequence[Verdict]]) -> tuple[list[str], list[str]]:
    """Return the places and indicators to show; an indicator needs two places.

    If there are too many places, those with the most open problems come first.
    """
    having: dict[str, set[str]] = {}
    for place, title in cells:
        having.setdefault(title, set()).add(place)
    titles = [title for title, places in having.items() if len(places) > 1][:MOST_INDICATORS]
    trouble: dict[str, int] = {}
    for (place, title), verdicts in cells.items():
        if title in titles:
            bad = sum(v.status in ("fail", "missed", "at_risk") for v in verdicts)
            trouble[place] = trouble.get(place, 0) + bad
    order = list(trouble)
    if len(order) > MOST_PLACES:
        order.sort(key=lambda place: -trouble[place])
    return order, titles


def _heat(
    rows: list[dict[str, Any]],
    places: Sequence[str],
    titles: Sequence[str],
    here: Sequence[str],
    lang: Language,
) -> Spec:
    """Return the squares; the longer list is vertical while short, else horizontal on a wide page."""
    longer, shorter = ("i", "p") if len(titles) > len(places) else ("p", "i")
    short_enough = max(len(titles), len(places)) <= MOST_DOWN
    down, across = (longer, shorter) if short_enough else (shorter, longer)
    order = {"p": list(places), "i": list(titles)}
    step = 24
    color = {
        "field": "s",
        "type": "nominal",
        "scale": {"domain": list(here), "range": [TINT[s] for s in here]},
        "legend": None,
    }
    ink = {**color, "scale": {"domain": list(here), "range": [INK[s] for s in here]}}
    square = {"type": "rect", "stroke": "#fff", "strokeWidth": 2}
    return {
        "title": {
            "text": "   ".join(said(here, lang)),
            "fontSize": 11,
            "anchor": "start",
            "fontWeight": "normal",
            "color": "#333",
        },
        "width": {"step": step},
        "height": {"step": step},
        "data": {"values": rows},
        "encoding": {
            "x": _axis(across, order[across], angle=-45, orient="top"),
            "y": _axis(down, order[down]),
        },
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
            {"mark": square, "encoding": {"color": color}},
            {
                "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold"},
                "encoding": {"text": {"field": "m"}, "color": ink},
            },
        ],
    }


def _axis(field: str, order: Sequence[str], *, angle: int = 0, orient: str = "left") -> Spec:
    axis: Spec = {"title": None, "labelAngle": angle, "ticks": False, "domain": False}
    axis |= {"orient": orient, "labelOverlap": False, "labelLimit": 220}
    if angle:
        axis["labelAlign"] = "left"
    return {"field": field, "type": "nominal", "sort": list(order), "axis": axis}


def bars(
    figures: Sequence[tuple[str, float, str]], lang: Language, *, most: int = 40
) -> Drawing | None:
    """Return a bar for each (name, percent, label), in the order given; None for fewer than two."""
    if len(figures) < 2:
        return None
    rows = [
        {"n": short(printable(name), 16), "v": value, "l": label, "k": number}
        for number, (name, value, label) in enumerate(figures[:most])
    ]
    encoding = {
        "y": {
            "field": "k",
            "type": "ordinal",
            "axis": {
                "title": None,
                "ticks": False,
                "domain": False,
                "labelExpr": f"{[row['n'] for row in rows]}[datum.value]",
            },
        },
        "x": {
            "field": "v",
            "type": "quantitative",
            "scale": {"domain": [0, 100]},
            "axis": {"title": "%", "tickCount": 5},
        },
    }
    layer: list[Spec] = [
        {"mark": {"type": "bar", "height": 13, "color": INK["on_track"]}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": "#222"},
            "encoding": {"text": {"field": "l"}},
        },
    ]
    alt = f"{len(rows)}个地区的排名" if lang == "zh" else f"Ranking of {len(rows)} places"
    spec = {"width": 340, "height": {"step": 20}, "data": {"values": rows}}
    return Drawing({**spec, "encoding": encoding, "layer": layer}, alt, len(rows))


def tranches(verdicts: Sequence[Verdict], lang: Language, most: int = 24) -> Drawing | None:
    """Return a chart of required and achieved amount of each tranche, cumulative if carried over.

    Rows are the due dates of targets that fall due in several amounts.
    """
    from targetcheck.output.charts.bullet_chart import bullets

    staged = [v for v in verdicts if v.spec.tranches and drawable(v) and goal(v)]
    drawn = bullets(staged, lang, most, names="dated") if staged else None
    if drawn is None:
        return None
    alt = (
        f"{drawn.rows}个分期的完成情况" if lang == "zh" else f"Completion of {drawn.rows} tranches"
    )
    return Drawing(drawn.spec, alt, drawn.rows)
