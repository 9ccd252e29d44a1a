"""One prepared decision of a value in another unit, by targetcheck and by peers."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from decimal import Decimal

from levels import AS_OF, ruleset
from measuring import Line, alone, least
from targetcheck import api

WORK = "one prepared decision"


def decisions(count: int) -> list[Line]:
    """Measure a decision and its margin in a loop."""
    decide = api.decider(ruleset(2), "t1", as_of=AS_OF)
    limit, factor = 2.57, 1000.0

    def bare(value: float) -> tuple[bool, float]:
        return value * factor <= limit, limit - value * factor

    exact = Decimal("0.0026")
    works: list[tuple[str, Callable[[], object], int, str]] = [
        ("Python by hand", lambda: bare(0.0026), count, "not exact"),
        ("targetcheck, from a Decimal", lambda: decide(exact, "g/L"), count, "exact"),
        ("targetcheck, from a float", lambda: decide(0.0026, "g/L"), count, "exact"),
        ("targetcheck, verdict with evidence",
         lambda: decide.verdict(0.0026, "g/L"), count // 20, "exact"),
    ]  # fmt: skip
    works += [(name, made(), count // 20, "") for name, made in PEERS if _installed(name)]
    found = [Line(WORK, name, _each(run, times), note) for name, run, times, note in works]
    return found + _durable(count)


def _each(run: Callable[[], object], times: int) -> float:
    def loop() -> None:
        for _ in range(times):
            run()

    return least(loop) / times


def _pint() -> Callable[[], object]:
    import pint

    registry = pint.UnitRegistry()
    limit = registry.Quantity(2.57, "mg/L")
    return lambda: registry.Quantity(0.0026, "g/L") <= limit


def _rule_engine() -> Callable[[], object]:
    import rule_engine

    rule = rule_engine.Rule("value * 1000 <= 2.57")
    return lambda: rule.matches({"value": 0.0026})


PEERS = (("pint", _pint), ("rule-engine", _rule_engine))


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name.replace("-", "_")) is not None


def _durable(count: int) -> list[Line]:
    """Post an event at a time, in a process of its own: this library keeps what it is given."""
    if importlib.util.find_spec("durable") is None:
        return []
    seconds, *rest = alone("peers", "durable_alone", count // 20, 2)
    if rest:
        return [Line(WORK, "durable-rules", note=" ".join([seconds, *rest]))]
    return [Line(WORK, "durable-rules", float(seconds), "not exact, value converted beforehand")]
