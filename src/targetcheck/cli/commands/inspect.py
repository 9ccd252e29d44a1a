"""`targetcheck inspect`: show how a table is interpreted, before evaluation.

Layer: cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    InspectFormat,
    LangOption,
    MappingOption,
    OutputOption,
    SdmxLabels,
    SdmxLabelsOption,
    SdmxVersion,
    SdmxVersionOption,
    argument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.observations.observation import Observations
    from targetcheck.plan.plan import Plan
    from targetcheck.tables.observation_table import ObservationTable

SHORT = HelpText("Show how a table is interpreted.", "显示数据表的识别结果。")
HELP = HelpText(
    "Show how a table is interpreted, cell by cell, before it is evaluated.",
    "评判前，逐格显示数据表的识别结果。",
)

_Data = Annotated[list[str], argument("DATA", en="Tables of reported values.", zh="数据表。")]
_Ruleset = Annotated[
    str | None,
    option(
        "--ruleset",
        metavar="RULESET",
        en="Also show the place, indicator and unit of each cell under this ruleset.",
        zh="同时列出每格对应规则集中的哪个地区、指标和单位。",
    ),
]
_All = Annotated[
    bool,
    option(
        "--all",
        en="Show every cell, not only the first 200.",
        zh="列出全部单元格，而不只是前200格。",
    ),
]


_Form = Annotated[
    InspectFormat,
    option(
        "--format",
        en="text, json, or sdmx-csv: the values as SDMX-CSV (needs --ruleset). Default: text.",
        zh="text、json，或 sdmx-csv：把数据写成 SDMX-CSV（须有 --ruleset）。",
    ),
]


def inspect_table(
    data: _Data,
    ruleset: _Ruleset = None,
    mapping: MappingOption = None,
    every: _All = False,
    form: _Form = InspectFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
    sdmx_version: SdmxVersionOption = None,
    labels: SdmxLabelsOption = None,
) -> int:
    """Print the interpretation of a table."""
    from targetcheck import api
    from targetcheck.cli.evaluation_inputs import read_tables
    from targetcheck.cli.output_formats import sdmx_choice
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text
    from targetcheck.observations.observation_reader import read_observations
    from targetcheck.output.inspection.inspection_text import MOST, inspection_lines
    from targetcheck.output.inspection.table_inspection import inspection_data
    from targetcheck.tables.table_reader import concat

    said, faults, plan = chosen(lang), Faults(), None
    sdmx = sdmx_choice(sdmx_version, labels, wanted=form is InspectFormat.SDMX_CSV)
    if ruleset is not None:
        with faults.kept():
            plan = api.compile_plan(ruleset)
    table = concat(read_tables(data, plan, mapping, faults))
    faults.check()
    observations = read_observations(table, plan) if plan is not None else None
    if form is InspectFormat.SDMX_CSV:
        put(_as_sdmx_csv(table, observations, plan, said, sdmx), output)
    elif form is InspectFormat.JSON:
        put(json_text(inspection_data(table, observations, said)) + "\n", output)
    else:
        lines = inspection_lines(table, observations, said, None if every else MOST, plan)
        put("\n".join(lines) + "\n", output)
    return ExitCode.FINE


def _as_sdmx_csv(
    table: ObservationTable,
    observations: Observations | None,
    plan: Plan | None,
    lang: Language,
    sdmx: tuple[SdmxVersion, SdmxLabels],
) -> str:
    """Return the observations as SDMX-CSV, and report the rows set aside."""
    from targetcheck.cli.terminal_output import tell
    from targetcheck.errors import Diagnostic, TargetcheckError, finding_lines
    from targetcheck.interchange.sdmx.dataflow_rows import reports_as_sdmx_csv

    if observations is None or plan is None:
        raise TargetcheckError(
            Diagnostic(
                "sdmx-ruleset",
                "`--format sdmx-csv` needs the ruleset whose places and indicators the rows name",
                "--format sdmx-csv 须有规则集，以确定各行的地区和指标",
                "add `--ruleset RULESET`",
                "请加 --ruleset 规则集",
            )
        )
    tell(finding_lines((aside.why for aside in observations.aside), lang))
    return reports_as_sdmx_csv(
        table,
        observations,
        plan.ruleset,
        lang,
        version=sdmx[0].value,
        labels=sdmx[1].value,
    )
