"""A list goes out and comes back: what is recorded, what is told, what is refused with its cell."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font
from small_city import (
    FIRST,
    MEASURE,
    NAMES,
    address,
    fill,
    item_of,
    plan_text,
    row_of,
    sewage,
    state_of,
)

import targetcheck as tc
from targetcheck.rectification.problem_item import COLUMNS

WEST, EAST = "sewage-2024@west", "sewage-2024@east"


@pytest.fixture
def sent(ledger, recorded, tmp_path):
    """A workbook with two items that has gone out."""
    recorded([*sewage("west", 68), *sewage("east", 69)], "2024-12-31")
    path = tmp_path / "list.xlsx"
    tc.rectify(ledger, workbook=path, who="考核办")
    return path


@pytest.fixture
def back(ledger, sent):
    """A function that takes workbooks back, by default the one that was sent."""

    def take(*paths, who="住建局"):
        return tc.rectify(ledger, returned=paths or (sent,), who=who)

    return take


def refused(back, *paths):
    with pytest.raises(tc.TargetcheckError) as error:
        back(*paths)
    return error.value.diagnostics


def edited(path, change, out=None):
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(out or path)


def test_the_workbook_is_one_a_department_can_fill_in(sent):
    sheet = openpyxl.load_workbook(sent).active
    heads = [cell.value for cell in sheet[FIRST - 1]]
    assert heads == [zh for _, zh, _ in COLUMNS]
    assert sheet["A1"].value == "《某市水质提升方案》问题清单"
    assert "清单编号：" in sheet["A2"].value
    assert "共2项：未销号2项，已销号0项" in sheet["A3"].value
    assert sheet.protection.sheet
    open_cells = {NAMES[cell.column - 1] for cell in sheet[FIRST] if not cell.protection.locked}
    assert open_cells == {"cause", "measure", "person", "by", "progress"}
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$5:$5"
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)


def test_what_is_filled_in_is_recorded_with_who_when_and_the_cell(sent, back, ledger):
    row = fill(sent, WEST, **MEASURE)
    made = back()
    item = item_of(made, WEST)
    assert item.written.values() == {
        "cause": "管网错接", "measure": "改造错接点", "person": "张工", "by": "2025-03-31", "progress": "",
    }  # fmt: skip
    said = item.written.latest("measure")
    assert (said.who, said.cell) == ("住建局", address("measure", row))
    [entry] = [record for record in ledger.rectifications() if record.kind == "entry"]
    assert (entry.who, entry.source, entry.item) == ("住建局", "list.xlsx", WEST)
    assert made.counts()["unwritten"] == 1


def test_the_same_workbook_again_records_nothing_new(sent, back, ledger):
    fill(sent, WEST, **MEASURE)
    back()
    count = len(ledger.rectifications())
    back()
    assert len(ledger.rectifications()) == count


def test_a_later_list_shows_what_was_written_and_a_change_keeps_the_old_words(
    sent, back, ledger, tmp_path
):
    fill(sent, WEST, **MEASURE)
    back()
    later = tmp_path / "later.xlsx"
    tc.rectify(ledger, workbook=later, who="考核办")
    sheet = openpyxl.load_workbook(later).active
    row = row_of(sheet, WEST)
    assert sheet[address("measure", row)].value == "改造错接点"
    assert sheet[address("by", row)].value.date() == date(2025, 3, 31)
    fill(later, WEST, measure="改造错接点并复测", by=date(2025, 6, 30))
    item = item_of(back(later, who="乙"), WEST)
    history = [(v.value, v.who) for v in item.written.history if v.field == "measure"]
    assert history == [("改造错接点", "住建局"), ("改造错接点并复测", "乙")]
    assert item.written.postponed == 1
    assert "延期1次" in item.texts("zh")["state"]


def test_rows_may_be_sorted_and_each_department_may_return_its_own(sent, back):
    def swap(sheet):
        for column in range(1, len(NAMES) + 1):
            one, other = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
            one.value, other.value = other.value, one.value

    edited(sent, swap)
    fill(sent, EAST, **MEASURE)
    assert item_of(back(), EAST).written.text("person") == "张工"


def test_an_overdue_item_is_overdue_by_its_own_day(sent, back, recorded, ledger):
    fill(sent, WEST, **MEASURE)
    fill(sent, EAST, **{**MEASURE, "by": date(2025, 6, 30)})
    back()
    recorded([*sewage("west", 68), *sewage("east", 69)], "2025-03-31")
    made = tc.rectify(ledger)
    assert [state_of(made, code) for code in (WEST, EAST)] == ["open", "open"]
    recorded([*sewage("west", 68), *sewage("east", 69)], "2025-04-01")
    made = tc.rectify(ledger)
    assert [state_of(made, code) for code in (WEST, EAST)] == ["overdue", "open"]
    assert "逾期1天未销号" in item_of(made, WEST).texts("zh")["state"]


def test_a_relapse_starts_with_empty_fields_and_no_day(sent, back, recorded, ledger):
    fill(sent, WEST, **MEASURE)
    back()
    recorded([*sewage("west", 68, 71), *sewage("east", 70)], "2025-03-31")
    recorded([*sewage("west", 68, 71, 66), *sewage("east", 70)], "2025-06-30")
    item = item_of(tc.rectify(ledger), WEST)
    assert (item.state, item.life.opening) == ("open", 2)
    assert item.written.by is None


@pytest.mark.parametrize("text", ["已销号", "整改到位", "已完成", "Closed"])
def test_an_item_closed_by_hand_is_refused_with_its_cell(text, sent, back):
    row = fill(sent, WEST, state=text, **MEASURE)
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-closed-by-hand", address("state", row))
    assert text in found.zh and text in found.en
    assert found.hint_zh and found.hint_en


def test_it_may_say_closed_where_a_later_run_passes(sent, back, recorded):
    fill(sent, WEST, state="已销号", progress="已复测")
    recorded([*sewage("west", 68, 71), *sewage("east", 69)], "2025-03-31")
    made = back()
    assert item_of(made, WEST).state == "closed"
    assert [note.code for note in made.notes] == []


def test_two_people_who_contradict_each_other_are_refused_with_both_cells(
    sent, back, ledger, tmp_path
):
    other = tmp_path / "other.xlsx"
    row = fill(sent, WEST, other, **{**MEASURE, "person": "李工"})
    fill(sent, WEST, **MEASURE)
    [found] = refused(back, sent, other)
    assert found.code == "rectify-contradiction"
    assert str(found.where) == f"other.xlsx[问题清单]!{address('person', row)}"
    assert "张工" in found.zh and "李工" in found.zh and "list.xlsx" in found.zh
    assert [r.kind for r in ledger.rectifications()] == ["list"], "nothing was recorded"


def test_two_people_who_fill_in_different_fields_agree(sent, back, tmp_path):
    other = tmp_path / "other.xlsx"
    fill(sent, WEST, other, cause="管网错接")
    fill(sent, WEST, measure="改造错接点")
    written = item_of(back(sent, other), WEST).written
    assert (written.text("cause"), written.text("measure")) == ("管网错接", "改造错接点")


def test_who_returns_a_list_after_another_person_wrote_is_told_who(sent, back, tmp_path):
    other = tmp_path / "other.xlsx"
    row = fill(sent, WEST, other, person="李工")
    fill(sent, WEST, person="张工")
    back(sent, who="甲")
    [found] = refused(back, other)
    assert (found.code, found.where.cell) == ("rectify-contradiction", address("person", row))
    assert "甲" in found.zh and "甲" in found.en and "张工" in found.zh


def test_a_row_that_was_removed_is_told_and_stays_on_the_list(sent, back):
    edited(sent, lambda sheet: sheet.delete_rows(row_of(sheet, EAST)))
    fill(sent, WEST, **MEASURE)
    made = back()
    [note] = made.notes
    assert (note.code, note.severity) == ("rectify-row-missing", "warning")
    assert EAST in note.zh and EAST in note.en
    assert state_of(made, EAST) == "open"


def test_a_row_that_stands_twice_is_refused_where_the_two_differ(sent, back):
    def copy(sheet):
        row, end = row_of(sheet, WEST), FIRST + 2
        for column in range(1, len(NAMES) + 1):
            sheet.cell(end, column).value = sheet.cell(row, column).value

    edited(sent, copy)
    assert back().notes == ()
    edited(sent, lambda sheet: sheet.__setitem__(address("measure", FIRST + 2), "改造"))
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-row-twice", address("measure", FIRST + 2))


def test_a_row_that_was_added_is_refused(sent, back):
    edited(sent, lambda sheet: sheet.__setitem__(address("measure", FIRST + 2), "另加一项"))
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-row-unknown", address("measure", FIRST + 2))
    edited(sent, lambda sheet: sheet.__setitem__(address("code", FIRST + 2), "sewage-2024@wst"))
    [found] = refused(back)
    assert found.hint_en == f"did you mean `{WEST}`?"


def test_a_remark_below_the_table_is_told(sent, back):
    edited(sent, lambda sheet: sheet.__setitem__(f"A{FIRST + 4}", "注：以上已核对"))
    [note] = back().notes
    assert (note.code, note.where.cell) == ("rectify-row-ignored", f"A{FIRST + 4}")


@pytest.mark.parametrize("text", ["3月底前", "尽快", "2025-13-01", "长期坚持"])
def test_a_day_that_is_none_is_refused(text, sent, back):
    row = fill(sent, WEST, **{**MEASURE, "by": text})
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-date", address("by", row))
    assert text in found.zh


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-03-31", "2025-03-31"), ("2025年3月31日", "2025-03-31"), ("2025年6月", "2025-06-30"),
     ("2025年底前", "2025-12-31")],
)  # fmt: skip
def test_a_day_in_words_is_read(text, day, sent, back):
    fill(sent, WEST, by=text)
    assert item_of(back(), WEST).written.text("by") == day


def test_a_day_before_the_list_is_refused(sent, back):
    row = fill(sent, WEST, by=date(2024, 6, 30))
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-date-early", address("by", row))


def test_a_computed_cell_that_was_changed_is_told_and_has_no_effect(sent, back):
    row = fill(sent, WEST, required="不低于60%", verdict="达标")
    made = back()
    assert [(n.code, n.where.cell) for n in made.notes] == [
        ("rectify-cell-changed", address("verdict", row)),
        ("rectify-cell-changed", address("required", row)),
    ]
    assert item_of(made, WEST).texts("zh")["required"] == "不低于70%（一）"


def test_a_cell_that_was_emptied_is_told_and_what_was_written_stays(sent, back, ledger, tmp_path):
    fill(sent, WEST, **MEASURE)
    back()
    later = tmp_path / "later.xlsx"
    tc.rectify(ledger, workbook=later)
    row = fill(later, WEST, measure=None)
    made = back(later)
    assert [(n.code, n.where.cell) for n in made.notes] == [
        ("rectify-cell-emptied", address("measure", row))
    ]
    assert item_of(made, WEST).written.text("measure") == "改造错接点"


def test_what_cannot_be_seen_or_can_be_read_in_two_ways_is_refused(sent, back, tmp_path):
    fill(sent, WEST, **MEASURE)
    row = row_of(openpyxl.load_workbook(sent).active, WEST)

    def hide_row(sheet):
        sheet.row_dimensions[row].hidden = True

    def hide_column(sheet):
        sheet.column_dimensions["J"].hidden = True

    def strike(sheet):
        sheet[address("measure", row)].font = Font(strike=True)

    def merge(sheet):
        sheet.merge_cells(f"J{FIRST}:J{FIRST + 1}")

    def formula(sheet):
        sheet[address("by", row)].value = "=TODAY()"

    wanted = {
        hide_row: "rectify-hidden", hide_column: "rectify-hidden", strike: "rectify-cell-unclear",
        merge: "rectify-cell-unclear", formula: "rectify-cell-unclear",
    }  # fmt: skip
    for change, code in wanted.items():
        path = tmp_path / f"{change.__name__}.xlsx"
        edited(sent, change, path)
        found = refused(back, path)
        assert {one.code for one in found} == {code}
        assert all(one.where.cell for one in found)


def test_headings_that_were_changed_are_refused(sent, back, tmp_path):
    changes = {
        "rectify-heading-missing": lambda sheet: sheet.delete_cols(NAMES.index("measure") + 1),
        "rectify-heading-twice": lambda sheet: sheet.__setitem__("I5", "整改措施"),
        "rectify-no-list": lambda sheet: sheet.__setitem__("A2", "截至2024年底"),
        "rectify-list-unknown": lambda sheet: sheet.__setitem__("A2", "清单编号：0123456789ab"),
    }
    for code, change in changes.items():
        path = tmp_path / f"{code}.xlsx"
        edited(sent, change, path)
        assert code in {one.code for one in refused(back, path)}


def test_two_lists_in_one_workbook_are_refused(sent, back):
    book = openpyxl.load_workbook(sent)
    book.copy_worksheet(book.active)
    book.save(sent)
    [found] = refused(back)
    assert (found.code, found.where.cell) == ("rectify-two-lists", "A2")


def test_every_finding_comes_at_once(sent, back):
    fill(sent, WEST, state="已销号", by="尽快")
    fill(sent, EAST, by="2020-01-01")
    assert sorted(one.code for one in refused(back)) == [
        "rectify-closed-by-hand", "rectify-date", "rectify-date-early",
    ]  # fmt: skip


def test_what_is_no_workbook_is_refused(back, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_text("序号,目标任务\n")
    [found] = refused(back, path)
    assert found.code == "workbook-unreadable"


def test_a_list_of_another_ruleset_is_not_taken(sent, recorded, ledger):
    recorded(sewage("west", 68), "2024-12-31", plan_text(id="other"))
    with pytest.raises(tc.TargetcheckError, match="rectify-list-unknown"):
        tc.rectify(ledger, ruleset="other", returned=sent)


def test_a_text_that_looks_like_a_formula_stays_a_text(sent, back, ledger, tmp_path):
    def put(sheet):
        cell = sheet[address("cause", row_of(sheet, WEST))]
        cell.value, cell.data_type = "=1+1", "s"

    edited(sent, put)
    back()
    later = tmp_path / "later.xlsx"
    tc.rectify(ledger, workbook=later)
    sheet = openpyxl.load_workbook(later).active
    cell = sheet[address("cause", row_of(sheet, WEST))]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_english_list_comes_back_as_well(ledger, recorded, tmp_path):
    recorded(sewage("west", 68), "2024-12-31")
    path = tmp_path / "list.xlsx"
    tc.rectify(ledger, workbook=path, lang="en")
    sheet = openpyxl.load_workbook(path).active
    assert sheet["A1"].value == "City water plan: list of problems"
    fill(path, WEST, **MEASURE)
    made = tc.rectify(ledger, returned=path, who="A")
    assert made.notes == ()
    assert item_of(made, WEST).written.text("person") == "张工"


def test_lines_are_kept_and_what_steers_a_terminal_is_not(sent, back, ledger, tmp_path):
    fill(sent, WEST, measure="1.改造错接点 \r\n2.复测\u202e\u200b", cause="\u200e管网错接  ")
    written = item_of(back(), WEST).written
    assert written.text("measure") == "1.改造错接点\n2.复测"
    assert written.text("cause") == "管网错接"
    later, count = tmp_path / "later.xlsx", len(ledger.rectifications())
    tc.rectify(ledger, workbook=later)
    row = row_of(openpyxl.load_workbook(later).active, WEST)
    assert (
        openpyxl.load_workbook(later).active[address("measure", row)].value
        == "1.改造错接点\n2.复测"
    )
    back(later)
    assert len(ledger.rectifications()) == count + 1, "the list only: nothing was changed in it"
