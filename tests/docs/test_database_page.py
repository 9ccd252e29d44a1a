"""The page on judging in a database: its command runs, and it names every reason."""

from __future__ import annotations

from pathlib import Path

from commands import run, sessions

from targetcheck.sql_query.sql_template import QUERY

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "judge-in-a-database.md"


def test_the_page_runs_and_prints_what_it_says(tmp_path):
    for line, output in sessions(str(PAGE)):
        done = run(line, tmp_path)
        assert (done.stdout + done.stderr).splitlines() == output.splitlines()
        assert (tmp_path / "judge.sql").stat().st_size > 1000


def test_the_page_names_every_reason_of_the_query():
    text = PAGE.read_text(encoding="utf-8")
    for reason in ("not_exact", "reports_differ", "periods_overlap", "no_baseline", "incomplete",
                   "overdue_report", "met", "not_met"):  # fmt: skip
        assert f"'{reason}'" in QUERY
        assert f"`{reason}`" in text
