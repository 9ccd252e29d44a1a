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
from targetcheck.output.verdict_columns import method_name
from targetcheck.printable_text import cell_text
from targetcheck.verdicts.code_terms import FLAG, STATUS, STRENGTH, word
from targetcheck.verdicts.requirement_text import datum_text
from targetcheck.verdicts.sentences.verdict_sentence import reason_said
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
    """Return a heading and one line per verdict of the result, or of `verdicts`.

    Chinese has Chinese headings, and words for statuses, reasons and other codes; English has the
    names and codes of the columns, for programs.
    """
    text = io.StringIO(newline="")
    text.write(BOM if bom else "")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([HEADINGS_ZH[name] for name in COLUMNS] if lang == "zh" else COLUMNS)
    for verdict in result.verdicts if verdicts is None else verdicts:
        row = flat(verdict, lang)
        writer.writerow(cell_text(cell) for cell in (row | _words(verdict, row, lang)).values())
    return text.getvalue()


def _words(verdict: Verdict, row: dict[str, object], lang: Language) -> dict[str, object]:
    """Return in Chinese words what a row holds as codes; nothing in English."""
    if lang == "en":
        return {}
    return {
        "status": word(STATUS, verdict.status, lang),
        "strength": word(STRENGTH, verdict.strength, lang),
        "reason": reason_said(verdict, lang),
        "flags": "；".join(word(FLAG, flag, lang) for flag in verdict.flags),
        "progress_method": method_name(verdict, lang),
        "missing": "；".join(datum_text(d, verdict.plan, lang) for d in verdict.outcome.missing),
        "lead": "、".join(verdict.lead),
        "illustrative": "是" if row["illustrative"] else "否",
    }


HEADINGS_ZH: Mapping[str, str] = {
    "target": "目标编号",
    "title": "目标",
    "place": "地区编号",
    "place_name": "地区",
    "indicator": "指标编号",
    "due": "时限",
    "strength": "属性",
    "status": "结论",
    "reason": "判定理由",
    "label": "评判用语",
    "flags": "提示",
    "value": "报送值",
    "value_text": "报送值（文字）",
    "unit": "单位",
    "requirement": "要求",
    "margin": "与要求之差",
    "margin_percent": "与要求之差（%）",
    "gap": "还差",
    "progress_method": "进度评定方法",
    "progress_ratio": "进度比值",
    "lagging_periods": "连续落后期数",
    "missing": "缺少的数据",
    "action": "工作领域编号",
    "lead": "牵头单位",
    "clause": "依据条款",
    "quote": "原文",
    "own_reading": "解读",
    "illustrative": "示例数据",
    "sentence": "说明",
}
"""The Chinese headings of the columns of a verdict."""
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
    zh = lang == "zh"
    writer.writerow(heads[0] if zh else name for name, heads in SCORE_COLUMNS.items())
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
