"""`targetcheck what-if`: show needs, turning points and effects of a hypothetical value.

Layer: cli.
"""

from __future__ import annotations

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

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.evaluation import Result
    from targetcheck.tables.table_reader import ObservationTable
    from targetcheck.verdicts.verdict import Verdict

SHORT = HelpText("Show what each place still needs.", "说明各地还须达到多少。")
HELP = HelpText(
    "Show what each place needs by its next due date to pass, and today to be on track.",
    "说明各地到下一时限须达到多少，目前应达到多少才符合序时进度。",
)


_Data = Annotated[list[str], argument("DATA", en="Tables of reported values.", zh="数据表。")]
_Target = Annotated[
    str | None,
    option(
        "--target",
        metavar="TARGET",
        en="Only this target, by id or title.",
        zh="只列该目标（编号或名称）。",
    ),
]
_Place = Annotated[
    str | None,
    option(
        "--place",
        metavar="PLACE,...",
        en="Only these places and all places inside them.",
        zh="只列这些地区及其下级。",
    ),
]
_Turns = Annotated[
    bool,
    option(
        "--turns",
        en="Show the value of each observation at which its verdict changes.",
        zh="列出各报送值达到多少时结论改变。",
    ),
]
_Set = Annotated[
    list[str] | None,
    option(
        "--set",
        metavar="PLACE,INDICATOR,PERIOD=VALUE",
        en="Add or replace one observation and show the verdicts that change.",
        zh="假设或替换一个报送值，列出因此改变的结论。",
    ),
]
_All = Annotated[
    bool,
    option("--all", en="Include target instances already decided.", zh="已有结论的时限也列出。"),
]


def what_if(
    ruleset: RulesetArgument,
    data: _Data,
    as_of: AsOfOption,
    target: _Target = None,
    place: _Place = None,
    turns: _Turns = False,
    suppose: _Set = None,
    settled: _All = False,
    known_at: KnownAtOption = None,
    profile: ProfileOption = None,
    mapping: MappingOption = None,
    form: TextFormatOption = TextFormat.TEXT,
    lang: LangOption = None,
) -> int:
    """Print needs, turning points or the effects of a hypothetical value."""
    from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare
    from targetcheck.cli.selection import only_and_place_options, target_and_place_names
    from targetcheck.cli.terminal_output import put
    from targetcheck.errors import Faults
    from targetcheck.exact_json import json_text
    from targetcheck.tables.table_reader import concat

    said, faults = chosen(lang), Faults()
    prepared = prepare(EvaluationInputs(ruleset, data, as_of, known_at, profile, mapping), faults)
    result = prepared.judge(faults)
    table = concat(prepared.tables)
    if target is not None:
        target, place, _ = target_and_place_names.named_parts(result.ruleset, target, place, None)
    within = only_and_place_options.places(result.ruleset, place)
    if target is not None:
        target = target_and_place_names.target_id(result.ruleset, target, "--target")
    shown = only_and_place_options.shown(result, frozenset(), within)
    kept = {id(v) for v in shown if target in (None, v.target)}
    if suppose:
        records, lines = _supposed(result, table, suppose, kept, said)
    elif turns:
        records, lines = _turns(result, table, kept, said)
    else:
        records, lines = _needs(result, kept, said, settled=settled)
    put(json_text(records) + "\n" if form is TextFormat.JSON else "".join(f"{x}\n" for x in lines))
    return ExitCode.FINE


Told = tuple[list[dict[str, object]], list[str]]


def _needs(result: Result, kept: set[int], lang: Language, *, settled: bool) -> Told:
    from targetcheck.what_if.gap_to_target import needs_of
    from targetcheck.what_if.gap_to_target_text import need_lines, need_record

    needs = [n for n in needs_of(result, settled=settled) if id(n.verdict) in kept]
    return [need_record(need, lang) for need in needs], list(need_lines(needs, lang))


def _turns(result: Result, table: ObservationTable, kept: set[int], lang: Language) -> Told:
    from targetcheck.observations.observation_reader import read_observations
    from targetcheck.what_if.turning_point import turning_points, turning_text

    known, made = read_observations(table, result.plan), result.provenance
    records: list[dict[str, object]] = []
    lines: list[str] = []
    for verdict in (v for v in result if id(v) in kept):
        found = turning_points(verdict.question, result.plan, known, made.as_of, made.known_at)
        if not found:
            continue
        lines.append(_head(verdict, lang))
        for turning in found:
            text = turning_text(turning, verdict, lang)
            lines.append(f"    {text}")
            records.append(_turning_record(verdict, turning, text))
    return records, lines


def _turning_record(verdict: Verdict, turning: object, text: str) -> dict[str, object]:
    from targetcheck.verdicts.verdict_json import number
    from targetcheck.what_if.turning_point import Turning

    assert isinstance(turning, Turning)
    observation = turning.observation
    return {
        "target": verdict.target,
        "place": verdict.place,
        "due": verdict.due.isoformat(),
        "status": turning.status,
        "report": {"place": observation.place, "indicator": observation.indicator, "period": observation.period.label,
                   "value": number(observation.value), "where": str(observation.where)},
        "turns_at": number(turning.value),
        "turns_at_exactly": str(turning.value) if turning.value is not None else None,
        "becomes": turning.becomes or None,
        "at_the_value_itself": turning.onto,
        "text": text,
    }  # fmt: skip


def _head(verdict: Verdict, lang: Language) -> str:
    from targetcheck.verdicts.code_terms import STATUS, SYMBOL, word
    from targetcheck.verdicts.sentences.verdict_sentence import subject

    status = word(STATUS, verdict.status, lang)
    head = f"{SYMBOL[verdict.status]} {verdict.target}@{verdict.place}  {subject(verdict, lang)}"
    return (
        f"{head}（{verdict.due}，{status}）"
        if lang == "zh"
        else f"{head} ({verdict.due}, {status})"
    )


def _supposed(
    result: Result, table: ObservationTable, texts: list[str], kept: set[int], lang: Language
) -> Told:
    from targetcheck.errors import Faults
    from targetcheck.what_if.hypothetical_values import read_supposition, suppose, turned_text

    faults, rows, made = Faults(), list[dict[str, str]](), result.provenance
    for text in texts:
        with faults.kept("--set"):
            rows.append(read_supposition(text))
    faults.check()
    _, _, turned = suppose(result.plan, table, rows, made.as_of, made.known_at)
    keys = {(v.target, v.place, v.due) for v in result if id(v) in kept}
    heard = [t for t in turned if (t.after.target, t.after.place, t.after.due) in keys]
    lines = [turned_text(t, lang) for t in heard]
    lines.append(
        f"{len(heard)}项结论改变" if lang == "zh" else f"verdicts that change: {len(heard)}"
    )
    records: list[dict[str, object]] = [
        {"target": t.after.target, "place": t.after.place, "due": t.after.due.isoformat(),
         "before": f"{t.before.status}/{t.before.reason}",
         "after": f"{t.after.status}/{t.after.reason}"}
        for t in heard
    ]  # fmt: skip
    return records, lines
