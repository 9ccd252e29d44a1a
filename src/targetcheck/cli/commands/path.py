"""`targetcheck path`: write the required value of every target, place and day.

Layer: cli.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    KnownAtOption,
    LangOption,
    MappingOption,
    OutputOption,
    PathFormat,
    ProfileOption,
    RulesetArgument,
    argument,
    chosen,
    option,
)

SHORT = HelpText(
    "Write what each target requires on each day.", "输出各目标在每个日期应达到的数值。"
)
HELP = HelpText(
    "Write a table of the value that each target requires of each place at the end of each period, "
    "by its schedule, and on its due dates.",
    "输出数据表：各目标对各地在每期末应达到的数值（按序时进度）以及各时限的要求。",
)
_Data = Annotated[
    list[str] | None,
    argument(
        "DATA",
        en="Tables of reported values, for baselines that the ruleset does not state.",
        zh="数据表，用于规则集未写明的基期值。",
    ),
]
_Every = Annotated[
    str,
    option(
        "--every",
        metavar="PERIOD",
        en="day, week, month, quarter, half or year. Default: month.",
        zh="周期：day、week、month、quarter、half 或 year，默认为 month。",
    ),
]
_Form = Annotated[
    PathFormat | None,
    option(
        "--format",
        en="Output format. Default: from the suffix of --output, else csv.",
        zh="输出格式；默认随 --output 的后缀，否则为 csv。",
    ),
]


def path(
    ruleset: RulesetArgument,
    data: _Data = None,
    every: _Every = "month",
    form: _Form = None,
    output: OutputOption = None,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    mapping: MappingOption = None,
    lang: LangOption = None,
) -> int:
    """Write the required values."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.required_values.required_value_file import path_csv, path_json, path_parquet

    suffix = PurePath(output or "").suffix.lower()
    chosen_form = form or _BY_SUFFIX.get(suffix, PathFormat.CSV)
    table = api.required_path(
        ruleset, data or None, every=every, known_at=known_at, profile=profile, mapping=mapping
    )
    said = chosen(lang)
    if chosen_form is PathFormat.PARQUET:
        put(path_parquet(table, said), output)
    else:
        put((path_json if chosen_form is PathFormat.JSON else path_csv)(table, said), output)
    silent = sum(row.required.value is None for row in table.rows)
    name = output or "-"
    tell(
        f"{name}：共{len(table)}行，其中{silent}行无数值（原因见 reason 一列）"
        if said == "zh"
        else f"{name}: {len(table)} rows, {silent} of them without a value (see `reason`)"
    )
    return ExitCode.FINE


_BY_SUFFIX = {".json": PathFormat.JSON, ".parquet": PathFormat.PARQUET, ".pq": PathFormat.PARQUET}
