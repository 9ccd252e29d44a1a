"""Output streams: results to standard output or a file, messages to standard error.

Layer: cli. A closed pipe, as with `| head`, is not an error.
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
from targetcheck.output.cell_width import wide, wide_terminal
from targetcheck.printable_text import printable_lines

if TYPE_CHECKING:
    from rich.console import Console


def prepare() -> None:
    """Configure both streams for every character: UTF-8 in pipes and files, replacement on terminals.

    A closed standard stream is opened on the null device. Otherwise the next file opened would get
    its number, and a library that prints would write to it.
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
    wide.set(wide_terminal(sys.stdout))


def put(text: str | bytes, output: str | None = None) -> None:
    """Write a result to standard output, or to the file named; raise TargetcheckError.

    All printed output passes here, where terminal control characters are removed. A file that the
    command has read is never overwritten.
    """
    shown = printable_lines(text) if isinstance(text, str) else text
    if output is None or output == "-":
        _write(sys.stdout, shown)
        return
    refuse_input(output)
    write_file(output, shown)


def draw(picture: Callable[[Console], None], output: str | None = None) -> None:
    """Draw on standard output in its width and colours, or as plain text in a file."""
    from targetcheck.output.text_grid import captured, terminal

    if output is not None and output != "-":
        wide.set(False)
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
    """Write messages to standard error; do nothing if it is closed or full."""
    listed = [lines] if isinstance(lines, str) else list(lines)
    if listed and sys.stderr is not None:
        with suppress(TargetcheckError):
            _write(sys.stderr, printable_lines("\n".join(listed)) + "\n")


def silence(stream: TextIO | None) -> None:
    """Discard further output to a stream whose reader has gone, also at exit."""
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
    """Ignore a closed pipe, as with `| head`; raise TargetcheckError for a closed or full stream."""
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
"""Size of data in bytes from which reading and evaluating take seconds."""
MANY = 2000
"""Number of verdicts from which writing them takes seconds."""


def long_work(data: Sequence[str]) -> bool:
    """Return whether the files of a command are large enough to show progress."""
    files = (path for path in map(Path, data) if path.is_file())
    return sum(path.stat().st_size for path in files) >= LARGE


def many(verdicts: int) -> bool:
    """Return whether there are enough verdicts to show progress while writing them."""
    return verdicts >= MANY


@contextmanager
def steps(shown: bool = True) -> Iterator[Told]:
    """Return a function that shows the current step with elapsed seconds; cleared at the end.

    It does nothing unless `shown`, or if standard error is not a terminal.
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
    """Show no progress."""
