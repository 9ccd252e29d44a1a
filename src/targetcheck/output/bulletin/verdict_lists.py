"""Tables of verdicts in the bulletin.

Layer: output. Input: verdicts and earlier verdicts. Output: Tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, heads, text_of
from targetcheck.output.bulletin.earlier_results import ComparedResults, ValueChange, points_text
from targetcheck.output.verdict_columns import (
    ratio_of,
    reason_text,
    short_number,
    status_cell_text,
    value_text,
)
from targetcheck.plan.restated_targets import Stated
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import FLAG, word
from targetcheck.verdicts.requirement_text import datum_text
from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict

NONE = "—"
MISSED = ("fail", "missed")
Trajectories = dict[tuple[str, str], list[Verdict]]
ORDER = {"fail": 0, "missed": 1, "at_risk": 2, "undetermined": 3, "not_due": 4, "on_track": 5}
UNSURE = (
    "rounding_sensitive",
    "provisional",
    "estimated",
    "unvalidated",
    "low_reliability",
    "approximate",
    "close_call",
    "break",
    "definition_differs",
)


def status_cell(verdict: Verdict, lang: Language) -> Cell:
    """Return the status with its symbol; it sorts by severity."""
    status = str(verdict.status)
    return Cell(printable(status_cell_text(verdict, lang)), status, ORDER.get(status, 6))


def title_cell(stated: Stated[Verdict], lang: Language, most: int | None = None) -> Cell:
    """Return the title of a target, with the other clauses that state it, `most` of them by name."""
    verdict = stated.item
    title, also = printable(verdict.title(lang)), stated.also_in(verdict.plan.ruleset)
    if not also:
        return Cell(title)
    shown = also[:most]
    left = len(also) - len(shown)
    if lang == "zh":
        clauses = "、".join(shown) + (f"等{len(also)}处" if left else "")
        return Cell(f"{title}（同时载于原文{printable(clauses)}）")
    clauses = ", ".join(shown) + (f" and {left} more" if left else "")
    return Cell(f"{title} (also in {printable(clauses)})")


def named(stated: Stated[Verdict], lang: Language) -> tuple[Cell, Cell, Cell]:
    """Return title, place and due date."""
    verdict = stated.item
    return (
        title_cell(stated, lang),
        Cell(printable(verdict.place_name(lang))),
        Cell(verdict.due.isoformat()),
    )


def lead_cell(verdict: Verdict) -> Cell:
    """Return the departments in the lead."""
    return Cell(printable("、".join(verdict.lead)) or NONE)


def reported(verdict: Verdict, lang: Language) -> Cell:
    """Return the value with its period."""
    point = verdict.outcome.point
    text = printable(value_text(verdict, lang))
    if point is None or text == NONE:
        return Cell(NONE)
    period = printable(point.period.text(lang))
    return Cell(f"{text}（{period}）" if lang == "zh" else f"{text} ({period})")


def amount_text(verdict: Verdict, value: Fraction, lang: Language) -> str:
    """Return an amount of a verdict's measure: shares in percentage points, else with the unit."""
    check = verdict.outcome.check
    if check is not None and check.unit is not None and check.unit.kind == "share":
        return points_text(value * check.unit.factor * 100, lang).lstrip("+")
    told = verdict.in_unit(value)
    assert told is not None
    number, unit = short_number(told), verdict.unit
    return unit.after(number, lang) if unit is not None and unit.label(lang) else number


def gap_cell(verdict: Verdict, lang: Language) -> Cell:
    """Return the gap to the requirement."""
    margin, check = verdict.outcome.margin, verdict.outcome.check
    if margin is None or check is None or check.scale is not None or check.kind == "done":
        return Cell(NONE, sort=Fraction(0))
    if margin >= 0:
        return Cell("0", sort=Fraction(0))
    share = verdict.margin_percent
    text = printable(amount_text(verdict, -margin, lang))
    return Cell(text, sort=-share if share is not None else -margin)


def behind_cell(verdict: Verdict, lang: Language) -> Cell:
    """Return the amount behind the planned value, and the ratio of the progress method."""
    pace = verdict.outcome.pacing
    if pace is None:
        return Cell(NONE, sort=Fraction(10**6))
    distance, ratio = behind(verdict), ratio_of(pace, lang)
    amount = amount_text(verdict, distance, lang) if distance is not None else ""
    order = pace.ratio if pace.ratio is not None else Fraction(10**6)
    if not amount or not ratio:
        return Cell(printable(amount or ratio) or NONE, sort=order)
    text = f"{amount}（{ratio}）" if lang == "zh" else f"{amount} ({ratio})"
    return Cell(printable(text), sort=order)


def behind(verdict: Verdict) -> Fraction | None:
    """Return the amount behind the planned value, in the unit of the measure; 0 if not behind."""
    pace, point, bound = verdict.outcome.pacing, verdict.outcome.point, verdict.outcome.bound
    if pace is None or pace.asked is None or point is None or point.value is None or bound is None:
        return None
    if (bound.low is None) == (bound.high is None):
        return None  # inside a range neither side is better
    ahead = point.value - pace.asked if bound.high is None else pace.asked - point.value
    return max(Fraction(0), -ahead)


