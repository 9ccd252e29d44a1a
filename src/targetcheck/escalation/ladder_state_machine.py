"""Reference state machine of escalation ladders.

Layer: escalation. Input: the shape of a ladder and an event for each period. Output: the position
after each period. Pure: no dates, no names, only small integers. durable-rules is compared with it.

behind: the count of consecutive periods grows by one, and the highest open step whose wait is over
is due. veto: the veto step is due at once. clear: recovered; the count returns to 0. hold (no
observations) and waived (suspended): the count stays, and no step is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Signal = Literal["behind", "veto", "clear", "hold", "waived"]


@dataclass(frozen=True, slots=True)
class LadderShape:
    """A ladder: consecutive periods until each step is due; `jump` is the step of a veto.

    Steps count from 1.
    """

    after: tuple[int, ...]
    jump: int

    @property
    def top(self) -> int:
        """The count beyond which no further step follows."""
        return self.after[-1]


@dataclass(frozen=True, slots=True)
class Event:
    """Event of a period; only the first `open` steps may be taken in it."""

    signal: Signal
    open: int


@dataclass(frozen=True, slots=True)
class Position:
    """Position on a ladder after a period: consecutive periods, and the step due now (0: none)."""

    run: int
    step: int


def climb(shape: LadderShape, events: Iterable[Event]) -> tuple[Position, ...]:
    """Return the position after each period, in order."""
    positions = []
    run = 0
    for event in events:
        position = move(shape, run, event)
        positions.append(position)
        run = position.run
    return tuple(positions)


def move(shape: LadderShape, run: int, event: Event) -> Position:
    """Return the position after one more period."""
    if event.signal == "behind":
        run = min(run + 1, shape.top)
        return Position(run, reached(shape, run, event.open))
    if event.signal == "veto":
        run = min(max(run + 1, shape.after[shape.jump - 1]), shape.top)
        return Position(run, max(shape.jump, reached(shape, run, len(shape.after))))
    if event.signal == "clear":
        return Position(0, 0)
    return Position(run, 0)


def reached(shape: LadderShape, run: int, open_steps: int) -> int:
    """Return the highest of the first `open_steps` steps whose wait is over; 0 if there is none."""
    return max((n for n in range(1, open_steps + 1) if shape.after[n - 1] <= run), default=0)


Mode = Literal["at_least", "every", "none"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of verdicts that satisfy a condition, that do not, and that are required."""

    mode: Mode
    hits: int
    misses: int
    wanted: int

    def holds(self) -> bool:
        """Return whether the condition holds."""
        if self.mode == "none":
            return self.hits == 0
        if self.mode == "every":
            return self.misses == 0 and self.hits > 0
        return self.hits >= self.wanted


def holds(tallies: Sequence[Tally]) -> bool:
    """Return whether all conditions hold."""
    return all(tally.holds() for tally in tallies)
