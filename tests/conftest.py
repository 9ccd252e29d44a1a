"""What all tests share: recorded outputs, the effort of Hypothesis, and what a skip means.

A test for which a program, a library or a text is absent is skipped; where TARGETCHECK_TEST_ALL is
1 it fails. Only what the mark `skipif` excludes, such as a version of Python, is skipped even then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

EXPECTED = Path(__file__).parent / "golden" / "expected"
NOTHING_SKIPPED = os.environ.get("TARGETCHECK_TEST_ALL") == "1"

# No deadline anywhere: what a loaded machine takes long for is no failure.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=_SLOW)
settings.register_profile(
    "ci", max_examples=200, deadline=None, suppress_health_check=_SLOW, derandomize=True
)
settings.register_profile("long", max_examples=2400, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the recorded outputs under tests/golden/expected; read the diff afterwards",
    )


def pytest_xdist_auto_num_workers() -> int:
    """Give two workers more than cores: browsers, offices and databases are waited for."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Give a function that compares a text with the one recorded under a name."""
    update = bool(request.config.getoption("--update-golden"))

    def check(name: str, text: str) -> None:
        path = EXPECTED / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        elif not path.is_file():
            pytest.fail(f"nothing is recorded as {name}: run `make golden-update` and read it")
        else:
            assert text == path.read_bytes().decode("utf-8"), "see `make golden-update`"

    return check


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that is skipped as a whole, where nothing may be skipped."""
    report = yield
    return _failed(report, set())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that is skipped for want of something, where nothing may be skipped."""
    report = yield
    excluded = {mark.kwargs.get("reason") for mark in item.iter_markers("skipif")}
    return report if hasattr(report, "wasxfail") else _failed(report, excluded)


def _failed(report, excluded):
    if NOTHING_SKIPPED and report.skipped and isinstance(report.longrepr, tuple):
        path, line, said = report.longrepr
        reason = said.removeprefix("Skipped: ")
        if reason not in excluded:
            report.outcome = "failed"
            report.longrepr = f"{path}:{line}: {reason} (TARGETCHECK_TEST_ALL=1)"
    return report
