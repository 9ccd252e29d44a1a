"""Verdict and margin of every row beside peers, and rows on a bound that are judged wrong."""

from __future__ import annotations

import time
from functools import partial
from importlib.util import find_spec
from typing import Any

import levels
import targetcheck as tc
from levels import AS_OF, by_hand, on_bounds, ruleset, table
from measuring import Line, alone, forget_peak, least, now_mib, peak_mib
from peers import PEERS, Peer, answers, by_polars
from targetcheck import api

SCALED = "on {:,} rows, scaled"


def thresholds(rows: int, rules: int) -> list[Line]:
    """Measure verdict and margin of every row, by targetcheck and by every peer."""
    work = f"levels, {rows:,} rows, {rules:,} rules"
    frame, hand = table(rows, rules), by_hand(rules)
    start = time.perf_counter()
    screener = api.screener_of(tc.compile_plan(ruleset(rules)), as_of=AS_OF, place="city")
    screener.frame(frame[:1])
    compiling = time.perf_counter() - start
    detailed = api.screener_of(screener.levels.plan, as_of=AS_OF, place="city", detail=True)
    times = 5 if rows <= 1_000_000 else 3
    polars, *others = (_timed(work, peer, frame, hand, times) for peer in _present(rows))
    return [
        polars,
        Line(work, "targetcheck", least(lambda: screener.frame(frame), times), "exact"),
        Line(work, "targetcheck, with reason and gap",
             least(lambda: detailed.frame(frame), times), "exact"),
        *others,
        Line(f"reading and compiling {rules:,} rules", "targetcheck", compiling, "once"),
    ]  # fmt: skip


def _present(rows: int) -> list[Peer]:
    """Give the peers that are installed; those that take a row at a time only at one size."""
    modules = {"pandera": "pandera", "rule-engine": "rule_engine", "durable-rules": "durable"}
    found = [p for p in PEERS if p.name not in modules or find_spec(modules[p.name])]
    return found if rows == 1_000_000 else [p for p in found if p.most >= rows and p.most >= 10**6]


def _timed(work: str, peer: Peer, frame: Any, hand: Any, times: int) -> Line:
    few = frame.head(peer.most)
    part = len(frame) / len(few)
    if peer.name == "durable-rules":
        seconds, *rest = alone("peers", "durable_alone", len(few), hand["indicator"].n_unique())
        if rest:
            return Line(work, peer.name, note=" ".join([seconds, *rest]))
        return Line(
            work, peer.name, float(seconds) * len(frame), _note(few, part), scaled=part != 1
        )
    given, rules = peer.given(few), peer.given(hand)
    took = least(lambda: peer.run(given, rules), times if part == 1 and peer.most > 10**6 else 1)
    return Line(work, peer.name, took * part, _note(few, part), scaled=part != 1)


def _note(few: Any, part: float) -> str:
    return SCALED.format(len(few)) if part != 1 else "not exact"


def boundaries(rows: int = 10_000) -> list[Line]:
    """Count rows exactly on a bound that are judged wrong, by everyone."""
    frame, wanted = on_bounds(rows)
    work, hand = f"of {rows:,} rows on a bound, judged wrong", by_hand(90)
    ours = tc.screen(ruleset(90), frame, as_of=AS_OF, place="city")["verdict"] == "pass"
    found = [Line(work, "targetcheck", note=str(_wrong(ours, wanted)))]
    for peer in _present(1_000_000):
        if peer.name == "durable-rules":
            count = alone("thresholds", "wrong_of_durable", rows)
            found.append(Line(work, peer.name, note=" ".join(count)))
            continue
        kept = partial(by_polars, order="left") if peer.run is by_polars else peer.run
        said = answers(kept(peer.given(frame), peer.given(hand)))
        found.append(Line(work, peer.name, note=str(_wrong(said, wanted))))
    return found


def wrong_of_durable(rows: str) -> tuple[int]:
    """Count for durable-rules, in a process of its own."""
    frame, wanted = on_bounds(int(rows))
    (peer,) = (peer for peer in PEERS if peer.name == "durable-rules")
    return (_wrong(peer.run(peer.given(frame), peer.given(by_hand(90))), wanted),)


def _wrong(said: Any, wanted: Any) -> int:
    return sum(a != b for a, b in zip(said, wanted, strict=True))


def memory(rows: int) -> list[Line]:
    """Measure the memory that screening takes beside its input, in a process of its own."""
    seconds, columns, peak = map(float, alone("thresholds", "memory_alone", rows))
    note = f"input's columns {columns:,.0f} MiB; peak beside them {peak / columns:.2f} of that"
    return [
        Line(f"frame to frame, {rows:,} rows", "targetcheck", seconds, note, f"{peak:,.0f} MiB")
    ]


def memory_alone(rows: str) -> tuple[float, float, float]:
    """Give seconds, size of the input's columns and peak beside them, in MiB."""
    frame = table(int(rows), 50)
    screener = api.screener_of(ruleset(50), as_of=levels.AS_OF, place="city")
    screener.frame(frame[:1000])
    forget_peak()
    before, start = now_mib(), time.perf_counter()
    screener.frame(frame)
    seconds = time.perf_counter() - start
    return seconds, frame.estimated_size("mb"), peak_mib() - before
