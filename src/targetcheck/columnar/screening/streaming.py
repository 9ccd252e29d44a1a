"""Parquet in, Parquet out, in batches: more rows than fit in memory.

Floor: kernel. Comes in: a Screener and a file or folder. Goes out: a file with the answers beside
every row, and how many there are of each.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from targetcheck.columnar.screening.cell_fallback import STATUSES
from targetcheck.columnar.screening.screener import Screener

BATCH = 500_000


def screen_parquet(
    screener: Screener, source: str | Path, output: str | Path, batch: int = BATCH
) -> dict[str, int]:
    """Write the rows of a Parquet file or folder with their answers; give the count of each."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    counts: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
    writer: Any = None
    try:
        for path in _files(Path(source)):
            with pq.ParquetFile(path) as file:
                for rows in file.iter_batches(batch_size=batch):
                    frame: Any = pl.from_arrow(pa.Table.from_batches([rows]))
                    answers = screener.answers(frame)
                    counts.update(dict(answers["verdict"].value_counts().iter_rows()))
                    shown = answers.with_columns(verdict=answers["verdict"].cast(pl.String))
                    table = frame.with_columns(shown).to_arrow()
                    writer = writer or pq.ParquetWriter(output, table.schema)
                    writer.write_table(table.cast(writer.schema))
    finally:
        if writer is not None:
            writer.close()
    return dict(counts)


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.parquet")) if source.is_dir() else [source]
