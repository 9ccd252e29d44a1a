"""Files that are no workbook, are closed, or would not fit into memory are refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl.chart import BarChart
from plan_of_counties import SHEET, book, rewritten, saved, understood

from targetcheck import limits
from targetcheck.errors import TargetcheckError

ROWS = [["地区", "造林面积（万亩）"], ["大冶市", 1]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def refusal(path):
    with pytest.raises(TargetcheckError) as refused:
        understood(str(path))
    return refused.value.diagnostics[0]


@pytest.mark.parametrize(
    ("content", "zh"),
    [
        (OLE, "实为旧的 .xls 格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "实为网页或 XML 文件"),
        ("地区,指标\n大冶市,1\n".encode(), "实为文本文件"),
        (b"", "是空文件"),
        (b"PK\x03\x04 nothing", "已损坏或不完整"),
        (bytes(100), "已损坏或不完整"),
    ],
)
def test_a_file_that_only_has_the_name_of_a_workbook(content, zh, tmp_path):
    path = tmp_path / "county.xlsx"
    path.write_bytes(content)
    found = refusal(path)
    assert (found.code, found.where.file) == ("workbook-unreadable", "county.xlsx")
    assert zh in found.zh
    assert found.hint_zh


@pytest.mark.parametrize(
    ("part", "zh"),
    [
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", "其他软件的文件"),
    ],
)
def test_an_archive_of_another_program(part, zh, tmp_path):
    path = tmp_path / "county.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(part, "<a/>")
    assert zh in refusal(path).zh


def test_a_workbook_cut_off_on_its_way(tmp_path):
    path = Path(saved(book(("2024年", ROWS)), tmp_path))
    path.write_bytes(path.read_bytes()[:-200])
    assert "已损坏" in refusal(path).zh
    whole = Path(saved(book(("2024年", ROWS)), tmp_path))
    rewritten(whole, SHEET, lambda text: text[: len(text) // 2])
    assert refusal(whole).code == "workbook-unreadable"


@pytest.mark.parametrize("name", ["a.xls", "a.fods", "a.et", "a.xlsb", "a.numbers"])
def test_sheets_of_other_formats_are_to_be_saved_as_xlsx(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(OLE)
    found = refusal(path)
    assert found.code == "table-format"
    assert "另存为 .xlsx" in found.hint_zh
    assert "save it as .xlsx" in found.hint_en


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.wps", "a.html"])
def test_documents_are_no_tables(name, tmp_path):
    (tmp_path / name).write_bytes(b"x")
    assert "工作簿" in refusal(tmp_path / name).hint_zh


def test_a_workbook_under_the_name_of_a_text_file(tmp_path):
    path = saved(book(("2024年", ROWS)), tmp_path, "county.csv")
    found = refusal(path)
    assert found.code == "file-encoding"
    assert ".xlsx" in found.hint_zh


def test_a_workbook_with_macros_and_a_sheet_that_is_a_chart(tmp_path):
    made = book(("2024年", ROWS), ("旧", ROWS))
    made["旧"].sheet_state = "veryHidden"
    made.create_chartsheet("图").add_chart(BarChart())
    observations, aside = understood(saved(made, tmp_path, "county.xlsm"))
    assert [f[4] for f in observations] == ["B2"]
    assert aside == []


def test_formats_down_to_the_last_cell_cost_nothing(tmp_path):
    made = book(("2024年", ROWS))
    sheet = made.active
    sheet["XFD1048576"].number_format = "0.0"
    sheet["A1048576"].value = " "
    sheet.column_dimensions.group("D", "XFD", hidden=True)
    sheet.merge_cells("D1:XFD1")
    observations, aside = understood(saved(made, tmp_path))
    assert [f[4] for f in observations] == ["B2"]
    assert aside == []


def test_a_mark_far_away_from_the_table_is_named(tmp_path):
    made = book(("2024年", ROWS))
    made.active["XFD1000"].value = "x"
    found = refusal(saved(made, tmp_path))
    assert (found.code, found.where.cell) == ("workbook-too-large", "XFD1000")


def test_an_area_merged_over_the_whole_sheet_is_named(tmp_path):
    made = book(("2024年", ROWS))
    made.active.merge_cells("D1:E2")
    path = rewritten(
        saved(made, tmp_path),
        SHEET,
        lambda text: text.replace(b"D1:E2", b"D1:XFD1048576"),
    )
    found = refusal(path)
    assert (found.code, found.where.sheet) == ("workbook-too-large", "2024年")
    assert found.where.cell == "D1:XFD1048576"


def test_a_workbook_that_unpacks_to_more_than_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 1024**2)
    path = rewritten(
        saved(book(("2024年", ROWS)), tmp_path),
        SHEET,
        lambda text: text.replace(b"</sheetData>", b"</sheetData>" + b" " * 2 * 1024**2),
    )
    assert Path(path).stat().st_size < 20_000
    found = refusal(path)
    assert (found.code, found.where.sheet) == ("workbook-too-large", "2024年")


def test_entities_that_grow_without_end_are_refused(tmp_path):
    grown = b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 1000 + b"'>"
    for name, before in zip(b"bcdefg", b"abcdef", strict=True):
        grown += b"<!ENTITY %c '%s'>" % (name, b"&%c;" % before * 20)
    path = rewritten(
        saved(book(("2024年", ROWS)), tmp_path),
        SHEET,
        lambda text: grown + b"]>" + text.replace(b"<t>", b"<t>&g;", 1),
    )
    assert refusal(path).code == "workbook-unreadable"


def test_the_strict_kind_of_workbook_is_named(tmp_path):
    path = rewritten(
        saved(book(("2024年", ROWS)), tmp_path),
        SHEET,
        lambda text: text.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert "Strict Open XML" in refusal(path).zh


def test_a_workbook_without_a_table(tmp_path):
    assert refusal(saved(book(("说明", [["无表"]])), tmp_path)).code == "table-empty"