def change_cell(change: ValueChange | None, lang: Language) -> Cell:
    """Return a change with the period that it is relative to."""
    if change is None:
        return Cell(NONE, sort=Fraction(-(10**9)))
    text = printable(change.text)
    since = f"（较{change.since}）" if lang == "zh" else f" (since {change.since})"
    order = change.points if change.points is not None else change.percent
    return Cell(text + since, sort=order if order is not None else change.difference)


def periods_in_a_row(verdict: Verdict, courses: Trajectories) -> int:
    """Return the consecutive observations behind schedule, or consecutive due dates missed."""
    if verdict.status not in MISSED:
        return verdict.outcome.lagging
    run = courses[verdict.target, verdict.place]
    earlier = (v for v in run if v.due <= verdict.due)
    return len(list(takewhile(lambda v: v.status in MISSED, earlier)))


def courses_of(result: Result) -> Trajectories:
    """Return the verdicts of each target and place, the latest due date first."""
    found: Trajectories = {}
    for verdict in sorted(result.verdicts, key=lambda v: v.due, reverse=True):
        found.setdefault((verdict.target, verdict.place), []).append(verdict)
    return found


def periods_cell(verdict: Verdict, courses: Trajectories) -> Cell:
    """Return the number of consecutive lagging periods."""
    count = periods_in_a_row(verdict, courses)
    return Cell(str(count) if count else NONE, sort=count)


def missing_text(verdict: Verdict, lang: Language, most: int = 6) -> str:
    """Return the names of the data that would decide."""
    data = [printable(datum_text(d, verdict.plan, lang)) for d in verdict.outcome.missing]
    told = text_of(lang, "；", "; ").join(data[:most])
    more = len(data) - most
    if more > 0:
        told += f"；…另有{more}项" if lang == "zh" else f"; … {more} more"
    return told or NONE


def lagging_table(
    stated: Sequence[Stated[Verdict]], compared: ComparedResults, lang: Language
) -> BulletinTable:
    """Return the lagging verdicts with amount behind and consecutive lagging periods."""
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("报送值", "Value"),
        ("要求", "Required"),
        ("差距", "Gap", "number"),
        ("落后序时进度", "Behind planned value", "number"),
        ("连续落后期数", "Consecutive periods", "number"),
        ("较上期", "Since previous", "number"),
        ("较上年同期", "Since last year", "number"),
        ("牵头单位", "Lead"),
    )
    courses = courses_of(compared.now)
    rows = tuple(
        (
            status_cell(v, lang),
            *named(one, lang),
            reported(v, lang),
            Cell(printable(requirement(v, lang))),
            gap_cell(v, lang),
            behind_cell(v, lang),
            periods_cell(v, courses),
            change_cell(compared.change(v, lang), lang),
            change_cell(compared.year_change(v, lang), lang),
            lead_cell(v),
        )
        for one in stated
        for v in (one.item,)
    )
    return BulletinTable("lagging", text_of(lang, "滞后清单", "Lagging targets"), columns, rows)


def undetermined_table(stated: Sequence[Stated[Verdict]], lang: Language) -> BulletinTable:
    """Return the undetermined verdicts with the missing data."""
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("判定理由", "Reason", "long"),
        ("需补充的数据", "Missing data", "long"),
        ("牵头单位", "Lead"),
    )
    rows = tuple(
        (
            *named(one, lang),
            Cell(printable(reason_text(v, lang))),
            Cell(missing_text(v, lang)),
            lead_cell(v),
        )
        for one in stated
        for v in (one.item,)
    )
    return BulletinTable(
        "undetermined", text_of(lang, "待判定清单", "Undetermined targets"), columns, rows
    )


def unsure_table(stated: Sequence[Stated[Verdict]], lang: Language) -> BulletinTable:
    """Return the verdicts that rounding or provisional data could change."""
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("报送值", "Value"),
        ("要求", "Required"),
        ("提示", "Flags", "long"),
    )
    joint = text_of(lang, "；", "; ")
    rows = tuple(
        (
            status_cell(v, lang),
            *named(one, lang),
            reported(v, lang),
            Cell(printable(requirement(v, lang))),
            Cell(joint.join(word(FLAG, flag, lang) for flag in v.flags if flag in UNSURE)),
        )
        for one in stated
        for v in (one.item,)
    )
    return BulletinTable(
        "unsure", text_of(lang, "接近要求值和初步数据", "Close and provisional"), columns, rows
    )


def changed_table(
    stated: Sequence[Stated[Verdict]], compared: ComparedResults, lang: Language
) -> BulletinTable:
    """Return the verdicts whose status or value changed since the previous period."""
    columns = heads(
        lang,
        ("目标", "Target", "long"),
        ("地区", "Place"),
        ("时限", "Due", "date"),
        ("上期结论", "Previous", "status"),
        ("本期结论", "Now", "status"),
        ("较上期", "Since previous", "number"),
        ("较上年同期", "Since last year", "number"),
    )
    rows = []
    for one in stated:
        verdict = one.item
        before = compared.before(verdict)
        change = compared.change(verdict, lang)
        year = compared.year_change(verdict, lang)
        moved = before is not None and before.status != verdict.status
        if moved or change is not None or year is not None:
            rows.append(
                (
                    *named(one, lang),
                    status_cell(before, lang) if before is not None else Cell(NONE),
                    status_cell(verdict, lang),
                    change_cell(change, lang),
                    change_cell(year, lang),
                )
            )
    return BulletinTable("changes", text_of(lang, "变化清单", "Changes"), columns, tuple(rows))
