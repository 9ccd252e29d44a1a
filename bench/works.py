"""Works on tables, streams, series and single values beside programs written by hand and peers.

Usage: python bench/works.py [--full] [--only WORK ...]. Everything is seeded. Prints Markdown to
be pasted into docs/explanation/performance.md: the least of several runs, and the ratio to the
first line of each work, in one run on one machine. A work that fails is told and not hidden.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

from decisions import decisions
from formulas import formula_boundaries, scored
from measuring import HEAD, Line, about, show
from mixture import mixture, oddities
from reading import reading
from statistics_of_samples import chemistry, derived_boundaries, design_values
from streams import spark, streaming
from thresholds import boundaries, memory, thresholds
from trajectories import trajectories

Work = tuple[str, Callable[[], list[Line]]]

SMALL: tuple[Work, ...] = (
    ("boundaries", boundaries),
    ("derived-boundaries", lambda: derived_boundaries(500)),
    ("formula-boundaries", lambda: formula_boundaries(200)),
    ("levels", lambda: thresholds(200_000, 50)),
    ("rules", lambda: thresholds(100_000, 1000)),
    ("mix", lambda: mixture(200_000, 50)),
    ("oddities", lambda: oddities(100_000)),
    ("decisions", lambda: decisions(20_000)),
    ("trajectories", lambda: trajectories(20_000)),
    ("design-values", lambda: design_values(5)),
    ("classes", lambda: chemistry(50)),
    ("formulas", lambda: scored(200)),
    ("reading", lambda: reading(20)),
)
FULL: tuple[Work, ...] = (
    ("boundaries", boundaries),
    ("derived-boundaries", derived_boundaries),
    ("formula-boundaries", formula_boundaries),
    ("levels", lambda: thresholds(1_000_000, 50)),
    ("levels", lambda: thresholds(10_000_000, 50)),
    ("rules", lambda: thresholds(100_000, 10)),
    ("rules", lambda: thresholds(100_000, 1000)),
    ("rules", lambda: thresholds(100_000, 10_000)),
    ("mix", lambda: mixture(1_000_000, 50)),
    ("mix", lambda: mixture(10_000_000, 50)),
    *(("mix-rules", partial(mixture, 100_000, rules)) for rules in (10, 100, 1000, 10_000)),
    ("oddities", lambda: oddities(1_000_000)),
    ("memory", lambda: memory(10_000_000)),
    ("decisions", lambda: decisions(20_000)),
    ("trajectories", lambda: trajectories(1_000_000)),
    ("design-values", lambda: design_values(99)),
    ("classes", lambda: chemistry(615)),
    ("formulas", lambda: scored(1600)),
    ("reading", lambda: reading(400)),
    ("spark", lambda: spark(10_000_000)),
    ("streaming", lambda: streaming(20_000_000)),
)
EXTRA: tuple[Work, ...] = (("stream-all", lambda: streaming(100_000_000)),)
"""Works that are measured only when asked for by name."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the sizes of the document")
    parser.add_argument("--only", nargs="*", default=[], help="works by name")
    asked = parser.parse_args()
    works = FULL if asked.full else SMALL
    if asked.only:
        works = tuple(work for work in (*works, *EXTRA) if work[0] in asked.only)
    print(f"{about()}\n\n{HEAD}", flush=True)
    start, first = time.perf_counter(), dict[str, float]()
    for name, run in works:
        try:
            show(run(), first)
        except Exception as error:  # noqa: BLE001 - the other works are still worth their time
            show([Line(name, "", note=f"failed: {type(error).__name__}: {error}"[:120])], first)
    print(f"\n{time.perf_counter() - start:,.0f} s in all. {about()}", file=sys.stderr)


if __name__ == "__main__":
    main()
