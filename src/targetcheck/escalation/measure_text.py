"""What a document provides for those who lag, in sentences that a circular can carry.

Layer: escalation. Input: the positions that are due, and the result that the circular tells. Output:
Measures. One step of one clause is one sentence, the most serious first. A subject that
lags with anything is not praised; the issuer's own place and everyone at once are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.escalation.escalation_record import LadderPosition
from targetcheck.escalation.escalation_text import PERIODS
from targetcheck.verdicts.code_terms import STRENGTH, word
from targetcheck.verdicts.responsible_leads import is_everyone, own_places

if TYPE_CHECKING:
    from targetcheck.evaluation import Result

NAMED = 2
"""Subjects that a short sentence names before it counts the rest."""
_LAGS = ("fail", "missed", "at_risk")


@dataclass(frozen=True, slots=True)
class Measures:
    """What follows for whom: in short, of everyone, and how the clauses are read."""

    short: tuple[str, ...]
    whole: tuple[str, ...]
    readings: tuple[str, ...]


def measures_of(due: Iterable[LadderPosition], result: Result, lang: Language) -> Measures:
    """Return what a circular on a result says of the steps that are due."""
    ruleset, verdicts = result.ruleset, [v for v in result.verdicts if v.status in _LAGS]
    lag = {verdict.place for verdict in verdicts}
    lag |= {lead for verdict in verdicts for lead in verdict.lead}
    own = own_places(ruleset)
    told = [
        position
        for position in due
        if position.step is not None
        and position.subject not in own
        and not is_everyone(position.name.say("zh"))
        and not (position.praised and (position.opposed or position.subject in lag))
    ]
    readings = dict.fromkeys(text for position in told for text in position.own_reading)
    return Measures(
        tuple(measure_sentences(told, lang)),
        tuple(measure_sentences(told, lang, None)),
        tuple(readings),
    )


def measure_sentences(
    due: Iterable[LadderPosition], lang: Language, most: int | None = NAMED
) -> list[str]:
    """Return a sentence for each step of each clause, with who it is due to.

    `most`: subjects that are named one by one, the others counted; None names all of them.
    """
    groups: dict[tuple[object, ...], list[LadderPosition]] = {}
    for position in sorted(due, key=_gravity, reverse=True):
        if position.step is not None:
            cites = tuple((cite.clause, cite.quote) for cite in position.citations[:1])
            key = (position.step.say("zh"), position.praised, cites)
            named = groups.setdefault(key, [])
            if position.subject not in {other.subject for other in named}:
                named.append(position)
    make = _chinese if lang == "zh" else _english
    return [make(positions, most) for positions in groups.values()]


def _gravity(position: LadderPosition) -> tuple[bool, bool, int, int]:
    """Return how serious a step is: a veto, then a late step of a ladder; praise comes last."""
    steps = [step.id for step in position.ladder.steps]
    rank = steps.index(position.due.id) if position.due and position.due.id in steps else -1
    veto = position.signal == "veto"
    return veto, not position.praised, rank, len(position.reading.lagging)


def _chinese(positions: Sequence[LadderPosition], most: int | None) -> str:
    first = positions[0]
    assert first.step is not None
    cites = first.citations
    quote = cites[0].quote.translate(str.maketrans("“”", "‘’")) if cites else ""
    basis = f"依据原文{cites[0].clause}“{quote}”，" if cites else ""
    shown = positions[:most]
    who = "、".join(f"{p.name.say('zh')}（{_why_chinese(p)}）" for p in shown)
    who += f"等{len(positions)}个单位" if len(positions) > len(shown) else ""
    return f"{basis}对{who}，应采取措施：{first.step.say('zh')}。"


def _why_chinese(position: LadderPosition) -> str:
    """Return the reason; of a first period the ladder's count adds nothing to that of the reports."""
    reading = position.reading
    if position.signal == "veto":
        return f"{len(reading.vetoed)}项一票否决事项未达标"
    if position.praised:
        return f"{position.ladder.say('zh')}所评{reading.judged}项任务达标或进展正常"
    run, unit = position.position.run, PERIODS[position.ladder.every][0]
    row = f"，已连续{run}{unit}落后" if run > 1 else ""
    kind = _strengths(position, "zh")
    return f"{reading.judged}项{kind}任务中{len(reading.lagging)}项落后{row}"


def _strengths(position: LadderPosition, lang: Language) -> str:
    """Return the kinds of targets that a ladder counts; nothing where it counts all."""
    counted = position.ladder.strength
    if set(counted) >= set(STRENGTH):
        return ""
    return ("、" if lang == "zh" else " or ").join(word(STRENGTH, kind, lang) for kind in counted)


def _english(positions: Sequence[LadderPosition], most: int | None) -> str:
    first = positions[0]
    assert first.step is not None
    shown = positions[:most]
    who = ", ".join(f"{p.name.say('en')} ({_why_english(p)})" for p in shown)
    left = len(positions) - len(shown)
    who += f" and {left} more" if left else ""
    basis = f" (clause {first.citations[0].clause})" if first.citations else ""
    step = first.step.say("en")
    return f"{step[:1].upper()}{step[1:]}: {who}{basis}."


def _why_english(position: LadderPosition) -> str:
    reading = position.reading
    if position.signal == "veto":
        return f"{len(reading.vetoed)} failed that are a veto"
    if position.praised:
        count = reading.judged
        return f"{position.ladder.say('en')}: {count} target{'' if count == 1 else 's'} met or on track"
    run, unit = position.position.run, PERIODS[position.ladder.every][1]
    row = f", {run} {unit}s in a row" if run > 1 else ""
    kind = f"{_strengths(position, 'en')} ".lstrip()
    return f"{len(reading.lagging)} of {reading.judged} {kind}targets behind{row}"
