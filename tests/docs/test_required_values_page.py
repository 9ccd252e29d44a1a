"""The page on required values: its command and its Python run and print what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import blocks, run, sessions

pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("vl_convert")
PAGE = str(Path(__file__).parents[2] / "docs" / "how-to" / "required-values.md")


def test_the_page_runs_and_prints_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for line, output in sessions(PAGE):
        done = run(line, tmp_path)
        assert (done.stdout + done.stderr).splitlines() == output.splitlines()
    (code,) = blocks(PAGE, "python")
    exec(compile(code, PAGE, "exec"), {})
    wanted = [row.split("# -> ")[1] for row in code.splitlines() if "# -> " in row]
    assert wanted
    assert capsys.readouterr().out.splitlines() == wanted
    drawn = (tmp_path / "path.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="point"') == 4


def test_the_page_names_every_column():
    from targetcheck.required_values.required_value_table import COLUMNS

    text = Path(PAGE).read_text(encoding="utf-8")
    heads = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert [name.strip(" `") for head in heads for name in head.split(",")] == list(COLUMNS)
