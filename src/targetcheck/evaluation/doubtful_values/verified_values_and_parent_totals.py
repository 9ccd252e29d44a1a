"""Verified values that differ from the reported ones, and totals that differ from their parts.

Layer: evaluation. Input: Observations and a Plan. Output: notes at their cells, which never change
a verdict. The verification factor beyond ±10 % follows the WHO data quality review (WHO, *Data
quality review: module 2*, 2017).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from targetcheck.errors import Diagnostic
from targetcheck.observations.observation import Observation, Observations
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text

VERIFIED_WITHIN = Fraction(1, 10)
_ADDS_UP = ("flow", "count")
Found = Iterator[tuple[int, Diagnostic]]
"""Notes, each with the row of its value."""


def verified_values(series: Sequence[Observation]) -> Found:
    """Yield the verified values that differ from the reported ones by more than 10 %."""
    reported = {o.period: o for o in series if o.status == "reported" and o.value}
    for observation in series:
        before = reported.get(observation.period)
        if observation.status == "reported" or before is None or observation.value is None:
            continue
        assert before.value is not None
        factor = observation.value / before.value
        if abs(factor - 1) > VERIFIED_WITHIN:
            yield note_at(
                observation,
                "plausibility-verified",
                f"`{observation.text}` was verified where `{before.text}` was reported"
                f" ({before.where}): verification factor {float(factor):.2f}",
                f"核实值“{observation.text}”与报送值“{before.text}”（{before.where}）不符："
                f"核实系数{float(factor):.2f}",
            )


def parent_totals(observations: Observations, plan: Plan) -> Found:
    """Yield the totals of a place that differ from the sum of its parts by more than rounding."""
    children: dict[str, list[str]] = {}
    for name, spec in plan.ruleset.all_places().items():
        if spec.within is not None:
            children.setdefault(spec.within, []).append(name)
    for (indicator, place), series in observations.at.items():
        kids = children.get(place, [])
        if len(kids) < 2 or plan.indicators[indicator].nature not in _ADDS_UP:
            continue
        parts = [_by_period(observations.of(indicator, kid)) for kid in kids]
        for observation in series:
            key = (observation.period, observation.basis)
            found = [part[key] for part in parts if key in part]
            values = [o.value for o in found if o.value is not None]
            if observation.value is None or len(values) < len(kids):
                continue
            total = sum(values, Fraction(0))
            loose = sum((o.step or Fraction(0) for o in (observation, *found)), Fraction(0)) / 2
            if abs(total - observation.value) > loose:
                yield note_at(
                    observation,
                    "plausibility-parent",
                    f"`{observation.text}` is not the sum of its {len(kids)} parts,"
                    f" {number_text(total)}",
                    f"“{observation.text}”与其{len(kids)}个下级之和{number_text(total)}不符",
                )


def _by_period(series: Sequence[Observation]) -> dict[object, Observation]:
    return {(o.period, o.basis): o for o in series}


def note_at(observation: Observation, code: str, en: str, zh: str) -> tuple[int, Diagnostic]:
    """Return a note at the cell of a value, with the row of it."""
    hints = (
        "verify the value; the verdict does not depend on this",
        "请核查该数值；结论不受此影响",
    )
    return observation.row, Diagnostic(code, en, zh, *hints, observation.where, "note")
