"""Where text goes: results to standard output or a file, messages to standard error.

Layer: cli. A reader that goes away, as `| head` does, is no fault.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from targetcheck.errors import TargetcheckError
from targetcheck.files import refuse_input, unwritable, write_file
from targetcheck.printable_text import printable_lines

if TYPE_CHECKING:
    from rich.console import Console


def prepare() -> None:
    """Make both streams take every character: UTF-8 in pipes and files, a stand-in on terminals.

    A standard stream that is closed is opened on nothing, lest the next file take its number and
    be written to by a library that prints.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if (getattr(stream, "encoding", None) or "utf8").replace("-", "").lower() == "utf8":
            continue
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.isatty():
            reconfigure(errors="replace")
        elif reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def put(text: str | bytes, output: str | None = None) -> None:
    """Write a result to standard output, or to the file named; raise TargetcheckError.

    The one door for what is printed: a text loses what would steer a terminal. A file that the
    command has read is never written over.
    """
    shown = printable_lines(text) if isinstance(text, str) else text
    if output is None or output == "-":
        _write(sys.stdout, shown)
        return
    refuse_input(output)
    write_file(output, shown)


def draw(picture: Callable[[Console], None], output: str | None = None) -> None:
    """Draw on standard output, as wide and coloured as it allows, or as plain text in a file."""
    from targetcheck.output.text_grid import captured, terminal

    if output is not None and output != "-":
        put(captured(picture), output)
        return
    if sys.stdout is None:
        put("")
    console = terminal()
    if not console.is_terminal:
        put(captured(picture, console.width))
        return
    with _written(sys.stdout):
        picture(console)
        sys.stdout.flush()


def tell(lines: str | Iterable[str]) -> None:
    """Write messages to standard error; where that is closed or full there is nobody to tell."""
    listed = [lines] if isinstance(lines, str) else list(lines)
    if listed and sys.stderr is not None:
        with suppress(TargetcheckError):
            _write(sys.stderr, printable_lines("\n".join(listed)) + "\n")


def silence(stream: TextIO | None) -> None:
    """Let nothing more go to a stream whose reader has gone, not even at the end of the program."""
    if stream is None:
        return
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def _write(stream: TextIO | None, text: str | bytes) -> None:
    with _written(stream) as opened:
        if isinstance(text, bytes):
            opened.buffer.write(text)
        else:
            opened.write(text)
        opened.flush()


@contextmanager
def _written(stream: TextIO | None) -> Iterator[TextIO]:
    """Let a reader go away, as `| head` does; raise TargetcheckError where a stream is closed or full."""
    if stream is None:
        raise TargetcheckError(unwritable("-", OSError(errno.EBADF, os.strerror(errno.EBADF))))
    try:
        yield stream
    except BrokenPipeError:
        silence(stream)
    except OSError as error:
        silence(stream)
        raise TargetcheckError(unwritable("-", error)) from None


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
    if not shown or sys.stderr is None or not sys.stderr.isatty():
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
