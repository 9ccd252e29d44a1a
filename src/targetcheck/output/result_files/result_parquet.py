"""Verdicts as Parquet.

Layer: output. Input: a Result. Output: bytes. Numbers are floats, with the exact values in text
columns. The provenance of the verdicts is in the metadata of the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.evaluation.frame_output import to_arrow
from targetcheck.install_command import install_command
from targetcheck.output.result_heading import illustrative_text
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_row import COLUMNS, flat


def as_parquet(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> bytes:
    """Return one row per verdict with the same columns and types whatever the data.

    Raises TargetcheckError (`part-missing`) without pyarrow.
    """
    write = _library()
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
    table = to_arrow(columns, COLUMNS, metadata)
    out = io.BytesIO()
    write(table, out)
    return out.getvalue()


def _library() -> Any:
    try:
        from pyarrow.parquet import write_table
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "Parquet needs a part that is not installed",
                "写 Parquet 所需的可选组件未安装",
                f"install it with `{install_command('scale')}`",
                f"请运行 {install_command('scale')} 安装",
            )
        ) from None
    return write_table
