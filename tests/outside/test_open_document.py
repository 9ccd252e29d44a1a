"""OpenDocument sheets (`.ods`): a cell counts as it is seen, what nobody sees counts for nothing."""

from __future__ import annotations

import zipfile

import pytest
from table_files import ods_bytes, packed_ods, write_ods

import targetcheck as tc

RULESET = {
    "targetcheck": 1,
    "id": "ods",
    "title": "试用方案",
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {"daye": {"zh": "大冶市"}, "yang": {"zh": "阳新县"}},
    "indicators": {
        "w": {"zh": "污水收集率", "nature": "share", "unit": "percent"},
        "x": {"zh": "浓度", "unit": "mg/L", "better": "lower"},
    },
    "targets": [
        {"id": "t", "indicator": "w", "place": ["daye", "yang"], "require": {"at_least": "70 %"},
         "due": 2024}
    ],
}  # fmt: skip
PLAN = tc.compile_plan(RULESET)
STYLES = (
    '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="line"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="up">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
)


def text(shown: str, extra: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {extra}><text:p>{shown}</text:p></table:table-cell>'


def number(value: str, shown: str, kind: str = "float", extra: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}" {extra}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def read(tmp_path, *rows: str, columns: str = "", before: str = ""):
    table = f'{before}<table:table table:name="2024年">{columns}{"".join(rows)}</table:table>'
    path = packed_ods(ods_bytes(table, STYLES), tmp_path / "a")
    result = tc.evaluate(PLAN, path, as_of="2025-03-31")
    assert result.rows == result.used + len(result.set_aside)
    values = {v.place: None if v.value is None else float(v.value) for v in result.verdicts}
    aside = [(a.why.code, a.why.where.sheet, a.why.where.cell) for a in result.set_aside]
    return values, aside, [note.code for note in result.notes]


HEAD = row(text("地区"), text("污水收集率（%）"))
YANG = row(text("阳新县"), number("68.5", "68.5"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("71.2", "71.2"), 71.2),
        (number("0.712", "71.2%", "percentage"), 71.2),
        (number("0.71249", "71.2%", "percentage"), 71.249),
        (number("71.20000000000000284", "71.2"), 71.2),
        (number("1271.2", "1,271.2"), None),
        (text("７１．２％"), 71.2),
        (text('71.2<text:span text:style-name="up">①</text:span>'), 71.2),
        (text('<text:span text:style-name="line">6</text:span>71.2'), 71.2),
        (text("71.2<office:annotation><text:p>旧值 60</text:p></office:annotation>"), 71.2),
        (text("71<text:s/>%"), 71),
    ],
)
def test_a_cell_counts_as_it_is_seen(cell, value, tmp_path):
    values, _, _ = read(tmp_path, HEAD, row(text("大冶市"), cell), YANG)
    assert values == {"daye": value, "yang": 68.5}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (text("71.2", 'table:style-name="line"'), "value-struck"),
        (number("71.2", ""), "value-unseen"),
        (text("#DIV/0!"), "value-error"),
        (text("Err:502"), "value-error"),
    ],
)
def test_what_cannot_be_used_is_set_aside_with_its_cell(cell, code, tmp_path):
    values, aside, _ = read(tmp_path, HEAD, row(text("大冶市"), cell), YANG)
    assert (values["daye"], aside) == (None, [(code, "2024年", "B2")])


def test_hidden_rows_columns_and_sheets(tmp_path):
    hidden = '<table:table table:name="旧" table:style-name="gone"><table:table-row/></table:table>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    values, aside, notes = read(
        tmp_path,
        row(text("地区"), text("浓度（mg/L）"), text("污水收集率（%）")),
        row(text("大冶市"), number("3", "3"), number("71", "71")),
        row(
            text("阳新县"), number("3", "3"), number("99", "99"), extra='table:visibility="filter"'
        ),
        columns=columns,
        before=hidden,
    )
    assert values == {"daye": 71, "yang": None}
    assert [code for code, _, _ in aside] == ["column-hidden", "row-hidden", "row-hidden"]
    assert "sheet-hidden" in notes


def test_repeated_and_merged_cells(tmp_path):
    values, aside, _ = read(
        tmp_path,
        row(text("2024年完成情况", 'table:number-columns-spanned="3"'), "<table:covered-table-cell/>"),
        row(text("地区"), '<table:table-cell table:number-columns-repeated="1"/>', text("污水收集率（%）")),
        row(text("大冶市"), "<table:table-cell/>", number("71", "71")),
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>',
        row(text("阳新县"), "<table:table-cell/>", number("72", "72")),
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>',
    )  # fmt: skip
    assert (values, aside) == ({"daye": 71, "yang": 72}, [])


def test_one_value_over_two_rows_is_of_neither(tmp_path):
    values, aside, _ = read(
        tmp_path,
        HEAD,
        row(text("大冶市"), number("71", "71", extra='table:number-rows-spanned="2"')),
        row(text("阳新县"), "<table:covered-table-cell/>"),
    )
    assert values == {"daye": None, "yang": None}
    assert [code for code, _, _ in aside] == ["value-merged", "value-merged"]


def test_a_day_counts_as_it_is_shown(tmp_path):
    day = (
        '<table:table-cell office:value-type="date" office:date-value="2024-12-31">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    head = row(*map(text, ("地区", "指标", "时期", "数值", "单位")))
    for shown in ("2024-12-31", "2024年12月31日"):
        body = row(
            text("大冶市"), text("污水收集率"), day.format(shown), number("71", "71"), text("%")
        )
        values, aside, _ = read(tmp_path, head, body)
        assert (values["daye"], aside) == (71, [])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "entities"),
        ({"content.xml": "<a"}, "cannot be read"),
        ({"other.xml": "<a/>"}, "cannot be read"),
        ({"content.xml": "<a/>", "META-INF/manifest.xml": "<encryption-data/>"}, "password"),
    ],
)
def test_what_should_not_be_opened_is_refused_in_words(parts, said, tmp_path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(tc.TargetcheckError, match=said) as refused:
        tc.evaluate(PLAN, str(path), as_of="2025-03-31")
    assert refused.value.diagnostics[0].code == "workbook-unreadable"


def test_what_is_no_archive_is_refused_in_words(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(tc.TargetcheckError, match="cannot be read"):
        tc.evaluate(PLAN, str(path), as_of="2025-03-31")


def test_a_long_table(tmp_path):
    rows = [["地区", "指标", "时期", "数值", "单位"], ["大冶市", "污水收集率", "2024", 71.5, "%"]]
    result = tc.evaluate(PLAN, write_ods(rows, tmp_path / "a"), as_of="2025-03-31")
    assert float(result["t", "daye"].value) == 71.5
