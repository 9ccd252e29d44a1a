"""Files that are written beside the one that was asked for.

Floor: cli. Comes in: a Result and the name of its file. Goes out: what to tell of them.
"""

from __future__ import annotations

from pathlib import PurePath

from targetcheck.cli.terminal_output import put
from targetcheck.errors import Language
from targetcheck.evaluation import Result


def scores_beside(
    result: Result, output: str | None, lang: Language, *, bom: bool = True
) -> list[str]:
    """Write scores to `NAME-scores.csv` beside a CSV file and say so; nothing without any.

    CSV holds one table; on standard output scores are left to the other forms, which is said.
    """
    if not result.scores():
        return []
    if output is None or output == "-":
        if lang == "zh":
            return ["CSV 不含得分：用 -o 写入文件时，得分另存为一个文件"]
        return ["CSV has no scores: with -o they are written to a file of their own"]
    from targetcheck.output.result_files.score_rows import scores_csv

    path = PurePath(output)
    beside = str(path.with_name(f"{path.stem}-scores{path.suffix or '.csv'}"))
    put(scores_csv(result, lang, bom=bom), beside)
    return [f"得分另存于 {beside}" if lang == "zh" else f"scores are in {beside}"]
