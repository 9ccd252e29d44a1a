"""A person's judgement of a target instance, from a row of a form.

Layer: observations. Input: the cells of a row. Output: Judgement, or a finding. A row names the
target instance in `judged` (target@place@due) and holds the word, who judged, when and why. It is
known like a report: once its period is over and, with a known-at date, from the day of judging on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.name_index import fold_name
from targetcheck.periods.period import Period
from targetcheck.periods.period_parser import parse_due

Word = Literal["pass", "fail", "missed", "at_risk", "on_track", "not_applicable"]
Key = tuple[str, str, date]
"""Target, place and due date."""

WORDS: dict[Word, tuple[str, str]] = {
    "pass": ("达标", "met"),
    "on_track": ("进展正常", "on track"),
    "at_risk": ("有风险", "at risk"),
    "fail": ("未达标", "not met"),
    "not_applicable": ("不适用", "not applicable"),
}
"""Words of the form in both languages, best first."""

_MORE: dict[str, Word] = {
    "完成": "pass", "已完成": "pass", "pass": "pass", "未完成": "fail", "未按期完成": "fail",
    "fail": "fail", "未达预期": "missed", "未实现": "missed", "missed": "missed",
    "进度滞后": "at_risk", "滞后": "at_risk", "at_risk": "at_risk", "on_track": "on_track",
    "not_applicable": "not_applicable",
}  # fmt: skip
_KNOWN: dict[str, Word] = {
    **{fold_name(text): code for code, texts in WORDS.items() for text in texts},
    **{fold_name(text): code for text, code in _MORE.items()},
}
COLUMNS = ("judged", "judgement", "judged_by", "judged_on", "note")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's word on one target instance."""

    row: int
    target: str
    place: str
    due: date
    period: Period
    word: Word
    author: str
    day: date
    reason: str
    where: Where

    @property
    def key(self) -> Key:
        """The target instance."""
        return self.target, self.place, self.due

    def known(self, as_of: date, known_at: date | None) -> bool:
        """Return whether it is known: its period is over, and it was made by the known-at date."""
        return self.period.end <= as_of and (known_at is None or self.day <= known_at)


def judgement_key(target: str, place: str, due: date) -> str:
    """Return the text in `judged` that names a target instance."""
    return f"{target}@{place}@{due.isoformat()}"


def read_judgement(
    row: int, cells: Mapping[str, str], period: Period, where: Where
) -> Judgement | Diagnostic:
    """Return the judgement of a row, or what it lacks; `cells` has the texts of COLUMNS."""
    target, place, due = _key(cells["judged"])
    if due is None:
        return _finding("judged", "judgement-target", *_no_target(cells["judged"]))
    text = cells["judgement"].strip()
    if not text:
        return _finding("judgement", "judgement-missing", *_NOT_YET, severity="note")
    word = _KNOWN.get(fold_name(text))
    if word is None:
        return _finding("judgement", "judgement-unknown", *_no_word(text))
    author, reason = cells["judged_by"].strip(), cells["note"].strip()
    day = _day(cells["judged_on"])
    lacking = [
        name for name, there in zip(_SIGNED, (author, day, reason), strict=True) if not there
    ]
    if lacking or day is None:
        return _finding(lacking[0], "judgement-unsigned", *_unsigned(lacking))
    return Judgement(row, target, place, due, period, word, author, day, reason, where)


def unknown_target(text: str) -> Diagnostic:
    """Return the finding for a judgement of a target instance that the ruleset does not have."""
    return _finding(
        "judged",
        "judgement-target",
        f"there is no target instance `{text.strip()}` in the ruleset",
        f"规则集中没有“{text.strip()}”",
        "keep the code of the form, and evaluate it with the ruleset that made it",
        "请保留填报表原有编码，并用生成该表的规则集评判",
    )


def _key(text: str) -> tuple[str, str, date | None]:
    target, _, rest = text.strip().partition("@")
    place, _, due = rest.rpartition("@")
    try:
        return target, place, date.fromisoformat(due) if place else None
    except ValueError:
        return target, place, None


def _day(text: str) -> date | None:
    try:
        return parse_due(text) if text.strip() else None
    except TargetcheckError:
        return None


_SIGNED = {
    "judged_by": ("who judged", "评定人"),
    "judged_on": ("the day", "评定日期"),
    "note": ("the reason", "理由（备注）"),
}
_NOT_YET = ("the target has not been judged yet", "尚未评定", "", "")


def _no_target(text: str) -> tuple[str, str, str, str]:
    return (
        f"`{text.strip()}` does not name a target, a place and a due date",
        f"“{text.strip()}”没有写明目标、地区和时限",
        "write target@place@2025-12-31, as the form has it",
        "请保留填报表原有编码，如“目标@地区@2025-12-31”",
    )


def _no_word(text: str) -> tuple[str, str, str, str]:
    return (
        f"the judgement `{text}` is not known",
        f"无法识别评定意见“{text}”",
        f"use {', '.join(en for _, en in WORDS.values())}",
        f"请用 {'、'.join(zh for zh, _ in WORDS.values())}",
    )


def _unsigned(lacking: list[str]) -> tuple[str, str, str, str]:
    return (
        f"the judgement lacks {' and '.join(_SIGNED[name][0] for name in lacking)}",
        f"评定缺少{'、'.join(_SIGNED[name][1] for name in lacking)}",
        "a judgement counts with author, date and reason",
        "评定须写明评定人、评定日期和理由，方予采用",
    )


def _finding(
    column: str,
    code: str,
    en: str,
    zh: str,
    hint_en: str,
    hint_zh: str,
    severity: Literal["error", "warning", "note"] = "warning",
) -> Diagnostic:
    return Diagnostic(code, en, zh, hint_en, hint_zh, Where(path=column), severity)
