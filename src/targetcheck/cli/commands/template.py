"""`targetcheck template`: write the reporting form of a ruleset.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    MappingOption,
    ReportedOnlyOption,
    RulesetArgument,
    chosen,
    option,
)
from targetcheck.errors import Diagnostic, Language, TargetcheckError

if TYPE_CHECKING:
    from targetcheck.periods.period import Period

SHORT = HelpText("Write the reporting form for a period.", "生成某一时期的填报表。")
HELP = HelpText(
    "Write the reporting form for a period, one sheet per lead department or place: every value that "
    "a verdict needs, baselines included, and every target that people have to judge. `evaluate` "
    "reads the completed form without any settings.",
    "生成某一时期的填报表，按牵头单位或地区分页，列出评判所需的全部数据（含基期值）和需人工评定的任务；"
    "填好后 evaluate 可直接读取。",
)


class Paging(StrEnum):
    """Basis of the sheets of the form: by lead department or by place."""

    LEAD = "lead"
    PLACE = "place"


_Period = Annotated[
    str,
    option(
        "--period",
        metavar="PERIOD",
        en="Period to report, such as 2024Q4, 2024-09, 2024.",
        zh="要填报的时期，如 2024Q4、2024-09、2024。",
    ),
]
_Output = Annotated[
    str,
    option("-o", "--output", metavar="FILE.xlsx", en="Workbook to write.", zh="要写入的工作簿。"),
]
_By = Annotated[
    Paging,
    option(
        "--by",
        en="One sheet per lead department or per place. Default: lead.",
        zh="按牵头单位（默认）或地区分页。",
    ),
]


_Reported = Annotated[
    list[str] | None,
    option(
        "--reported",
        metavar="DATA",
        en="What has been reported: printed beside, and not asked for again. May be repeated.",
        zh="已报送的数据：印在旁边作上期数，且不再要求填报；可多次给出。",
    ),
]
_Overdue = Annotated[
    bool,
    option(
        "--overdue/--no-overdue",
        en="Also ask for what fell due before the period. Default: on.",
        zh="是否同时要求补报此前已到期的内容，默认要求。",
    ),
]


def template(
    ruleset: RulesetArgument,
    period: _Period,
    output: _Output,
    by: _By = Paging.LEAD,
    reported: _Reported = None,
    overdue: _Overdue = True,
    mapping: MappingOption = None,
    lang: LangOption = None,
    reported_only: ReportedOnlyOption = False,
) -> int:
    """Write the form."""
    from targetcheck import api
    from targetcheck.cli.evaluation_inputs import read_tables, reported_part
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.errors import Faults
    from targetcheck.observations.observation_reader import read_observations
    from targetcheck.output.reporting_form.form_xlsx import form
    from targetcheck.periods.period_parser import parse_period
    from targetcheck.tables.table_reader import concat

    said, faults = chosen(lang), Faults()
    span = plan = None
    with faults.kept("--period"):
        span = parse_period(period).period
    with faults.kept():
        plan = api.compile_plan(ruleset)
    with faults.kept("--output"):
        _must_be_workbook(output)
    tables = read_tables(reported or (), plan, mapping, faults)
    faults.check()
    assert plan is not None
    assert span is not None
    known = read_observations(concat(tables), plan) if tables else None
    if reported_only:
        days = [o.period.end for o in known.all] if known is not None else []
        judged = api.evaluate(plan, tables, as_of=max(days, default=span.end))
        plan = plan.asking(tuple(v.question for v in reported_part(judged)))
    put(form(plan, span, by.value, said, known, overdue=overdue), output)
    tell(_written(output, ruleset, span, said))
    return ExitCode.FINE


def _must_be_workbook(output: str) -> None:
    """Raise TargetcheckError if the file name does not end in `.xlsx`."""
    if output == "-" or PurePath(output).suffix.lower() == ".xlsx":
        return
    raise TargetcheckError(
        Diagnostic(
            "output-format",
            f"the form is a workbook, and `{output}` is not the name of one",
            f"填报表是工作簿，“{output}”不是工作簿的文件名",
            f"write to {PurePath(output).stem or 'form'}.xlsx",
            f"请写入 {PurePath(output).stem or '填报表'}.xlsx",
        )
    )


def _written(output: str, ruleset: str, span: Period, lang: Language) -> list[str]:
    """Print the path of the form, and the command to run once it is filled in."""
    follow = f"targetcheck evaluate {ruleset} {output} --as-of {span.end}"
    if lang == "zh":
        return [f"已写入{output}", f"填好后运行：{follow}"]
    return [f"{output} is written", f"filled in, it is read by: {follow}"]
