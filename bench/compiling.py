"""Reading and compiling many rules, and one target bound to many places, in processor time.

Usage: python bench/compiling.py [--rules N] [--places N]. Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import gc
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import targetcheck as tc
from targetcheck.plan.ruleset_compiler import plan_from_model

HEAD = {
    "targetcheck": 1, "id": "bench", "title": "bench",
    "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
}  # fmt: skip
CITE = {"clause": "1", "quote": "x"}


def rules(count: int) -> dict[str, Any]:
    """Give a ruleset of so many level requirements, each of an indicator of its own."""
    level = {"nature": "level", "unit": "mg/L", "better": "lower"}
    return {
        **HEAD,
        "places": {"city": {"zh": "市"}},
        "indicators": {f"i{n}": {**level, "zh": f"指标{n}"} for n in range(count)},
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": "city", "due": "2024-12-31",
             "require": {"at_most": f"{n % 90 + 1}.57 mg/L"}, "cite": CITE}
            for n in range(count)
        ],
    }  # fmt: skip


def everywhere(count: int, **more: object) -> dict[str, Any]:
    """Give a ruleset of one target that binds so many places."""
    return {
        **HEAD,
        "places": {f"p{n}": {"zh": f"县{n}", "kind": "county"} for n in range(count)},
        "indicators": {"rate": {"zh": "率", "nature": "share", "unit": "percent"}},
        "targets": [
            {"id": "t", "indicator": "rate", "place": {"each": "county"}, "due": "2024-12-31",
             "require": {"at_least": "95 %"}, "cite": CITE, **more}
        ],
    }  # fmt: skip


def timed(run: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Give the least processor time of several runs, and what the last gave."""
    best, found = float("inf"), None
    for _ in range(times):
        gc.collect()
        gc.disable()
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best, found


def main() -> None:
    """Print seconds for the rules, and for the places microseconds and bytes per question."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=20_000)
    asked = parser.parse_args()
    raw = rules(asked.rules)
    load, ruleset = timed(lambda: tc.load_ruleset(raw), 2)
    lowered, _ = timed(lambda: tuple(plan_from_model(ruleset).questions))
    print(f"{asked.rules} rules: read {load:.2f} s, compiled {lowered:.2f} s")
    for name, more in (("one date", {}), ("quarters", {"every": "quarter", "from": "2022-01-01"})):
        ruleset = tc.load_ruleset(everywhere(asked.places, **more))
        lowered, plan = timed(lambda given=ruleset: plan_from_model(given))
        count = len(plan.questions)
        made, _ = timed(lambda given=ruleset: tuple(plan_from_model(given).questions))
        tracemalloc.start()
        plan = plan_from_model(ruleset)
        tuple(plan.questions)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        each = f"{made / count * 1e6:.1f} µs and {held / count:.0f} bytes a question"
        print(f"{asked.places} places, {name}: plan {lowered * 1e3:.0f} ms, made {each}")


if __name__ == "__main__":
    main()
