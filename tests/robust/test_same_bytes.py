"""The JSON of a run is the same bytes in every surrounding."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = [
    ("hubei/huangshi-yangtze-2024", "examples/huangshi/2024q3.csv", "2024-09-30"),
]
PLAIN = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
SURROUNDINGS = [
    {**PLAIN, "PYTHONHASHSEED": "4021"},
    {**PLAIN, "TZ": "Asia/Shanghai"},
    {**PLAIN, "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "7"},
    {**PLAIN, "LC_ALL": "C", "PYTHONUTF8": "0"},
    {**PLAIN, "LC_ALL": "tr_TR.UTF-8"},
    {**PLAIN, "PYTHONOPTIMIZE": "2"},
]


def written(run: tuple[str, str, str], surrounding: dict[str, str], folder: Path) -> bytes:
    """Return the JSON that the command writes, both languages after each other."""
    ruleset, table, as_of = run
    command = [
        sys.executable, "-m", "targetcheck", "evaluate", ruleset, str(ROOT / table),
        "--as-of", as_of, "--format", "json",
    ]  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    found = b""
    for lang in ("zh", "en"):
        target = folder / f"{lang}.json"
        subprocess.run(
            [*command, "--lang", lang, "-o", str(target)],
            check=False, cwd=folder, env={**kept, **surrounding}, capture_output=True,
        )  # fmt: skip
        found += target.read_bytes()
        target.unlink()
    return found


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run[0])
def test_json_is_the_same_bytes_everywhere(run, tmp_path):
    first = written(run, PLAIN, tmp_path)
    assert len(first) > 100_000
    for number, surrounding in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert written(run, surrounding, folder) == first, surrounding
