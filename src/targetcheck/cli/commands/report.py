"""`targetcheck report`: the circular, or with `--full` the long bulletin.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.options import (
    AsOfOption,
    HelpText,
    KnownAtOption,
    LangOption,
    MappingOption,
    ProfileOption,
    ReportedOnlyOption,
    RulesetArgument,
    ScopeOption,
    argument,
    chosen,
    option,
    say,
)
from targetcheck.errors import Diagnostic, TargetcheckError

if TYPE_CHECKING:
    from targetcheck.api.report_functions import CircularWishes
    from targetcheck.cli.evaluation_inputs import Prepared
    from targetcheck.errors import Faults
    from targetcheck.evaluation import Result
    from targetcheck.plan.plan import Plan
    from targetcheck.tables.table_reader import ObservationTable

SHORT = HelpText("Write the circular.", "编写通报。")
HELP = HelpText(
    "Write the circular: two to four pages of prose in the layout of official documents, with "
    "annexes. FILE ends in .docx, .html or .md; --full writes the long bulletin, with charts and "
    "every verdict with its clause, also as .xlsx.",
    "编写通报：二至四页公文，含总体情况、主要成效、存在问题、下一步工作，附各项清单。"
    "文件后缀为 .docx、.html 或 .md；--full 编写含图表和全部结论的详细通报，另可为 .xlsx。",
)
FORMS = (".html", ".htm", ".docx", ".md", ".markdown", ".xlsx")
_Data = Annotated[
    list[str],
    argument("DATA", en="CSV, XLSX, JSON, Parquet.", zh="CSV、XLSX、JSON、Parquet。"),
]
_File = Annotated[
    str, option("-o", "--output", metavar="FILE", en="File to write.", zh="要写入的文件。")
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
        zh="上期的基准日，默认为三个月前。",
    ),
]
_Charts = Annotated[
    bool,
    option("--charts/--no-charts", en="Include charts. Default: on.", zh="包含图表，默认包含。"),
]
_Full = Annotated[
    bool,
    option(
        "--full",
        en="Write the long bulletin instead of the circular.",
        zh="编写详细通报，而不是通报。",
    ),
]
_Brief = Annotated[bool, option("--brief", en="Leave the annexes out.", zh="不附附件。")]
_Annex = Annotated[
    list[str] | None,
    option(
        "--annex",
        metavar="NAME",
        en="Only this annex: targets, lagging, open, problems or notes.",
        zh="只附：targets（完成情况）、lagging（滞后）、open（待判定）、problems（问题清单）、notes（说明）。",
    ),
]
_Problems = Annotated[
    str | None,
    option(
        "--ledger",
        metavar="PATH|URL",
        en="Ledger whose problem list the circular reports on.",
        zh="台账；其中有问题清单的，通报写明整改销号情况。",
    ),
]
_Template = Annotated[
    str | None,
    option(
        "--template",
        metavar="FILE",
        en="Your own text (.md) or letterhead (.docx).",
        zh="自备的文字模板（.md）或版式模板（.docx）。",
    ),
]
_Set = Annotated[
    list[str] | None,
    option(
        "--set",
        metavar="FIELD=TEXT",
        en="Field that the office fills in: issuer, number, date, contact, copies.",
        zh="由发文单位填写的字段：发文机关、发文字号、成文日期、联系、抄送等。",
    ),
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
    full: _Full = False,
    brief: _Brief = False,
    annex: _Annex = None,
    template: _Template = None,
    fields: _Set = None,
    ledger: _Problems = None,
    lang: LangOption = None,
    mapping: MappingOption = None,
    scope: ScopeOption = None,
    reported_only: ReportedOnlyOption = False,
) -> int:
    """Judge now and then, and write the circular or the bulletin."""
    from targetcheck.api.report_functions import (
        CircularWishes,
        circular_file,
        circular_inputs,
        months_before,
    )
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.terminal_output import put, steps, tell
    from targetcheck.errors import Faults
    from targetcheck.output.intake_summary import intake_lines

    said, faults = chosen(lang), Faults()
    wishes = CircularWishes(tuple(annex or ()), brief, template, None, ledger)
    form, wishes = _checked(output, wishes, fields or (), faults, full=full)
    with steps() as told:
        told(say("reading", "读取数据"))
        asked = EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping, scope,
                                 reported_only)  # fmt: skip
        prepared = prepare(asked, faults)
        then, day = _then(previous, previous_as_of, prepared, faults)
        told(say("evaluating", "评判"))
        result = prepared.judge(faults)
        before = _earlier(prepared, then, day or months_before(result.as_of, 3), result)
        made: str | bytes
        if full or form == "xlsx":
            from targetcheck.output.bulletin import ComparedResults, bulletin, bulletin_file

            year_ago = _earlier(prepared, None, months_before(result.as_of, 12), result)
            compared = ComparedResults(result, before, year_ago)
            contents = bulletin(compared, said, charts=charts, said=told)
            made = bulletin_file(contents, result, _suffix(output))
        else:
            of = _declared(result), prepared.tables
            inputs = circular_inputs(*of, result, before, said, wishes)
            made = circular_file(inputs, wishes, form)
        told(say("writing", "写入文件"))
        put(made, output)
    tell(intake_lines(result, said))
    return ExitCode.FINE


def _declared(result: Result) -> Plan:
    """Return the plan of the ruleset alone, without the members that the data name."""
    return result.plan.declared or result.plan


def _checked(
    output: str, wishes: CircularWishes, fields: Sequence[str], faults: Faults, *, full: bool
) -> tuple[str, CircularWishes]:
    """Return the form of the file and the wishes with their fields; collect errors."""
    from targetcheck.api.report_functions import not_for_bulletin
    from targetcheck.output.circular import office_fields

    form = "html"
    with faults.kept("--output"):
        form = _form_of(output)
    with faults.kept("--output"):
        wishes = replace(wishes, fields=office_fields(fields))
        if wishes.given and (full or form == "xlsx"):
            raise TargetcheckError(not_for_bulletin())
        wishes.check(form)
    return form, wishes


def _form_of(output: str) -> str:
    """Return the form of a file name; raise TargetcheckError for one that is not written."""
    if _suffix(output) not in FORMS:
        raise TargetcheckError(
            Diagnostic(
                "report-form",
                f"a circular cannot be written as `{output}`",
                f"通报不能写成“{output}”",
                f"end the name of the file in {', '.join(FORMS)}",
                f"文件后缀须为 {'、'.join(FORMS)}",
            )
        )
    return {".docx": "docx", ".md": "md", ".markdown": "md", ".xlsx": "xlsx"}.get(
        _suffix(output), "html"
    )


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


def _earlier(
    prepared: Prepared, tables: list[ObservationTable] | None, day: date, now: Result
) -> Result | None:
    """Return the result of an earlier date, or None if nothing had been reported by then."""
    from targetcheck.api.report_functions import limited

    result = prepared.judge_on(day, prepared.tables if tables is None else tables)
    if not result.used:
        return None
    return limited(result, now) if now.only_reported else result


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()
