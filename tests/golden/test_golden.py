"""What the program prints, word for word; `make golden-update` rewrites it, the diff is reviewed."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path

import pytest

from targetcheck.cli.entry_point import run

HERE = Path(__file__).parent
EVALUATE = "evaluate town town/2024.csv --as-of 2024-12-31"
HUANGSHI = (
    "evaluate hubei/huangshi-yangtze-2024 ../../examples/huangshi/2024q3.csv --as-of 2024-09-30"
)
CASES = {
    "table-120-en": EVALUATE,
    "table-120-zh": f"{EVALUATE} --lang zh",
    "table-80-en": EVALUATE,
    "table-80-zh": f"{EVALUATE} --lang zh",
    "table-early": "evaluate town town/2024.csv --as-of 2024-06-30",
    "only-and-place": f"{EVALUATE} --only fail,missed --place 东村,西村,pond",
    "summary-100-en": HUANGSHI,
    "summary-100-zh": f"{HUANGSHI} --lang zh",
    "explain-ambiguous-zh": "explain town town/2024.csv 率 --as-of 2024-12-31 --lang zh",
    "nothing-shown": f"{EVALUATE} --only at_risk",
    "strict": f"{EVALUATE} --strict --place east",
    "json-en": f"{EVALUATE} --format json --place west",
    "json-zh": f"{EVALUATE} --format json --place pond --lang zh",
    "csv": f"{EVALUATE} --format csv",
    "csv-zh": f"{EVALUATE} --format csv --lang zh --only fail",
    "md-en": f"{EVALUATE} --format md",
    "md-zh": f"{EVALUATE} --format md --lang zh",
    "known-at-without-dates": f"{EVALUATE} --known-at 2024-12-31 --only pass",
    "profile": f"{EVALUATE} --profile accepted-only --only pass,undetermined",
    "explain-en": "explain town town/2024.csv forest --as-of 2024-12-31",
    "explain-zh": "explain town town/2024.csv forest --as-of 2024-12-31 --lang zh",
    "explain-place-zh": "explain town town/2024.csv sewage 西村 --as-of 2024-12-31 --lang zh",
    "explain-branches": "explain town town/2024.csv either --as-of 2024-12-31",
    "explain-override": "explain town town/2024.csv tidy --as-of 2024-12-31",
    "explain-due": "explain town town/2024.csv forest --due 2025-12-31 --as-of 2024-12-31",
    "explain-json": "explain town town/2024.csv plan --as-of 2024-12-31 --format json",
    "explain-which-place": "explain town town/2024.csv sewage --as-of 2024-12-31",
    "explain-wrong-place": "explain town town/2024.csv sewage pond --as-of 2024-12-31",
    "explain-wrong-due": "explain town town/2024.csv plan --as-of 2024-12-31 --due 2024-08-01",
    "explain-unknown": "explain town town/2024.csv outfals 东树 --as-of 2024-12-31 --lang zh",
    "lint-en": "lint town",
    "lint-zh": "lint town --lang zh --level error",
    "lint-json": "lint town --format json",
    "lint-broken": "lint broken",
    "lint-missing": "lint town/2023.yaml nowhere expected",
    "show-120-en": "show town",
    "show-80-zh": "show town --lang zh",
    "show-json": "show town --format json",
    "show-yaml": "show town --format yaml",
    "all-faults-en": "evaluate broken nowhere.csv --as-of 31 --known-at x --only fial",
    "all-faults-zh": "evaluate broken nowhere.csv --as-of 31 --known-at x --only fial --lang zh",
    "profile-unknown": f"{EVALUATE} --profile accepted-onl",
    "usage-option-en": f"{EVALUATE} --ony fail",
    "usage-option-zh": f"{EVALUATE} --ony fail --lang zh",
    "usage-choice-en": f"{EVALUATE} --format tabel",
    "usage-choice-zh": f"{EVALUATE} --format tabel --lang zh",
    "usage-missing-en": "evaluate town",
    "usage-missing-zh": "evaluate --lang zh town",
    "usage-command-en": "evalute town",
    "usage-command-zh": "evalute town --lang zh",
    "output-unwritable": f"{EVALUATE} -o nowhere/result.json",
}


@pytest.mark.parametrize("name", CASES)
def test_the_program_prints_what_is_recorded(name, golden, monkeypatch, capsys):
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    width = next((w for w in ("80", "100") if f"-{w}-" in name), "120")
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    code = run(shlex.split(CASES[name]))
    done = capsys.readouterr()
    shown = f"$ targetcheck {CASES[name]}\n{done.out}"
    shown += f"--- standard error\n{done.err}" if done.err else ""
    golden(f"{name}.txt", f"{shown}--- exit code {int(code)}\n")


def test_nothing_is_recorded_that_is_no_longer_printed():
    recorded = {path.stem for path in (HERE / "expected").glob("*.txt")}
    assert recorded == set(CASES)
