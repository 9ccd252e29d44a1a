"""Write a page that shows a result; the page holds its data."""

from __future__ import annotations

import sys
from pathlib import Path

import targetcheck as tc
from targetcheck.exact_json import json_text

HERE = Path(__file__).parent
KEYS = ("target", "title", "place", "place_name", "due", "status", "reason", "sentence", "lead")


def main(table: str, as_of: str, output: str = "dashboard.html") -> None:
    """Evaluate a table and write the page."""
    result = tc.evaluate("hubei/huangshi-yangtze-2024", table, as_of=as_of)
    data = result.to_dict("zh")
    made_up = result.illustrative
    rows = [{key: row[key] for key in KEYS} for row in result.to_frame("rows", "zh")]
    page = (HERE / "page.html").read_text("utf-8")
    facts = {
        "title": data["ruleset"]["title"], "as_of": as_of, "counts": data["summary"],
        "illustrative": made_up, "verdicts": rows,
    }  # fmt: skip
    text = json_text(facts, None).replace("</", "<\\/")
    Path(output).write_text(page.replace("/*DATA*/null", text), "utf-8")
    print(f"{output}: {len(rows)} verdicts")


if __name__ == "__main__":
    main(*sys.argv[1:])
