"""`targetcheck report`: write the quarterly bulletin.

Layer: cli.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    AsOfOption,
    KnownAtOption,
    LangOption,
    MappingOption,
    ProfileOption,
    RulesetArgument,
    argument,
    chosen,
    option,
    say,
)
from targetcheck.errors import Diagnostic, TargetcheckError, Where

if TYPE_CHECKING:
    from targetcheck.cli.evaluation_inputs import Prepared
    from targetcheck.errors import Faults
    from targetcheck.evaluation import Result
    from targetcheck.output.bulletin import Bulletin
    from targetcheck.tables.table_reader import ObservationTable

SHORT = say("Write the quarterly bulletin.", "编写季度通报。")
HELP = say(
    "Write the quarterly bulletin: counts, progress, ranking, lagging targets, changes since the "
    "previous period and the previous year, undetermined targets with the missing data, and every "
    "verdict with its clause. FILE ends in .html, .docx, .md or .xlsx.",
    "编写季度通报：总体情况、分项进展、排名、滞后清单、较上期和上年同期的变化、"
    "无法判定及缺少的数据，附全部结论及其依据。文件后缀为 .html、.docx、.md 或 .xlsx。",
)
FORMS = (".html", ".htm", ".docx", ".md", ".markdown", ".xlsx")
_Data = Annotated[
    list[str],
    argument("DATA", en="CSV, XLSX, JSON, Parquet.", zh="CSV、XLSX、JSON、Parquet。"),
]
_File = Annotated[
    str, option("-o", "--output", metavar="FILE", en="File to write.", zh="写入的文件。")
]
_Previous = Annotated[
    list[str] | None,
    option(
        "--previous",
        metavar="DATA",
        en="Data of the previous period. Default: the same data.",
        zh="上期的数据，默认与本期相同。",
    ),
]
_PreviousAsOf = Annotated[
    str | None,
    option(
        "--previous-as-of",
        metavar="DATE",
        en="Evaluation date of the previous period. Default: three months earlier.",
        zh="上期的评判日，默认为三个月前。",
    ),
]
_Charts = Annotated[
    bool, option("--charts/--no-charts", en="Include charts. Default: on.", zh="是否含图表。")
]


def report(
    ruleset: RulesetArgument,
    data: _Data,
    as_of: AsOfOption,
    output: _File,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    previous: _Previous = None,
    previous_as_of: _PreviousAsOf = None,
    charts: _Charts = True,
    lang: LangOption = None,
    mapping: MappingOption = None,
) -> int:
    """Evaluate for the as-of date, the previous period and a year ago, and write the bulletin."""
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.terminal_output import put, steps, tell
    from targetcheck.errors import Faults
    from targetcheck.output.bulletin import ComparedResults, bulletin
    from targetcheck.output.set_aside_text import intake_lines

    said, faults = chosen(lang), Faults()
    with faults.kept():
        _check_form(output)
    with steps() as told:
        told(say("reading", "读取数据"))
        prepared = prepare(
            EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping), faults
        )
        then, day = _then(previous, previous_as_of, prepared, faults)
        told(say("judging", "评判"))
        result = prepared.judge(faults)
        before = _earlier(prepared, then, day or months_before(result.as_of, 3))
        year_ago = _earlier(prepared, None, months_before(result.as_of, 12))
        made = bulletin(ComparedResults(result, before, year_ago), said, charts=charts, said=told)
        told(say("writing", "写入文件"))
        put(_written(made, result, output), output)
    tell(intake_lines(result, said))
    return ExitCode.FINE


def months_before(day: date, months: int) -> date:
    """Return the day a number of months earlier; the last day of a month stays the last."""
    from dateutil.relativedelta import relativedelta

    after = day + timedelta(days=1)
    return after - relativedelta(months=months) - timedelta(days=1)


def _then(
    paths: list[str] | None, day: str | None, prepared: Prepared, faults: Faults
) -> tuple[list[ObservationTable] | None, date | None]:
    """Read the data and the as-of date of the previous period."""
    from targetcheck.cli.evaluation_inputs import read_tables
    from targetcheck.periods.period_parser import parse_due

    tables = list(read_tables(paths or (), prepared.plan, prepared.asked.mapping, faults))
    with faults.kept("--previous-as-of"):
        return tables or None, parse_due(day) if day is not None else None
    return tables or None, None


def _earlier(prepared: Prepared, tables: list[ObservationTable] | None, day: date) -> Result | None:
    """Return the result of an earlier date, or None if nothing had been reported by then."""
    from targetcheck import api

    assert prepared.plan is not None
    known_at = prepared.asked.known_at
    data = tuple(tables) if tables is not None else prepared.tables
    result = api.evaluate(prepared.plan, data, as_of=day, known_at=known_at)
    return result if result.used else None


def _written(made: Bulletin, result: Result, output: str) -> str | bytes:
    suffix = PurePath(output).suffix.lower()
    if suffix == ".docx":
        from targetcheck.output.bulletin.bulletin_docx import as_docx

        return as_docx(made)
    if suffix == ".xlsx":
        from targetcheck.output.bulletin.bulletin_xlsx import as_xlsx

        return as_xlsx(made, result)
    if suffix in (".md", ".markdown"):
        from targetcheck.output.bulletin.bulletin_markdown import as_markdown

        return as_markdown(made)
    from targetcheck.output.bulletin.bulletin_html import as_html

    return as_html(made)


def _check_form(output: str) -> None:
    if PurePath(output).suffix.lower() in FORMS:
        return
    raise TargetcheckError(
        Diagnostic(
            "report-form",
            f"the bulletin cannot be written as `{output}`",
            f"通报不能写成“{output}”",
            f"end the name of the file in {', '.join(FORMS)}",
            f"文件后缀须为 {'、'.join(FORMS)}",
            Where("--output"),
        )
    )
