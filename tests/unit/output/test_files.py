from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from town import made, town

from targetcheck.output.result_files.result_csv import BOM, as_csv, cell_text
from targetcheck.output.result_files.result_markdown import as_markdown, escape


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_holds_the_rows_of_the_frame():
    rows = read(as_csv(town(), "en"))
    frame = town().to_frame("rows", "en")
    assert len(rows) == len(town())
    assert list(rows[0]) == list(frame[0])
    for row, wanted in zip(rows, frame, strict=True):
        assert row == {key: cell_text(value) for key, value in wanted.items()}


def test_csv_has_its_head_though_nothing_is_shown():
    assert as_csv(town(), verdicts=()).startswith("target,title,place,")


def test_the_mark_for_spreadsheets_is_one_character_at_the_start():
    assert as_csv(town(), bom=True) == BOM + as_csv(town())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-SUM(A1)", "'-SUM(A1)"),
        ("@cmd", "'@cmd"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (Decimal("-4.8"), "-4.8"),
        (-3, "-3"),
        (date(2024, 12, 31), "2024-12-31"),
    ],
)
def test_texts_that_look_like_formulas_are_made_harmless_and_numbers_stay_numbers(cell, text):
    assert cell_text(cell) == text


def test_a_title_that_is_a_formula_is_text_in_csv():
    row = read(as_csv(made("4", title='=HYPERLINK("http://a")'), "en"))[0]
    assert row["title"] == '\'=HYPERLINK("http://a")'
    assert row["margin"] == "-6"


def test_markdown_cells_hold_one_line_and_no_marks():
    text = as_markdown(made("10", title="a|b\n<script>*x* [l](u) `c`"), "zh")
    assert r"a\|b \<script\>\*x\* \[l\](u) \`c\`" in text
    rows = [line for line in text.splitlines() if line.startswith("| ✔")]
    assert len(rows) == 1
    assert len([c for c in rows[0].replace(r"\|", "") if c == "|"]) == 10


def test_markdown_tells_the_clause_of_every_verdict():
    text = as_markdown(town(), "zh")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert len([row for row in rows if "第" in row]) == len(town())
    assert escape("1_2") == r"1\_2"
