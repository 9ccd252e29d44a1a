"""Verdicts as CSV, safe against formula injection in spreadsheets.

Layer: output. Input: a Result. Output: text, one line per verdict.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.scores.place_score import ItemScore, Score
from targetcheck.printable_text import cell_text
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_json import number
from targetcheck.verdicts.verdict_row import COLUMNS, flat

BOM = "\ufeff"
"""Byte order mark by which spreadsheet programs detect UTF-8; without it they garble Chinese."""


def as_csv(
    result: Result,
    lang: Language = "en",
    *,
    bom: bool = False,
    verdicts: Iterable[Verdict] | None = None,
) -> str:
    """Return a heading and one line per verdict of the result, or of `verdicts`."""
    text = io.StringIO(newline="")
    text.write(BOM if bom else "")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for verdict in result.verdicts if verdicts is None else verdicts:
        writer.writerow([cell_text(cell) for cell in flat(verdict, lang).values()])
    return text.getvalue()


SCORE_COLUMNS: Mapping[str, tuple[str, str]] = {
    "score": ("得分编号", "Score"),
    "score_name": ("得分", "Name"),
    "place": ("地区编号", "Place"),
    "place_name": ("地区", "Place name"),
    "item": ("计分项编号", "Item"),
    "item_name": ("计分项", "Item name"),
    "points": ("得分值", "Points"),
    "full": ("满分", "Full"),
    "grade": ("等次", "Grade"),
    "rank": ("名次", "Rank"),
    "rank_worst": ("最低名次", "Rank at worst"),
    "status": ("结论", "Status"),
    "left_out": ("不计入", "Left out"),
    "lagging_periods": ("连续落后期数", "Lagging periods"),
    "missing": ("缺少的数据", "Missing"),
    "sentence": ("说明", "In words"),
}
"""The columns of a row, with their headings in both languages; a total has no item."""
Row = dict[str, object]


def score_rows(result: Result, lang: Language) -> list[Row]:
    """Return the rows of every score; none if the ruleset defines no scores."""
    return [row for score in result.scores() for row in _score_rows(score, lang)]


def scores_csv(result: Result, lang: Language = "en", *, bom: bool = False) -> str:
    """Return the rows of every score as CSV, safe against formula injection."""
    text = io.StringIO(newline="")
    text.write(BOM if bom else "")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SCORE_COLUMNS)
    for row in score_rows(result, lang):
        writer.writerow([cell_text(row[name]) for name in SCORE_COLUMNS])
    return text.getvalue()


def _score_rows(score: Score, lang: Language) -> Iterator[Row]:
    shared: Row = dict.fromkeys(SCORE_COLUMNS)
    shared |= {
        "score": score.id,
        "score_name": score.name.say(lang) or score.id,
        "place": score.place,
        "place_name": score.place_name.say(lang) or score.place,
    }
    yield shared | {
        "points": number(score.points),
        "full": number(score.full),
        "grade": score.grade,
        "rank": score.rank,
        "rank_worst": score.rank_worst,
        "lagging_periods": score.lagging,
        "missing": ";".join(score.missing),
        "sentence": score.sentence(lang),
    }
    for item in score.items:
        yield shared | _item(item, lang)


def _item(item: ItemScore, lang: Language) -> Row:
    return {
        "item": item.id,
        "item_name": item.name.say(lang) or item.id,
        "points": number(item.points),
        "full": number(item.full),
        "status": item.status or None,
        "left_out": item.left_out,
        "lagging_periods": item.lagging,
        "missing": ";".join(item.missing),
    }
