"""Whatever a page shows is run: commands with their output, Python, rulesets."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import blocks, command, run, sessions

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "README.zh.md"]
SHOWN = [(page, line, output) for page in PAGES for line, output in sessions(str(ROOT / page))]


@pytest.mark.parametrize(("page", "line", "output"), SHOWN, ids=[f"{p}:{c}" for p, c, _ in SHOWN])
def test_a_command_prints_what_the_page_shows(page, line, output):
    done = run(line, ROOT)
    said = [row.rstrip() for row in done.stdout.splitlines()]
    assert said == [row.rstrip() for row in output.splitlines()], done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs_and_prints_what_it_says(page, tmp_path, monkeypatch, capsys):
    """A page's Python works on its own YAML and CSV blocks; `# ->` comments hold its output."""
    for name, language in (("plan.yaml", "yaml"), ("2024.csv", "csv")):
        (tmp_path / name).write_text(blocks(str(ROOT / page), language)[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for code in blocks(str(ROOT / page), "python"):
        exec(compile(code, page, "exec"), {})
        wanted = [row.split("# -> ")[1].rstrip() for row in code.splitlines() if "# -> " in row]
        assert wanted
        assert capsys.readouterr().out.splitlines() == wanted


@pytest.mark.parametrize("page", PAGES)
def test_the_two_commands_stand_first(page):
    assert "targetcheck evaluate" in command(str(ROOT / page), "demo")
    assert "pytest" in command(str(ROOT / page), "test")
    assert all("-c constraints.txt" in command(str(ROOT / page), name) for name in ("demo", "test"))


def test_both_readmes_give_the_same_commands():
    first, second = (blocks(str(ROOT / page), "sh") for page in PAGES)
    assert first == second
