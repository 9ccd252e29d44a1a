"""`targetcheck explain`: the full account of one verdict.

Floor: cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.language import chosen, say
from targetcheck.cli.options import (
    AsOfOption,
    KnownAtOption,
    LangOption,
    ProfileOption,
    RulesetArgument,
    TextFormat,
)

SHORT = say("Tell how one verdict came about.", "说明一项结论的由来。")
HELP = say(
    "Tell how one verdict came about: requirement, reports, schedule, clause.",
    "说明一项结论的由来：要求、报告值、进度、依据。",
)


def explain(
    ruleset: RulesetArgument,
    data: Annotated[
        str,
        typer.Argument(metavar="DATA", show_default=False, help=say("A table.", "数据表。")),
    ],
    target: Annotated[
        str,
        typer.Argument(metavar="TARGET", show_default=False, help=say("Its id.", "目标编号。")),
    ],
    as_of: AsOfOption,
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE",
            show_default=False,
            help=say("Needed where the target binds several.", "目标约束多个地区时必填。"),
        ),
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="FILE", help=say("A further table.", "另一个数据表。")),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help=say(
                "By default the next one due, else the last.", "默认为下一个时限，否则为最后一个。"
            ),
        ),
    ] = None,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    form: Annotated[
        TextFormat, typer.Option("--format", help=say("text or json.", "text 或 json。"))
    ] = TextFormat.TEXT,
    lang: LangOption = None,
) -> int:
    """Print the account of one verdict."""
    from targetcheck.cli import choosing
    from targetcheck.cli.findings import Faults
    from targetcheck.cli.judging import Asked, prepare
    from targetcheck.cli.streams import put
    from targetcheck.evaluation.json_text import json_text
    from targetcheck.ground.periods import parse_due
    from targetcheck.reports.account import account_text

    said, faults, day = chosen(lang), Faults(), None
    prepared = prepare(Asked(ruleset, [data, *(more or ())], as_of, known_at, profile), faults)
    with faults.kept("--due"):
        day = parse_due(due) if due is not None else None
    if prepared.plan is not None:
        with faults.kept():
            choosing.known_target(prepared.plan.ruleset, target)
        with faults.kept():
            place = None if place is None else choosing.place_id(prepared.plan.ruleset, place)
    result = prepared.judge(faults)
    verdict = choosing.verdict_of(result, target, place, day)
    if form is TextFormat.JSON:
        put(json_text(verdict.to_dict(said)) + "\n")
    else:
        put(account_text(verdict, choosing.other_dues(result, verdict), said))
    return ExitCode.FINE
