"""`targetcheck report`: the circular, or with `--full` the long bulletin.

Layer: cli. What the circular needs of floors that output does not see, needs and measures, is
computed here and handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
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
    RulesetArgument,
    ScopeOption,
    argument,
    chosen,
    option,
    say,
)
from targetcheck.errors import Diagnostic, TargetcheckError, Where

if TYPE_CHECKING:
    from targetcheck.cli.evaluation_inputs import Prepared
    from targetcheck.errors import Faults, Language
    from targetcheck.escalation.measure_text import Measures
    from targetcheck.evaluation import Result
    from targetcheck.output.circular import CircularInputs
    from targetcheck.tables.table_reader import ObservationTable

SHORT = HelpText("Write the circular.", "编写通报。")
HELP = HelpText(
    "Write the circular: two to four pages of prose in the layout of official documents, with "
    "annexes. FILE ends in .docx, .html or .md; --full writes the long bulletin, with charts and "
    "every verdict with its clause, also as .xlsx.",
    "编写通报：二至四页公文，含总体情况、主要成效、存在问题、下一步工作，附各项清单。"
    "文件后缀为 .docx、.html 或 .md；--full 编写含图表和全部结论的详细通报，另可为 .xlsx。",
)
CIRCULAR_FORMS = (".html", ".htm", ".docx", ".md", ".markdown")
FORMS = (*CIRCULAR_FORMS, ".xlsx")
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
) -> int:
    """Judge now and then, and write the circular or the bulletin."""
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.terminal_output import put, steps, tell
    from targetcheck.errors import Faults
    from targetcheck.output.set_aside_text import intake_lines

    said, faults = chosen(lang), Faults()
    asked = _Circular(tuple(annex or ()), brief, template, tuple(fields or ()), ledger)
    with faults.kept():
        _check_form(output, asked, full=full)
    filled = texts = None
    with faults.kept():
        filled, texts = asked.read()
    with steps() as told:
        told(say("reading", "读取数据"))
        prepared = prepare(
            EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping, scope), faults
        )
        then, day = _then(previous, previous_as_of, prepared, faults)
        told(say("evaluating", "评判"))
        result = prepared.judge(faults)
        before = _earlier(prepared, then, day or months_before(result.as_of, 3))
        if full or _suffix(output) == ".xlsx":
            from targetcheck.output.bulletin import ComparedResults, bulletin, bulletin_file

            year_ago = _earlier(prepared, None, months_before(result.as_of, 12))
            compared = ComparedResults(result, before, year_ago)
            contents = bulletin(compared, said, charts=charts, said=told)
            made = bulletin_file(contents, result, _suffix(output))
        else:
            assert texts is not None
            inputs = _inputs(prepared, result, before, said, asked, filled or {})
            made = _circular(inputs, asked, texts, output)
        told(say("writing", "写入文件"))
        put(made, output)
    tell(intake_lines(result, said))
    return ExitCode.FINE


@dataclass(frozen=True, slots=True)
class _Circular:
    """What was asked of the circular."""

    annexes: tuple[str, ...]
    brief: bool
    template: str | None
    fields: tuple[str, ...]
    ledger: str | None = None

    @property
    def given(self) -> bool:
        """Whether anything was asked that only a circular has."""
        return bool(self.annexes or self.brief or self.template or self.fields or self.ledger)

    def read(self) -> tuple[dict[str, str], tuple[str | None, bytes | None]]:
        """Return the fields that were set, and the template as text or as a document."""
        from targetcheck.files import read_bytes
        from targetcheck.output.circular import check_annexes, office_fields

        check_annexes(self.annexes)
        filled = office_fields(self.fields)
        if self.template is None:
            return filled, (None, None)
        raw = read_bytes(self.template, self.template)
        if _suffix(self.template) == ".docx":
            return filled, (None, raw)
        return filled, (_decoded(raw, self.template), None)


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TargetcheckError(
            Diagnostic(
                "circular-template",
                "the template is neither UTF-8 text nor a Word document",
                "模板既不是 UTF-8 文本，也不是 Word 文档",
                "save it as UTF-8 (.md) or as .docx",
                "请另存为 UTF-8 编码的 .md 或 .docx",
                Where(name),
            )
        ) from None


def _inputs(
    prepared: Prepared,
    result: Result,
    before: Result | None,
    lang: Language,
    asked: _Circular,
    filled: dict[str, str],
) -> CircularInputs:
    """Return what the circular is made from, with needs, measures and problems."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.output.bulletin import ComparedResults
    from targetcheck.output.circular import CircularInputs
    from targetcheck.what_if.gap_to_target import needs_of

    problems = None
    if asked.ledger:
        with opened(asked.ledger) as book:
            from targetcheck.rectification.circular_problems import problems_by

            problems = problems_by(book, result, lang)
    return CircularInputs(
        ComparedResults(result, before),
        lang,
        needs_of(result),
        _measures(prepared, result, lang),
        asked.annexes,
        filled,
        problems,
    )


