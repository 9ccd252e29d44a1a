"""A circular says what of the problem list is solved, open, overdue; its numbers are the list's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from docx import Document
from small_city import MEASURE, fill, plan_text, sewage

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.output.bulletin import ComparedResults
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular.circular_template import built_in
from targetcheck.rectification.circular_problems import circular_problems
from targetcheck.rectification.problem_list import newest_list
from targetcheck.ruleset.ruleset import to_yaml

WEST, EAST = "sewage-2024@west", "sewage-2024@east"
ROWS = [*sewage("west", 68, 71, 66), *sewage("east", 68, 68, 68)]
CHINESE = {
    "items": r"问题清单共(\d+)项：", "closed": r"：已销号(\d+)项", "open": r"，未销号(\d+)项",
    "overdue": r"其中逾期(\d+)项", "reopened": r"复发(\d+)项", "unwritten": r"整改措施或期限的(\d+)项",
}  # fmt: skip
ENGLISH = {
    "items": r"list of problems had (\d+) item", "closed": r": (\d+) closed", "open": r"closed, (\d+) open",
    "overdue": r"open \((\d+) overdue", "reopened": r"(\d+) found again", "unwritten": r"(\d+) still lack",
}  # fmt: skip


@pytest.fixture
def made(ledger, recorded, tmp_path):
    """The circular's inputs: west was solved and came back, east is overdue, one item is closed."""
    rules = plan_text()
    pump = {
        "place": "east",
        "indicator": "station",
        "period": "2024-12-31",
        "value": "未完成",
        "unit": "",
    }
    done = {**pump, "period": "2025-02-28", "value": "完成", "completed": "2025-02-20"}
    recorded([*sewage("west", 68), *sewage("east", 68), pump], "2024-12-31")
    path = tmp_path / "list.xlsx"
    tc.rectify(ledger, workbook=path, who="考核办")
    for code in (WEST, EAST):
        fill(path, code, **MEASURE)
    tc.rectify(ledger, returned=path, who="住建局")
    recorded([*sewage("west", 68, 71), *sewage("east", 68, 68), pump, done], "2025-03-31")
    rows = [*ROWS, pump, done]
    recorded(rows, "2025-06-30")
    result = tc.evaluate(rules, rows, as_of="2025-06-30")
    found = newest_list(ledger, "city", "default", date(2025, 6, 30))

    def inputs(lang, **more):
        return CircularInputs(
            ComparedResults(result), lang, problems=circular_problems(found, lang), **more
        )

    return inputs, found


def prose(made):
    return "\n".join(block.lead + block.text for block in made.blocks)


@pytest.mark.parametrize(("lang", "patterns"), [("zh", CHINESE), ("en", ENGLISH)])
def test_every_number_is_that_of_the_list(lang, patterns, made):
    inputs, found = made
    counts = found.counts()
    assert counts == {
        "items": 3, "open": 2, "overdue": 1, "recovering": 0, "reopened": 1, "unwritten": 1, "closed": 1,
    }  # fmt: skip
    text = prose(circular(inputs(lang)))
    told = {name: re.search(pattern, text) for name, pattern in patterns.items()}
    assert {name: int(match[1]) for name, match in told.items() if match} == {
        name: counts[name] for name in patterns
    }


def test_the_prose_names_who_is_late_and_what_came_back(made):
    inputs, _ = made
    text = prose(circular(inputs("zh")))
    assert "东县污水收集率（牵头单位：住建局），整改期限2025年3月31日，逾期91天。" in text
    assert "西县污水收集率（牵头单位：住建局），2025年6月30日再次列入。" in text
    problems = text.index("整改落实。")
    assert text.index("三、存在问题") < problems < text.index("四、下一步工作")
    assert text.index("四、下一步工作") < text.index("问题整改。")


@pytest.mark.parametrize("field", ["清单项数", "已销号", "未销号", "逾期未销号", "复发"])
def test_a_template_without_one_of_its_numbers_is_caught(field, made):
    inputs, found = made
    template = built_in("zh")
    cut = re.sub(rf"\{{\{{ {field} \}}\}}| ~ {field}(?= ~)", "", template)
    assert cut != template
    text = prose(circular(inputs("zh"), cut))
    names = {
        "清单项数": "items",
        "已销号": "closed",
        "未销号": "open",
        "逾期未销号": "overdue",
        "复发": "reopened",
    }
    match = re.search(CHINESE[names[field]], text)
    assert match is None or int(match[1]) != found.counts()[names[field]]


def test_the_annex_is_the_list(made):
    inputs, found = made
    annex = next(annex for annex in circular(inputs("zh")).annexes if annex.id == "problems")
    assert annex.title == "问题清单"
    [table] = annex.blocks
    assert len(table.rows) == len(found.items)
    heads = [head.text for head in table.heads]
    assert heads[:3] == ["目标任务", "考核对象", "牵头单位"]
    assert "整改进展" not in heads
    states = [row[heads.index("整改状态")].text for row in table.rows]
    assert states == [item.state_word("zh") for item in found.items]
    assert sorted(states) == ["复发，整改中", "已销号", "逾期91天未销号"]
    days = [row[heads.index("销号日期")].text for row in table.rows]
    assert sorted(days) == ["2025-03-31", "—", "—"]


def test_without_a_list_a_circular_says_nothing_of_it(made):
    inputs, _ = made
    without = CircularInputs(inputs("zh").compared, "zh")
    text = prose(circular(without))
    assert "销号" not in text and "问题清单" not in text
    assert [annex.id for annex in circular(without).annexes if annex.id == "problems"] == []


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_report_takes_the_list_from_a_ledger(form, made, tmp_path, capsys):
    folder = tmp_path
    (folder / "plan.yaml").write_text(to_yaml(tc.load_ruleset(plan_text())), encoding="utf-8")
    lines = ["place,indicator,period,value,unit", *(",".join(row.values()) for row in ROWS)]
    (folder / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    base = ["report", str(folder / "plan.yaml"), str(folder / "data.csv"), "--lang", "zh"]
    out = folder / f"c.{form}"
    ledger = ["--ledger", str(folder / "ledger.db")]
    assert run([*base, "--as-of", "2025-06-30", "-o", str(out), *ledger]) == 0
    if form == "docx":
        document = Document(out)
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    else:
        text = out.read_text("utf-8")
    assert "问题清单共3项：已销号1项，未销号2项" in text
    assert run([*base, "--as-of", "2024-09-30", "-o", str(folder / "early.md"), *ledger]) == 0
    assert "销号" not in (folder / "early.md").read_text("utf-8"), "no list had gone out by then"
    assert run([*base, "--as-of", "2025-06-30", "-o", str(out), "--annex", "problems"]) == 2
    assert "report-form" in capsys.readouterr().err
