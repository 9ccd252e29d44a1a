"""Verdicts as Parquet.

Layer: output. Input: a Result. Output: bytes. Numbers are floats, with the exact values in text
columns. The provenance of the verdicts is in the metadata of the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.evaluation.frame_output import to_parquet
from targetcheck.output.result_heading import illustrative_text
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_row import COLUMNS, flat


def as_parquet(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> bytes:
    """Return one row per verdict with the same columns and types whatever the data.

    Raises TargetcheckError (`part-missing`) without pyarrow.
    """
    rows = [flat(v, lang) for v in (result.verdicts if verdicts is None else verdicts)]
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    made = result.provenance
    metadata = {
        "ruleset": result.ruleset.id,
        "as_of": made.as_of.isoformat(),
        "ruleset_digest": made.ruleset_digest,
        "data_digest": made.data_digest,
        "engine": made.engine,
        "illustrative": illustrative_text(result, lang),
    }
    return to_parquet(columns, COLUMNS, metadata)
