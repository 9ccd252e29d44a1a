"""Values on a bound and one unit of their last digit beside it, in bulk, with the answer worked out
in fractions. Each maker gives targets, indicators, groups and rows, and what must come out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from unit_worths import MULTIPLES, worth

OPERATORS = ("at_least", "at_most", "above", "below")
Wanted = tuple[bool, Fraction | None]
"""whether it is met, and by how much, in the unit of the clause"""


@dataclass(slots=True)
class Batch:
    """Promises and reports that are evaluated together, and what must come out of each."""

    indicators: dict[str, Any] = field(default_factory=dict)
    targets: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    wanted: dict[tuple[str, str], Wanted] = field(default_factory=dict)
    places: int = 0
    groups: dict[str, Any] = field(default_factory=dict)

    def name(self, kind: str) -> str:
        return f"{kind}{len(self.indicators)}"

    def place(self, number: int) -> str:
        self.places = max(self.places, number + 1)
        return f"p{number}"

    def promise(self, indicator: str, operator: str, require: dict[str, Any], **more: Any) -> str:
        """Add a target that binds no place yet."""
        target = f"{indicator}-{operator}-{len(self.targets)}"
        self.targets.append(
            {"id": target, "indicator": indicator, "place": [], "due": "2024-12-31",
             "require": require, **more}
        )  # fmt: skip
        return target

    def row(
        self, place: str, indicator: str, period: str, value: str, unit: str, **more: Any
    ) -> None:
        self.rows.append(
            {"place": place, "indicator": indicator, "period": period, "value": value,
             "unit": unit, **more}
        )  # fmt: skip


def met(operator: str, value: Fraction, bound: Fraction) -> bool:
    """Say whether a value satisfies a bound."""
    return {
        "at_least": value >= bound,
        "at_most": value <= bound,
        "above": value > bound,
        "below": value < bound,
    }[operator]


def margin(operator: str, value: Fraction, bound: Fraction) -> Fraction:
    """Give how far inside of a bound a value lies."""
    return value - bound if operator in ("at_least", "above") else bound - value


def decimal(number: Fraction) -> str:
    """Write a terminating decimal in full, without an exponent."""
    digits = next(d for d in range(60) if (number * 10**d).denominator == 1)
    whole = str(abs(int(number * 10**digits))).rjust(digits + 1, "0")
    text = f"{whole[: len(whole) - digits]}.{whole[len(whole) - digits :]}" if digits else whole
    return f"-{text}" if number < 0 else text


def draw(rng: random.Random, low: int = -6, high: int = 3, most: int = 12) -> Fraction:
    """Give a decimal of up to 12 significant digits."""
    figures = rng.randint(1, most)
    mantissa = rng.randrange(10 ** (figures - 1), 10**figures)
    return mantissa * Fraction(10) ** rng.randint(low, max(low, high - figures))


def beside(rng: random.Random, bound: Fraction, whole: bool = False) -> list[Fraction]:
    """Give the printed values around a bound: the nearest, and one last digit more and less.

    Where the bound can be printed within 12 significant digits it is itself the one in the middle.
    """
    size = len(str(int(abs(bound)))) if abs(bound) >= 1 else _leading(bound)
    places = rng.randint(1, 12) - size
    exact = next(
        (p for p in range(-3, 13 - size) if (bound * Fraction(10) ** p).denominator == 1), None
    )
    if exact is not None and rng.random() < 0.8:
        places = rng.randint(exact, 12 - size)
    if whole:
        places = min(places, 0)
    step = Fraction(10) ** -places
    middle = round(bound / step) * step
    return [middle - step, middle, middle + step]


def _leading(bound: Fraction) -> int:
    """Give minus the zeros behind the point: 0.005 has two, and a size of -2."""
    size = 0
    while bound and abs(bound) < Fraction(1, 10):
        bound, size = bound * 10, size - 1
    return size


def levels(
    rng: random.Random, batch: Batch, kin: list[str], clause: str, whole: set[str], multiple: bool
) -> None:
    """Add a limit in one unit with reports around it in every unit of its kin."""
    counter = bool(whole)
    units = [f"{u}_{rng.choice(list(MULTIPLES))}" if multiple else u for u in kin]
    clause = f"{clause}_{rng.choice(list(MULTIPLES))}" if multiple else clause
    indicator = batch.name("level")
    batch.indicators[indicator] = {"zh": indicator, "unit": rng.choice(units)}
    limit = draw(rng, low=0 if counter and not multiple else -4)
    if "pH" in clause:
        limit = Fraction(rng.randint(100, 1300), 100)  # no pH lies outside 0 to 14
    named = {
        op: batch.promise(indicator, op, {op: f"{decimal(limit)} {clause}"}) for op in OPERATORS
    }
    bound = limit * worth(clause, counter)
    number = 0
    for unit in units:
        for value in beside(rng, bound / worth(unit, counter), counter):
            place = batch.place(number)
            number += 1
            batch.row(place, indicator, "2024", decimal(value), unit)
            there = value * worth(unit, counter)
            for op, target in named.items():
                by = margin(op, there, bound) / worth(clause, counter)
                batch.wanted[target, place] = (met(op, there, bound), by)


def changes(rng: random.Random, batch: Batch, size: int) -> None:
    """Add relative changes on a baseline, exactly reached and missed by the last digit."""
    indicator = batch.name("change")
    batch.indicators[indicator] = {"zh": indicator, "unit": "t_10k"}
    side = rng.choice(("rise", "fall"))
    percent = Fraction(rng.randint(1, 9999), rng.choice((1, 10, 100, 100)))
    percent = percent if percent < 100 or side == "rise" else percent % 100
    named = {
        op: batch.promise(
            indicator, op, {side: {"from": 2020, op: f"{decimal(percent)} %"}}
        )
        for op in OPERATORS
    }  # fmt: skip
    sign = 1 if side == "rise" else -1
    for number in range(0, size, 3):
        base = draw(rng, most=8)
        reached = base * (1 + sign * percent / 100)
        for offset, value in enumerate(beside(rng, reached)):
            place = batch.place(number + offset)
            batch.row(place, indicator, "2020", decimal(base), "万吨")
            batch.row(place, indicator, "2024", decimal(value), "万吨")
            change = sign * (value - base) / base * 100
            for op, target in named.items():
                inner = op if sign > 0 else _turned(op)
                by = margin(inner, value, reached)
                batch.wanted[target, place] = (met(op, change, percent), by)


def _turned(operator: str) -> str:
    turned = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}
    return turned[operator]


def points(rng: random.Random, batch: Batch, size: int) -> None:
    """Add changes of a share in percentage points, the share told in percent or per mille."""
    indicator, unit = batch.name("points"), rng.choice(("percent", "per_mille"))
    batch.indicators[indicator] = {
        "zh": indicator, "nature": "share", "unit": unit, "above_hundred": True,
    }  # fmt: skip
    side = rng.choice(("rise", "fall"))
    asked = Fraction(rng.randint(1, 4000), 100)
    named = {
        op: batch.promise(
            indicator, op, {side: {"from": 2022, op: f"{decimal(asked)} percentage_point"}}
        )
        for op in OPERATORS
    }
    sign = 1 if side == "rise" else -1
    for number in range(0, size, 3):
        base = draw(rng, low=-8, high=2, most=9)
        base += 0 if sign > 0 else asked / 100 / worth(unit)  # no share is negative
        reached = base + sign * asked / 100 / worth(unit)
        for offset, value in enumerate(beside(rng, reached)):
            place = batch.place(number + offset)
            batch.row(place, indicator, "2022", decimal(base), unit)
            batch.row(place, indicator, "2024", decimal(value), unit)
            change = sign * (value - base) * worth(unit) * 100
            for op, target in named.items():
                inner = op if sign > 0 else _turned(op)
                batch.wanted[target, place] = (
                    met(op, change, asked),
                    margin(inner, value, reached),
                )


def totals(rng: random.Random, batch: Batch, size: int) -> None:
    """Add totals of four quarters in hectares, 亩 and 万亩 against a limit in one of them."""
    indicator, units = batch.name("total"), ("hectare", "mu", "mu_10k", "square_kilometre")
    batch.indicators[indicator] = {"zh": indicator, "nature": "flow", "unit": rng.choice(units)}
    clause, limit = rng.choice(units), draw(rng, low=-3, most=9)
    named = {
        op: batch.promise(
            indicator, op, {op: f"{decimal(limit)} {clause}"}, **{"from": "2024-01-01"}
        )
        for op in OPERATORS
    }
    bound = limit * worth(clause)
    for number in range(0, size, 3):
        unit = rng.choice(units)
        told = [rng.choice(units), rng.choice(units), unit]
        parts = [draw(rng, low=-3, high=1, most=6) for _ in told]
        so_far = sum((p * worth(u) for p, u in zip(parts, told, strict=True)), Fraction(0))
        for offset, last in enumerate(beside(rng, (bound - so_far) / worth(unit))):
            place = batch.place(number + offset)
            for quarter, (value, of) in enumerate(zip([*parts, last], [*told, unit], strict=True)):
                batch.row(place, indicator, f"2024Q{quarter + 1}", decimal(value), of)
            whole = so_far + last * worth(unit)
            for op, target in named.items():
                by = margin(op, whole, bound) / worth(clause)
                batch.wanted[target, place] = (met(op, whole, bound), by)


def counts(rng: random.Random, batch: Batch, size: int) -> None:
    """Add shares that come with their counts; one more or one less may decide."""
    indicator = batch.name("counts")
    batch.indicators[indicator] = {
        "zh": indicator, "nature": "share", "unit": "percent", "above_hundred": True,
    }  # fmt: skip
    percent = Fraction(rng.randint(1, 9999), 100)
    named = {op: batch.promise(indicator, op, {op: f"{decimal(percent)} %"}) for op in OPERATORS}
    for number in range(0, size, 3):
        whole = rng.choice((rng.randint(1, 2000), 100 * rng.randint(1, 99), 10000, 12480, 507))
        nearest = round(percent * whole / 100)
        for offset, some in enumerate((nearest - 1, nearest, nearest + 1)):
            some = max(some, 0)
            place = batch.place(number + offset)
            batch.row(place, indicator, "2024", "", "", numerator=some, denominator=whole)
            share = Fraction(some, whole) * 100
            for op, target in named.items():
                batch.wanted[target, place] = (met(op, share, percent), margin(op, share, percent))


def members(rng: random.Random, batch: Batch, size: int) -> None:
    """Add weighted shares of ten members that satisfy a strict condition on their own bound."""
    ten = [batch.place(number) for number in range(10)]
    batch.groups["ten"] = {"zh": "十厂", "members": ten}
    for _ in range(size):
        bod, weight = batch.name("bod"), f"{batch.name('bod')}w"
        batch.indicators[bod] = {"zh": bod, "unit": "mg/L"}
        batch.indicators[weight] = {"zh": weight, "unit": "t_10k/d"}
        line, percent = draw(rng, low=-3), Fraction(rng.randint(1, 999), 10)
        inside = [rng.random() < 0.6 for _ in ten]
        inside[0], inside[1] = True, False
        weights = _weights(rng, inside, percent)
        for member, above, load in zip(ten, inside, weights, strict=True):
            value = line + Fraction(1, 10**9) if above else line
            batch.row(member, bod, "2024", decimal(value), "mg/L")
            batch.row(member, weight, "2024", decimal(load), "万吨/日")
        some = sum((w for w, yes in zip(weights, inside, strict=True) if yes), Fraction(0))
        share = some / sum(weights, Fraction(0)) * 100
        for op in OPERATORS:
            of = {"share_of": "ten", "where": {bod: {"above": f"{decimal(line)} mg/L"}}}
            target = batch.promise(bod, op, {**of, "weight": weight, op: f"{decimal(percent)} %"})
            batch.wanted[target, ten[0]] = (met(op, share, percent), margin(op, share, percent))


def _weights(rng: random.Random, inside: list[bool], percent: Fraction) -> list[Fraction]:
    """Give weights with a total of 1000 whose inner share lies on the percentage, or a hair off."""
    weights = [Fraction(0)] * len(inside)
    hair = rng.choice((0, 0, 1, -1)) * Fraction(1, 10**6)
    for side, share in ((True, percent * 10 + hair), (False, 1000 - percent * 10 - hair)):
        ours = [n for n, yes in enumerate(inside) if yes is side]
        left = share
        for n in ours[1:]:
            part = Fraction(int(left * 10**6 / len(ours)), 10**6)
            weights[n], left = part, left - part
        weights[ours[0]] = left
    return weights


def batches(rng: random.Random, kins: dict[str, list[str]], whole: set[str]) -> Iterator[Batch]:
    """Give every batch: each pair of units that convert, then changes, points, totals and shares."""
    for dimension, kin in sorted(kins.items()):
        ours = {unit for unit in kin if unit in whole}
        rounds = 1 if len(kin) > 20 else 3 if len(kin) == 1 else 5
        for _ in range(rounds):
            batch = Batch()
            for clause in kin:
                levels(rng, batch, kin, clause, ours, multiple=False)
            yield batch
        if dimension in ("area", "volume", "mass", "money", "energy"):
            batch = Batch()
            for _ in range(10):
                levels(rng, batch, kin * 4, rng.choice(kin), ours, multiple=True)
            yield batch
    for maker, times, size in (
        (changes, 60, 90),
        (points, 30, 90),
        (totals, 30, 60),
        (counts, 40, 90),
    ):
        batch = Batch()
        for _ in range(times):
            maker(rng, batch, size)
        yield batch
    batch = Batch()
    members(rng, batch, 200)
    yield batch
