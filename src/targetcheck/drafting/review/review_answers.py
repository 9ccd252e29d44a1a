"""Answers of a review workbook, put into the data of a draft.

Layer: drafting. Input: bytes of a workbook, data of the files of a draft. Output: the files changed,
and what was done; TargetcheckError with every cell that cannot be read.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from targetcheck.drafting.review.indicator_names import rename, shared_indicators
from targetcheck.drafting.review.review_cell_values import (
    cell_texts,
    read_decision,
    read_requirement,
    read_strength,
)
from targetcheck.drafting.review.review_columns import COLUMNS, EDITABLE
from targetcheck.drafting.review.review_workbook import library
from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where
from targetcheck.periods.period_parser import parse_due
from targetcheck.tables.formats.xlsx_archive import look_into

Data = dict[str, Any]


@dataclass(slots=True)
class ReviewResult:
    """The files of a draft after a review; `counts` has the number of each decision."""

    files: dict[str, Data]
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Answer:
    row: int
    decision: str
    cells: Mapping[str, str]


def reviewed(
    raw: bytes, name: str, files: Mapping[str, Data], coverage: Data, lang: Language
) -> ReviewResult:
    """Return the files of a draft with the decisions of a workbook.

    An accepted or corrected target loses its marks and questions. A struck target is removed, and
    its quotes go to `coverage`, which is changed in place.
    """
    answers, found = _answers(raw, name)
    result = ReviewResult(deepcopy(dict(files)))
    indicators = shared_indicators(files)
    renamed: list[tuple[Data, _Answer]] = []
    struck: set[str] = set()
    for data in result.files.values():
        kept: list[Data] = []
        for target in data.get("targets") or []:
            answer = answers.get(str(target["id"]))
            if answer is None or not answer.decision:
                kept.append(target)
                continue
            result.counts[answer.decision] += 1
            if answer.decision == "strike":
                struck.add(str(target["id"]))
                _list_struck(target, coverage)
                continue
            before = cell_texts(target, lang, indicators)
            kept.append(_settled(target, answer, name, before, found))
            if answer.decision == "correct" and answer.cells.get("name", "") != before["name"]:
                renamed.append((kept[-1], answer))
        if "targets" in data:
            data["targets"] = kept
    for target, answer in renamed:
        text = answer.cells.get("name", "")
        try:
            rename(target, text, result.files)
        except ValueError:
            found.append(_unreadable(name, answer.row, "name", text))
    if found:
        raise TargetcheckError(found)
    for data in result.files.values():
        for target in data.get("targets") or []:
            _unlink(target, struck)
    return result


def _answers(raw: bytes, name: str) -> tuple[dict[str, _Answer], list[Diagnostic]]:
    found: list[Diagnostic] = []
    answers: dict[str, _Answer] = {}
    for row, cells in _rows(raw, name):
        try:
            decision = read_decision(cells["decision"])
        except ValueError:
            found.append(_unreadable(name, row, "decision", cells["decision"]))
            continue
        answers[cells["id"]] = _Answer(row, decision, cells)
    return answers, found


def _rows(raw: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    look_into(raw, name)
    openpyxl = library()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page = openpyxl.load_workbook(BytesIO(raw), data_only=True).worksheets[0]
            rows = list(page.iter_rows(min_row=2, max_col=len(COLUMNS), values_only=True))
    except Exception as error:  # a damaged workbook fails in many ways
        raise TargetcheckError(_no_review(name)) from error
    heads = [str(cell or "").strip() for cell in rows[0]] if rows else []
    keys = [next((key for key, zh, en, _ in COLUMNS if head in (zh, en)), "") for head in heads]
    if "id" not in keys or "decision" not in keys:
        raise TargetcheckError(_no_review(name))
    for number, row in enumerate(rows[1:], start=3):
        cells = {key: _text(cell) for key, cell in zip(keys, row, strict=False) if key}
        if cells.get("id"):
            yield number, cells


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _settled(
    target: Data, answer: _Answer, name: str, before: Mapping[str, str], found: list[Diagnostic]
) -> Data:
    """Return a target with the cells that were changed but its name, without marks and questions."""
    made = {key: value for key, value in target.items() if key not in ("draft", "todo")}
    for key in EDITABLE[1:]:
        text = answer.cells.get(key, before[key])
        if answer.decision == "correct" and text != before[key]:
            try:
                _put(made, key, text)
            except (ValueError, TargetcheckError):
                found.append(_unreadable(name, answer.row, key, text))
    return made


def _put(target: Data, key: str, text: str) -> None:
    if key == "require":
        target["require"] = read_requirement(text)
    elif key == "due":
        target["due"] = parse_due(text)
    elif key == "strength":
        target["strength"] = read_strength(text)
    elif key == "place":
        target["place"] = text
    elif text:
        names = [part for part in text.replace(",", "、").split("、") if part.strip()]
        target["lead"] = names[0] if len(names) == 1 else names
    else:
        target.pop("lead", None)


def _unlink(target: Data, struck: set[str]) -> None:
    """Remove links to targets that were struck."""
    restated = target.get("restates")
    names = restated if isinstance(restated, list) else [restated] if restated else []
    kept = [name for name in names if name not in struck]
    if names and not kept:
        del target["restates"]
    elif len(kept) < len(names):
        target["restates"] = kept
    apart = [item for item in target.get("disagrees") or [] if item.get("target") not in struck]
    if target.get("disagrees") and not apart:
        del target["disagrees"]
    elif apart:
        target["disagrees"] = apart


def _list_struck(target: Data, coverage: Data) -> None:
    cites = target.get("cite") or []
    cites = [cites] if isinstance(cites, Mapping) else list(cites)
    listed = coverage.setdefault("not_encoded", [])
    listed += [
        {**cite, "why": "qualitative", "note": "审核时删去 struck in review"} for cite in cites
    ]


def _unreadable(name: str, row: int, key: str, text: str) -> Diagnostic:
    column = next(n for n, (own, *_) in enumerate(COLUMNS) if own == key)
    cell = f"{chr(ord('A') + column)}{row}"
    hints = {
        "name": (
            "write a new name, or that of an indicator of the same nature",
            "请写新的名称，或性质相同的指标的名称",
        ),
        "decision": ("choose accept, correct or strike", "请选择接受、修改或删去"),
        "require": ("write for example `≥ 95 %`", "请写作例如“≥ 95 %”"),
        "due": ("write for example 2025-12-31", "请写作例如2025-12-31"),
        "strength": ("write binding, expected or aspirational", "请写约束性、预期性或力争"),
    }
    en, zh = hints.get(key, ("correct the cell", "请修正此单元格"))
    return Diagnostic(
        "review-cell",
        f"`{text}` cannot be used here",
        f"此处无法使用“{text}”",
        en,
        zh,
        Where(name, "review", cell=cell),
    )


def _no_review(name: str) -> Diagnostic:
    return Diagnostic(
        "review-unreadable",
        f"`{name}` is not a review workbook",
        f"“{name}”不是审核工作簿",
        "make one with `targetcheck draft --review FOLDER`",
        "请用 targetcheck draft --review 文件夹 生成",
        Where(name),
    )
