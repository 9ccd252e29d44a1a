"""`targetcheck ledger`: record runs; list, show, compare, verify and export them.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.annotated_command import CommandGroup
from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.ledger_options import LedgerOption, SupersedesOption, WhoOption, WhyOption
from targetcheck.cli.options import (
    AsOfOption,
    HelpText,
    KnownAtOption,
    LangOption,
    MappingOption,
    OutputOption,
    ProfileOption,
    RulesetArgument,
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from targetcheck.ledger import Ledger, Run


class LedgerFormat(StrEnum):
    """Output formats of recorded verdicts."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ExportFormat(StrEnum):
    """Formats in which a run is exported."""

    JSON = "json"
    CSV = "csv"
    PROV = "prov"


app = CommandGroup(
    "ledger",
    HelpText(
        "Record evaluation runs in an append-only ledger; list, compare and verify them.",
        "评判台账（只增不改）：记录、列出、比较和核验历次评判。",
    ),
)
_Data = Annotated[
    list[str],
    argument(
        "DATA",
        en="CSV, XLSX, JSON, Parquet; - for stdin.",
        zh="数据表：CSV、XLSX、JSON、Parquet；- 为标准输入。",
    ),
]
_Run = Annotated[
    str,
    argument(
        "RUN", en="Number of a run, or the start of its id.", zh="评判记录的序号，或编号的前几位。"
    ),
]
_NewData = Annotated[
    list[str] | None,
    argument(
        "[DATA...]",
        en="The whole new tables. Default: those of the run.",
        zh="新的完整数据表，默认沿用原记录的数据。",
    ),
]
_NewRuleset = Annotated[
    str | None,
    option(
        "--ruleset",
        metavar="RULESET",
        en="Another version of the ruleset. Default: that of the run.",
        zh="规则集的另一版本，默认沿用原记录的规则集。",
    ),
]
_Other = Annotated[
    str,
    argument(
        "OTHER",
        en="Second run, by number or start of id.",
        zh="另一评判记录的序号，或编号的前几位。",
    ),
]
_Runs = Annotated[
    list[str] | None,
    argument("[RUN...]", en="Runs to verify. Default: all.", zh="要核验的评判记录，默认全部。"),
]
_Place = Annotated[
    str | None, option("--place", metavar="ID,...", en="Only these places.", zh="只列指定的地区。")
]
_Lead = Annotated[
    str | None,
    option("--lead", metavar="NAME", en="Only this lead department.", zh="只列该牵头单位。"),
]
_Status = Annotated[
    str | None,
    option("--only", metavar="STATUS,...", en="Only these statuses.", zh="只列指定的结论。"),
]
_Target = Annotated[
    str | None, option("--target", metavar="ID", en="Only this target.", zh="只列该目标。")
]
_Explain = Annotated[
    bool,
    option(
        "--explain",
        en="Explain the verdict of --target at --place.",
        zh="说明 --target 在 --place 的结论由来。",
    ),
]
_Form = Annotated[
    LedgerFormat,
    option(
        "--format", en="Output format: table, json or csv.", zh="输出格式：table、json 或 csv。"
    ),
]


@app.command_of(
    "record",
    HelpText("Evaluate and record the run with its data.", "评判，并把结果连同数据记入台账。"),
)
def record(
    ruleset: RulesetArgument,
    data: _Data,
    as_of: AsOfOption,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    place: LedgerOption = None,
    who: WhoOption = None,
    why: WhyOption = "",
    supersedes: SupersedesOption = None,
    mapping: MappingOption = None,
    lang: LangOption = None,
) -> int:
    """Evaluate, record the run and print its number."""
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.ledger_options import kept, kept_line
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults

    faults = Faults()
    prepared = prepare(EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping), faults)
    result = prepared.judge(faults)
    run = kept(result, prepared.tables, place, who=who, why=why, supersedes=supersedes)
    put(kept_line(run, chosen(lang)) + "\n")
    return ExitCode.FINE


@app.command_of(
    "rejudge",
    HelpText(
        "Record a run anew with new data, ruleset or profile; only what changed is evaluated.",
        "用新的数据、规则集或评判方案重新评判并记入台账，只评判有变化的部分。",
    ),
)
def rejudge(
    run: _Run,
    data: _NewData = None,
    ruleset: _NewRuleset = None,
    profile: ProfileOption = None,
    place: LedgerOption = None,
    who: WhoOption = None,
    why: WhyOption = "",
    supersedes: SupersedesOption = None,
    mapping: MappingOption = None,
    lang: LangOption = None,
) -> int:
    """Record the new run and print its number, and how much of it was evaluated."""
    from targetcheck.cli.engines.since_run import anew, judged_line
    from targetcheck.cli.ledger_options import kept_line, opened, user
    from targetcheck.cli.terminal_output import put
    from targetcheck.rejudgement import rejudge as judged_anew

    said = chosen(lang)
    with opened(place) as ledger:
        before = ledger.run(run)
        plan, tables = anew(ledger, before, data, ruleset, profile, mapping)
        made = judged_anew(
            ledger, before, tables, plan=plan, who=user(who), why=why, supersedes=supersedes
        )
    put(kept_line(made.run, said) + "\n")
    put(judged_line(made, before, said) + "\n")
    return ExitCode.FINE