def _measures(prepared: Prepared, result: Result, lang: Language) -> Measures | None:
    """Return what follows for whom by the ladders of the document; None where it has none."""
    ruleset = result.ruleset
    if not ruleset.escalation:
        return None
    from targetcheck import api
    from targetcheck.escalation import days_of, escalate
    from targetcheck.escalation.measure_text import measures_of
    from targetcheck.escalation.standings import standing_of_verdict

    assert prepared.plan is not None
    since, until, known_at = ruleset.document.issued, result.as_of, result.provenance.known_at
    past = {
        day: tuple(
            standing_of_verdict(verdict)
            for verdict in api.evaluate(
                prepared.plan, prepared.tables, as_of=day, known_at=known_at
            ).verdicts
        )
        for day in days_of(ruleset, since, until)
    }
    due = escalate(ruleset, past, since, until, "reference").due()
    return measures_of(due, result, lang)


def _circular(
    inputs: CircularInputs, asked: _Circular, texts: tuple[str | None, bytes | None], output: str
) -> str | bytes:
    from targetcheck.output.circular import circular

    text, letterhead = texts
    made = circular(inputs, text, asked.template or "", brief=asked.brief)
    suffix = _suffix(output)
    if suffix == ".docx":
        from targetcheck.output.circular_pages.circular_docx import as_docx

        return as_docx(made, letterhead)
    if suffix in (".md", ".markdown"):
        from targetcheck.output.circular.circular_text import as_markdown

        return as_markdown(made)
    from targetcheck.output.circular_pages.circular_html import as_html

    return as_html(made)


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
    from targetcheck.periods.period_input import parse_due

    tables = list(read_tables(paths or (), prepared.plan, prepared.asked.mapping, faults))
    with faults.kept("--previous-as-of"):
        return tables or None, parse_due(day) if day is not None else None
    return tables or None, None


def _earlier(prepared: Prepared, tables: list[ObservationTable] | None, day: date) -> Result | None:
    """Return the result of an earlier date, or None if nothing had been reported by then."""
    result = prepared.judge_on(day, prepared.tables if tables is None else tables)
    return result if result.used else None


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()


def _check_form(output: str, asked: _Circular, *, full: bool) -> None:
    """Refuse a file that cannot be written, and options that do not go with what is written."""
    letterhead = asked.template is not None and _suffix(asked.template) == ".docx"
    if _suffix(output) not in FORMS:
        found = Diagnostic(
            "report-form",
            f"a circular cannot be written as `{output}`",
            f"通报不能写成“{output}”",
            f"end the name of the file in {', '.join(FORMS)}",
            f"文件后缀须为 {'、'.join(FORMS)}",
        )
    elif asked.given and (full or _suffix(output) == ".xlsx"):
        found = Diagnostic(
            "report-form",
            "--brief, --annex, --template, --set and --ledger are for the circular, not the bulletin",
            "--brief、--annex、--template、--set、--ledger 只用于通报，不用于详细通报",
            "leave out --full, and end the name of the file in .docx, .html or .md",
            "请去掉 --full，文件后缀写 .docx、.html 或 .md",
        )
    elif asked.annexes and asked.brief:
        found = Diagnostic(
            "report-form",
            "--brief and --annex exclude each other",
            "--brief 不附附件，与 --annex 不能同时使用",
            "write one of the two",
            "请只写其中一个",
        )
    elif "problems" in asked.annexes and asked.ledger is None:
        found = Diagnostic(
            "report-form",
            "the annex `problems` needs the ledger that holds the problem list",
            "附件 problems 需要有问题清单的台账",
            "add --ledger PATH",
            "请加 --ledger 台账路径",
        )
    elif letterhead and _suffix(output) != ".docx":
        found = Diagnostic(
            "report-form",
            "a template in Word makes a Word document",
            "Word 模板只能生成 Word 文档",
            "end the name of the file in .docx",
            "文件后缀请写 .docx",
        )
    else:
        return
    raise TargetcheckError(found.at(Where("--output")))
