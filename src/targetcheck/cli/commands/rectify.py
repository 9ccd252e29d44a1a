"""`targetcheck rectify`: list the problems of a recorded run, take back what people wrote on it.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.ledger_options import LedgerOption
from targetcheck.cli.options import (
    HelpText,
    LangOption,
    OutputOption,
    argument,
    chosen,
    option,
)
from targetcheck.errors import Diagnostic, TargetcheckError, Where

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.rectification.problem_item import ItemFilter
    from targetcheck.rectification.problem_list import ProblemList

SHORT = HelpText("List the problems of a recorded run.", "编制问题清单，跟踪整改销号。")
HELP = HelpText(
    "List the problems of a recorded run: who has to solve what by when. -o FILE.xlsx writes the list "
    "to fill in and records that it went out; --returned takes it back. An item closes only when its "
    "verdict passes in a later run, and opens again when it relapses.",
    "由评判记录编制问题清单：何单位、何问题、何措施、何时整改到位。-o 文件.xlsx 写出待填清单并记入台账，"
    "--returned 收回填好的清单。以后的评判记录中达标的才予销号，复发的重新列入。",
)


class RectifyFormat(StrEnum):
    """Output formats of `rectify`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_Run = Annotated[
    str | None,
    argument(
        "[RUN]",
        en="Number, or start of the id. Default: the newest run.",
        zh="评判记录的序号，或编号的前几位，默认取最新一次。",
    ),
]
_Ruleset = Annotated[
    str | None,
    option(
        "--ruleset", metavar="ID", en="Newest run of this ruleset.", zh="取此规则集的最新一次。"
    ),
]
_Returned = Annotated[
    list[str] | None,
    option(
        "--returned",
        metavar="FILE.xlsx",
        en="A list that was filled in; may be repeated. It is recorded before the list is made.",
        zh="交回的清单，可写多次；先记入台账，再编制清单。",
    ),
]
_Lead = Annotated[
    list[str] | None,
    option("--lead", metavar="NAME", en="Only this lead department.", zh="只列指定的牵头单位。"),
]
_Place = Annotated[
    list[str] | None,
    option("--place", metavar="PLACE", en="Only this place.", zh="只列指定的考核对象。"),
]
_State = Annotated[
    list[str] | None,
    option(
        "--state",
        metavar="STATE",
        en="Only items in this state: open, overdue, recovering or closed.",
        zh="只列指定状态：open（整改中）、overdue（逾期）、recovering（已恢复正常）、closed（已销号）。",
    ),
]
_All = Annotated[
    bool, option("--all", en="Print closed items as well.", zh="同时显示已销号的各项。")
]
_Who = Annotated[
    str | None,
    option(
        "--who",
        metavar="NAME",
        en="Who issues or returns the list. Default: your user name.",
        zh="制发或交回清单的人，默认当前用户。",
    ),
]
_Form = Annotated[
    RectifyFormat | None,
    option(
        "--format",
        en="table, json, csv or xlsx. Default: from the suffix of --output, else table.",
        zh="table、json、csv 或 xlsx，默认按 --output 的后缀，否则为 table。",
    ),
]


def rectify(
    run: _Run = None,
    ledger: LedgerOption = None,
    ruleset: _Ruleset = None,
    returned: _Returned = None,
    lead: _Lead = None,
    place: _Place = None,
    state: _State = None,
    every: _All = False,
    form: _Form = None,
    output: OutputOption = None,
    who: _Who = None,
    lang: LangOption = None,
) -> int:
    """Record returned lists, then print or write the list of problems."""
    from targetcheck.cli.ledger_options import opened, user
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.errors import finding_lines

    said, shape = chosen(lang), _form(form, output)
    chosen_items = _chosen(lead, place, state)
    if output is not None and output != "-":
        from targetcheck.files import note_input, refuse_input

        for file in returned or ():
            note_input(file)
        refuse_input(output)  # before anything is recorded
    with opened(ledger) as book:
        from targetcheck.rectification.rectification_run import rectified  # needs the library too

        made = rectified(
            book,
            run,
            ruleset=ruleset,
            returned=returned or (),
            chosen=chosen_items,
            issued=shape is RectifyFormat.XLSX,
            lang=said,
            who=user(who),
        )
        put(_written(made, shape, said, every=every), output)
    tell(finding_lines(made.notes, said))
    if shape is RectifyFormat.XLSX and output not in (None, "-"):
        tell(_next(made, str(output), said))
    return ExitCode.FINE


def _form(form: RectifyFormat | None, output: str | None) -> RectifyFormat:
    """Return the format asked for, else that of the file; refuse two that disagree."""
    suffix = PurePath(output or "").suffix.lower().removeprefix(".")
    named = RectifyFormat(suffix) if suffix in ("json", "csv", "xlsx") else None
    if form is RectifyFormat.XLSX and output is None:
        raise TargetcheckError(_no_file())
    if form is RectifyFormat.XLSX and named is not form and output != "-":
        raise TargetcheckError(_no_file())
    return form or named or RectifyFormat.TABLE


def _chosen(
    leads: list[str] | None, places: list[str] | None, states: list[str] | None
) -> ItemFilter:
    from targetcheck.errors import did_you_mean
    from targetcheck.rectification.problem_item import STATES, ItemFilter

    for name in states or ():
        if name not in STATES:
            near = did_you_mean(name, STATES)
            raise TargetcheckError(
                Diagnostic(
                    "rectify-state",
                    f"there is no state `{name}`",
                    f"没有名为“{name}”的整改状态",
                    f"did you mean `{near}`?" if near else f"name one of {', '.join(STATES)}",
                    f"是否应为“{near}”？" if near else f"可选：{'、'.join(STATES)}",
                    Where("--state"),
                )
            )
    return ItemFilter(tuple(leads or ()), tuple(places or ()), tuple(states or ()))


def _written(made: ProblemList, form: RectifyFormat, lang: Language, *, every: bool) -> str | bytes:
    if form is RectifyFormat.XLSX:
        return made.workbook(lang)
    if form is RectifyFormat.JSON:
        return made.to_json(lang)
    if form is RectifyFormat.CSV:
        from targetcheck.ledger.run_export import as_csv

        return as_csv(made.rows(lang))
    from targetcheck.rectification.problem_list_text import list_text

    return list_text(made, lang, every=every)


def _next(made: ProblemList, output: str, lang: Language) -> list[str]:
    """Return what was written, and the command that takes the list back."""
    follow = f"targetcheck rectify --returned {output}"
    count = len(made.items)
    if lang == "zh":
        return [f"已写入 {output}：{count}项，清单编号{made.id[:12]}", f"填好后运行：{follow}"]
    return [
        f"{output} is written: {count} item{'' if count == 1 else 's'}, list {made.id[:12]}",
        f"filled in, run: {follow}",
    ]


def _no_file() -> Diagnostic:
    return Diagnostic(
        "output-format",
        "the list to fill in is a workbook and needs the name of one",
        "待填清单是工作簿，须写明工作簿文件名",
        "write -o problems.xlsx",
        "请写 -o 问题清单.xlsx",
        Where("--output"),
    )
