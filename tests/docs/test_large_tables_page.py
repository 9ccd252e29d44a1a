"""The page on large tables: its Python and its commands run, one after the other, as shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import blocks, run, sessions

pytest.importorskip("polars")
pytest.importorskip("pyarrow")
DOCS = Path(__file__).parents[2] / "docs"
PAGES = [str(DOCS / "how-to" / f"large-tables{ending}.md") for ending in ("", ".zh")]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_and_prints_what_it_says(page, tmp_path, monkeypatch, capsys, caplog):
    monkeypatch.chdir(tmp_path)
    first, *others = blocks(page, "python")
    names = {}
    exec(compile(first, page, "exec"), names)
    for line, output in sessions(page):
        done = run(line, tmp_path)
        said = [row.rstrip() for row in (done.stdout + done.stderr).splitlines()]
        assert said == output.splitlines(), done.stderr
    capsys.readouterr()
    code = "\n".join(others)
    exec(compile(code, page, "exec"), names)
    wanted = [row.split("# -> ")[1].rstrip() for row in code.splitlines() if "# -> " in row]
    assert wanted
    assert capsys.readouterr().out.splitlines() == wanted


def test_the_reference_names_every_column_and_every_reason():
    from targetcheck.evaluation.large_tables.columnar_evaluation import LEFT
    from targetcheck.evaluation.large_tables.verdict_table_builder import COLUMNS

    text = (DOCS / "reference" / "verdict-table.md").read_text(encoding="utf-8")
    shown = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert set(COLUMNS) <= set(shown)
    reasons = text.partition("## Fallbacks to the reference engine")[2]
    assert [
        tuple(cell.strip(" `") for cell in line.strip("|").split("|"))
        for line in reasons.splitlines()
        if line.startswith("| `")
    ] == list(LEFT.items())
