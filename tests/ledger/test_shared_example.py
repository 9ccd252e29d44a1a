"""The example of a shared ledger runs on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from programs import HANGS

SCRIPT = Path(__file__).parents[2] / "examples" / "06-postgresql-ledger" / "shared.py"

EXTENDED = bool({"TARGETCHECK_TEST_EXAMPLES", "TARGETCHECK_TEST_ALL"} & os.environ.keys())


@pytest.mark.skipif(not EXTENDED, reason="`make examples`")
def test_the_example_of_a_shared_ledger_runs_on_postgresql(postgres):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(postgres)],
        capture_output=True, text=True, check=True, timeout=HANGS,
    )  # fmt: skip
    assert "runs [1, 2]" in done.stdout
    assert "reproduced True" in done.stdout
