"""Where text goes: results to standard output or a file, messages to standard error.

Layer: cli. A reader that goes away, as `| head` does, is no fault.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from targetcheck.files import write_file

if TYPE_CHECKING:
    from rich.console import Console


def prepare() -> None:
    """Make both streams take every character: UTF-8 in pipes and files, a stand-in on terminals."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").replace("-", "").lower() == "utf8":
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.isatty():
            reconfigure(errors="replace")
        elif reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def put(text: str | bytes, output: str | None = None) -> None:
    """Write a result to standard output, or to the file named; raise TargetcheckError."""
    if output is None or output == "-":
        _write(sys.stdout, text)
        return
    write_file(output, text)


def draw(picture: Callable[[Console], None], output: str | None = None) -> None:
    """Draw on standard output, as wide and coloured as it allows, or as plain text in a file."""
    from targetcheck.output.text_grid import captured, terminal

    if output is not None and output != "-":
        put(captured(picture), output)
        return
    console = terminal()
    if not console.is_terminal:
        put(captured(picture, console.width))
        return
    try:
        picture(console)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)


def tell(lines: str | Iterable[str]) -> None:
    """Write messages to standard error."""
    listed = [lines] if isinstance(lines, str) else list(lines)
    if listed:
        _write(sys.stderr, "\n".join(listed) + "\n")


def silence(stream: TextIO) -> None:
    """Let nothing more go to a stream whose reader has gone, not even at the end of the program."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def _write(stream: TextIO, text: str | bytes) -> None:
    try:
        if isinstance(text, bytes):
            stream.buffer.write(text)
        else:
            stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)


Told = Callable[[str], None]


LARGE = 1_000_000
"""Bytes of data from which reading and judging take seconds."""
MANY = 2000
"""Verdicts from which writing them takes seconds."""


def long_work(data: Sequence[str]) -> bool:
    """Return whether the files of a command are so large that a reader waits."""
    files = (path for path in map(Path, data) if path.is_file())
    return sum(path.stat().st_size for path in files) >= LARGE


def many(verdicts: int) -> bool:
    """Return whether there are so many verdicts that a reader waits for them to be written."""
    return verdicts >= MANY


@contextmanager
def steps(shown: bool = True) -> Iterator[Told]:
    """Return what shows the step at hand with the seconds gone; the line goes away at the end.

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
