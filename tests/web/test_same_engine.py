"""The page is the same engine: every conformance case, in the browser's runtime and here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from programs import program

HERE = Path(__file__).parent
CONFORMANCE = HERE.parent / "conformance"


@pytest.fixture(scope="session")
def in_browser(site, tmp_path_factory):
    output = tmp_path_factory.mktemp("answers") / "answers.json"
    done = subprocess.run(
        [program("node"), HERE / "run_python.mjs", site, HERE / "conformance_in_browser.py", output, CONFORMANCE],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(output.read_text("utf-8"))


@pytest.fixture(scope="session")
def here():
    sys.path[:0] = [str(CONFORMANCE), str(HERE)]
    try:
        from conformance_in_browser import answers

        return answers()
    finally:
        del sys.path[:2]


def test_every_case_is_answered(in_browser, here):
    assert len(here) > 500
    assert in_browser.keys() == here.keys()


def test_every_case_has_the_same_result(in_browser, here):
    """Verdicts, numbers, evidence, sentences and digests, byte for byte."""
    differing = [key for key in here if in_browser[key] != here[key]]
    assert differing == []
