"""`targetcheck inspect`: show how a table is interpreted, before evaluation.

Layer: cli.
"""

from __future__ import annotations

from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    MappingOption,
    OutputOption,
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
    option,
)

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


def inspect_table(
    data: _Data,
    ruleset: _Ruleset = None,
    mapping: MappingOption = None,
    every: _All = False,
    form: TextFormatOption = TextFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print the interpretation of a table."""
    from targetcheck import api
    from targetcheck.cli.evaluation_inputs import read_tables
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text
    from targetcheck.observations.observation_reader import read_observations
    from targetcheck.output.inspection.inspection_text import MOST, inspection_lines
    from targetcheck.output.inspection.table_inspection import inspection_data
    from targetcheck.tables.table_reader import concat

    said, faults, plan = chosen(lang), Faults(), None
    if ruleset is not None:
        with faults.kept():
            plan = api.compile_plan(ruleset)
    table = concat(read_tables(data, plan, mapping, faults))
    faults.check()
    observations = read_observations(table, plan) if plan is not None else None
    if form is TextFormat.JSON:
        put(json_text(inspection_data(table, observations, said)) + "\n", output)
    else:
        lines = inspection_lines(table, observations, said, None if every else MOST, plan)
        put("\n".join(lines) + "\n", output)
    return ExitCode.FINE
