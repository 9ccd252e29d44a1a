"""Try mutants one by one: each in a fork of a process in which every conformance case passed.

Run as a program with the copy of the source on the path. Stages: some of the cases that reach the
function, all of them, the unit tests of its package; what one stage does not kill the next one tries.
Every result is a line of a file, so that a run goes on where it stopped.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

TESTS = {
    "kernel": ("tests/unit/kernel", "tests/unit/evaluation"),
    "plan": ("tests/unit/plan", "tests/unit/kernel"),
    "quantities": ("tests/unit/quantities", "tests/unit/observations"),
    "periods": ("tests/unit/periods",),
    "escalation": ("tests/escalation",),
}
STAGES = ("some cases", "every case", "unit tests")
SOME = 60
"""Cases of the first stage, spread over all subjects, the quickest first."""
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "--no-header",
         "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip
CPU_SECONDS = 180
"""An endless loop is a killed mutant."""


def main() -> None:
    """Try the mutants of a list in its order, stage by stage, until the seconds are over."""
    listed, results, limit = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    sys.path[:0] = ["tests/conformance", "tests"]
    from test_conformance import CASES, test_case

    reached = _reached(CASES, test_case)
    caches = _caches()
    print(f"{len(CASES)} cases pass", flush=True)
    names = [each["name"] for each in json.loads(listed.read_text("utf-8"))]
    done = {(each["name"], each["stage"]): each["how"] for each in told(results)}
    gc.freeze()
    end = time.monotonic() + limit
    for stage in STAGES:
        for name in names:
            if (name, stage) in done or any(
                done.get((name, s), "alive") != "alive" for s in STAGES
            ):
                continue
            if time.monotonic() > end:
                return
            work = _work(name, stage, reached[name.partition("__mutmut_")[0]], test_case)
            how = _tried(name, caches, work)
            done[name, stage] = how
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"name": name, "stage": stage, "how": how}) + "\n")


def told(results: Path) -> Iterator[dict[str, str]]:
    """Yield the results of a file."""
    if results.exists():
        yield from map(json.loads, results.read_text("utf-8").splitlines())


def _reached(cases: list[Any], test: Callable[[Any], None]) -> dict[str, list[Any]]:
    """Return the cases that reach each function, the quickest first; every case must pass."""
    set_mutant_under_test("stats")
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, case in enumerate(cases):
        start = time.process_time()
        test(case)
        seconds = time.process_time() - start
        for function in state()._stats:  # noqa: SLF001  # where mutmut keeps them
            found[function].append((seconds, number))
        state()._stats.clear()  # noqa: SLF001  # same
    set_mutant_under_test("")
    return defaultdict(
        list, {name: [cases[n] for _, n in _spread(at)] for name, at in found.items()}
    )


def _spread(found: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Put some first that lie at equal distances, then the others; each by their seconds."""
    first = found[:: max(1, len(found) // SOME)]
    return sorted(first) + sorted(set(found) - set(first))


def _work(
    name: str, stage: str, cases: list[Any], test: Callable[[Any], None]
) -> Callable[[], int] | None:
    """Return what a stage does with a mutant; None if nothing of the stage reaches it."""
    if stage == "unit tests":
        tests = TESTS[name.split(".")[1]]
        return lambda: int(pytest.main([*QUIET, *tests]))
    some = len(cases[:: max(1, len(cases) // SOME)])
    those = cases[:some] if stage == "some cases" else cases[some:]

    def run() -> int:
        for case in those:
            try:
                test(case)
            except BaseException:  # noqa: BLE001  # a failure of pytest is no Exception
                return 1
        return 0

    return run if those else None


def _tried(name: str, caches: list[Any], work: Callable[[], int] | None) -> str:
    """Return whether a mutant is killed, killed by time, or alive."""
    if work is None:
        return "alive"
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        set_mutant_under_test(name)
        for cache in caches:  # a result that was kept would hide the mutant
            cache.cache_clear()
        os._exit(work())
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed by time"
    return "killed" if os.WEXITSTATUS(status) else "alive"


def _caches() -> list[Any]:
    """Return the functions of the package that keep results."""
    kept = functools._lru_cache_wrapper  # noqa: SLF001  # its only name
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, kept) and (found.__module__ or "").startswith("targetcheck")
    ]


if __name__ == "__main__":
    main()
