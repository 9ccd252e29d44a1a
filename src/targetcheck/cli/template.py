"""`targetcheck template`: the reporting form of a ruleset.

Floor: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import chosen, say
from targetcheck.cli.options import LangOption, RulesetArgument, option

SHORT = say("Write the reporting form for a period.", "生成某一时期的填报表。")
HELP = say(
    "Write the reporting form for a period, a sheet per lead department or place; evaluate reads "
    "it back without any setting.",
    "生成某一时期的填报表，按牵头单位或地区分页；填好后 evaluate 可直接读取。",
)


class Paging(StrEnum):
    """What a sheet of the form stands for."""

    LEAD = "lead"
    PLACE = "place"


_Period = Annotated[
    str,
    option("--period", metavar="PERIOD", en="As in 2024Q4, 2024-09, 2024.", zh="如 2024Q4、2024。"),
]
_Output = Annotated[
    str, option("-o", "--output", metavar="FILE.xlsx", en="The workbook.", zh="工作簿文件。")
]
_By = Annotated[
    Paging, option("--by", en="A sheet per lead or per place.", zh="按牵头单位或地区分页。")
]


def template(
    ruleset: RulesetArgument,
    period: _Period,
    output: _Output,
    by: _By = Paging.LEAD,
    lang: LangOption = None,
) -> int:
    """Write the form."""
    from targetcheck import api
    from targetcheck.cli.findings import Faults
    from targetcheck.cli.streams import put, tell
    from targetcheck.ground.periods import parse_period
    from targetcheck.reports.form.workbook import form

    said, faults = chosen(lang), Faults()
    span = plan = None
    with faults.kept("--period"):
        span = parse_period(period).period
    with faults.kept():
        plan = api.compile_plan(ruleset)
    faults.check()
    assert plan is not None
    assert span is not None
    put(form(plan, span, "lead" if by is Paging.LEAD else "place", said), output)
    tell(f"已写入 {output}" if said == "zh" else f"{output} is written")
    return ExitCode.FINE
