"""Try mutants one by one: each in a fork of a process in which the tests passed.

Run as a program with the copy of the source on the path. The conformance cases go first, then the
tests of the engine; the first failure kills. Results go to a file, one line for each mutant.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

TESTS = ("tests/unit/kernel", "tests/unit/plan", "tests/unit/quantities", "tests/unit/periods",
         "tests/escalation")  # fmt: skip
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "--no-header",
         "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip


class Reach:
    """Which tests reach which function; a plugin of pytest."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note the functions that a test has reached."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        for function in state()._stats:  # noqa: SLF001  # where mutmut keeps them
            self.tests[function].add(report.nodeid)
        state()._stats.clear()  # noqa: SLF001  # same


def main() -> int:
    """Try every mutant of the list that has no result yet; return whether the tests pass at all."""
    listed, results, limit = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    sys.path[:0] = ["tests/conformance", "tests"]
    from test_conformance import CASES, test_case

    set_mutant_under_test("stats")
    reached: dict[str, list[Any]] = defaultdict(list)
    for case in CASES:
        test_case(case)
        for function in state()._stats:  # noqa: SLF001  # same
            reached[function].append(case)
        state()._stats.clear()  # noqa: SLF001  # same
    reach = Reach()
    _cool()
    if pytest.main([*QUIET, *TESTS], plugins=[reach]):
        return 1
    set_mutant_under_test("")
    print(f"{len(CASES)} cases and {len(reach.seconds)} tests pass", flush=True)
    names = [each["name"] for each in json.loads(listed.read_text("utf-8"))]
    done = {json.loads(line)["name"] for line in results.open()} if results.exists() else set()
    gc.freeze()
    started = time.monotonic()
    for name in names:
        if name in done:
            continue
        if time.monotonic() - started > limit:
            break
        function = name.partition("__mutmut_")[0]
        tests = sorted(reach.tests[function], key=lambda test: reach.seconds[test])
        how = _tried(name, reached[function], test_case, tests)
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name, "how": how}) + "\n")
    return 0


def _tried(name: str, cases: list[Any], test: Callable[[Any], None], tests: list[str]) -> str:
    """Return what became of a mutant: killed, by the time limit, survived, or reached by nothing."""
    if not cases and not tests:
        return "not reached"
    child = os.fork()
    if not child:
        os._exit(_outcome(name, cases, test, tests))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed by time"
    return {0: "survived", 3: "killed by a case"}.get(os.WEXITSTATUS(status), "killed by a test")


def _outcome(name: str, cases: list[Any], test: Callable[[Any], None], tests: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (120, 121))
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    set_mutant_under_test(name)
    _cool()
    for case in cases:
        try:
            test(case)
        except BaseException:  # noqa: BLE001  # a failure of pytest is no Exception
            return 3
    return int(pytest.main([*QUIET, *tests])) if tests else 0


def _cool() -> None:
    """Forget what functions of the package gave before."""
    kept = functools._lru_cache_wrapper  # noqa: SLF001  # its only name
    for found in gc.get_objects():
        if isinstance(found, kept) and (found.__module__ or "").startswith("targetcheck"):
            found.cache_clear()


if __name__ == "__main__":
    sys.exit(main())
