"""Actuals of an IATI activity file as rows of a table.

Layer: tables. Input: an activity file. Output: raw rows. A note counts the figures that are not
reports: baselines, which a ruleset states, and the values of verdicts in a file that this program
wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from targetcheck.errors import Diagnostic, Where
from targetcheck.periods.period import Period
from targetcheck.tables.iati.activity_names import ActivityNames
from targetcheck.tables.iati.activity_results import (
    REPORTED,
    VERDICT,
    Figure,
    IatiActivity,
    IatiIndicator,
    read_activities,
)
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.raw_table import RawRows, RowPlaces
from targetcheck.tables.rejection_reasons import COLUMN, SEPARATOR

STATED = ("value", "unit", "basis", "status", "reported_at", "numerator", "denominator",
          "weight", "completed", "source", "lower", "upper")  # fmt: skip
"""Columns that the element `reported` of the own namespace may hold as attributes."""
HEADERS = ("place", "indicator", "period", *STATED, "note", COLUMN)
Row = dict[str, str]


def read_activity_rows(path: str, name: str, known: Vocabulary | None = None) -> RawRows:
    """Return the rows of a file: one for each actual, with its line."""
    return rows_of(read_activities(path, name), name, known)


def rows_of(
    activities: Iterable[IatiActivity], name: str, known: Vocabulary | None = None
) -> RawRows:
    """Return the rows of activities; `known` names decide between the names of a place."""
    words = known or Vocabulary()
    rows: list[Row] = []
    lines: list[int] = []
    left = Counter[str]()
    listed = [(activity, ActivityNames(activity)) for activity in activities]
    own = [words.place(names.place) is not None for _, names in listed]
    for (activity, names), is_own in zip(listed, own, strict=True):
        # A ruleset of one activity must not take figures of another for its own: locations are
        # numbered anew in each.
        foreign = any(own) and not is_own
        for indicator in activity.indicators:
            for figure in indicator.figures:
                if figure.kind == "baseline":
                    left["baselines"] += 1
                elif figure.own is not None and figure.own.tag == VERDICT:
                    left["verdicts"] += figure.kind == "actual"
                elif figure.kind == "actual":
                    row = _row(activity, indicator, figure, names, words)
                    if foreign:
                        row["place"] = f"{activity.identifier}: {names.place_of(figure)}"
                    rows.append(row)
                    lines.append(figure.line)
    columns: list[list[object]] = [[row.get(head) or None for row in rows] for head in HEADERS]
    notes = tuple(_left_out(what, count, name) for what, count in left.items() if count)
    return RawRows(name, list(HEADERS), columns, RowPlaces(name, lines), "iati", notes)


def _left_out(what: str, count: int, name: str) -> Diagnostic:
    one, many, zh = {
        "baselines": ("baseline is", "baselines are", "基线值"),
        "verdicts": ("value of a verdict is", "values of verdicts are", "评判所用的数值"),
    }[what]
    en = f"{count} {one if count == 1 else many} not read as reports"
    zh = f"{count}个{zh}未作为报送值读取"
    return Diagnostic(f"iati-{what}", en, zh, where=Where(name), severity="note")


def _row(
    activity: IatiActivity,
    indicator: IatiIndicator,
    figure: Figure,
    names: ActivityNames,
    words: Vocabulary,
) -> Row:
    row: Row = {
        "place": _known(_places(activity, figure, names), words.place),
        "indicator": _known(_indicators(indicator, figure, names), words.indicator),
        "period": Period(figure.start, figure.end).text("en"),
        "value": figure.value,
        "unit": "%" if indicator.measure == "2" and figure.value else "",
        "note": str(figure.comment),
    }
    if figure.own is not None and figure.own.tag == REPORTED:
        own = figure.own
        if "value" in own.attributes and own.get("written") != figure.value:
            row[COLUMN] = f"value-changed:{figure.value}{SEPARATOR}{own.get('value')}"
        if "value" in own.attributes:
            row["value"] = ""
        row |= {head: own.get(head) for head in STATED if head in own.attributes}
    return row


def _places(activity: IatiActivity, figure: Figure, names: ActivityNames) -> Iterator[str]:
    yield names.place_of(figure)
    if len(figure.locations) == 1:
        yield from activity.locations.get(figure.locations[0], ())
    elif not figure.locations:
        yield from (activity.identifier, *activity.countries)


def _indicators(indicator: IatiIndicator, figure: Figure, names: ActivityNames) -> Iterator[str]:
    yield names.indicator(indicator, figure)
    if not figure.dimensions:
        yield from (indicator.code, indicator.title.zh, indicator.title.en)


def _known(candidates: Iterator[str], find: Callable[[str], str | None]) -> str:
    """Return the first candidate that the ruleset knows, else the first."""
    listed = [text for text in candidates if text]
    return next((text for text in listed if find(text) is not None), listed[0])
