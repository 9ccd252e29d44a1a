"""`targetcheck escalate`: show the escalation step due for each place and department.

Layer: cli.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from targetcheck.cli.exit_codes import ExitCode
from targetcheck.cli.ledger_options import WhoOption
from targetcheck.cli.options import (
    HelpText,
    KnownAtOption,
    LangOption,
    OutputOption,
    ProfileOption,
    RulesetArgument,
    argument,
    chosen,
    option,
)

if TYPE_CHECKING:
    from datetime import date

    from targetcheck.errors import Language
    from targetcheck.escalation import Escalated, LadderPosition, Standing
    from targetcheck.plan.plan import Plan
    from targetcheck.rectification.problem_list import ProblemList

HELP = HelpText(
    "Show the escalation step due for each place and department in the latest period, with its "
    "reason. Past verdicts come from DATA, else from the ledger.",
    "列出最近一期对各地区、各部门应采取的督办措施及判定理由；历期结论由 DATA 得出；不写 DATA 的，取自台账。",
)


class EscalationFormat(StrEnum):
    """Output formats of `escalate`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class DeciderOption(StrEnum):
    """Engine that decides ladders and conclusions."""

    AUTO = "auto"
    REFERENCE = "reference"
    DURABLE = "durable"


_Data = Annotated[
    list[str] | None,
    argument(
        "[DATA...]",
        en="Tables. Default: the runs in the ledger.",
        zh="数据表；不写的，取台账中的评判记录。",
    ),
]
_AsOf = Annotated[
    str,
    option(
        "--as-of",
        metavar="DATE",
        en="Last day; periods that end by then are evaluated.",
        zh="截至此日结束的各期。",
    ),
]
_Since = Annotated[
    str | None,
    option(
        "--since",
        metavar="DATE",
        en="First day. Default: the issue date of the document.",
        zh="起算日，默认为文件印发日。",
    ),
]
_Ledger = Annotated[
    str | None,
    option(
        "--ledger",
        metavar="PLACE",
        en="Ledger to read past runs from and to record due steps in, so that none repeats.",
        zh="台账：从中读取评判记录，并记入应采取的措施，以免重复。",
    ),
]
_Keep = Annotated[
    bool,
    option(
        "--keep/--no-keep",
        en="Record due steps in the ledger. Default: on.",
        zh="把应采取的措施记入台账，默认记入。",
    ),
]
_History = Annotated[
    bool, option("--history", en="Show every period.", zh="列出各期，而不只是最近一期。")
]
_CountOverdue = Annotated[
    bool,
    option(
        "--count-overdue",
        en="Count an overdue item of the problem list as lagging in each period until it is closed.",
        zh="问题清单中的逾期项在销号前各期均按落后计。",
    ),
]
_Engine = Annotated[
    DeciderOption,
    option(
        "--engine",
        en="Engine that decides: auto, reference or durable. Default: auto.",
        zh="判定引擎：auto、reference 或 durable，默认为 auto。",
    ),
]
_Form = Annotated[
    EscalationFormat,
    option(
        "--format", en="Output format: table, json or csv.", zh="输出格式：table、json 或 csv。"
    ),
]


def escalate(
    ruleset: RulesetArgument,
    as_of: _AsOf,
    data: _Data = None,
    since: _Since = None,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    ledger: _Ledger = None,
    keep: _Keep = True,
    history: _History = False,
    count_overdue: _CountOverdue = False,
    engine: _Engine = DeciderOption.AUTO,
    form: _Form = EscalationFormat.TABLE,
    output: OutputOption = None,
    who: WhoOption = None,
    lang: LangOption = None,
) -> int:
    """Evaluate the ladders over all periods and print what is due now."""
    from targetcheck import api
    from targetcheck.cli.terminal_output import put, tell
    from targetcheck.errors import Faults, finding_lines
    from targetcheck.escalation import escalate as decided
    from targetcheck.periods.period_parser import parse_due, parse_period

    said, faults = chosen(lang), Faults()
    until = begin = known = None
    with faults.kept("--as-of"):
        until = parse_due(as_of)
    with faults.kept("--since"):
        begin = parse_period(since).period.start if since else None
    with faults.kept("--known-at"):
        known = parse_due(known_at) if known_at else None
    plan = None
    with faults.kept():
        plan = api.compile_plan(ruleset, profile)
    faults.check()
    assert plan is not None
    assert until is not None
    begin = begin or plan.ruleset.document.issued
    past = _past(plan, data, (begin, until), known, ledger, profile)
    lists = _lists(plan, (begin, until), ledger, profile) if ledger or not data else {}
    if count_overdue and lists:
        from targetcheck.rectification.subject_items import with_overdue

        past = with_overdue(past, lists)
    found = decided(plan.ruleset, past, begin, until, engine.value)
    fresh = _kept(found, ledger, who) if keep and (ledger or not data) else None
    put(_text(found, form, said, history=history, fresh=fresh, lists=lists), output)
    tell(finding_lines(found.notes, said))
    return ExitCode.FINE


