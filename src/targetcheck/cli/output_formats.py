"""Results in each output format.

Layer: cli. Input: a result with selected verdicts. Output: text or bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from targetcheck.cli.options import SdmxLabels, SdmxVersion
from targetcheck.cli.terminal_output import put
from targetcheck.errors import Diagnostic, TargetcheckError

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.evaluation import Result
    from targetcheck.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Shown:
    """A result, the verdicts to show, and display options."""

    result: Result
    verdicts: tuple[Verdict, ...]
    lang: Language
    strict: bool = False
    sdmx_version: SdmxVersion = SdmxVersion.V2_0
    labels: SdmxLabels = SdmxLabels.ID


def sdmx_choice(
    version: SdmxVersion | None, labels: SdmxLabels | None, *, wanted: bool
) -> tuple[SdmxVersion, SdmxLabels]:
    """Return version and labels of SDMX-CSV; raise if they are given for another format."""
    if not wanted and (version is not None or labels is not None):
        raise TargetcheckError(
            Diagnostic(
                "usage",
                "`--labels` and `--sdmx-version` belong to `--format sdmx-csv`",
                "--labels 和 --sdmx-version 只用于 --format sdmx-csv",
                "add `--format sdmx-csv`, or leave them out",
                "请加 --format sdmx-csv，或去掉这些选项",
            )
        )
    return version or SdmxVersion.V2_0, labels or SdmxLabels.ID


def _html(shown: Shown) -> str:
    from targetcheck.output.bulletin import ComparedResults, bulletin
    from targetcheck.output.bulletin.bulletin_html import as_html

    return as_html(bulletin(ComparedResults(shown.result.only(shown.verdicts)), shown.lang))


def _xlsx(shown: Shown) -> bytes:
    from targetcheck.output.result_files.result_xlsx import as_xlsx

    return as_xlsx(shown.result, shown.lang, shown.verdicts)


def _parquet(shown: Shown) -> bytes:
    from targetcheck.output.result_files.result_parquet import as_parquet

    return as_parquet(shown.result, shown.lang, shown.verdicts)


def _junit(shown: Shown) -> str:
    from targetcheck.output.result_files.result_junit import as_junit

    return as_junit(shown.result, shown.lang, strict=shown.strict, verdicts=shown.verdicts)


def _sarif(shown: Shown) -> str:
    from targetcheck.output.result_files.result_sarif import as_sarif

    return as_sarif(shown.result, shown.lang, shown.verdicts)


def _iati(shown: Shown) -> str:
    from targetcheck.interchange.iati_results import as_iati

    return as_iati(shown.result, shown.lang, shown.verdicts)


def _oscal(shown: Shown) -> str:
    from targetcheck.interchange.oscal_results import as_assessment_results

    return as_assessment_results(shown.result, shown.lang, shown.verdicts)


def _oscal_poam(shown: Shown) -> str:
    from targetcheck.interchange.oscal_poam import as_poam

    return as_poam(shown.result, shown.lang, shown.verdicts)


def _sdmx_csv(shown: Shown) -> str:
    from targetcheck.interchange.sdmx.dataflow_rows import verdicts_as_sdmx_csv

    return verdicts_as_sdmx_csv(
        shown.result,
        shown.lang,
        shown.verdicts,
        version=shown.sdmx_version.value,
        labels=shown.labels.value,
    )


def _openmetrics(shown: Shown) -> str:
    from targetcheck.output.result_files.result_openmetrics import as_openmetrics

    return as_openmetrics(shown.result, shown.lang, shown.verdicts)


def _open_sdg(shown: Shown) -> str:
    from targetcheck.interchange.sdg_site.progress_status_writer import as_open_sdg

    return as_open_sdg(shown.result, shown.lang, shown.verdicts)


WRITERS: dict[str, Callable[[Shown], str | bytes]] = {
    "html": _html,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "junit": _junit,
    "sarif": _sarif,
    "iati": _iati,
    "oscal": _oscal,
    "oscal-poam": _oscal_poam,
    "sdmx-csv": _sdmx_csv,
    "openmetrics": _openmetrics,
    "open-sdg": _open_sdg,
}
SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sarif": "sarif",
    ".xml": "junit",
}


def scores_beside(
    result: Result, output: str | None, lang: Language, *, bom: bool = True
) -> list[str]:
    """Write scores to `NAME-scores.csv` next to a CSV file and report it; nothing without scores.

    CSV holds one table. On standard output scores are omitted, and a message says so.
    """
    if not result.scores():
        return []
    if output is None or output == "-":
        if lang == "zh":
            return ["CSV 中不含得分；用 -o 写入文件时，得分另存为一个文件"]
        return ["a CSV holds no scores; with -o they are written to a second file"]
    from targetcheck.output.result_files.result_csv import scores_csv

    path = PurePath(output)
    beside = str(path.with_name(f"{path.stem}-scores{path.suffix or '.csv'}"))
    put(scores_csv(result, lang, bom=bom), beside)
    return [f"得分已另存为{beside}" if lang == "zh" else f"scores written to {beside}"]
