"""CSV and TSV: encodings, delimiters, comments, line numbers, and rows that do not fit."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.tables.cells.cell_value import fold_width, read_cell
from targetcheck.tables.sheet_layout.data_rows import is_remark
from targetcheck.tables.table_reader import read_table

HEADER = "地区,指标,时期,数值,单位\n"
ROWS = "大冶市,整治率,2024Q3,95％,\n阳新县,整治率,2024Q3,71.50,%\n"


def written(folder: Path, content: str | bytes, name: str = "t.csv") -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return str(path)


def findings(path: str) -> list[Diagnostic]:
    with pytest.raises(TargetcheckError) as caught:
        read_table(path)
    return list(caught.value.diagnostics)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    table = read_table(written(tmp_path, (HEADER + ROWS).encode(encoding)))
    assert table.columns["place"] == ["大冶市", "阳新县"]
    assert table.columns["value"] == ["95％", "71.50"]
    assert table.native == "csv"
    guessed = [note.code for note in table.notes]
    assert guessed == (["file-encoding-found"] if encoding.startswith("gb") else [])


def test_bytes_in_no_known_encoding(tmp_path: Path) -> None:
    [found] = findings(written(tmp_path, HEADER.encode() + b"caf\xe9,x,2024,1,\n"))
    assert (found.code, found.where.line) == ("file-encoding", 2)


def test_a_null_character(tmp_path: Path) -> None:
    [found] = findings(written(tmp_path, HEADER + "a,b\0,2024,1,\n"))
    assert (found.code, found.where.line) == ("file-encoding", 2)


@pytest.mark.parametrize(
    ("delimiter", "name"),
    [(",", "t.csv"), (";", "t.csv"), ("\t", "t.csv"), ("\t", "t.tsv"), ("\t", "t.txt")],
)
def test_delimiters_are_found(tmp_path: Path, delimiter: str, name: str) -> None:
    table = read_table(written(tmp_path, (HEADER + ROWS).replace(",", delimiter), name))
    assert table.columns["value"] == ["95％", "71.50"]


def test_a_delimiter_inside_a_quoted_header(tmp_path: Path) -> None:
    text = 'place;indicator;period;"value (a,b,c,d,e)"\nx;y;2024;1\n'
    table = read_table(written(tmp_path, text))
    assert table.columns["unit"] == ["a,b,c,d,e"]


def test_line_numbers_survive_quoted_line_breaks_and_blank_lines(tmp_path: Path) -> None:
    text = (
        "# source: bulletin, p. 3,,,\n\n# second\n"
        'place,indicator,period,value,note\r\n"a",i,2024,1,"x\ny\nz"\r\n\r\n,,,,\r\nb,i,2024,2,\r\n'
    )
    path = written(tmp_path, text)
    table = read_table(path)
    assert table.comments == ("source: bulletin, p. 3", "second")
    assert [place.line for place in table.places] == [5, 10]
    assert table.where(1, "value") == Where(path, line=10, column=4, path="value")
    assert table.columns["note"] == ["x\ny\nz", ""]


def test_a_number_sign_as_first_header_is_no_comment(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "#,place,indicator,period,value\n1,a,i,2024,5\n"))
    assert table.comments == ()
    assert len(table) == 1


def test_a_comment_that_a_spreadsheet_has_quoted(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, '"# source: a, b",,,,\n' + HEADER + ROWS))
    assert table.comments == ("source: a, b",)


def test_ragged_rows_are_all_told_with_their_lines(tmp_path: Path) -> None:
    text = HEADER + "a,i,2024\n" + ROWS + "a,i,2024,1,%,more\na,i,2024,1,%,,\n"
    found = findings(written(tmp_path, text))
    assert [(d.code, d.where.line) for d in found] == [
        ("table-ragged-row", 2),
        ("table-ragged-row", 5),
    ]


def test_rows_and_headers_are_refused_together(tmp_path: Path) -> None:
    found = findings(written(tmp_path, "place,indicator,perod,value\na,i,2024\n"))
    assert [d.code for d in found] == ["table-column-missing", "table-ragged-row"]
    assert "`perod`" in found[0].hint_en


def test_endless_findings_are_cut_short(tmp_path: Path) -> None:
    found = findings(written(tmp_path, HEADER + "a\n" * 500))
    assert len(found) == 101
    assert found[-1].code == "table-more-findings"
    assert "400" in found[-1].en


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('a,i,2024,"1,%\n', "never closed"),
        ('a,"i"x,2024,1,%\n', "follows a closing quote"),
        ("a,i,2024," + "9" * 140_000 + ",%\n", "cannot be read"),
    ],
)
def test_broken_quotes(tmp_path: Path, row: str, words: str) -> None:
    found = findings(written(tmp_path, HEADER + ROWS + row))
    assert [(d.code, d.where.line) for d in found] == [("csv-syntax", 4)]
    assert words in found[0].en


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", ",,,\n"])
def test_a_file_without_a_header(tmp_path: Path, text: str) -> None:
    assert [d.code for d in findings(written(tmp_path, text))] == ["table-empty"]


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, HEADER.strip()))
    assert len(table) == 0
    assert table.columns["value"] == []


def test_the_text_nan_is_kept_to_be_refused(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, HEADER + "a,i,2024,nan,\n"))
    assert read_cell(table.columns["value"][0]).kind == "refused"


@pytest.mark.parametrize("suffix", [".numbers", ".pdf", ""])
def test_formats_that_are_not_read(tmp_path: Path, suffix: str) -> None:
    [found] = findings(written(tmp_path, "x", f"t{suffix}"))
    assert found.code == "table-format"


def test_a_missing_file(tmp_path: Path) -> None:
    written(tmp_path, "x", "2024q3.csv")
    [found] = findings(str(tmp_path / "2024q4.csv"))
    assert found.code == "file-missing"
    assert "2024q3.csv" in found.hint_en


_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda d: abs(int(d.as_tuple().exponent)) < 60 and -60 < d.adjusted() < 60
)
_QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_QUIET
@given(
    numbers=st.lists(_DECIMALS, min_size=1, max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_every_decimal_reads_back_exactly(
    tmp_path: Path, numbers: list[Decimal], encoding: str
) -> None:
    path = tmp_path / "numbers.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["地区", "指标", "时期", "数值"])
        writer.writerows(["大冶市", "i", "2024", number] for number in numbers)
    cells = [read_cell(raw) for raw in read_table(str(path)).columns["value"]]
    assert [str(cell.number) for cell in cells] == [str(number) for number in numbers]


_MARKS = re.compile(r"[.,'’\s]")
_CELLS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)


@_QUIET
@example(rows=[("", "", "", "-99")])
@example(rows=[("a", "i", "2024", "94,5"), ("a", "i", "2023", "1,234")])
@example(rows=[("#", "", "", ""), ("# 1", "i", "2024", "3")])
@example(rows=[("\r#", "", "", ""), ("＃", "", "", "")])
@given(rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS, _CELLS), max_size=6))
def test_any_row_is_accounted_for(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["place", "indicator", "period", "value"])
        writer.writerows(rows)
    table = read_table(str(path))
    full = [row for row in rows if any(cell and not cell.isspace() for cell in row)]
    remark = [not any(map(str.strip, row[1:])) and is_remark(fold_width(row[0])) for row in full]
    held = [row for row, one in zip(full, remark, strict=True) if not one]
    columns = {**table.columns}
    columns.pop("set_aside", None)  # why a value is asked about, such as a code for no value
    *rest, values = columns.values()
    assert list(zip(*rest, strict=True)) == [row[:-1] for row in held]
    for value, (*_, written) in zip(values, held, strict=True):
        # Marks between digits may be settled by the column, `94,5` as 94.5; no digit changes.
        assert value == written or _MARKS.sub("", str(value)) == _MARKS.sub("", written)
    assert len(table) == len(held)
    lines = [place.line for place in table.places]
    assert lines == sorted(set(lines))


@_QUIET
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bytes.csv"
    path.write_bytes(HEADER.encode() + raw)
    try:
        read_table(str(path))
    except TargetcheckError as error:
        assert error.diagnostics
