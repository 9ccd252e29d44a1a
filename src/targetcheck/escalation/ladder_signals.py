"""Signals of a period for each subject of a ladder, computed from standings.

Layer: escalation. Input: a Ladder of the ruleset and Standings. Output: an Event for each subject,
with the targets that caused it. All numbers are compared here, exactly; the state machine receives
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from targetcheck.escalation.ladder_state_machine import Event, LadderShape, Signal
from targetcheck.escalation.target_standings import OVERDUE_ITEM, Standing
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.restated_targets import stated_once, without_repeats
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.escalation_scheme import Ladder, Step
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.ruleset import Ruleset

GOOD = frozenset({"pass", "on_track"})
SILENT = frozenset({"undetermined"})
WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class PeriodSignal:
    """Event of a period for one subject, for the ladder and for praise, with its targets."""

    event: Event
    praise: Event
    lagging: tuple[str, ...]
    vetoed: tuple[str, ...]
    silent: tuple[str, ...]
    waived: tuple[str, ...]
    judged: int
    also_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    """target@place → other clauses that state it"""


NOTHING = PeriodSignal(Event("hold", 0), Event("hold", 0), (), (), (), (), 0)
"""Signal of a period without a verdict for the subject: no position changes."""


def shape_of(ladder: Ladder) -> LadderShape:
    """Return the shape of a ladder; a veto leads to its step, by default the last."""
    ids = [step.id for step in ladder.steps]
    jump = ids.index(ladder.veto_step) + 1 if ladder.veto_step else len(ids)
    return LadderShape(tuple(step.after for step in ladder.steps), jump)


def praise_shape(step: Step) -> LadderShape:
    """Return the shape of praise: one step, without veto."""
    return LadderShape((step.after,), 1)


class SignalReader:
    """Reader of the standings of successive periods for one ladder."""

    def __init__(self, ladder: Ladder, ruleset: Ruleset) -> None:
        self.ladder = ladder
        self.ruleset = ruleset
        wanted = set(ladder.targets) | set(ladder.veto)
        wanted |= {t.id for t in ruleset.targets if t.action in ladder.actions}
        self.targets = wanted if ladder.targets or ladder.actions else None
        tree = PlaceTree(ruleset)
        self.among = frozenset(tree.members(ladder.among)) if ladder.among else None

    def counted(self, standings: Iterable[Standing]) -> tuple[Standing, ...]:
        """Return the standings of a day that count; a restated target counts once.

        A target with a veto is always kept, since its failure is a veto even if restated.
        """
        own = [s for s in standings if self.targets is None or s.target in self.targets]
        once = {id(one.item): one for one in stated_once(own, self.ruleset)}
        return tuple(
            replace(s, also_in=once[id(s)].also_in(self.ruleset)) if id(s) in once else s
            for s in own
            if id(s) in once or s.target in self.ladder.veto
        )

    def read(self, standings: Iterable[Standing]) -> dict[str, PeriodSignal]:
        """Return the signal of each subject that has a verdict in the period."""
        found: dict[str, list[Standing]] = {}
        for standing in standings:
            if self.targets is None or standing.target in self.targets:
                for subject in self.subjects(standing):
                    found.setdefault(subject, []).append(standing)
        return {subject: self._reading(found[subject]) for subject in sorted(found)}

    def subjects(self, standing: Standing) -> tuple[str, ...]:
        """Return the places or departments of the ladder that answer for a standing."""
        if self.ladder.of == "lead":
            return standing.leads
        inside = self.among is None or standing.place in self.among
        return (standing.place,) if inside else ()

    def _reading(self, standings: list[Standing]) -> PeriodSignal:
        ladder = self.ladder
        once = without_repeats(standings, self.ruleset)
        bound = [s for s in once if s.strength in ladder.strength]
        lagging = [s for s in bound if s.status in ladder.behind]
        waived = [s for s in lagging if s.waived]
        lagging = [s for s in lagging if not s.waived]
        vetoed = [s for s in standings if s.target in ladder.veto and s.status == "fail"]
        vetoed = [s for s in vetoed if not s.waived and s.reason != OVERDUE_ITEM]
        good = [s for s in bound if s.status in GOOD]
        silent = [s for s in bound if s.status in SILENT and s.status not in ladder.behind]
        judged = len(lagging) + len(good) + len(silent)
        share = Fraction(len(lagging), judged) * 100 if judged else Fraction(0)
        enough = bool(lagging) and share >= _percent(ladder.share, Fraction(0))
        signal: Signal = "clear" if good else "hold"
        if vetoed:
            signal = "veto"
        elif enough:
            signal = "behind"
        elif silent:
            signal = "hold"
        elif waived:
            signal = "waived"
        return PeriodSignal(
            event=Event(signal, self._open(share) if signal == "behind" else 0),
            praise=self._praise(signal, Fraction(len(good), judged) * 100 if judged else None),
            lagging=_names(lagging),
            vetoed=_names(without_repeats(vetoed, self.ruleset)),
            silent=_names(silent),
            waived=_names(waived),
            judged=judged,
            also_in={name: s.also_in for s in once if s.also_in for name in _names((s,))},
        )

    def _open(self, share: Fraction) -> int:
        """Return the number of open steps: those before the first that needs a larger share."""
        count = 0
        for step in self.ladder.steps:
            if share < _percent(step.share, Fraction(0)):
                break
            count += 1
        return count

    def _praise(self, signal: Signal, good: Fraction | None) -> Event:
        praise = self.ladder.praise
        if praise is None or signal in ("hold", "waived") or good is None:
            return Event("hold", 0)
        shines = signal == "clear" and good >= _percent(praise.share, WHOLE)
        return Event("behind", 1) if shines else Event("clear", 0)


def _percent(amount: Quantity | Grade | None, default: Fraction) -> Fraction:
    return amount.value if isinstance(amount, Quantity) else default


def _names(standings: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{s.target}@{s.place}" for s in standings))
