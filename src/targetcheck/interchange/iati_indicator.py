"""One indicator of an IATI result while it is written: baselines, periods, targets and actuals.

Layer: interchange. Input: figures in any order. Output: the element `indicator` in the order of the
published schema.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from targetcheck.errors import Language
from targetcheck.interchange.iati_text_language import by_script, narrative
from targetcheck.observations.observation import Observation
from targetcheck.observations.observation_status import FLAG_LETTERS
from targetcheck.periods.period import Period
from targetcheck.printable_text import printable
from targetcheck.quantities.quantity import exact_text
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import NUMBER
from targetcheck.tables.cells.cell_value import plain_number
from targetcheck.tables.cells.interval_text import read_interval


class Shape(NamedTuple):
    """What all figures of an indicator have in common."""

    measure: str
    ascending: bool
    aggregate: bool
    unit: Unit | None


class IatiIndicator:
    """An indicator with its figures; an equal baseline or actual is written once."""

    def __init__(self, shape: Shape, zh: str, en: str, code: str) -> None:
        self.shape, self.zh, self.en, self.code = shape, zh, en, code
        self.baselines: dict[tuple[date, str, str], ET.Element] = {}
        self.targets: dict[tuple[date, date], list[ET.Element]] = {}
        self.actuals: dict[tuple[date, date], list[ET.Element]] = {}
        self._known: set[tuple[Period, str, str]] = set()

    def element(self) -> ET.Element:
        """Return the element `indicator`."""
        aggregate = str(int(self.shape.aggregate))
        made = ET.Element("indicator", {"measure": self.shape.measure,
                                        "ascending": str(int(self.shape.ascending)),
                                        "aggregation-status": aggregate})  # fmt: skip
        titles = {"zh": self._titled(self.zh, "zh"), "en": self._titled(self.en, "en")}
        narrative(add(made, "title"), **titles)
        if self.code:
            add(made, "reference", {"vocabulary": "99", "code": self.code})
        made.extend(self.baselines.values())
        for start, end in sorted({*self.targets, *self.actuals}, key=lambda ends: ends[::-1]):
            period = add(made, "period")
            add(period, "period-start", {"iso-date": start.isoformat()})
            add(period, "period-end", {"iso-date": end.isoformat()})
            period.extend(self.targets.get((start, end), ()))
            period.extend(self.actuals.get((start, end), ()))
        return made

    def _titled(self, title: str, lang: Language) -> str:
        """Return a title with the unit, for which IATI has no element."""
        unit = self.shape.unit
        label = unit.label(lang) if unit is not None and self.shape.measure == "1" else ""
        return f"{title} ({label})" if title and label else title

    def baseline(self, day: date, place: str, value: Fraction | None) -> None:
        """Add a baseline."""
        if value is None:
            return
        made = {"year": str(day.year), "iso-date": day.isoformat(), "value": exact_text(value)}
        element = ET.Element("baseline", made)
        add(element, "location", {"ref": place})
        self.baselines.setdefault((day, place, made["value"]), element)

    def target(
        self, start: date, end: date, place: str, value: Fraction | None, said: Mapping[str, str]
    ) -> ET.Element:
        """Add a target; without a number its comment states it."""
        made = {} if value is None else {"value": exact_text(value)}
        element = _figure("target", made, place, said)
        self.targets.setdefault((start, end), []).append(element)
        return element

    def actual(
        self, period: Period, place: str, value: str, said: Mapping[str, str], mark: str = ""
    ) -> ET.Element | None:
        """Add an actual; None if an equal verdict value stands there already."""
        if mark and (period, place, value) in self._known:
            return None
        self._known.add((period, place, value))
        element = _figure("actual", {"value": value} if value else {}, place, said)
        if mark:
            add(element, f"tc:{mark}")
        self.actuals.setdefault((period.start, period.end), []).append(element)
        return element

    def report(self, observation: Observation, worth: Fraction) -> None:
        """Add a reported value; what the element `actual` cannot state goes to `tc:reported`.

        worth: factor from the unit of the report to that of the indicator.
        """
        text, number = observation.text, observation.value
        same = observation.unit is None or observation.unit is self.shape.unit
        plain = plain_number(text) is not None and observation.counts is None
        written = text
        if not (same and plain):
            as_number = number is not None and self.shape.measure in ("1", "2")
            written = exact_text(number) if as_number and number is not None else ""
        said = by_script(observation.note) if observation.note else {}
        element = self.actual(observation.period, observation.place, written, said)
        assert element is not None
        made = _reported(observation)
        if written != text or not (same and plain):
            counted = observation.counts is not None and observation.printed is None
            made |= {"value": "" if counted else text, "written": written}
        made |= _ends(observation, worth)
        add(element, "tc:reported", {name: printable(cell) for name, cell in made.items()})


def _reported(observation: Observation) -> dict[str, str]:
    """Return the cells of a report besides place, period, value and note."""
    made: dict[str, str] = {}
    if observation.unit is not None and observation.unit is not NUMBER:
        made["unit"] = observation.unit.name
    if observation.basis != "period":
        made["basis"] = observation.basis
    flags = "".join(FLAG_LETTERS.get(flag, "") for flag in observation.flags)
    if flags or observation.status != "reported":
        made["status"] = flags or observation.status
    days = {"reported_at": observation.reported_at, "completed": observation.completed}
    made |= {name: day.isoformat() for name, day in days.items() if day is not None}
    if observation.counts is not None:
        made["numerator"], made["denominator"] = map(exact_text, observation.counts)
    if observation.weight is not None:
        made["weight"] = exact_text(observation.weight)
    return made | ({"source": observation.source} if observation.source else {})


def _ends(observation: Observation, worth: Fraction) -> dict[str, str]:
    """Return the cells of a published interval in the unit of the report, unless its text has it."""
    if observation.interval is None or read_interval(observation.text) is not None:
        return {}
    ends = dict(zip(("lower", "upper"), observation.interval, strict=True))
    made = {name: exact_text(end / worth) for name, end in ends.items() if end is not None}
    return made | ({"value": ""} if observation.value is None else {})


def _figure(tag: str, made: dict[str, str], place: str, said: Mapping[str, str]) -> ET.Element:
    element = ET.Element(tag, {name: printable(text) for name, text in made.items()})
    add(element, "location", {"ref": place})
    if said:
        narrative(add(element, "comment"), **said)
    return element


def add(above: ET.Element, tag: str, attributes: Mapping[str, str] | None = None) -> ET.Element:
    """Return a new element below another."""
    return ET.SubElement(above, tag, dict(attributes or {}))
