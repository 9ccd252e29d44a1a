"""Corrective action in one call: take back lists, make the list of a run, issue its workbook.

Layer: rectification. Input: a Ledger, files that came back, a run. Output: ProblemList.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from targetcheck.errors import Diagnostic, Faults, Language
from targetcheck.ledger.run_record import RectificationRecord, Row, Run
from targetcheck.ledger.run_store import Ledger
from targetcheck.rectification.problem_item import ItemFilter
from targetcheck.rectification.problem_list import (
    ProblemList,
    chosen_run,
    issue,
    problem_list,
)
from targetcheck.rectification.returned_list.returned_list_comparison import Merge
from targetcheck.rectification.returned_list.workbook_reader import ReturnedSheet, read_returned
from targetcheck.rectification.run_history import RunHistory


def rectified(
    ledger: Ledger,
    run: str | int | None = None,
    *,
    ruleset: str | None = None,
    returned: Sequence[str] = (),
    chosen: ItemFilter | None = None,
    issued: bool = False,
    lang: Language = "zh",
    who: str = "",
    at: datetime | None = None,
) -> ProblemList:
    """Return the problem list of a run, after what came back has been recorded.

    `issued`: record that the list goes out; its workbook then carries the id. Raises
    TargetcheckError with every finding on the files; nothing is recorded then.
    """
    found = chosen_run(ledger, run, ruleset)
    notes = take_back(ledger, found, returned, who, at) if returned else ()
    made = problem_list(ledger, found, chosen, notes)
    return issue(ledger, made, lang, who, at) if issued else made


def take_back(
    ledger: Ledger, run: Run, files: Sequence[str], who: str, at: datetime | None = None
) -> tuple[Diagnostic, ...]:
    """Record what people wrote on lists of the ruleset of a run; return notes."""
    sheets: list[ReturnedSheet] = []
    notes: list[Diagnostic] = []
    faults = Faults()
    for file in files:
        with faults.kept():
            sheet, said = read_returned(file)
            sheets.append(sheet)
            notes += said
    faults.check()
    moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
    newest = _newest(ledger, run)
    days = {other.id: other.as_of for other in ledger.runs(run.ruleset)}

    def make(there: tuple[RectificationRecord, ...]) -> list[Row]:
        own = tuple(record for record in there if record.ruleset == run.ruleset)
        lives = RunHistory(ledger, newest, own).lives
        closed = frozenset(f"{t}@{p}" for (t, p), life in lives.items() if life.state == "closed")
        merge = Merge(own, closed, days)
        rows = merge.rows(sheets, who, moment)
        notes.extend(merge.notes)
        return rows

    ledger.add_rectifications(make)
    return tuple(notes)


def _newest(ledger: Ledger, run: Run) -> Run:
    """Return the newest run that judges the same ruleset by the same profile."""
    alike = [
        other
        for other in ledger.runs(run.ruleset)
        if other.profile_name == run.profile_name and other.superseded_by is None
    ]
    return max((*alike, run), key=lambda other: (other.as_of, other.number))
