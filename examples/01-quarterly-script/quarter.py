"""Evaluate a quarter, record it, say what changed and what follows, write the documents."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import targetcheck as tc
from targetcheck.escalation import days_of, escalate, from_rows
from targetcheck.ledger import Ledger, compare


def main(ruleset: str, table: str, as_of: str, folder: str = "out") -> int:
    """Do the work of one quarter; return the exit code."""
    out = Path(folder)
    out.mkdir(exist_ok=True)
    plan = tc.compile_plan(ruleset)
    try:
        data = tc.read_table(table, plan)
        result = tc.evaluate(plan, data, as_of=as_of)
    except tc.TargetcheckError as error:
        for finding in error.diagnostics:
            print(finding.text("zh"), file=sys.stderr)
        return 2
    print({status: count for status, count in result.summary().items() if count})
    with Ledger(out / "ledger.db") as ledger:
        earlier = ledger.runs()
        run = ledger.record(result, data, who="考核办", why=f"截至{as_of}")
        if earlier and earlier[-1].id != run.id:
            changes = compare(ledger, earlier[-1], run).changes
            print(f"changed since run {earlier[-1].number}: {len(changes)}")
        problems = tc.rectify(ledger, run.number, workbook=out / "problems.xlsx", who="考核办")
        print(f"problems: {problems.counts()}")
        for sentence in measures(plan, ledger, result.as_of):
            print(f"measure: {sentence}")
    tc.report(plan, data, out / "circular.docx", as_of=as_of, lang="zh")
    return 1 if result.failed else 0


def measures(plan: tc.Plan, ledger: Ledger, until: date) -> list[str]:
    """Return what the document provides now for whom, by the runs of all periods so far."""
    ruleset = plan.ruleset
    if not ruleset.escalation:
        return []
    issued = ruleset.document.issued
    past = from_rows(ledger.views(ruleset.id, days_of(ruleset, issued, until)))
    found = escalate(ruleset, past, issued, until)
    return [str(position.to_dict("zh")["sentence"]) for position in found.due()]


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
