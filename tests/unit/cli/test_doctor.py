"""`doctor` tells what is here and what is missing, and never fails."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from targetcheck.cli import optional_components
from targetcheck.cli.entry_point import run

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"
HERE = {
    "openpyxl": "3.1.5",
    "jinja2": "3.1.6",
    "python-docx": "1.2.0",
    "pypdf": "7.1.1",
    "vl-convert-python": "1.9.0",
    "durable-rules": "2.0.28",
    "polars": "1.30.0",
    "pyarrow": "20.0.0",
    "pyspark": "4.0.1",
    "pysdmx": "1.21.0",
}


@pytest.fixture
def machine(monkeypatch):
    """Give a function that stands up a machine with some packages, one of them perhaps broken."""

    def stand(packages, broken="", java="", chinese=True, python=(3, 11)):
        fault = "ImportError: no such symbol"
        monkeypatch.setattr(optional_components, "version_of", packages.get)
        monkeypatch.setattr(
            optional_components, "fault_of", lambda module: fault if module == broken else ""
        )
        monkeypatch.setattr(optional_components, "java_version", lambda: java)
        monkeypatch.setattr(optional_components, "draws_chinese", lambda: chinese)
        monkeypatch.setattr(optional_components, "PYTHON", python)
        monkeypatch.setattr("platform.python_version", lambda: "3.11.0")
        monkeypatch.setattr("targetcheck.version.__version__", "1.0")
        monkeypatch.setattr("targetcheck.install_command._python", lambda: "python")

    return stand


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_here_and_what_is_missing(lang, machine, golden, capsys):
    machine(HERE, broken="durable.engine", chinese=False)
    assert run(["doctor", "--lang", lang]) == 0
    golden(f"doctor/{lang}.txt", capsys.readouterr().out)


def test_nothing_missing_and_nothing_here(machine, capsys):
    machine({**HERE, "sqlalchemy": "2.0", "psycopg": "3.2"}, java="21.0.1")
    assert run(["doctor", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("Nothing is missing.\n")
    machine({}, chinese=None)
    assert run(["doctor", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.count("– missing") == len(optional_components.PARTS)
    assert '-m pip install "targetcheck[all]"' in said


def test_what_does_not_run_on_this_python_is_not_missing(machine, capsys):
    has = {**HERE, "sqlalchemy": "2.0", "psycopg": "3.2", "durable-rules": None}
    machine(has, java="21.0.1", python=(3, 13))
    assert run(["doctor", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "– does not support this Python" in said
    assert said.endswith("Nothing is missing.\n")


def test_as_data(machine, capsys):
    machine(HERE, java="1.8.0_292")
    assert run(["doctor", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    works = {part["extra"]: part["works"] for part in data["parts"]}
    assert works["xlsx"]
    assert not works["spark"]  # Java 8 is too old
    assert not works["ledger"]
    assert data["install"] == ["office", "postgresql"]


def extras_of(extras, name):
    return re.fullmatch(r"targetcheck\[(.*)\]", extras[name][0])[1].split(",")


def test_the_parts_are_the_extras_of_the_project():
    extras = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["optional-dependencies"]

    def packages(extra):
        found = set()
        for wanted in extras[extra]:
            nested = re.fullmatch(r"targetcheck\[(.*)\]", wanted)
            if nested:
                found |= {p for name in nested[1].split(",") for p in packages(name)}
            else:
                found.add(re.match(r"[a-z0-9-]+", wanted)[0])
        return found

    tasks = optional_components.TASKS
    known = {part.extra: {name for name, _ in part.packages} for part in optional_components.PARTS}
    assert known == {
        name: packages(name) for name in extras if name not in ("all", "dev", "docs", *tasks)
    }
    assert {name: set(extras_of(extras, name)) for name in tasks} == {
        k: set(v) for k, v in tasks.items()
    }


def test_this_machine_is_seen():
    seen = {s.part.extra: s for s in optional_components.parts_seen()}
    assert seen["xlsx"].works
    assert optional_components.package_seen("no-such-package", "nothing").version is None
    assert optional_components.fault_of("no_such_module").startswith("ModuleNotFoundError")
    assert not optional_components.java_serves("")
