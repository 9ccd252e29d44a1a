"""Reader of Parquet files in batches, and import of the libraries for screening.

Layer: columnar. Input: a path. Output: Polars frames, or TargetcheckError.
"""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.screening.cell_fallback import STATUSES
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import inputs_noted, must_be_readable, refuse_input, whole_file
from targetcheck.install_command import install_command
from targetcheck.tables.formats.frame_format import library_refusals

if TYPE_CHECKING:
    import polars as pl

    from targetcheck.columnar.screening.screener import Screener

BATCH = 500_000
_PARTS = ("polars", "pyarrow", "pyarrow.parquet")


def screening_parts(*names: str) -> tuple[Any, ...]:
    """Return the libraries of screening; raise TargetcheckError (`part-missing`) without one."""
    try:
        return tuple(importlib.import_module(name) for name in names or _PARTS)
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "screening needs Polars and PyArrow, which are not both installed",
                "逐行筛查需要 Polars 和 PyArrow，但没有装全",
                f"install it with `{install_command('scale')}`",
                f"请运行 {install_command('scale')} 安装",
            )
        ) from None


def parquet_files(source: str | os.PathLike[str]) -> list[Path]:
    """Return the Parquet files of a path; raise TargetcheckError if there is none."""
    path, name = Path(source), os.fspath(source)
    must_be_readable(path, name)
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not found:
        raise TargetcheckError(
            Diagnostic(
                "table-format",
                f"there is no Parquet file in the folder `{name}`",
                f"文件夹“{name}”中没有 Parquet 文件",
                "name a folder that holds files ending in .parquet",
                "请给出含 .parquet 文件的文件夹",
                Where(name),
            )
        )
    return found


def batches(path: Path, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file in batches; raise TargetcheckError if it is damaged."""
    pl, pa, pq = screening_parts()
    with library_refusals(path):
        file = pq.ParquetFile(path)
    with file:
        listed = file.iter_batches(batch_size=rows)
        while True:
            with library_refusals(path):
                batch = next(listed, None)
                if batch is None:
                    return
                frame = pl.from_arrow(pa.Table.from_batches([batch]))
            yield frame


def screen_parquet(
    screener: Screener, source: str | Path, output: str | Path, batch: int = BATCH
) -> dict[str, int]:
    """Write the rows of a Parquet file or folder with results; return counts by verdict.

    Raises TargetcheckError if it cannot be read, or if the output is one of its files.
    """
    pl, _, pq = screening_parts()
    counts: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
    with inputs_noted():
        files = parquet_files(source)
        refuse_input(output)
    with whole_file(output) as stream, ExitStack() as closing:
        writer: Any = None
        for path in files:
            for frame in batches(path, batch):
                answers = screener.answers(frame)
                counts.update(dict(answers["verdict"].value_counts().iter_rows()))
                shown = answers.with_columns(verdict=answers["verdict"].cast(pl.String))
                table = frame.with_columns(shown).to_arrow()
                if writer is None:
                    writer = closing.enter_context(pq.ParquetWriter(stream, table.schema))
                with library_refusals(path):
                    table = table.cast(writer.schema)
                writer.write_table(table)
    return dict(counts)
