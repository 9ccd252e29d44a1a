"""`evaluate --since RUN`: evaluate only what changed since a recorded run.

Layer: cli. Input: the arguments of `evaluate`. Output: the new run in the ledger, and its verdicts
as the ledger holds them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from targetcheck.cli.evaluation_inputs import EvaluationInputs, prepare, read_tables
from targetcheck.cli.exit_codes import ExitCode, of_summary
from targetcheck.cli.options import ResultFormat
from targetcheck.errors import Diagnostic, Faults, TargetcheckError

if TYPE_CHECKING:
    from targetcheck.errors import Language
    from targetcheck.ledger import Ledger, Run, StoredVerdict
    from targetcheck.plan.plan import Plan
    from targetcheck.rejudgement import Rejudgement
    from targetcheck.tables.table_reader import ObservationTable

FORMATS = (ResultFormat.TABLE, ResultFormat.JSON, ResultFormat.CSV)
"""Formats of verdicts from the ledger."""


@dataclass(frozen=True, slots=True)
class SinceRun:
    """What `evaluate --since` was asked."""

    run: str
    inputs: EvaluationInputs
    ledger: str | None
    who: str | None
    why: str
    only: str | None
    place: str | None
    form: ResultFormat
    output: str | None
    lang: Language
    refused: tuple[str, ...] = ()
    """options given that need every verdict with its evidence"""


def evaluate_since(asked: SinceRun) -> ExitCode:
    """Record and print the new run; return the exit code of all its verdicts."""
    from targetcheck.cli.ledger_options import kept_line, opened, user
    from targetcheck.cli.selection import only_and_place_options
    from targetcheck.cli.terminal_output import tell
    from targetcheck.rejudgement import rejudge

    if asked.refused or asked.form not in FORMATS:
        raise TargetcheckError(_refused(asked))
    faults = Faults()
    prepared = prepare(asked.inputs, faults)
    statuses = within = frozenset[str]()
    with faults.kept():
        statuses = only_and_place_options.statuses(asked.only)
    with faults.kept():
        if prepared.plan is not None:
            within = only_and_place_options.places(prepared.plan.ruleset, asked.place)
    faults.check()
    assert prepared.plan is not None
    with opened(asked.ledger) as ledger:
        before = ledger.run(asked.run)
        _check_days(asked, before, prepared.plan.ruleset.id)
        made = rejudge(
            ledger,
            before,
            list(prepared.tables),
            plan=prepared.plan,
            who=user(asked.who),
            why=asked.why,
        )
        whole = ledger.verdicts(made.run)
    shown = [
        v
        for v in whole
        if (not statuses or v.status in statuses) and (not within or v.place in within)
    ]
    _put(made.run, shown, asked)
    tell([kept_line(made.run, asked.lang), judged_line(made, before, asked.lang)])
    return of_summary(Counter(v.status for v in whole), strict=False)


def judged_line(made: Rejudgement, before: Run, lang: Language) -> str:
    """Return a line that says how many verdicts were evaluated anew."""
    if lang == "zh":
        return f"重新评判{made.judged}项，其余沿用第{before.number}号记录"
    return f"evaluated: {made.judged}; the others are those of run {before.number}"


def anew(
    ledger: Ledger,
    run: Run,
    data: list[str] | None,
    ruleset: str | None,
    profile: str | None,
    mapping: str | None,
) -> tuple[Plan | None, list[ObservationTable] | None]:
    """Return the plan and the tables that take the place of those of a run; None keeps its own."""
    from targetcheck import api
    from targetcheck.ledger.run_replay import inputs_of

    faults, plan = Faults(), None
    inputs = inputs_of(ledger, run)
    with faults.kept():
        if ruleset is not None:
            own = inputs.profile if run.profile_name == "given" else run.profile_name
            plan = api.compile_plan(ruleset, profile or own)
        elif profile is not None:
            plan = api.compile_plan(inputs.ruleset, profile)
    known = plan or inputs.plan()
    tables = list(read_tables(data, known, mapping, faults)) if data else None
    faults.check()
    return plan, tables


def _put(run: Run, shown: list[StoredVerdict], asked: SinceRun) -> None:
    from targetcheck.cli.ledger_text import verdict_lines
    from targetcheck.cli.terminal_output import put
    from targetcheck.exact_json import json_text
    from targetcheck.ledger.run_export import as_csv, rows_of

    if asked.form is ResultFormat.JSON:
        rows = [verdict.to_dict() for verdict in shown]
        put(json_text({"run": run.to_dict(), "verdicts": rows}) + "\n", asked.output)
    elif asked.form is ResultFormat.CSV:
        put(as_csv(rows_of(run, shown)), asked.output)
    else:
        put(verdict_lines(run, shown, asked.lang), asked.output)


def _check_days(asked: SinceRun, run: Run, ruleset: str) -> None:
    """Raise TargetcheckError if the run is of another ruleset or other days."""
    from targetcheck.periods.period_parser import parse_due

    day, known_at = asked.inputs.as_of, asked.inputs.known_at
    wanted = (ruleset, parse_due(day), None if known_at is None else parse_due(known_at))
    if wanted == (run.ruleset, run.as_of, run.known_at):
        return
    raise TargetcheckError(
        Diagnostic(
            "since-other-run",
            f"run {run.number} is of `{run.ruleset}` as of {run.as_of}, not of the same evaluation",
            f"第{run.number}号记录评判的是“{run.ruleset}”，基准日{run.as_of}，与本次评判不同",
            "name a run of the same ruleset and days, or leave `--since` out",
            "请选用同一规则集、同一基准日和数据截止日的记录，或去掉 --since",
        )
    )


def _refused(asked: SinceRun) -> Diagnostic:
    named = ", ".join(f"`{name}`" for name in asked.refused) or f"`--format {asked.form.value}`"
    plain = "、".join(asked.refused) or f"--format {asked.form.value}"
    return Diagnostic(
        "since-not-with",
        f"`--since` does not go with {named}",
        f"--since 不能与{plain}同用",
        "use table, json or csv, or leave `--since` out",
        "请用 table、json 或 csv，或去掉 --since",
    )
