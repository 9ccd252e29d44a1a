"""What a stranger's machine installs is locked, and what it lacks is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = (ROOT / "constraints.txt").read_text("utf-8")
SKIPS = """
import sys
import pytest

@pytest.mark.skipif(sys.version_info >= (3,), reason="not for this Python")
def test_excluded():
    pass

def test_lacking():
    pytest.skip("no such program")

@pytest.mark.xfail
def test_known():
    raise ValueError
"""


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    wanted = [want for each in lists for want in each]
    names = {re.match(r"[\w-]+", want)[0].lower() for want in wanted} - {"targetcheck"}
    locked = set(re.findall(r"^([\w-]+)==", LOCKED, re.MULTILINE))
    assert names <= locked, "run `make lock`"


def test_the_lock_names_packages_and_versions_only():
    lines = [line for line in LOCKED.splitlines() if not line.lstrip().startswith("#")]
    form = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w ='<>!.]+)?")
    assert [line for line in lines if not form.fullmatch(line)] == []
    assert "/" not in LOCKED


@pytest.mark.parametrize(
    ("switch", "counted"),
    [("0", "3 skipped, 1 xfailed"), ("1", "1 failed, 1 skipped, 1 xfailed, 1 error")],
)
def test_a_skip_for_want_of_something_fails_where_all_is_asked_for(tmp_path, switch, counted):
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "test_whole.py").write_text(
        "import pytest\npytest.importorskip('no_such_module')\n"
    )
    order = [sys.executable, "-m", "pytest", "--continue-on-collection-errors", "-p", "no:randomly"]
    done = subprocess.run(
        [*order, str(tmp_path)], capture_output=True, text=True, check=False,
        env={**os.environ, "TARGETCHECK_TEST_ALL": switch},
    )  # fmt: skip
    assert counted in done.stdout.splitlines()[-1], done.stdout
    assert switch == "0" or "no such program (TARGETCHECK_TEST_ALL=1)" in done.stdout
