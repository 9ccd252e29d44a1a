"""What a wheel's user has: the command to add a part, the examples, the pages."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from targetcheck import install_command
from targetcheck.cli.entry_point import run
from targetcheck.version import __version__

WANTED = '"targetcheck[office]"'


@pytest.mark.parametrize(
    ("prefix", "command"),
    [
        ("/opt/pipx/venvs/targetcheck", f"pipx install --force {WANTED}"),
        ("/opt/uv/tools/targetcheck", f"uv tool install {WANTED}"),
    ],
)
def test_tools_keep_their_own_environment(monkeypatch, prefix, command):
    monkeypatch.setattr(sys, "prefix", prefix)
    assert install_command.install_command("office") == command


@pytest.mark.parametrize(
    ("program", "found", "said"),
    [
        ("/usr/bin/python3", {"python3": "/usr/bin/python3"}, "python3"),
        ("/opt/env/bin/python", {"python": "/usr/bin/python"}, "/opt/env/bin/python"),
        ("/a folder/python", {}, '"/a folder/python"'),
    ],
)
def test_pip_is_that_of_the_running_python(monkeypatch, program, found, said):
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(install_command.shutil, "which", found.get)
    assert install_command._python() == said


def test_the_examples_are_copied_and_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["examples", "here", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    command = next(x for x in said.splitlines() if x.startswith("  targetcheck ")).split()
    monkeypatch.chdir(tmp_path / "here")
    assert run([*command[1:], "--lang", "en"]) in (0, 1)
    assert "verdicts" in capsys.readouterr().out
    assert Path("docs/how-to/results.md").is_file()
    assert not list(Path().rglob("__pycache__"))
    monkeypatch.chdir(tmp_path)
    assert run(["examples", "here", "--lang", "en"]) == 2
    assert "examples-exist" in capsys.readouterr().err


def test_the_recipe_asks_for_what_the_project_asks_for():
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    recipe = (root / "recipe" / "meta.yaml").read_text("utf-8")
    wanted = [want.replace(">=", " >=") for want in project["dependencies"]]
    listed = re.search(r"  run:\n(.*?)  run_constrained", recipe, re.DOTALL)[1]
    assert [line.strip(" -") for line in listed.splitlines()][1:] == wanted
    assert f'version = "{__version__}"' in recipe


def test_every_hint_for_a_missing_part_has_the_command_that_works_here():
    """A hint with a command of its own would name a pip that may be that of another Python."""
    package = Path(install_command.__file__).parent
    named = [
        file.name for file in package.rglob("*.py") if "pip install" in file.read_text("utf-8")
    ]
    assert named == ["install_command.py"]
