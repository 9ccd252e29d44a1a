"""A project that has rulesets runs their cases in its own tests."""

import os
import subprocess
import sys
from pathlib import Path

from small_ruleset import CASES, write

SOURCE = str(Path(__file__).parents[3] / "src")


def pytest_in(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": SOURCE, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    order = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "targetcheck.pytest_plugin",
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run(
        [*order, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_case_is_a_test(tmp_path):
    write(tmp_path / "rulesets" / "demo")
    (tmp_path / "other" / "cases").mkdir(parents=True)
    (tmp_path / "other" / "cases" / "not-ours.yaml").write_text("a: 1\n", encoding="utf-8")
    done = pytest_in(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_a_difference_fails_with_its_sentence(tmp_path):
    write(
        tmp_path / "demo", cases=CASES.replace("pass/met}\n  - id: short", "fail}\n  - id: short")
    )
    done = pytest_in(tmp_path)
    assert done.returncode == 1
    assert "status is pass, expected fail" in done.stdout
    assert "1 failed, 4 passed" in done.stdout


def test_a_file_with_faults_is_an_error(tmp_path):
    write(tmp_path / "demo", cases=CASES.replace("as_of: 2025-12-31\n", ""))
    done = pytest_in(tmp_path)
    assert done.returncode == 2
    assert "case-without-day" in done.stdout


def test_pytest_learns_of_it_when_the_package_is_installed():
    import tomllib

    project = tomllib.loads((Path(SOURCE).parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"targetcheck": "targetcheck.pytest_plugin"}
