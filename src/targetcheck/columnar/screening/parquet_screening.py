"""Screening of Parquet files of any length: read, judged and written batch by batch.

Layer: columnar. Input: a Screener and a path. Output: a Parquet file with the results beside the
rows. Batches are read and judged while others are packed and written, so all processors have work.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from targetcheck.columnar.parquet_batches import batches, parquet_files, screening_parts
from targetcheck.columnar.screening.cell_fallback import STATUSES
from targetcheck.files import inputs_noted, refuse_input, whole_file
from targetcheck.tables.formats.frame_format import library_refusals

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.columnar.screening.screener import Screener

BATCH = 500_000
AHEAD = 2
"""Number of batches that wait to be written."""


def screen_parquet(
    screener: Screener, source: str | Path, output: str | Path, batch: int = BATCH
) -> dict[str, int]:
    """Write the rows of a Parquet file or folder with results; return counts by verdict.

    Raises TargetcheckError if it cannot be read, or if the output is one of its files.
    """
    screening_parts()
    counts = dict.fromkeys(STATUSES, 0)
    with inputs_noted():
        files = parquet_files(source)
        refuse_input(output)
    with whole_file(output) as stream:
        _write(_judged(screener, files, batch, counts), stream)
    return counts


def _judged(
    screener: Screener, files: list[Path], rows: int, counts: dict[str, int]
) -> Iterator[pl.DataFrame]:
    """Yield the rows of files with their results, in order; the next are judged meanwhile."""
    ahead: deque[tuple[Path, Future[pl.DataFrame]]] = deque()
    first: pl.DataFrame | None = None
    with ThreadPoolExecutor(1) as worker:
        every = ((path, frame) for path in files for frame in batches(path, rows))
        for found in itertools.chain(every, [None] * AHEAD):
            if found is not None:
                path, frame = found
                ahead.append((path, worker.submit(_with_results, screener, frame, counts)))
            if ahead and (found is None or len(ahead) > AHEAD):
                path, told = ahead.popleft()
                frame = told.result()
                first = frame.clear() if first is None else first
                yield _alike(frame, first, path)


def _with_results(screener: Screener, frame: pl.DataFrame, counts: dict[str, int]) -> pl.DataFrame:
    """Return a batch with its results, verdicts as text, and add how often each occurs."""
    import polars as pl

    answers = screener.answers(frame)
    codes = answers["verdict"].to_physical()
    for code, name in enumerate(STATUSES):
        counts[name] += int((codes == code).sum())
    verdict = pl.Series("verdict", STATUSES)[codes]
    return frame.with_columns(answers.with_columns(verdict))


def _alike(frame: pl.DataFrame, first: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return a batch with the columns of the first; raise TargetcheckError if it has others."""
    import polars as pl

    if frame.schema == first.schema:
        return frame
    with library_refusals(path):
        found = pl.from_arrow(frame.to_arrow().cast(first.to_arrow().schema))
    return cast("pl.DataFrame", found)


def _write(frames: Iterator[pl.DataFrame], stream: BinaryIO) -> None:
    """Write batches as they come; columns are packed side by side."""
    from polars.io.plugins import register_io_source

    first = next(frames)
    refused: list[BaseException] = []

    def source(*_: object) -> Iterator[pl.DataFrame]:
        try:
            yield from itertools.chain([first], frames)
        except BaseException as error:
            refused.append(error)
            raise

    try:
        register_io_source(source, schema=first.schema).sink_parquet(stream, compression="snappy")
    except BaseException:
        if refused:
            raise refused[0] from None
        raise
