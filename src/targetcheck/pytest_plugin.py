"""pytest plugin that runs the test cases of rulesets: `cases/*.yaml` next to a `ruleset.yaml`.

Layer: a sibling of the command line. Input: files that pytest collects. Output: one test for each
case. It imports nothing of this package until it meets such a file, since pytest loads it in every
project.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from targetcheck.authoring.cases.case_file import Case


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case file that belongs to a ruleset."""
    beside = file_path.parent.name == "cases" and file_path.suffix == ".yaml"
    if beside and (file_path.parents[1] / "ruleset.yaml").is_file():
        collected: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
        return collected
    return None


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each case; a file with errors is one failing test."""
        from functools import cache

        from targetcheck.api import compile_plan
        from targetcheck.authoring.cases.case_file import read_cases
        from targetcheck.errors import TargetcheckError

        ruleset = self.path.parents[1] / "ruleset.yaml"
        plans = cache(lambda profile: compile_plan(ruleset, profile))
        try:
            cases = read_cases(self.path)
        except TargetcheckError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case, plans=plans)


class CaseItem(pytest.Item):
    """One case of a ruleset."""

    def __init__(self, *, case: Case, plans: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.case, self.plans = case, plans

    def runtest(self) -> None:
        """Run the case; fail if it differs from what is expected."""
        from targetcheck.authoring.cases.case_runner import run_case

        ran = run_case(self.case, self.plans)
        if not ran.passed:
            said = [difference.text("en") for difference in ran.differences]
            said += [verdict.sentence("en") for _, verdict in ran.verdicts]
            pytest.fail("\n".join(said), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the location of the case for pytest."""
        return self.path, max(0, self.case.where.line - 1), self.name