def _past(
    plan: Plan,
    data: list[str] | None,
    span: tuple[date, date],
    known_at: date | None,
    ledger: str | None,
    profile: str | None,
) -> dict[date, tuple[Standing, ...]]:
    """Return the standings of past periods, from the tables or from the ledger."""
    from targetcheck.cli.ledger_options import opened
    from targetcheck.escalation import days_of, from_data, from_rows
    from targetcheck.tables.table_reader import read_table

    days = days_of(plan.ruleset, *span)
    if data:
        return dict(from_data(plan, read_table(list(data)), days, known_at))
    with opened(ledger) as book:
        return dict(from_rows(book.views(plan.ruleset.id, days, profile)))


def _lists(
    plan: Plan, span: tuple[date, date], ledger: str | None, profile: str | None
) -> dict[date, ProblemList]:
    """Return the problem lists of past periods; none where the ledger has none."""
    from pathlib import Path

    from targetcheck.cli.ledger_options import ledger_place, opened
    from targetcheck.escalation import days_of

    place = ledger_place(ledger)
    if "://" not in place and not Path(place).is_file():
        return {}  # a ledger that is made by this command
    with opened(ledger) as book:
        if not book.rectifications(plan.ruleset.id):
            return {}
        from targetcheck.rectification.subject_items import lists_by_day

        return lists_by_day(book, plan.ruleset.id, days_of(plan.ruleset, *span), profile)


def _kept(found: Escalated, place: str | None, who: str | None) -> frozenset[str]:
    """Record the actions that are due now; return the ids of the new ones."""
    from datetime import UTC, datetime

    from targetcheck.cli.ledger_options import opened, user

    moment = datetime.now(UTC).isoformat(timespec="seconds")
    acts = [
        {
            "id": stand.act_id,
            "ruleset": found.ruleset,
            "ladder": stand.ladder_id,
            "subject": stand.subject,
            "period": stand.period.end.isoformat(),
            "step": stand.step.id if stand.step else "",
            "decided_by": found.decided_by,
            "recorded_at": moment,
            "who": user(who),
            "told": str(stand.to_dict("zh")["sentence"]),
        }
        for stand in found.due()
    ]
    with opened(place, create=True) as ledger:
        return ledger.keep_acts(acts)


def _text(
    found: Escalated,
    form: EscalationFormat,
    lang: Language,
    *,
    history: bool,
    fresh: frozenset[str] | None,
    lists: dict[date, ProblemList],
) -> str:
    from targetcheck.escalation.escalation_listing import escalated_lines
    from targetcheck.exact_json import json_text
    from targetcheck.ledger.run_export import as_csv

    if form is EscalationFormat.CSV:
        return as_csv(found.rows(lang))
    counts = {}
    if lists:
        from targetcheck.rectification.subject_items import items_of

        counts = {
            stand.key: items_of(stand, lists[stand.period.end])
            for stand in found.stands
            if stand.period.end in lists
        }
    if form is EscalationFormat.JSON:
        told = found.to_dict(lang, history=history)
        items = [{**dict(zip(_KEY, key, strict=True)), **c.to_dict()} for key, c in counts.items()]
        if lists:
            told["problem_items"] = items
        if fresh is not None:
            told["new_acts"] = sorted(fresh)
        return json_text(told) + "\n"

    def beside(stand: LadderPosition) -> str:
        return counts[stand.key].text(lang) if stand.key in counts else ""

    return escalated_lines(found, lang, history=history, fresh=fresh, beside=beside)


_KEY = ("ladder", "subject", "period_end")
