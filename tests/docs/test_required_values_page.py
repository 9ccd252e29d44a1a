"""The page on required values: its command and its Python run and print what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import blocks, run, sessions

pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("vl_convert")
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = [str(HOW_TO / f"required-values{ending}.md") for ending in ("", ".zh")]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_and_prints_what_it_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for line, output in sessions(page):
        done = run(line, tmp_path)
        assert (done.stdout + done.stderr).splitlines() == output.splitlines()
    (code,) = blocks(page, "python")
    exec(compile(code, page, "exec"), {})
    wanted = [row.split("# -> ")[1] for row in code.splitlines() if "# -> " in row]
    assert wanted
    assert capsys.readouterr().out.splitlines() == wanted
    drawn = (tmp_path / "path.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="point"') == 4


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_every_column(page):
    from targetcheck.required_values.required_value_table import COLUMNS

    text = Path(page).read_text(encoding="utf-8")
    heads = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert re.findall(r"`(\w+)`", "".join(heads)) == list(COLUMNS)
