"""Escalation of a history of verdicts, by two engines that must agree.

Layer: escalation. Input: a Ruleset and a history (day → standings on that day). Output: Escalated.
The reference state machine always decides. If durable-rules is requested or installed, it decides
as well, and a difference raises an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.escalation.durable_rules_host import DurableRefusedError, in_child
from targetcheck.escalation.escalation_record import (
    Drawn,
    Escalated,
    LadderPosition,
    Opposed,
    Turn,
)
from targetcheck.escalation.ladder_signals import (
    NOTHING,
    PeriodSignal,
    SignalReader,
    praise_shape,
    shape_of,
)
from targetcheck.escalation.ladder_state_machine import (
    Event,
    LadderShape,
    Position,
    Tally,
    climb,
    holds,
)
from targetcheck.escalation.overall_conclusions import ConclusionCase, cases
from targetcheck.escalation.target_standings import Standing, speaking
from targetcheck.periods.period import Period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.ruleset.fields.field_types import Text
from targetcheck.ruleset.ruleset import Ruleset

Choice = Literal["auto", "reference", "durable"]
History = Mapping[date, Sequence[Standing]]
REFERENCE = "reference"
DURABLE = "durable-rules, checked by the reference"
GROUND = Position(0, 0)


def days_of(ruleset: Ruleset, since: date, until: date) -> tuple[date, ...]:
    """Return the last days of the periods of all ladders and conclusions, oldest first."""
    recurrences = {ladder.every for ladder in ruleset.escalation.values()}
    recurrences |= {conclusion.every for conclusion in ruleset.conclusions.values()}
    return tuple(
        sorted({p.end for every in recurrences for p in periods_between(since, until, every)})
    )


def escalate(
    ruleset: Ruleset, history: History, since: date, until: date, engine: Choice = "auto"
) -> Escalated:
    """Return the result of escalation for a history, period by period.

    A day missing from the history is a period without observations: no position changes. Raises
    TargetcheckError for engine `durable` if durable-rules is not installed or fails; `auto` then
    continues without it and reports that.
    """
    if not ruleset.escalation and not ruleset.conclusions and not ruleset.cadences:
        raise TargetcheckError(_nothing(ruleset.id))
    tracks = tuple(_tracks(ruleset, history, since, until))
    drawn = tuple(_cases(ruleset, history, since, until))
    positions = [climb(track.shape, track.events) for track in tracks]
    answers = [holds(case.tallies) for _, case in drawn]
    notes: tuple[Diagnostic, ...] = ()
    decided_by = REFERENCE
    if engine != "reference":
        try:
            decided_by = _both(tracks, positions, [case.tallies for _, case in drawn], answers)
        except DurableRefusedError as error:
            if engine == "durable":
                raise TargetcheckError(_refused(str(error), "error")) from None
            notes = (_refused(str(error), "note"),)
    turns = (
        Turn(name, cadence, period)
        for name, cadence in ruleset.cadences.items()
        for period in periods_between(since, until, cadence.every)
    )
    return Escalated(
        ruleset.id,
        decided_by,
        notes,
        tuple(_beside(tuple(_stands(ruleset, tracks, positions)))),
        tuple(
            Drawn(
                case.conclusion,
                ruleset.conclusions[case.conclusion],
                case.place,
                _place_name(ruleset, case.place),
                period,
                case.evidence,
            )
            for (period, case), answer in zip(drawn, answers, strict=True)
            if answer
        ),
        tuple(turns),
    )


@dataclass(frozen=True, slots=True)
class _Track:
    """One subject on one ladder over all periods, for consequences or for praise."""

    ladder: str
    subject: str
    praise: bool
    shape: LadderShape
    periods: tuple[Period, ...]
    readings: tuple[PeriodSignal, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(r.praise if self.praise else r.event for r in self.readings)


def _tracks(ruleset: Ruleset, history: History, since: date, until: date) -> Iterator[_Track]:
    for name, ladder in ruleset.escalation.items():
        reader = SignalReader(ladder, ruleset)
        periods = tuple(periods_between(since, until, ladder.every))
        read = [reader.read(speaking(reader.counted(history.get(p.end, ())), p)) for p in periods]
        for subject in sorted({subject for readings in read for subject in readings}):
            readings = tuple(found.get(subject, NOTHING) for found in read)
            yield _Track(name, subject, False, shape_of(ladder), periods, readings)
            if ladder.praise is not None:
                shape = praise_shape(ladder.praise)
                yield _Track(name, subject, True, shape, periods, readings)


def _cases(
    ruleset: Ruleset, history: History, since: date, until: date
) -> Iterator[tuple[Period, ConclusionCase]]:
    tree = PlaceTree(ruleset)
    for name, conclusion in ruleset.conclusions.items():
        for period in periods_between(since, until, conclusion.every):
            standings = speaking(history.get(period.end, ()), period)
            if standings:
                for case in cases(name, conclusion, standings, tree):
                    yield period, case


def _both(
    tracks: Sequence[_Track],
    positions: Sequence[Sequence[Position]],
    tallies: Sequence[Sequence[Tally]],
    answers: Sequence[bool],
) -> str:
    """Run durable-rules on the same input; return its name, or raise if its result differs."""
    by_shape: dict[LadderShape, list[int]] = {}
    for number, track in enumerate(tracks):
        by_shape.setdefault(track.shape, []).append(number)
    asked = [(shape, [tracks[n].events for n in group]) for shape, group in by_shape.items()]
    climbed, concluded = in_child(asked, tallies)
    for group, found in zip(by_shape.values(), climbed, strict=True):
        for number, told in zip(group, found, strict=True):
            if list(positions[number]) != told:
                track = tracks[number]
                raise DurableRefusedError(f"it disagrees on {track.ladder} for {track.subject}")
    if list(answers) != concluded:
        raise DurableRefusedError("it disagrees on a conclusion")
    return DURABLE


def _stands(
    ruleset: Ruleset, tracks: Sequence[_Track], positions: Sequence[Sequence[Position]]
) -> Iterator[LadderPosition]:
    praised = {(t.ladder, t.subject): p for t, p in zip(tracks, positions, strict=True) if t.praise}
    for track, climbed in zip(tracks, positions, strict=True):
        if track.praise:
            continue
        ladder = ruleset.escalation[track.ladder]
        praise = praised.get((track.ladder, track.subject), (GROUND,) * len(climbed))
        name = _place_name(ruleset, track.subject)
        rows = zip(track.periods, track.readings, climbed, praise, strict=True)
        for period, reading, position, praising in rows:
            yield LadderPosition(
                ruleset.id,
                track.ladder,
                ladder,
                track.subject,
                name,
                period,
                reading,
                position,
                praising.run,
                ladder.steps[position.step - 1] if position.step else None,
                ladder.praise if praising.step else None,
                names=_titles(ruleset, reading),
            )


def _beside(stands: Sequence[LadderPosition]) -> Iterator[LadderPosition]:
    """Yield the positions, each with opposed steps of its subject in the same period."""
    by_subject: dict[str, list[LadderPosition]] = {}
    for stand in stands:
        if stand.step is not None:
            by_subject.setdefault(stand.subject, []).append(stand)
    for stand in stands:
        others = by_subject.get(stand.subject, ()) if stand.step is not None else ()
        opposed = tuple(
            Opposed(other.ladder_id, other.ladder, other.step, other.period, other.praised)
            for other in others
            if other.step is not None
            and other.praised is not stand.praised
            and other.period.start <= stand.period.end
            and stand.period.start <= other.period.end
        )
        yield replace(stand, opposed=opposed) if opposed else stand


def _titles(ruleset: Ruleset, reading: PeriodSignal) -> dict[str, Text]:
    """Return place and title of every `target@place` of a reading."""
    found: dict[str, Text] = {}
    known = {target.id for target in ruleset.targets}
    for key in (*reading.lagging, *reading.vetoed, *reading.silent, *reading.waived):
        target, _, place = key.rpartition("@")
        if target not in known:  # of an older version of the ruleset
            continue
        spec = ruleset.target(target)
        title = spec.title or ruleset.all_indicators()[spec.indicator]
        where = _place_name(ruleset, place)
        zh, en = (title.say("zh"), title.say("en"))
        found[key] = Text(
            zh=zh if where.say("zh") in zh else where.say("zh") + zh,
            en=en if where.say("en") in en else f"{where.say('en')}, {en}",
        )
    return found


def _place_name(ruleset: Ruleset, place: str) -> Text:
    """Return the name of a place; a department keeps the spelling of the document."""
    found = ruleset.all_places().get(place)
    return Text(found.zh, found.en) if found and (found.zh or found.en) else Text(place)


def _nothing(ruleset: str) -> Diagnostic:
    return Diagnostic(
        "escalation-missing",
        f"the ruleset `{ruleset}` has no escalation ladder, cadence or conclusion",
        f"规则集“{ruleset}”没有写明督办措施阶梯、调度周期或综合结论",
        "write `escalation`, `cadences` or `conclusions` with the clauses that authorise them",
        "请写 escalation、cadences 或 conclusions，并注明依据条款",
    )


def _refused(why: str, severity: Literal["error", "note"]) -> Diagnostic:
    return Diagnostic(
        "durable-rules-silent",
        f"durable-rules did not decide: {why}",
        f"durable-rules 未参与判定：{why}",
        "the reference engine decides; `targetcheck[escalation]` on Python 3.12 or older adds it",
        "改由内置的参考引擎判定；在 Python 3.12 及以下安装 targetcheck[escalation] 可加上它",
        severity=severity,
    )
