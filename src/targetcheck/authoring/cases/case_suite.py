"""Test suite of a ruleset: its cases run, with totals.

Layer: authoring. Input: a ruleset file and a function that makes its plan. Output: `Tested`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from targetcheck.authoring.cases.boundary_cases import HEADER, boundaries_of, settle
from targetcheck.authoring.cases.case_file import Case, case_files, cases_of, read_cases
from targetcheck.authoring.cases.case_runner import Plans, Ran, run_case
from targetcheck.authoring.cases.outcome_coverage import OutcomeCoverage, coverage_of
from targetcheck.authoring.cases.promise_kinds import forms_of
from targetcheck.authoring.formatter import write
from targetcheck.authoring.yaml_comments import Remarks
from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.plan.plan import Plan
from targetcheck.yaml_text.yaml_source import read_document_text

BOUNDARIES = "boundaries.yaml"


@dataclass
class Tested:
    """Test results of one ruleset; `found` has the errors that prevented cases from running."""

    file: str
    id: str
    plan: Plan | None = None
    ran: list[Ran] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def failed(self) -> list[Ran]:
        """The cases with differences."""
        return [ran for ran in self.ran if not ran.passed]

    @property
    def passed(self) -> bool:
        """Whether every case could be run and passed."""
        return not self.failed and not self.found

    @cached_property
    def coverage(self) -> OutcomeCoverage:
        """Outcomes covered by the cases, of all possible outcomes."""
        if self.plan is None:
            return OutcomeCoverage({}, {})
        return coverage_of(self.plan, (shown for ran in self.ran for shown in ran.shown))

    @cached_property
    def forms(self) -> dict[str, tuple[str, ...]]:
        """Targets by form of requirement."""
        return forms_of(self.plan.ruleset) if self.plan is not None else {}

    def account(self, ran: Ran, lang: Language) -> list[str]:
        """Return the sentences of the verdicts that differ from the expected ones."""
        odd = {difference.key for difference in ran.differences}
        return [verdict.sentence(lang) for key, verdict in ran.verdicts if key in odd]


def results_of(file: Path, plans: Plans, *, wanted: str = "", generated: bool = False) -> Tested:
    """Return the results of the cases of a ruleset file, and of generated boundary cases.

    `wanted`: only cases whose id contains it.
    """
    try:
        plan = plans(None)
    except TargetcheckError as error:
        return Tested(str(file), "", found=list(error.diagnostics))
    tested = Tested(str(file), plan.ruleset.id, plan)
    cases: list[Case] = []
    for path in case_files(file):
        try:
            cases += read_cases(path)
        except TargetcheckError as error:
            tested.found += error.diagnostics
    if generated:
        cases += generated_cases(plan, plans)
    _run(tested, (case for case in cases if wanted in case.id), plans)
    return tested


def _run(tested: Tested, cases: Iterable[Case], plans: Plans) -> None:
    for case in cases:
        try:
            tested.ran.append(run_case(case, plans))
        except TargetcheckError as error:
            tested.found += [d if d.where.file else d.at(case.where) for d in error.diagnostics]


def boundaries_text(plan: Plan, plans: Plans) -> tuple[str, list[str], dict[str, str]]:
    """Return a file of boundary cases, disagreements of engine and bound, and omissions."""
    made = boundaries_of(plan)
    odd = settle(made.outlines, plans)
    head = [*HEADER.rstrip("\n").split("\n"), ""]
    text = write({"cases": made.outlines}, Remarks(head=head))
    return text, odd, made.left_out


def generated_cases(plan: Plan, plans: Plans) -> tuple[Case, ...]:
    """Return boundary cases of a plan without writing a file."""
    text, _, _ = boundaries_text(plan, plans)
    return cases_of(read_document_text(text, f"<{BOUNDARIES}>"), Path())
