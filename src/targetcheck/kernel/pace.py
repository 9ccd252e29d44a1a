"""The schedule ratio (时序进度): has the value gone the share of the way that the calendar asks for?

Floor: kernel. Notation: baseline (t0, y0), latest (t, y), target (tT, yT), milestones between.

    y*(t)  = the straight line between the stages on either side of t
    R      = (y − y0) / (y*(t) − y0)
    catch-up factor = [(yT − y)/(tT − t)] / [(y − y0)/(t − t0)]

Days are counted to the end of a period. R is undefined where y*(t) = y0, and misleading where the
baseline already meets the target: callers judge those as kept levels. Source: the ratio is that of
earned value (SPI = EV/PV); the yearly plans of Chinese action plans are its milestones.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from targetcheck.kernel.outcome import Pacing

Stage = tuple[date, Fraction]


def scheduled(path: tuple[Stage, ...], day: date) -> Fraction:
    """Give the value that a path asks for on a day; before it its first value, after it its last."""
    if day <= path[0][0]:
        return path[0][1]
    for (t0, y0), (t1, y1) in zip(path, path[1:], strict=False):
        if day <= t1:
            return y0 + (y1 - y0) * Fraction((day - t0).days, (t1 - t0).days)
    return path[-1][1]


def pacing(start: Stage, stages: tuple[Stage, ...], latest: Stage) -> Pacing | None:
    """Give where the latest value stands against the path from `start` over `stages`.

    Days as dates, values in the unit of the measure. None where the ratio is undefined: nothing is
    asked for yet, or the latest day does not lie after the start.
    """
    (t0, y0), (day, value), (due, goal) = start, latest, stages[-1]
    path = (start, *(stage for stage in stages if stage[0] > t0))
    asked = scheduled(path, day)
    if day <= t0 or asked == y0:
        return None
    gone, left = (day - t0).days, (due - day).days
    so_far = (value - y0) / gone
    needed = (goal - value) / left if left > 0 else None
    catch_up = needed / so_far if needed is not None and so_far != 0 else None
    return Pacing(
        asked=asked,
        ratio=(value - y0) / (asked - y0),
        so_far=so_far,
        needed=needed,
        catch_up=catch_up,
        start=t0,
        start_value=y0,
        path=path,
    )
