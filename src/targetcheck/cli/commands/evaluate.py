"""`targetcheck evaluate`: evaluate reported values against a ruleset.

Layer: cli.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.engines.engine_options import Engine, EngineOption
from targetcheck.cli.exit_codes import of_summary
from targetcheck.cli.ledger_options import KeepOption, WhoOption, WhyOption
from targetcheck.cli.options import (
    AsOfOption,
    HelpText,
    KnownAtOption,
    LangOption,
    MappingOption,
    OutputOption,
    ProfileOption,
    ReportedOption,
    ResultFormat,
    RulesetArgument,
    ScopeOption,
    SdmxLabelsOption,
    SdmxVersionOption,
    argument,
    chosen,
    option,
    say,
)
from targetcheck.cli.output_formats import SUFFIXES, WRITERS, Shown, sdmx_choice

if TYPE_CHECKING:
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, Prepared
    from targetcheck.errors import Language
    from targetcheck.evaluation import Result
    from targetcheck.verdicts.verdict import Verdict

SHORT = HelpText("Evaluate reported values against a ruleset.", "按规则集评判报送数据。")
HELP = HelpText(
    "Evaluate reported values against a ruleset. Exit codes: 0 no target failed; 1 a target failed; "
    "2 invalid usage, ruleset or data; 3 with --strict, a target is at risk, missed or undetermined, "
    "or a value is in doubt; 70 internal error.",
    "按规则集评判报送数据。退出码：0 没有未达标项；1 有未达标项；2 未能运行（用法、规则集或数据有误）；"
    "3（加 --strict 时）没有未达标项，但有风险、未达预期、待判定项或存疑数值；70 程序内部错误。",
)
_BY_SUFFIX = {
    ".json": ResultFormat.JSON,
    ".csv": ResultFormat.CSV,
    ".md": ResultFormat.MD,
    ".markdown": ResultFormat.MD,
    **{suffix: ResultFormat(name) for suffix, name in SUFFIXES.items()},
}


_Data = Annotated[
    list[str],
    argument(
        "DATA",
        en="CSV, XLSX, JSON, Parquet, IATI XML; - reads CSV from standard input.",
        zh="数据表：CSV、XLSX、JSON、Parquet、IATI XML；- 从标准输入读取 CSV。",
    ),
]
_FORMATS = ", ".join(form.value for form in ResultFormat)
_Form = Annotated[
    ResultFormat | None,
    option(
        "--format",
        metavar="FORMAT",
        en=f"Output format: {_FORMATS}. Default: from the suffix of --output, else table.",
        zh=f"输出格式：{_FORMATS}；默认随 --output 的后缀，否则为 table。",
    ),
]
_Only = Annotated[
    str | None,
    option(
        "--only",
        metavar="STATUS,...",
        en="Show only these statuses or causes: fail,at risk,no data.",
        zh="只列这些结论：“未达标,有风险,缺数据”，或“fail,at_risk”。",
    ),
]
_Place = Annotated[
    str | None,
    option(
        "--place",
        metavar="PLACE,...",
        en="Show only these places and all places inside them.",
        zh="只列这些地区及其下级。",
    ),
]
_All = Annotated[
    bool,
    option(
        "--all",
        en="Show every verdict, not only what needs attention.",
        zh="列出全部评判项，而不只是须关注的。",
    ),
]
_Since = Annotated[
    str | None,
    option(
        "--since",
        metavar="RUN",
        en="Evaluate only what changed since this run of the ledger, and record the new run.",
        zh="只评判台账中该记录以来有变化的部分，并记入台账。",
    ),
]
_Strict = Annotated[
    bool,
    option(
        "--strict",
        en="Exit with 3 if a target is at risk, missed or undetermined, or a value is in doubt.",
        zh="有风险、未达预期、待判定项或存疑数值时，退出码为3。",
    ),
]
_Bom = Annotated[
    bool,
    option(
        "--bom/--no-bom",
        en="Write a UTF-8 byte order mark to CSV files, for Excel. Default: on.",
        zh="在 CSV 文件开头写 UTF-8 标记，便于 Excel 识别；默认写。",
    ),
]


_ROWS = ("--only", "--place", "--ledger", "--scope", "--since", "--reported")
"""Options that need every verdict as an object."""
_WHOLE = ("--scope", "--strict", "--reported")
"""Options that need the verdicts of a whole evaluation."""


def evaluate(
    ruleset: RulesetArgument,
    data: _Data,
    as_of: AsOfOption,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    form: _Form = None,
    output: OutputOption = None,
    lang: LangOption = None,
    only: _Only = None,
    place: _Place = None,
    every: _All = False,
    strict: _Strict = False,
    bom: _Bom = True,
    ledger: KeepOption = None,
    since: _Since = None,
    who: WhoOption = None,
    why: WhyOption = "",
    mapping: MappingOption = None,
    scope: ScopeOption = None,
    reported: ReportedOption = False,
    engine: EngineOption = Engine.REFERENCE,
    sdmx_version: SdmxVersionOption = None,
    labels: SdmxLabelsOption = None,
) -> int:
    """Evaluate, print the result, and report rows used and rows set aside."""
    form = form or _BY_SUFFIX.get(PurePath(output or "").suffix.lower(), ResultFormat.TABLE)
    sdmx = sdmx_choice(sdmx_version, labels, wanted=form is ResultFormat.SDMX_CSV)
    if engine is not Engine.REFERENCE:
        from targetcheck.cli.engines.engine_options import Large, at_scale

        given = zip(_ROWS, (only, place, ledger, scope, since, reported or None), strict=True)
        needs = tuple(name for name, value in given if value is not None)
        counts = at_scale(
            Large(ruleset, data, as_of, known_at, profile, mapping, form, output, chosen(lang),
                  needs, bom),
            engine,
        )  # fmt: skip
        if counts is not None:
            return of_summary(counts, strict=strict)
    from targetcheck.cli.evaluation_inputs import EvaluationInputs
    from targetcheck.cli.terminal_output import tell

    said = chosen(lang)
    asked = EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping, scope)
    summarised = not (every or only or place or output or reported)
    if since is not None:
        from targetcheck.cli.engines.since_run import SinceRun, evaluate_since

        refused = [n for n, v in zip(_WHOLE, (scope, strict, reported), strict=True) if v]
        return evaluate_since(SinceRun(since, asked, ledger, who, why, only, place, form, output,
                                       said, tuple(refused)))  # fmt: skip
    prepared, result, shown = _judged(asked, only, place, reported=reported)
    view = Shown(result, shown, said, strict, *sdmx)
    _put(view, form, output, bom=bom, summarised=summarised)
    tell(_intake(result, form, said, summarised=summarised))
    if ledger is not None:
        from targetcheck.cli.ledger_options import kept, kept_line

        tell(kept_line(kept(result, prepared.tables, ledger, who=who, why=why), said))
    return of_summary(result.summary(), strict=strict, doubts=_doubts(result))


def _doubts(result: Result) -> int:
    """Return the number of doubtful values, and of verdicts for which all was set aside."""
    return len(result.doubts) + sum(verdict.only_set_aside for verdict in result)


def _intake(result: Result, form: ResultFormat, lang: Language, *, summarised: bool) -> list[str]:
    """Return what became of the rows: in full, or in a line below a summary."""
    from targetcheck.output.intake_summary import intake_lines, intake_summary
    from targetcheck.output.result_files.terminal_summary import FEW

    brief = summarised and form is ResultFormat.TABLE and len(result) > FEW
    return intake_summary(result, lang) if brief else intake_lines(result, lang)


def _judged(
    asked: EvaluationInputs, only: str | None, place: str | None, *, reported: bool
) -> tuple[Prepared, Result, tuple[Verdict, ...]]:
    """Read inputs, evaluate and filter; raise one error with all problems found."""
    from targetcheck.cli.evaluation_inputs import prepare
    from targetcheck.cli.selection import only_and_place_options
    from targetcheck.cli.terminal_output import long_work, steps
    from targetcheck.errors import Faults

    faults = Faults()
    statuses = within = frozenset[str]()
    with steps(long_work(asked.data)) as told:
        told(say("reading", "读取数据"))
        prepared = prepare(asked, faults)
        with faults.kept():
            statuses = only_and_place_options.statuses(only, causes=True)
        with faults.kept():
            if prepared.plan is not None:
                within = only_and_place_options.places(prepared.plan.ruleset, place)
        told(say("evaluating", "评判"))
        result = prepared.judge(faults)
    limits = result.reported() if reported else result
    return prepared, result, only_and_place_options.shown(limits, statuses, within)


def _put(
    view: Shown, form: ResultFormat, output: str | None, *, bom: bool, summarised: bool
) -> None:
    """Write the result in its format."""
    from targetcheck.cli.output_formats import scores_beside
    from targetcheck.cli.terminal_output import draw, many, put, steps, tell
    from targetcheck.output.result_files.terminal_summary import FEW, print_summary
    from targetcheck.output.result_files.terminal_table import print_table

    result, lang, shown = view.result, view.lang, view.verdicts
    if form is ResultFormat.TABLE and summarised and len(result) > FEW:
        draw(lambda console: print_summary(result, console, lang))
        return
    if form is ResultFormat.TABLE:
        draw(lambda console: print_table(result, console, lang, shown), output)
        return
    with steps(many(len(shown))) as told:
        told(say("writing", "写入文件"))
        text = _text(view, form, bom=bom and output is not None)
    put(text, output)
    if form is ResultFormat.CSV:
        tell(scores_beside(result, output, lang, bom=bom))


def _text(view: Shown, form: ResultFormat, *, bom: bool) -> str | bytes:
    if form in WRITERS:
        return WRITERS[form](view)
    if form is ResultFormat.JSON:
        return view.result.only(view.verdicts).to_json(view.lang) + "\n"
    if form is ResultFormat.CSV:
        from targetcheck.output.result_files.result_csv import as_csv

        return as_csv(view.result, view.lang, bom=bom, verdicts=view.verdicts)
    from targetcheck.output.result_files.result_markdown import as_markdown

    return as_markdown(view.result, view.lang, view.verdicts)
