"""Counts of verdicts and the two headline shares of the bulletin.

Layer: output. Input: verdicts and a day. Output: `Figures`, exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.bulletin.blocks import BulletinTable, Cell, Paragraph, heads, text_of
from targetcheck.output.bulletin.earlier_results import ComparedResults, points_text
from targetcheck.output.verdict_columns import causes_of, causes_text, status_text
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.sentences.amount_text import percent_text
from targetcheck.verdicts.verdict import Status, Verdict

NONE = "—"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by status; `due` counts applicable verdicts that have fallen due, `restated` duplicates."""

    counts: dict[str, int]
    due: int
    met: int
    restated: int = 0
    causes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Number of verdicts."""
        return sum(self.counts.values())

    @property
    def due_rate(self) -> Fraction | None:
        """Share of due verdicts that are met, in percent; undetermined counts as not met."""
        return Fraction(100 * self.met, self.due) if self.due else None

    @property
    def track_rate(self) -> Fraction | None:
        """Share of verdicts with assessed progress that are on track, in percent."""
        on, risk = self.counts["on_track"], self.counts["at_risk"]
        return Fraction(100 * on, on + risk) if on + risk else None


def figures(verdicts: Sequence[Verdict], as_of: date) -> Figures:
    """Return the counts of some verdicts; a restated target counts once."""
    counts = {str(status): 0 for status in Status}
    due = met = 0
    once = without_repeats(verdicts, verdicts[0].plan.ruleset) if verdicts else ()
    for verdict in once:
        counts[str(verdict.status)] += 1
        if verdict.due <= as_of and verdict.status != Status.NOT_APPLICABLE:
            due += 1
            met += verdict.status == Status.PASS
    return Figures(counts, due, met, len(verdicts) - len(once), causes_of(once))


def rate_cell(rate: Fraction | None) -> Cell:
    """Return a share as a cell that sorts by its exact value."""
    return Cell(percent_text(rate), sort=Fraction(-1) if rate is None else rate)


def rate_change(now: Fraction | None, then: Fraction | None, lang: Language) -> Cell:
    """Return the difference of two shares in percentage points."""
    if now is None or then is None:
        return Cell(NONE, sort=Fraction(-1000))
    return Cell(points_text(_tenths(now - then), lang), sort=now - then)


def count_change(now: int, then: int | None) -> Cell:
    """Return the difference of two counts, signed."""
    if then is None:
        return Cell(NONE, sort=-(10**9))
    return Cell(f"{now - then:+d}" if now != then else "0", sort=now - then)


def _tenths(difference: Fraction) -> Fraction:
    """Return a difference with one decimal, or more if it would round to 0."""
    for digits in range(1, 6):
        rounded = round_decimals(difference, digits, "half_even")
        if rounded or not difference:
            return rounded
    return difference


_SHOWN = tuple(str(status) for status in Status)


def headline_table(compared: ComparedResults, lang: Language) -> BulletinTable:
    """Return the count of each status and the two shares, with their changes."""
    now = figures(compared.now.verdicts, compared.now.as_of)
    then, year = (_of(result) for result in compared.promised)
    columns = heads(
        lang,
        ("结论", "Status", "status"),
        ("数量", "Count", "number"),
        ("占比", "Share", "number"),
        ("较上期", "Since previous", "number"),
        ("较上年同期", "Since last year", "number"),
    )
    rows = [
        (
            Cell(status_text(status, lang), status),
            Cell(str(now.counts[status]), sort=now.counts[status]),
            Cell(percent_text(_share(now.counts[status], now.total))),
            count_change(now.counts[status], then.counts[status] if then else None),
            count_change(now.counts[status], year.counts[status] if year else None),
        )
        for status in _SHOWN
    ]
    rows.append(
        (
            Cell(text_of(lang, "合计", "Total")),
            Cell(str(now.total), sort=now.total),
            Cell(percent_text(_share(now.total, now.total))),
            count_change(now.total, then.total if then else None),
            count_change(now.total, year.total if year else None),
        )
    )
    for name, attribute in _rates(lang):
        rate = getattr(now, attribute)
        rows.append(
            (
                Cell(name),
                Cell(_counts(now, attribute)),
                rate_cell(rate),
                rate_change(rate, getattr(then, attribute, None), lang),
                rate_change(rate, getattr(year, attribute, None), lang),
            )
        )
    return BulletinTable("headline", text_of(lang, "总体结论", "Overall"), columns, tuple(rows))


def _of(result: Result | None) -> Figures | None:
    return figures(result.verdicts, result.as_of) if result is not None else None


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


def _counts(now: Figures, attribute: str) -> str:
    if attribute == "due_rate":
        return f"{now.met}/{now.due}"
    on, risk = now.counts["on_track"], now.counts["at_risk"]
    return f"{on}/{on + risk}"


def _rates(lang: Language) -> tuple[tuple[str, str], ...]:
    return (
        (text_of(lang, "到期达标率", "Met, of targets due"), "due_rate"),
        (text_of(lang, "在途正常率", "On track, of targets in progress"), "track_rate"),
    )


def headline_text(compared: ComparedResults, lang: Language) -> list[Paragraph]:
    """Return the result in two or three sentences."""
    result = compared.now
    now = figures(result.verdicts, result.as_of)
    counted = "，".join if lang == "zh" else ", ".join
    told = counted(
        (f"{status_text(s, lang)}{n}个" if lang == "zh" else f"{n} {status_text(s, lang)}")
        + causes_text(now.causes, lang) * (s == "undetermined")
        for s, n in now.counts.items()
        if n
    )
    targets = len({v.target for v in result.verdicts})
    places = len({v.place for v in result.verdicts})
    again_zh = f"；另有{now.restated}个为重复表述，不重复计数" if now.restated else ""
    again_en = f"; {now.restated} more restate one of these and are not counted"
    text = text_of(
        lang,
        f"截至{result.as_of}，{targets}项目标任务分解到{places}个地区（单位）和各时限，"
        f"共{now.total}个评判项：{told}{again_zh}。",
        f"On {result.as_of}, {targets} targets at {places} places "
        f"have {now.total} verdicts: {told}{again_en if now.restated else ''}.",
    )
    found = [Paragraph(text)]
    if now.due_rate is not None:
        rate = percent_text(now.due_rate)
        found.append(
            Paragraph(
                text_of(
                    lang,
                    f"已到期{now.due}个，达标{now.met}个，到期达标率{rate}"
                    "（待判定项计入分母，不计为达标）。",
                    f"{now.due} have fallen due and {now.met} of them are met, {rate} "
                    "(undetermined targets count as due and not as met).",
                )
            )
        )
    return found
