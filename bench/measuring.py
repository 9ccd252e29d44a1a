"""How a work is timed, counted and told: least of several runs, ratio to the first line of a work."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = "| work | by | time | ratio | peak | |\n| --- | --- | ---: | ---: | ---: | --- |"


@dataclass(frozen=True)
class Line:
    """One line of a work; `scaled`: time of fewer rows, in proportion."""

    work: str
    by: str
    seconds: float | None = None
    note: str = ""
    peak: str = ""
    scaled: bool = False


def least(run: Callable[[], object], times: int = 5) -> float:
    """Give the least wall-clock time of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def alone(module: str, call: str, *arguments: object) -> list[str]:
    """Call a function of a module here in a process of its own; give the words it prints."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'bench')!r})\n"
        f"import {module}\nprint(*{module}.{call}(*{list(map(str, arguments))!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        return ["failed:", done.stderr.strip().rpartition("\n")[2][:80]]
    return done.stdout.split()


def peak_mib() -> float:
    """Give the greatest memory that this process has had, in MiB."""
    return _of_status("VmHWM")


def now_mib() -> float:
    """Give the memory that this process has, in MiB."""
    return _of_status("VmRSS")


def forget_peak() -> None:
    """Let the peak be counted from here on."""
    Path("/proc/self/clear_refs").write_text("5")


def _of_status(key: str) -> float:
    status = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
    return int(status[key].split()[0]) / 1024


def about() -> str:
    """Say when, on what and how busy a machine was measured."""
    import polars as pl

    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    ).stdout.strip()
    day = dt.datetime.now(dt.UTC).date()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured {day} at commit {commit or 'unknown'}, Python {platform.python_version()}, "
        f"Polars {pl.__version__}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"load {os.getloadavg()[0]:.1f}."
    )


def show(lines: Sequence[Line], first: dict[str, float]) -> None:
    """Print lines of a Markdown table; the first of a work is what its others are compared with."""
    for line in lines:
        shown = ratio = ""
        if line.seconds is not None:
            ratio = f"{line.seconds / first.setdefault(line.work, line.seconds):,.2f}"
            shown = spell(line.seconds) + (" scaled" if line.scaled else "")
        print(
            f"| {line.work} | {line.by} | {shown} | {ratio} | {line.peak} | {line.note} |",
            flush=True,
        )


def spell(seconds: float) -> str:
    """Give a time in the unit that suits it."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.2f} µs"
    return f"{seconds * 1e3:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"
