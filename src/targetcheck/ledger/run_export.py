"""Export of runs and verdicts of a ledger as rows, frames, CSV and JSON.

Layer: ledger. Input: Runs. Output: rows, frames, text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from targetcheck.errors import Language
from targetcheck.evaluation.frame_output import to_frame
from targetcheck.exact_json import json_text
from targetcheck.ledger.compact_encoding import from_text
from targetcheck.ledger.run_record import Run, StoredVerdict
from targetcheck.ledger.run_replay import again, inputs_of
from targetcheck.ledger.run_store import Ledger
from targetcheck.printable_text import cell_text

Rows = list[dict[str, object]]
_FIGURES = ("value", "margin")
_OF_RUN = ("number", "as_of", "known_at", "ruleset", "profile_name", "engine", "recorded_at")


def rows_of(run: Run, verdicts: Iterable[StoredVerdict]) -> Rows:
    """Return one row per verdict, with the columns of its run."""
    told = run.to_dict()
    head = {("run" if name == "number" else name): told[name] for name in _OF_RUN}
    return [head | verdict.to_dict() for verdict in verdicts]


def frame(ledger: Ledger, runs: Iterable[Run], kind: str = "pandas") -> Any:
    """Return the verdicts of runs as a `pandas`, `polars` or `pyarrow` frame, or as `rows`."""
    return to_frame([row for run in runs for row in rows_of(run, ledger.verdicts(run))], kind)


def as_csv(rows: Rows) -> str:
    """Return rows as CSV with a header; an empty text if there are no rows."""
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _csv_cell(name, cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def _csv_cell(name: str, cell: object) -> str:
    """Return a cell that a spreadsheet does not run as a formula; exact numbers keep their sign."""
    return str(cell) if name in _FIGURES and cell is not None else cell_text(cell)


def as_json(ledger: Ledger, run: Run, *, evidence: bool = True) -> str:
    """Return a run with all its parts as one JSON object: ruleset, rows, verdicts, evidence."""
    table = ledger.table(run)
    listed: Rows = [verdict.to_dict() for verdict in ledger.verdicts(run)]
    if evidence:
        pieces = (piece for block in ledger.blocks(run) for piece in from_text(block))
        for row, piece in zip(listed, pieces, strict=True):
            row["evidence"] = piece
    whole: dict[str, object] = {
        "run": run.to_dict(),
        "ruleset": json.loads(ledger.ruleset_text(run)),
        "profile": json.loads(ledger.profile_text(run)),
        "data": {
            "name": table.name,
            "columns": {n: [_cell(c) for c in cells] for n, cells in table.columns.items()},
        },
        "verdicts": listed,
    }
    return json_text(whole) + "\n"


def explained(ledger: Ledger, run: Run, target: str, place: str, lang: Language) -> list[str]:
    """Return the explanations of a recorded target at a place, recomputed from stored inputs."""
    result = again(inputs_of(ledger, run))
    return [v.explain(lang) for v in result if (v.target, v.place) == (target, place)]


def _cell(cell: object) -> object:
    return cell if cell is None or isinstance(cell, str | int | bool) else str(cell)