@app.command_of("runs", HelpText("List the runs.", "列出评判记录。"))
def runs(
    place: LedgerOption = None,
    ruleset: Annotated[
        str | None,
        option(
            "--ruleset",
            metavar="ID",
            en="Only runs of this ruleset.",
            zh="只列该规则集的评判记录。",
        ),
    ] = None,
    form: TextFormatOption = TextFormat.TEXT,
    lang: LangOption = None,
) -> int:
    """Print a line for each run."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.cli.ledger_text import run_lines
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text

    with opened(place) as ledger:
        found = ledger.runs(ruleset)
    if form is TextFormat.JSON:
        put(json_text([run.to_dict() for run in found]) + "\n")
    else:
        put(run_lines(found, chosen(lang)))
    return ExitCode.FINE


@app.command_of("show", HelpText("Show the verdicts of a run.", "列出一次评判的结论。"))
def show(
    run: _Run,
    place: LedgerOption = None,
    where: _Place = None,
    lead: _Lead = None,
    status: _Status = None,
    target: _Target = None,
    explain: _Explain = False,
    form: _Form = LedgerFormat.TABLE,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print the recorded verdicts, or the explanation of one of them."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.cli.ledger_text import verdict_lines
    from targetcheck.cli.selection import only_and_place_options
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.ledger.run_export import as_csv, explained, rows_of

    with opened(place) as ledger:
        found = ledger.run(run)
        if explain and target and where:
            accounts = explained(ledger, found, target, where, chosen(lang))
            put("\n".join(f"{account}\n" for account in accounts), output)
            return ExitCode.FINE
        verdicts = ledger.verdicts(
            found,
            place=where.split(",") if where else None,
            lead=lead,
            status=only_and_place_options.statuses(status) if status else None,
            target=target,
        )
    if form is LedgerFormat.JSON:
        rows = [verdict.to_dict() for verdict in verdicts]
        put(json_text({"run": found.to_dict(), "verdicts": rows}) + "\n", output)
    elif form is LedgerFormat.CSV:
        put(as_csv(rows_of(found, verdicts)), output)
    else:
        put(verdict_lines(found, verdicts, chosen(lang)), output)
    return ExitCode.FINE


@app.command_of(
    "compare",
    HelpText(
        "Compare two runs: changed verdicts, and the input that changed each.",
        "比较两次评判，列出变化的结论及引起变化的输入。",
    ),
)
def compare(
    run: _Run,
    other: _Other,
    place: LedgerOption = None,
    form: TextFormatOption = TextFormat.TEXT,
    output: OutputOption = None,
    lang: LangOption = None,
) -> int:
    """Print every change with its cause; exit code 1 if there are any."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.cli.ledger_text import change_lines
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.ledger import compare as compared

    with opened(place) as ledger:
        found = compared(ledger, ledger.run(run), ledger.run(other))
    if form is TextFormat.JSON:
        put(json_text(found.to_dict()) + "\n", output)
    else:
        put(change_lines(found, chosen(lang)), output)
    return ExitCode.FOUND if found.changes else ExitCode.FINE


@app.command_of(
    "verify",
    HelpText(
        "Evaluate recorded runs again and show any difference.", "重新评判已记录的数据，列出差异。"
    ),
)
def verify(
    names: _Runs = None,
    place: LedgerOption = None,
    form: TextFormatOption = TextFormat.TEXT,
    lang: LangOption = None,
) -> int:
    """Print the verification of each run; exit code 1 if one is damaged or differs."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.cli.ledger_text import check_lines, record_lines
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.ledger import verify as verified
    from targetcheck.ledger import verify_rectifications

    with opened(place) as ledger:
        checks = [verified(ledger, run) for run in _chosen(ledger, names)]
        written = verify_rectifications(ledger)
    records = [written] if written.records else []
    if form is TextFormat.JSON:
        told = [check.to_dict() for check in checks] + [check.to_dict() for check in records]
        put(json_text(told) + "\n")
    else:
        lines = [check_lines(check, chosen(lang)) for check in checks]
        lines += [record_lines(check, chosen(lang)) for check in records]
        put("".join(lines))
    sound = [check.sound for check in checks] + [check.sound for check in records]
    return ExitCode.FINE if all(sound) else ExitCode.FOUND


@app.command_of(
    "export",
    HelpText("Export a run with all its parts.", "导出一次评判的全部内容。"),
)
def export(
    run: _Run,
    place: LedgerOption = None,
    form: Annotated[
        ExportFormat,
        option(
            "--format",
            en="Output format: json (everything), csv, or prov: W3C PROV-JSON.",
            zh="输出格式：json（全部内容）、csv 或 prov（W3C PROV-JSON）。",
        ),
    ] = ExportFormat.JSON,
    output: OutputOption = None,
) -> int:
    """Print a run as JSON or PROV-JSON, or its verdicts as CSV."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.cli.terminal_output import put
    from targetcheck.ledger.run_export import as_csv, as_json, rows_of

    with opened(place) as ledger:
        found = ledger.run(run)
        if form is ExportFormat.CSV:
            put(as_csv(rows_of(found, ledger.verdicts(found))), output)
        elif form is ExportFormat.PROV:
            from targetcheck.exact_json import json_text
            from targetcheck.interchange.contracts.prov import provenance

            put(json_text(provenance(ledger, found)) + "\n", output)
        else:
            put(as_json(ledger, found), output)
    return ExitCode.FINE


def _chosen(ledger: Ledger, names: list[str] | None) -> tuple[Run, ...]:
    return tuple(ledger.run(name) for name in names) if names else ledger.runs()
