"""The page on judging in a database: its command runs, and it names every reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run, sessions

from targetcheck.sql_query.sql_template import QUERY

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = pytest.mark.parametrize(
    "page",
    [HOW_TO / f"judge-in-a-database{ending}.md" for ending in ("", ".zh")],
    ids=lambda p: p.stem,
)


@PAGES
def test_the_page_runs_and_prints_what_it_says(page, tmp_path):
    for line, output in sessions(str(page)):
        done = run(line, tmp_path)
        assert (done.stdout + done.stderr).splitlines() == output.splitlines()
        assert (tmp_path / "judge.sql").stat().st_size > 1000


@PAGES
def test_the_page_names_every_reason_of_the_query(page):
    text = page.read_text(encoding="utf-8")
    for reason in ("not_exact", "reports_differ", "periods_overlap", "no_baseline", "incomplete",
                   "overdue_report", "met", "not_met"):  # fmt: skip
        assert f"'{reason}'" in QUERY
        assert f"`{reason}`" in text
