"""Jumps by a thousand between adjacent values: one of the two may be in another unit.

Layer: evaluation. Input: the Observations of one indicator at one place. Output: warnings at their
cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from targetcheck.errors import Diagnostic
from targetcheck.observations.observation import Observation
from targetcheck.quantities.quantity import number_text

JUMP = 1000
"""Factor between adjacent values that suggests a wrong unit or decimal point."""


def thousandfold_jumps(series: Sequence[Observation]) -> Iterator[tuple[int, Diagnostic]]:
    """Yield values that are a thousand times, or a thousandth of, the previous one."""
    known: dict[tuple[str, str], list[Observation]] = {}
    for observation in series:
        if observation.value:
            known.setdefault((observation.period.frequency, observation.basis), []).append(
                observation
            )
    for alike in known.values():
        ordered = sorted(alike, key=lambda o: (o.period.end, o.row))
        for before, after in pairwise(ordered):
            assert before.value is not None
            assert after.value is not None
            ratio = abs(after.value / before.value)
            if ratio < JUMP and ratio * JUMP > 1:
                continue
            times = ratio if ratio > 1 else 1 / ratio
            shown = number_text(Fraction(round(times)))
            more = ("times", "倍") if ratio > 1 else ("th part of", "分之一")
            yield (
                after.row,
                doubt(
                    after,
                    "figure-jump",
                    f"`{after.text}` is the {shown} {more[0]} the value before it,"
                    f" `{before.text}` ({before.where}): one of the two may be in another unit",
                    f"“{after.text}”为前一期“{before.text}”（{before.where}）的{shown}{more[1]}："
                    "其中之一的单位可能不同",
                    "check the unit and the decimal point of both",
                    "请核对两者的单位和小数点",
                ),
            )


def doubt(
    observation: Observation, code: str, en: str, zh: str, hint_en: str, hint_zh: str
) -> Diagnostic:
    """Return a warning at the cell of a value."""
    return Diagnostic(code, en, zh, hint_en, hint_zh, observation.where, "warning")
