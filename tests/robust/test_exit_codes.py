"""Bad input is 2, never 70 and never 1, which says that a target failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from damaged_town import AS_OF, DATA, RULESET

import targetcheck as tc
from targetcheck.errors import TargetcheckError
from targetcheck.tables.table_reader import read_table

EVALUATE = ("evaluate", "town.yaml", "d.csv", *AS_OF)


def refused(made):
    with pytest.raises(TargetcheckError) as told:
        made()
    return {found.code for found in told.value.diagnostics}


@pytest.mark.parametrize(
    "words", [EVALUATE, ("show", "town.yaml"), ("lint", "town.yaml"), ("--help",), ("schema",)]
)
@pytest.mark.parametrize("stream", [">&-", ">/dev/full"])
def test_a_standard_output_that_takes_nothing(town, words, stream):
    done = town.run(*words, shell=stream)
    assert done.returncode == (0 if words == ("--help",) and stream == ">&-" else 2)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full", "2>&- <&-"])
def test_a_standard_error_that_takes_nothing_changes_no_exit_code(town, stream):
    assert town.code(*EVALUATE, shell=stream) == 1
    assert town.code("evaluate", "town.yaml", "nowhere.csv", *AS_OF, shell=stream) == 2
    assert town.code("nonsense", shell=stream) == 2


def test_all_streams_closed(town):
    assert town.code(*EVALUATE, "-o", "r.csv", shell=">&- 2>&- <&-") == 1
    assert (town.folder / "r.csv").read_bytes().startswith("\ufefftarget".encode())


def test_a_file_never_takes_the_number_of_a_closed_stream(town):
    """The first file that is opened would be descriptor 2, and a library that prints would write to it."""
    code = (
        "import os\nfrom targetcheck.cli.terminal_output import prepare\nprepare()\n"
        "opened = os.open('d.csv', os.O_RDWR)\nassert opened > 2, opened\n"
    )
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&- >&- <&-', "sh", sys.executable, "-c", code],
        cwd=town.folder,
        check=False,
    )
    assert done.returncode == 0


def test_standard_input_closed(town):
    done = town.run("evaluate", "town.yaml", "-", *AS_OF, shell="<&-")
    assert done.returncode == 2


def test_a_reader_that_goes_away_is_no_fault(town):
    town.write("d.csv", DATA + "".join(f"a,i,{2000 + n % 24},4,mg/L\n" for n in range(5000)))
    done = town.run("inspect", "d.csv", "--all", shell="| head -1")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("evaluate",), ("screen",), ("explain", "x")])
@pytest.mark.parametrize("damage", ["cut", "footer", "pages", "nothing", "text"])
def test_damaged_parquet(town, words, damage):
    import polars as pl

    frame = pl.DataFrame(
        {"place": ["a"] * 500, "indicator": ["i"] * 500, "period": [str(1900 + n % 120) for n in range(500)],
         "value": [float(n) for n in range(500)], "unit": ["mg/L"] * 500}
    )  # fmt: skip
    frame.write_parquet(town.folder / "d.parquet", compression="uncompressed")
    raw = bytearray((town.folder / "d.parquet").read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "footer":
        raw[-8:-4] = (0x7FFFFFFF).to_bytes(4, "little")
    elif damage == "pages":
        raw[4:40] = b"\xff" * 36
    elif damage == "nothing":
        raw = bytearray()
    else:
        raw = bytearray(DATA.encode())
    town.write("d.parquet", bytes(raw))
    verb, *target = words
    line = [verb, "town.yaml", "d.parquet", *AS_OF]
    line += (
        ["-o", "o.parquet"]
        if verb == "screen"
        else ["--target", "x", "--place", "a"] * bool(target)
    )
    done = town.run(*line)
    assert done.returncode == 2, done.stderr
    assert not (town.folder / "o.parquet").exists()


def test_a_panic_of_a_library_is_a_finding(town, monkeypatch):
    import polars as pl

    class PanicException(BaseException):
        pass

    def panics(*_, **__):
        raise PanicException("index out of bounds")

    monkeypatch.setattr(pl, "read_parquet", panics)
    town.write("d.parquet", b"PAR1")
    assert refused(lambda: read_table(town.folder / "d.parquet")) == {"table-format"}


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused(text):
    rows = [{"place": "a", "indicator": "i", "period": "2024", "value": 4, "unit": "mg/L"}]
    for column in rows[0]:
        assert refused(lambda: read_table([{**rows[0], column: text}])) == {"table-cell"}  # noqa: B023
    assert refused(lambda: read_table([{**rows[0], text: 1}])) == {"table-cell"}
    assert refused(lambda: read_table({text: [1]})) == {"table-cell"}
    assert refused(lambda: tc.load_ruleset({"id": text})) == {"document-value"}
    assert refused(lambda: tc.load_ruleset({text: 1})) == {"document-value"}


def test_half_a_character_in_json_is_refused(town):
    town.rows("d.json", town.row(note="\ud800"))
    done = town.run("evaluate", "town.yaml", "d.json", *AS_OF)
    assert done.returncode == 2
    assert b"table-cell" in done.stderr


def test_a_name_of_a_file_that_is_no_text(town):
    name = os.fsencode(town.folder) + b"/\xff\xfe.csv"
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(DATA.encode())
    for form in ("table", "json", "csv", "md", "junit", "sarif", "html", "xlsx", "parquet"):
        done = town.run(
            "evaluate", "town.yaml", os.fsdecode(name), *AS_OF, "--format", form, "-o", f"r.{form}"
        )
        assert done.returncode == 1, done.stderr
    assert town.code("evaluate", "town.yaml", os.fsdecode(name) + "x", *AS_OF) == 2
    assert town.code("evaluate", "town.yaml", os.fsdecode(name), *AS_OF, "--ledger", "l.db") == 1


@pytest.mark.parametrize(
    "day", ["10000-01-01", "9999-12-31", "0000-01-01", "99999", "-1", "1e999999999", "9" * 5000]
)
@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
def test_a_day_beyond_the_calendar(town, option, day):
    words = [
        "evaluate",
        "town.yaml",
        "d.csv",
        *(AS_OF if option != "--as-of" else ()),
        f"{option}={day}",
    ]
    assert town.code(*words) == 2


@pytest.mark.parametrize("day", ["10000-01-01", "9999-12-31", "0001-01-01", "2024-02-30"])
def test_a_day_beyond_the_calendar_in_a_ruleset(town, day):
    town.write("town.yaml", RULESET.replace("due: 2024-12-31", f"due: {day}"))
    assert town.code(*EVALUATE) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("due: 2024-12-31", "due: 2024-12-31\n    from: 2020-01-01\n    every: 99999999999 years"),
        ("due: 2024-12-31", "due: 2024-12-31\n    from: 2020-01-01\n    every: 0 years"),
        ("unit: mg/L", "unit: " + "(" * 3000 + "m" + ")" * 3000),
        ("id: town", "id: town\nuse: " + "n" * 5000),
        ("id: town", "id: town\ninclude: " + "n" * 5000),
        ("id: town", "id: town\nuse: ['']"),
        ("at_most: 5 mg/L", "at_most: " + "5" * 5000 + " mg/L"),
        ("at_most: 5 mg/L", "at_most: 1e999999999"),
        ("targetcheck: 1", "targetcheck: 1e99"),
        ("places: {a: {zh: 甲}", "places: {? [x] : {zh: 甲}"),
        ("lead: 甲局", 'lead: "\\uD800"'),
    ],
)  # fmt: skip
def test_bad_rulesets(town, old, new):
    assert old in RULESET
    town.write("town.yaml", RULESET.replace(old, new))
    done = town.run(*EVALUATE)
    assert done.returncode == 2, done.stderr[-300:]
    assert town.code("lint", "town.yaml") in (1, 2)
    assert town.code("fmt", "--check", "town.yaml") in (0, 1, 2)


def workbook(**changes):
    import openpyxl

    book = openpyxl.Workbook()
    for row in ([*DATA.splitlines()[0].split(",")], ["a", "i", "2024", 4, "mg/L"]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    made = BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info.filename, old.read(info))
            elif changes[info.filename] is not None:
                new.writestr(info.filename, changes[info.filename])
    return made.getvalue()


EMPTY_STYLES = b'<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


@pytest.mark.parametrize("styles", [None, EMPTY_STYLES, b"", b"<broken"])
def test_a_workbook_without_number_formats(town, styles):
    town.write("d.xlsx", workbook(**{"xl/styles.xml": styles}))
    done = town.run("evaluate", "town.yaml", "d.xlsx", *AS_OF)
    assert done.returncode in (0, 2), done.stderr
    assert town.code("inspect", "d.xlsx") in (0, 2)


@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
    ],
)
@pytest.mark.parametrize("content", [None, b"", b"<a/>", b"\x00\xff"])
def test_a_workbook_with_a_broken_part(town, part, content):
    town.write("d.xlsx", workbook(**{part: content}))
    assert town.code("evaluate", "town.yaml", "d.xlsx", *AS_OF) in (0, 2)


LONG = ["1E99", "-1E99", "1E-100", "1E400", "9" * 100]


@pytest.mark.parametrize(
    "form", ["parquet", "xlsx", "csv", "json", "html", "md", "junit", "sarif", "table"]
)
def test_a_long_value_in_every_form(town, form):
    town.write(
        "d.csv",
        DATA.splitlines()[0]
        + "\n"
        + "".join(f"a,i,{2024 - n},{v},mg/L\n" for n, v in enumerate(LONG)),
    )
    assert town.code(*EVALUATE, "--format", form, "-o", f"r.{form}") in (0, 1)


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "md"])
def test_a_long_value_in_every_bulletin(town, form):
    town.write(
        "d.csv",
        DATA.splitlines()[0]
        + "\n"
        + "".join(f"a,i,{2024 - n},{v},mg/L\n" for n, v in enumerate(LONG)),
    )
    assert town.code("report", "town.yaml", "d.csv", *AS_OF, "-o", f"r.{form}") == 0


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "duckdb", "rows"])
def test_a_long_value_in_every_frame(town, kind):
    rows = [{"place": "a", "indicator": "i", "period": "2024", "value": "1E99", "unit": "mg/L"}]
    result = tc.evaluate(town.folder / "town.yaml", rows, as_of="2025-01-01")
    assert len(result.to_frame(kind)) == 2


def test_a_long_value_in_columns(town):
    import polars as pl

    rows = {
        "place": ["a"],
        "indicator": ["i"],
        "period": ["2024"],
        "value": ["1E99"],
        "unit": ["mg/L"],
    }
    plan = tc.compile_plan(town.folder / "town.yaml")
    table = tc.verdict_table(plan, pl.DataFrame(rows), as_of="2025-01-01", engine="columnar")
    assert set(table.frame["status"]) == {"fail", "undetermined"}
    assert tc.screen(plan, pl.DataFrame(rows), as_of="2024-01-01")["verdict"].to_list() == ["fail"]


def test_json_is_json_whatever_the_value(town):
    town.write("d.csv", DATA.splitlines()[0] + "\na,i,2024,1E99,mg/L\n")
    done = town.run(*EVALUATE, "--format", "json")
    found = json.loads(done.stdout, parse_constant=pytest.fail)
    assert found["verdicts"][0]["status"] == "fail"


def test_decimals_in_json_keep_every_digit():
    from decimal import Decimal

    from targetcheck.exact_json import json_text

    assert json_text([Decimal("0.1000000000000000055"), Decimal("1E+40")], None) == (
        f"[0.1000000000000000055, {10**40}]"
    )


def test_screening_without_polars(town):
    import polars as pl

    pl.read_csv(town.folder / "d.csv").write_parquet(town.folder / "d.parquet")
    code = (
        "import sys\nsys.modules['polars'] = None\nfrom targetcheck.cli.entry_point import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "screen", "town.yaml", "d.parquet", *AS_OF, "-o", "o.parquet"],
        cwd=town.folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"part-missing" in done.stderr


@pytest.mark.parametrize("data", [[{"place": "a"}], "d.csv", None, 3, {"place": ["a"]}])
def test_screening_of_what_is_no_frame(town, data):
    plan = tc.compile_plan(town.folder / "town.yaml")
    assert refused(lambda: tc.screen(plan, data, as_of="2025-01-01")) == {"table-source"}


def test_screening_of_what_is_not_there(town):
    (town.folder / "empty").mkdir()
    for source in ("nowhere.parquet", "empty", "d.csv", "town.yaml"):
        assert town.code("screen", "town.yaml", source, *AS_OF, "-o", "o.parquet") == 2
        assert not (town.folder / "o.parquet").exists()


def test_names_of_files_that_the_system_refuses(town):
    for name in ("n" * 5000, "a\nb", ".", "d.csv/x", "~nobody/x"):
        assert town.code("evaluate", "town.yaml", name, *AS_OF) == 2
        assert town.code("evaluate", name, "d.csv", *AS_OF) == 2
        assert town.code(*EVALUATE, "-o", f"{name}/x/y") == 2


@pytest.mark.parametrize("form", ["parquet", "xlsx", "csv", "json", "html", "md", "table"])
def test_a_computed_value_beyond_binary_numbers_in_every_form(town, form):
    town.write("town.yaml", RULESET.replace(
        "i: {zh: 浓度, unit: mg/L}", "i: {zh: 指数, unit: index, formula: j * j * j * j}\n  j: {zh: 数, unit: index}"
    ).replace("at_most: 5 mg/L", "at_most: 5").replace("5毫克每升", "5"))  # fmt: skip
    town.write("d.csv", "place,indicator,period,value\na,j,2024,1E99\nb,j,2024,1E-99\n")
    done = town.run(*EVALUATE, "--format", form, "-o", f"r.{form}")
    assert done.returncode == 1, done.stderr
