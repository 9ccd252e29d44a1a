"""What a long command is doing, on standard error; silent where that is no terminal.

Floor: cli. Goes out: a function that is told each step.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Told = Callable[[str], None]


LARGE = 1_000_000
"""Bytes of data from which reading and judging take seconds."""
MANY = 2000
"""Verdicts from which writing them takes seconds."""


def long_work(data: Sequence[str]) -> bool:
    """Say whether the files of a command are so large that a reader waits."""
    files = (path for path in map(Path, data) if path.is_file())
    return sum(path.stat().st_size for path in files) >= LARGE


def many(verdicts: int) -> bool:
    """Say whether there are so many verdicts that a reader waits for them to be written."""
    return verdicts >= MANY


@contextmanager
def steps(shown: bool = True) -> Iterator[Told]:
    """Give what shows the step at hand with the seconds gone; the line goes away at the end.

    Silent unless `shown`, and where standard error is no terminal.
    """
    if not shown or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task("", total=None)
        yield lambda text: line.update(task, description=text)


def _silent(text: str) -> None:
    """Say nothing."""
