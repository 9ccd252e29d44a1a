"""`targetcheck explain`: print the full explanation of one verdict.

Layer: cli.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    TextFormat,
    TextFormatOption,
    argument,
    chosen,
    option,
)
from targetcheck.errors import Language

if TYPE_CHECKING:
    from targetcheck.verdicts.verdict import Verdict

SHORT = HelpText("Explain one verdict.", "说明一个评判项的结论由来。")
HELP = HelpText(
    "Explain one verdict: requirement, observations, schedule, clause.",
    "说明一个评判项的结论由来：要求、报送值、进度、依据条款。",
)


_Data = Annotated[str, argument("DATA", en="Table of reported values.", zh="数据表。")]
_Target = Annotated[
    str,
    argument(
        "TARGET",
        en="Id of the target, or its title; TARGET@PLACE names the place too.",
        zh="目标编号，或目标名称（可只写一部分）；可写作 目标@地区。",
    ),
]
_Place = Annotated[
    str | None,
    argument(
        "PLACE",
        en="Place id or name; required if the target has several places.",
        zh="地区编号或名称，目标涉及多个地区时必填。",
    ),
]
_More = Annotated[
    list[str] | None,
    option(
        "--data",
        metavar="FILE",
        en="Further table; may be repeated.",
        zh="另一个数据表，可重复给出。",
    ),
]
_Due = Annotated[
    str | None,
    option(
        "--due",
        metavar="DATE",
        en="Due date to explain. Default: the one nearest to the as-of date.",
        zh="要说明的时限，默认取离基准日最近的。",
    ),
]


def explain(
    ruleset: RulesetArgument,
    data: _Data,
    target: _Target,
    as_of: AsOfOption,
    place: _Place = None,
    more: _More = None,
    due: _Due = None,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    form: TextFormatOption = TextFormat.TEXT,
    lang: LangOption = None,
    mapping: MappingOption = None,
) -> int:
    """Print the explanation of one verdict."""
    from targetcheck.cli.engines.engine_options import is_large
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.selection import target_and_place_names
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text
    from targetcheck.periods.period_parser import parse_due

    said, faults, day = chosen(lang), Faults(), None
    large = more is None and mapping is None and is_large(data)
    tables = [] if large else [data, *(more or ())]
    prepared = prepare(EvaluationInputs(ruleset, tables, as_of, known_at, profile, mapping), faults)
    if prepared.plan is not None:
        parts = target_and_place_names.named_parts(prepared.plan.ruleset, target, place, due)
        target, place, due = parts
    with faults.kept("--due"):
        day = parse_due(due) if due is not None else None
    if prepared.plan is not None:
        with faults.kept():
            target = target_and_place_names.target_id(prepared.plan.ruleset, target)
        with faults.kept():
            place = (
                None
                if place is None
                else target_and_place_names.place_id(prepared.plan.ruleset, place)
            )
    result = prepared.of_cell(data, target, place, faults) if large else prepared.judge(faults)
    verdict = target_and_place_names.verdict_of(result, target, place, day)
    if form is TextFormat.JSON:
        put(json_text(verdict.to_dict(said)) + "\n")
    else:
        put(account_text(verdict, target_and_place_names.other_dues(result, verdict), said))
    return ExitCode.FINE


def account_text(verdict: Verdict, others: Sequence[Verdict], lang: Language) -> str:
    """Return the explanation of a verdict, and the status on the other due dates."""
    from targetcheck.output.verdict_columns import status_text
    from targetcheck.printable_text import printable

    lines = [printable(line) for line in verdict.explain(lang).splitlines()]
    if others:
        lines += ["", "其他时限：" if lang == "zh" else "Other due dates (--due):"]
        lines += [f"  {other.due}  {status_text(other.status, lang)}" for other in others]
    return "\n".join(lines) + "\n"
