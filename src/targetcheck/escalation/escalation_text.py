"""Sentences about due steps and their reasons, in Chinese and English.

Layer: escalation. Input: a LadderPosition. Output: a sentence. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from targetcheck.errors import Language
from targetcheck.escalation.ladder_signals import PeriodSignal
from targetcheck.escalation.ladder_state_machine import Position
from targetcheck.periods.period import Period
from targetcheck.ruleset.escalation_scheme import Ladder, Step
from targetcheck.ruleset.fields.field_types import Text

PERIODS = {
    "month": ("个月", "month"),
    "quarter": ("个季度", "quarter"),
    "half": ("个半年", "half-year"),
    "year": ("年", "year"),
}
SHOWN = 3
"""Number of targets that a sentence names before it counts the rest."""


class PositionLike(Protocol):
    """The parts of a LadderPosition that a sentence needs."""

    @property
    def name(self) -> Text:
        """Name of the subject."""
        ...

    @property
    def period(self) -> Period:
        """The period."""
        ...

    @property
    def ladder(self) -> Ladder:
        """The ladder."""
        ...

    @property
    def reading(self) -> PeriodSignal:
        """Signal of the period."""
        ...

    @property
    def position(self) -> Position:
        """Position on the ladder after the period."""
        ...

    @property
    def step(self) -> Step | None:
        """Step due in the period."""
        ...

    @property
    def names(self) -> Mapping[str, Text]:
        """Place and title of every target of the reading."""
        ...

    @property
    def opposed(self) -> Sequence[OpposedLike]:
        """Praise by another ladder next to a step of this one, or the reverse."""
        ...


class OpposedLike(Protocol):
    """The parts of an opposed step that a sentence needs."""

    @property
    def ladder(self) -> Ladder:
        """The other ladder."""
        ...

    @property
    def step(self) -> Step:
        """Its step."""
        ...


def stand_sentence(stand: PositionLike, lang: Language) -> str:
    """Return a sentence on what is due to a subject in a period, with the reason."""
    said = _chinese(stand) if lang == "zh" else _english(stand)
    return said + _opposed(stand, lang)


def _opposed(stand: PositionLike, lang: Language) -> str:
    """Return why a subject is praised by one ladder and escalated by another in one period."""
    others = [f"{o.ladder.say(lang)}" for o in stand.opposed]
    steps = [o.step.say(lang) for o in stand.opposed]
    if not others:
        return ""
    if lang == "zh":
        named = "、".join(f"{one}“{step}”" for one, step in zip(others, steps, strict=True))
        return f"（同期另有{named}：各阶梯所评任务不同）"
    named = ", ".join(f"{step} by {one}" for one, step in zip(others, steps, strict=True))
    return f" (in the same period also {named}; each ladder covers different targets)"


def _chinese(stand: PositionLike) -> str:
    reading, run = stand.reading, stand.position.run
    unit = PERIODS[stand.ladder.every][0]
    head = f"{stand.name.say('zh')}：{stand.period.text('zh')}"
    step = f"应采取措施：{stand.step.say('zh')}" if stand.step else ""
    if stand.reading.event.signal == "veto":
        return f"{head}{_some(reading.vetoed, stand, 'zh')}未达标，属一票否决事项，{step}"
    if stand.reading.event.signal == "behind":
        row = behind_in_a_row(run, stand.ladder.every)
        why = f"{reading.judged}项任务中{len(reading.lagging)}项落后"
        why = f"{why}（{_some(reading.lagging, stand, 'zh')}），{row}"
        return f"{head}{why}，{step}" if step else f"{head}{why}，尚无应采取的措施"
    kept = f"，此前连续{run}{unit}落后的计数保留" if run else ""
    if stand.reading.event.signal == "hold":
        silent = f"因缺报不能判定（{_some(reading.silent, stand, 'zh')}）"
        silent = silent if reading.silent else "没有可判定的任务"
        return f"{head}{silent}，维持原措施{kept}"
    if stand.reading.event.signal == "waived":
        named = _some(reading.waived, stand, "zh")
        return f"{head}落后任务均免予考核（{named}），本期不采取措施{kept}"
    if step:
        return f"{head}任务均达标或进展正常，{step}"
    return f"{head}没有落后任务，重新起算"


def behind_in_a_row(run: int, every: str) -> str:
    """Return in Chinese for how many periods of a ladder a subject has been behind.

    The unit is named for the first one too: the reports of a target may be behind for longer.
    """
    unit = PERIODS[every][0]
    if run > 1:
        return f"已连续{run}{unit}落后"
    return f"按{unit.removeprefix('个')}计首次落后"


def _english(stand: PositionLike) -> str:
    reading, run = stand.reading, stand.position.run
    unit = PERIODS[stand.ladder.every][1]
    times = f"{run} {unit}{'' if run == 1 else 's'} in a row"
    head = f"{stand.name.say('en')}, {stand.period.text('en')}: "
    step = stand.step.say("en") if stand.step else ""
    if stand.reading.event.signal == "veto":
        return f"{head}{_some(reading.vetoed, stand, 'en')} failed, which is a veto; due: {step}"
    if stand.reading.event.signal == "behind":
        count = f"{len(reading.lagging)} of {reading.judged} targets now"
        why = f"behind {times}, {count} ({_some(reading.lagging, stand, 'en')})"
        return f"{head}{why}; due: {step}" if step else f"{head}{why}; no step is due yet"
    kept = f"; the count stays at {times}" if run else ""
    if stand.reading.event.signal == "hold":
        silent = f"observations are missing ({_some(reading.silent, stand, 'en')})"
        return f"{head}{silent if reading.silent else 'nothing to judge'}{kept}"
    if stand.reading.event.signal == "waived":
        return f"{head}the lagging targets are waived ({_some(reading.waived, stand, 'en')}); suspended{kept}"
    if step:
        return f"{head}every target is met or on track; due: {step}"
    return f"{head}no target is lagging; the count starts again"


def _some(keys: tuple[str, ...], stand: PositionLike, lang: Language) -> str:
    """Return the first targets by place and title, with other clauses, and how many there are."""
    shown = list(dict.fromkeys(_named(key, stand, lang) for key in keys[:SHOWN]))
    more = len(keys) - SHOWN
    if lang == "zh":
        return "、".join(shown) + (f"等{len(keys)}项" if more > 0 else "")
    return "; ".join(shown) + (f" and {more} more" if more > 0 else "")


def _named(key: str, stand: PositionLike, lang: Language) -> str:
    """Return place and title of a target, with the other clauses that state it."""
    name = stand.names[key].say(lang) if key in stand.names else key
    clauses = stand.reading.also_in.get(key, ())
    if not clauses:
        return name
    if lang == "zh":
        return f"{name}（同时载于原文{'、'.join(clauses)}）"
    return f"{name} (also in {', '.join(clauses)})"
