"""A plugin of pytest that counts the verdicts that the reference engine decides in a run."""

from __future__ import annotations

import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

COUNT = {"verdicts": 0, "passed": 0, "failed": 0, "skipped": 0, "known": 0}


def pytest_configure() -> None:
    """Count every verdict from now on."""
    module: Any = import_module("targetcheck.evaluation.reference_evaluation")
    decide = module.evaluate_plan

    def counted(*given: Any, **named: Any) -> Any:
        outcomes = decide(*given, **named)
        COUNT["verdicts"] += len(outcomes)
        return outcomes

    module.evaluate_plan = counted


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count the tests by their result."""
    if hasattr(report, "wasxfail"):  # a difference that is known and written down
        COUNT["known"] += report.when == "call"
    elif report.when == "call" or report.outcome != "passed":
        COUNT[report.outcome] += 1


def pytest_sessionfinish() -> None:
    """Write the counts to the file that the environment names."""
    Path(os.environ["GUARANTEE_COUNTS"]).write_text(json.dumps(COUNT), encoding="utf-8")
