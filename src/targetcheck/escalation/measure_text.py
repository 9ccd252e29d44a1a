"""What a document provides for those who lag, in sentences that a circular can carry.

Layer: escalation. Input: the positions that are due. Output: one sentence for each step, with its
clause, who it is for and why. Praise and blame are stated apart, each with its own reasons.
"""

from __future__ import annotations

from collections.abc import Iterable

from targetcheck.errors import Language
from targetcheck.escalation.escalation_record import LadderPosition
from targetcheck.escalation.escalation_text import PERIODS, behind_in_a_row

NAMED = 3
"""Subjects that a short sentence names before it counts the rest."""


def measure_sentences(
    due: Iterable[LadderPosition], lang: Language, most: int | None = NAMED
) -> list[str]:
    """Return a sentence for each step of each ladder that is due, with who it is due to.

    `most`: subjects that are named one by one, the others counted; None names all of them.
    """
    groups: dict[tuple[str, str], list[LadderPosition]] = {}
    for position in due:
        if position.step is not None:
            groups.setdefault((position.ladder_id, position.step.id), []).append(position)
    make = _chinese if lang == "zh" else _english
    stated = [make(positions, most) for positions in groups.values()]
    readings = [text for found in groups.values() for text in found[0].own_reading]
    if stated and readings:
        said = "；".join(dict.fromkeys(readings))
        stated[-1] += f"（{said}。）" if lang == "zh" else f" (Interpretation: {said})"
    return stated


def _chinese(positions: list[LadderPosition], most: int | None) -> str:
    first = positions[0]
    assert first.step is not None
    cites = first.citations
    quote = cites[0].quote.translate(str.maketrans("“”", "‘’")) if cites else ""
    basis = f"依据{cites[0].clause}“{quote}”，" if cites else ""
    who = "、".join(f"{p.name.say('zh')}（{_why_chinese(p)}）" for p in positions[:most])
    who += f"等{len(positions)}个单位" if len(positions) > len(positions[:most]) else ""
    return f"{basis}对{who}，应采取措施：{first.step.say('zh')}。"


def _why_chinese(position: LadderPosition) -> str:
    reading = position.reading
    if position.signal == "veto":
        return f"{len(reading.vetoed)}项一票否决事项未达标"
    if position.praise is not None and position.due is None:
        return f"{position.ladder.say('zh')}所评{reading.judged}项任务达标或进展正常"
    row = behind_in_a_row(position.position.run, position.ladder.every)
    return f"{reading.judged}项任务中{len(reading.lagging)}项落后，{row}"


def _english(positions: list[LadderPosition], most: int | None) -> str:
    first = positions[0]
    assert first.step is not None
    who = ", ".join(f"{p.name.say('en')} ({_why_english(p)})" for p in positions[:most])
    left = len(positions) - len(positions[:most])
    who += f" and {left} more" if left else ""
    basis = f" (clause {first.citations[0].clause})" if first.citations else ""
    step = first.step.say("en")
    return f"{step[:1].upper()}{step[1:]}: {who}{basis}."


def _why_english(position: LadderPosition) -> str:
    reading = position.reading
    if position.signal == "veto":
        return f"{len(reading.vetoed)} failed that are a veto"
    if position.praise is not None and position.due is None:
        return f"{position.ladder.say('en')}: {reading.judged} targets met or on track"
    run, unit = position.position.run, PERIODS[position.ladder.every][1]
    row = f", {run} {unit}s in a row" if run > 1 else ""
    return f"{len(reading.lagging)} of {reading.judged} targets behind{row}"
