"""`targetcheck rectify` as a user types it, and `tc.rectify` as a program calls it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from small_city import MEASURE, fill, sewage

import targetcheck as tc
from targetcheck.cli.entry_point import run

ROOT = Path(__file__).parents[2]
WEST = "sewage-2024@west"


@pytest.fixture
def folder(tmp_path, recorded, monkeypatch):
    """A folder with a ledger of one run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TARGETCHECK_LEDGER", "ledger.db")
    recorded([*sewage("west", 68), *sewage("east", 69)], "2024-12-31")
    return tmp_path


def said(capsys, *words, code=0):
    assert run(["rectify", *words]) == code
    return capsys.readouterr()


def test_a_list_is_printed_written_and_taken_back(folder, capsys):
    text = said(capsys, "--lang", "zh").out
    assert text.startswith("截至2024年12月31日，第1次评判记录：问题清单共2项，未销号2项")
    assert "未达标：2024-12-31 不低于70%（一）；2024年12月31日为68%，还差2个百分点" in text
    told = said(capsys, "-o", "list.xlsx", "--who", "考核办", "--lang", "zh").err
    assert "填好后运行：targetcheck rectify --returned list.xlsx" in told
    fill(folder / "list.xlsx", WEST, **MEASURE)
    text = said(capsys, "--returned", "list.xlsx", "--who", "住建局", "--lang", "zh").out
    assert "整改措施：改造错接点；责任人：张工；整改期限：2025-03-31" in text


def test_nothing_is_recorded_by_looking(folder, capsys, ledger):
    said(capsys)
    said(capsys, "--format", "json")
    said(capsys, "--format", "csv", "-o", "list.csv")
    tc.rectify(ledger)
    assert ledger.rectifications() == ()


def test_formats_for_programs(folder, capsys):
    found = json.loads(said(capsys, "--format", "json", "--lang", "en").out)
    assert found["counts"]["open"] == 2
    assert found["list"] is None
    assert {item["code"] for item in found["items"]} == {WEST, "sewage-2024@east"}
    first = next(item for item in found["items"] if item["code"] == WEST)
    assert (first["state"], first["gap"], first["unit"]) == ("open", 2, "%")
    rows = list(csv.DictReader(io.StringIO(said(capsys, "--format", "csv").out)))
    assert [row["code"] for row in rows] == [item["code"] for item in found["items"]]
    said(capsys, "-o", "list.json")
    assert json.loads((folder / "list.json").read_text("utf-8"))["as_of"] == "2024-12-31"
    frame = tc.rectify("ledger.db").to_frame("polars")
    assert frame["code"].to_list() == [row["code"] for row in rows]


def test_a_list_may_hold_some_items_only(folder, capsys):
    text = said(capsys, "--place", "east", "--lang", "en").out
    assert "1 item, 1 open" in text
    assert said(capsys, "--lead", "无此单位", "--format", "json").out.count('"code"') == 0
    assert tc.rectify("ledger.db", state="overdue").items == ()
    said(capsys, "--place", "east", "-o", "east.xlsx")
    sheet = openpyxl.load_workbook(folder / "east.xlsx").active
    assert sheet.max_row == 6


def test_an_empty_list_is_a_list(folder, capsys, recorded):
    recorded([*sewage("west", 71), *sewage("east", 70)], "2024-12-31", supersedes=1)
    assert "问题清单共0项" in said(capsys, "--lang", "zh").out
    said(capsys, "-o", "list.xlsx", "--lang", "zh")
    sheet = openpyxl.load_workbook(folder / "list.xlsx").active
    assert sheet.max_row == 5
    assert "共0项" in sheet["A3"].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_is_printed_with_its_cell_and_the_code_is_2(lang, folder, capsys):
    said(capsys, "-o", "list.xlsx", "--lang", lang)
    row = fill(folder / "list.xlsx", WEST, state="已销号", by="尽快")
    error = said(capsys, "--returned", "list.xlsx", "--lang", lang, code=2).err
    for cell, code in ((f"!N{row}", "rectify-closed-by-hand"), (f"!L{row}", "rectify-date")):
        assert code in next(line for line in error.splitlines() if cell in line)


def test_a_note_goes_to_the_messages(folder, capsys):
    said(capsys, "-o", "list.xlsx", "--lang", "zh")
    fill(folder / "list.xlsx", WEST, verdict="达标")
    assert "警告：" in said(capsys, "--returned", "list.xlsx", "--lang", "zh").err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--state", "opn"], "rectify-state"),
        (["--format", "xlsx"], "output-format"),
        (["--format", "xlsx", "-o", "list.csv"], "output-format"),
        (["9"], "ledger-run-unknown"),
        (["--returned", "nowhere.xlsx"], "file-missing"),
        (["--ledger", "nowhere.db"], "ledger-missing"),
        (["--ruleset", "nowhere"], "rectify-no-run"),
    ],
)
def test_what_a_user_gets_wrong_exits_2(words, code, folder, capsys):
    assert code in said(capsys, *words, code=2).err


def test_a_list_that_was_filled_in_is_not_written_over(folder, capsys, ledger):
    said(capsys, "-o", "list.xlsx")
    fill(folder / "list.xlsx", WEST, **MEASURE)
    before = (folder / "list.xlsx").read_bytes()
    error = said(capsys, "--returned", "list.xlsx", "-o", "list.xlsx", code=2).err
    assert "output-is-input" in error
    assert (folder / "list.xlsx").read_bytes() == before
    assert [record.kind for record in ledger.rectifications()] == ["list"], (
        "and nothing is recorded"
    )


def test_python_writes_and_takes_back(folder, ledger):
    made = tc.rectify("ledger.db", workbook="list.xlsx", who="考核办")
    assert len(made.id) == 64
    fill("list.xlsx", WEST, **MEASURE)
    item = next(
        i for i in tc.rectify(ledger, returned="list.xlsx", who="甲").items if i.code == WEST
    )
    assert item.written.latest("by").who == "甲"
    with pytest.raises(tc.TargetcheckError, match="ledger-missing"):
        tc.rectify("nowhere.db")


@pytest.mark.parametrize("command", ["rectify", "report"])
def test_without_the_library_the_error_names_the_extra(command, folder):
    """A circular without `--ledger` needs no ledger library; with it, and the list, they say what to install."""

    def without(*line):
        code = (
            "import sys\nsys.modules['sqlalchemy'] = None\n"
            "from targetcheck.cli.entry_point import run\nsys.exit(run(sys.argv[1:]))"
        )
        return subprocess.run(
            [sys.executable, "-c", code, *line], check=False, capture_output=True, text=True
        )

    line = [command]
    if command == "report":
        plan = "hubei/suizhou-yangtze-2024"
        data = str(ROOT / "examples" / "suizhou" / "suizhou-yangtze-2024.csv")
        line = ["report", plan, data, "--as-of", "2024-12-31", "-o", "c.md", "--brief"]
        assert without(*line).returncode == 0
        line += ["--ledger", "ledger.db"]
    done = without(*line)
    assert done.returncode == 2
    assert "targetcheck[office]" in done.stderr
