"""The work on reading: the same plain reports from CSV, JSON and JSON Lines, and the table reader."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import polars as pl

import targetcheck as tc
from measuring import Line, alone, forget_peak, now_mib, peak_mib
from statistics_of_samples import ruleset, table

KINDS = ("csv", "json", "jsonl")


def written(frame: pl.DataFrame, folder: Path) -> dict[str, Path]:
    """Write the same rows as each kind of file."""
    files = {kind: folder / f"reports.{kind}" for kind in KINDS}
    frame.write_csv(files["csv"])
    with files["json"].open("w") as whole, files["jsonl"].open("w") as lines:
        for number, row in enumerate(frame.iter_rows(named=True)):
            text = json.dumps(row)
            whole.write(f"{',' if number else '['} {text}")
            lines.write(f"{text}\n")
        whole.write("]")
    return files


def read_alone(sites: str, file: str, way: str) -> tuple[int, float, int]:
    """Read a file in a process of its own; give rows, seconds and MiB above what was there."""
    from targetcheck.evaluation.large_tables.frame_input import carried
    from targetcheck.observations.observation_reader import vocabulary
    from targetcheck.tables.table_reader import read_table

    plan = tc.compile_plan(ruleset(int(sites)))
    known = vocabulary(plan)
    forget_peak()
    before, best, rows = now_mib(), float("inf"), 0
    for _ in range(3 if way == "columns" else 1):
        start = time.perf_counter()
        if way == "columns":
            rows = len(carried(file, plan)[0])
        else:
            rows = len(next(iter(read_table(file, known=known).columns.values())))
        best = min(best, time.perf_counter() - start)
    return rows, best, round(peak_mib() - before)


def reading(sites: int) -> list[Line]:
    """Measure reading to a frame by kind of file; by the table reader for JSON too."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        files = written(table(sites), Path(folder))
        ways = [(kind, "columns") for kind in KINDS] + [("json", "table reader")]
        for kind, way in ways:
            told = alone("reading", "read_alone", sites, files[kind], way)
            size = f"a file of {files[kind].stat().st_size / 2**20:,.0f} MiB"
            work = f"reading, {int(told[0]):,} rows" if told[0] != "failed:" else "reading"
            found.append(
                Line(work, f"{kind} by {way}", float(told[1]), size, f"{told[2]} MiB")
                if told[0] != "failed:"
                else Line(work, f"{kind} by {way}", note=" ".join(told))
            )
    return found
