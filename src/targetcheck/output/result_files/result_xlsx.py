"""Verdicts as a workbook: verdicts, evidence, rows set aside, scores.

Layer: output. Input: a Result. Output: bytes of an `.xlsx` file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.result import status_counts
from targetcheck.observations.observation import Observation
from targetcheck.output.result_files.result_csv import SCORE_COLUMNS as SCORES
from targetcheck.output.result_files.result_csv import score_rows
from targetcheck.output.result_heading import basis_text, caveats, title_text
from targetcheck.output.verdict_columns import (
    causes_of,
    counts_text,
    excused_of,
    method_name,
    reason_text,
    status_cell_text,
    value_text,
)
from targetcheck.output.xlsx_sheets import Marked, Value, XlsxSheet, workbook
from targetcheck.printable_text import printable
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.verdicts.code_terms import FLAG, STRENGTH, word
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_json import number
from targetcheck.verdicts.verdict_row import flat

_VERDICTS = (
    ("结论", "Status"),
    ("目标编号", "Target"),
    ("目标", "Title"),
    ("地区", "Place"),
    ("时限", "Due"),
    ("属性", "Strength"),
    ("报送值", "Value"),
    ("单位", "Unit"),
    ("报送值（文字）", "Value in words"),
    ("要求", "Required"),
    ("与要求之差", "Margin"),
    ("还差", "Gap"),
    ("进度评定方法", "Progress method"),
    ("进度比值", "Progress ratio"),
    ("连续落后期数", "Lagging periods"),
    ("判定理由", "Reason"),
    ("提示", "Flags"),
    ("缺少的数据", "Missing"),
    ("工作领域", "Action"),
    ("牵头单位", "Lead"),
    ("依据条款", "Clause"),
    ("原文", "Quote"),
    ("解读", "Interpretation of the ruleset's author"),
    ("示例数据", "Illustrative"),
    ("说明", "In words"),
)
_WORDS = """
status target title place_name due strength value unit words requirement margin gap
progress_method progress_ratio lagging_periods reason flags missing action lead clause quote
own_reading illustrative sentence
"""
_ORDER = tuple(_WORDS.split())
_EVIDENCE = (
    ("目标编号", "Target"),
    ("地区", "Place"),
    ("时限", "Due"),
    ("结论", "Status"),
    ("数据地区", "Reported for"),
    ("指标", "Indicator"),
    ("时期", "Period"),
    ("报送值", "As reported"),
    ("单位", "Unit"),
    ("分子", "Numerator"),
    ("分母", "Denominator"),
    ("数据状态", "Status of the value"),
    ("报送日期", "Reported at"),
    ("位置", "Cell"),
    ("来源", "Source"),
)
_ASIDE = (("行", "Row"), ("位置", "Cell"), ("代码", "Code"), ("原因", "Why"), ("建议", "Hint"))


def as_xlsx(
    result: Result, lang: Language = "en", verdicts: Sequence[Verdict] | None = None
) -> bytes:
    """Return the workbook of the verdicts, or of those given.

    Raises TargetcheckError (`part-missing`) without the extra `office`.
    """
    return workbook([*verdict_sheets(result, lang, verdicts), *score_sheets(result, lang)])


def verdict_sheets(
    result: Result, lang: Language, verdicts: Sequence[Verdict] | None = None
) -> list[XlsxSheet]:
    """Return the sheets of verdicts, evidence and rows set aside."""
    shown = result.verdicts if verdicts is None else verdicts
    zh = lang == "zh"
    above = [title_text(result, lang), basis_text(result, lang)]
    above.append(counts_text(status_counts(shown), lang, causes_of(shown), excused_of(shown, lang)))
    warned = [f"⚠ {text}" for text in caveats(result, shown, lang)]
    return [
        XlsxSheet(
            "结论" if zh else "Verdicts",
            _heads(_VERDICTS, lang),
            [_verdict(v, lang) for v in shown],
            (*above, *warned),
            frozenset({2, 21, 22, 24}),
        ),
        XlsxSheet(
            "数据依据" if zh else "Evidence",
            _heads(_EVIDENCE, lang),
            [row for v in shown for row in _evidence(v, lang)],
            tuple(warned),
        ),
        XlsxSheet(
            "未采用的行" if zh else "Set aside",
            _heads(_ASIDE, lang),
            [_aside(result, index, lang) for index in range(len(result.set_aside))],
            wide=frozenset({3, 4}),
        ),
    ]


def score_sheets(result: Result, lang: Language) -> list[XlsxSheet]:
    """Return a sheet of scores with the points of each item; none without scores."""
    rows = score_rows(result, lang)
    if not rows:
        return []
    warned = tuple(f"⚠ {text}" for text in caveats(result, (), lang))
    told = {True: "是" if lang == "zh" else "yes", False: None, None: None}
    cells = [
        [told[row[n]] if n == "left_out" else row[n] for n in SCORES]  # type: ignore[index]
        for row in rows
    ]
    heads = _heads(tuple(SCORES.values()), lang)
    title = "得分" if lang == "zh" else "Scores"
    return [XlsxSheet(title, heads, cells, warned, frozenset({len(heads) - 1}))]  # type: ignore[arg-type]


def _heads(columns: Sequence[tuple[str, str]], lang: Language) -> tuple[str, ...]:
    return tuple(column[0 if lang == "zh" else 1] for column in columns)


def _verdict(verdict: Verdict, lang: Language) -> list[Value | Marked]:
    row = flat(verdict, lang)
    joint = "；" if lang == "zh" else "; "
    action = verdict.plan.ruleset.actions.get(verdict.spec.action or "")
    told = {
        "status": Marked(status_cell_text(verdict, lang), str(verdict.status)),
        "due": verdict.due,
        "strength": word(STRENGTH, verdict.strength, lang),
        "words": value_text(verdict, lang),
        "reason": reason_text(verdict, lang),
        "flags": joint.join(word(FLAG, flag, lang) for flag in verdict.flags),
        "action": action.say(lang) if action is not None else None,
        "progress_method": method_name(verdict, lang),
        "illustrative": ("是" if lang == "zh" else "yes") if row["illustrative"] else None,
    }
    return [told[name] if name in told else row[name] for name in _ORDER]  # type: ignore[misc]


def _evidence(verdict: Verdict, lang: Language) -> Iterator[list[Value | Marked]]:
    ruleset = verdict.plan.ruleset
    places, indicators = ruleset.all_places(), ruleset.all_indicators()
    for observation in verdict.observations:
        place, indicator = places.get(observation.place), indicators.get(observation.indicator)
        counts = observation.counts or (None, None)
        yield [
            verdict.target,
            verdict.place_name(lang),
            verdict.due,
            Marked(status_cell_text(verdict, lang), str(verdict.status)),
            (place.say(lang) if place else "") or observation.place,
            (indicator.say(lang) if indicator else "") or observation.indicator,
            observation.period.text(lang),
            *_as_reported(observation, lang),
            number(counts[0]),
            number(counts[1]),
            observation.status,
            observation.reported_at,
            str(observation.where),
            observation.source or None,
        ]


def _as_reported(observation: Observation, lang: Language) -> tuple[Value, Value]:
    """Return the value of a cell and its unit: a number as a number, anything else as its text."""
    unit = observation.unit.label(lang) if observation.unit else None
    cell = read_cell(observation.text)
    plain = cell.kind == "number" and not (cell.approximate or cell.currency or cell.other)
    if not plain or cell.number is None:
        return observation.text, unit
    return cell.number, unit or cell.unit


def _aside(result: Result, index: int, lang: Language) -> list[Value | Marked]:
    aside = result.set_aside[index]
    why, zh = aside.why, lang == "zh"
    said, hint = (why.zh, why.hint_zh) if zh else (why.en, why.hint_en)
    return [aside.row, printable(str(why.where)), why.code, said, hint or None]
