"""`targetcheck evaluate --engine`: large tables from the shell, in both languages."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from programs import program
from targetcheck.cli.engines import engine_options, engine_text
from targetcheck.cli.entry_point import run

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")

RULESET = """
targetcheck: 1
id: lakes
title: {zh: 湖泊, en: lakes}
document: {number: 示例〔2024〕1号, issuer: 示例市人民政府, issued: 2024-01-01}
places:
  east: {zh: 东湖, kind: lake}
  west: {zh: 西湖, kind: lake}
  north: {zh: 北湖, kind: lake}
groups: {all: {zh: 各湖, members: [east, west, north]}}
indicators:
  bod: {zh: BOD, nature: level, unit: mg/L, better: lower}
targets:
  - {id: bod, indicator: bod, place: {each: lake}, require: {at_most: 4 mg/L}, due: 2024-12-31,
     cite: {clause: 一, quote: 略}}
  - {id: first, indicator: bod, place: east, require: {rank_among: all, at_most: 1}, due: 2024-12-31,
     cite: {clause: 二, quote: 略}}
"""
ROWS = [
    ("east", "BOD", "2024", 4.0, "mg/L"),
    ("西湖", "bod", "2024", 0.0041, "g/L"),
    ("south", "bod", "2024", 1.0, "mg/L"),
    ("east", "bod", "2025", 3.0, "mg/L"),
]
COUNTS = "fail\t1", "pass\t1", "undetermined\t2"


@pytest.fixture
def shell(tmp_path, capsys):
    """Give what runs `evaluate` on a table in a folder of its own, and gives code, out and err."""
    (tmp_path / "r.yaml").write_text(RULESET, encoding="utf-8")

    def evaluate(rows, *options, lang="en"):
        table = pl.DataFrame(
            rows, schema=["place", "indicator", "period", "value", "unit"], orient="row"
        )
        table.write_parquet(tmp_path / "in.parquet")
        words = [str(tmp_path / "r.yaml"), str(tmp_path / "in.parquet"), "--as-of", "2025-01-31"]
        given = [str(tmp_path / o) if "." in o and not o.startswith("-") else o for o in options]
        code = run(["evaluate", *words, *given, "--lang", lang])
        said = capsys.readouterr()
        return code, said.out, said.err

    return evaluate


def test_a_table_of_verdicts_and_the_rows_set_aside(shell, tmp_path):
    code, out, err = shell(ROWS, "--engine", "columnar", "-o", "x.parquet")
    assert code == 1
    assert set(COUNTS) < set(out.splitlines())
    assert err.splitlines() == [
        "4 rows: 2 used, 2 set aside",
        "after-as-of × 1",
        "place-unknown × 1",
        f"rows set aside written to {tmp_path / 'x.set-aside.parquet'}",
        "1 of 4 verdicts came from the reference engine:",
        "  rank × 1: a rank combines several places",
    ]
    found = pl.read_parquet(tmp_path / "x.parquet")
    assert found["status"].to_list() == ["pass", "fail", "undetermined", "undetermined"]
    aside = pl.read_parquet(tmp_path / "x.set-aside.parquet")
    assert aside["set_aside_row"].to_list() == [2, 3]
    assert aside["set_aside_code"].to_list() == ["place-unknown", "after-as-of"]
    assert aside["place"].to_list() == ["south", "east"]


def test_the_same_in_chinese(shell, tmp_path):
    code, _, err = shell(ROWS, "--engine", "columnar", "-o", "x.csv", lang="zh")
    assert code == 1
    assert err.splitlines() == [
        "共4行：采用2行，未采用2行",
        "after-as-of × 1",
        "place-unknown × 1",
        f"未采用的行已写入 {tmp_path / 'x.set-aside.csv'}",
        "4个评判项中有1个由参考引擎评判：",
        "  rank × 1：名次涉及多个地区",
    ]
    text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 5
    assert "毫克/升" in text
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_set_aside_is_told_by_an_empty_table(shell, tmp_path):
    shell(ROWS[:2], "--engine", "columnar", "-o", "x.parquet")
    assert len(pl.read_parquet(tmp_path / "x.set-aside.parquet")) == 0


def test_counts_stand_on_standard_output_and_csv_does_where_it_is_asked_for(shell):
    _, out, _ = shell(ROWS, "--engine", "columnar")
    assert set(COUNTS) < set(out.splitlines())
    _, out, _ = shell(ROWS, "--engine", "columnar", "--format", "csv", "--no-bom")
    assert out.splitlines()[0].startswith("target,place,indicator,due")


def test_exit_codes_are_those_of_evaluate(shell):
    passes = [("东湖", "bod", "2024", 1.0, "mg/L"), ("west", "bod", "2024", 2.0, "mg/L")]
    assert shell(passes, "--engine", "columnar")[0] == 0
    assert shell(passes, "--engine", "columnar", "--strict")[0] == 3
    assert shell(ROWS, "--engine", "columnar", "--strict")[0] == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--only", "fail"), "--only"),
        (("--place", "east"), "--place"),
        (("--ledger", "runs.db"), "--ledger"),
        (("--format", "json"), "--format json"),
        (("-o", "x.html"), "--format html"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_needs_the_evidence_is_refused(shell, options, named, lang):
    code, out, err = shell(ROWS, "--engine", "columnar", *options, lang=lang)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert named in err
    assert err.startswith("error: " if lang == "en" else "错误：")


def test_a_file_that_cannot_be_written_is_told(shell):
    code, _, err = shell(ROWS, "--engine", "columnar", "-o", "no/such/x.parquet")
    assert code == 2
    assert "output-unwritable" in err


def test_auto_leaves_small_tables_and_whole_evidence_to_the_reference(shell):
    usual = shell(ROWS)
    assert shell(ROWS, "--engine", "auto") == usual
    assert "东湖" in usual[1] or "east" in usual[1]


def test_auto_takes_columns_for_large_tables(shell):
    days = [
        f"20{y:02}-{m:02}-{d:02}" for y in range(10, 24) for m in range(1, 13) for d in range(1, 29)
    ]
    rows = [(p, "bod", day, 4.0, "mg/L") for day in days for p in ("east", "west", "north")]
    rows = [*rows, *ROWS, *[("nowhere", "bod", "2024", 1.0, "mg/L")] * (25_000 - len(rows) - 4)]
    assert len(rows) == 25_000
    code, out, err = shell(rows, "--engine", "auto")
    assert (code, err.splitlines()[0]) == (1, f"25000 rows: {14 * 12 * 28 * 3 + 2} used, "
                                           f"{25_000 - 14 * 12 * 28 * 3 - 2} set aside")  # fmt: skip
    assert set(COUNTS) < set(out.splitlines())
    _, out, _ = shell(rows, "--engine", "auto", "--only", "fail")
    assert "fail\t1" not in out, "what needs the evidence goes to the reference"


@pytest.mark.parametrize(("engine", "lacking", "extra"), [
    ("columnar", "polars", "scale"), ("spark", "polars", "scale"), ("spark", "pyspark", "spark"),
])  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_missing_library_is_one_sentence_with_its_extra(
    shell, monkeypatch, engine, lacking, extra, lang
):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        engine_options, "find_spec", lambda name: None if name == lacking else real(name)
    )
    code, _, err = shell(ROWS, "--engine", engine, "-o", "x.parquet", lang=lang)
    assert code == 2
    assert len(err.splitlines()) == 1
    assert f"targetcheck[{extra}]" in err


def test_without_polars_auto_is_the_reference(shell, monkeypatch):
    monkeypatch.setattr(engine_options, "find_spec", lambda _: None)
    assert shell(ROWS, "--engine", "auto") == shell(ROWS)


def test_spark_wants_a_folder(shell):
    code, _, err = shell(ROWS, "--engine", "spark", "-o", "x.csv")
    assert (code, "engine-output" in err) == (2, True)


def test_every_reason_has_words_in_both_languages():
    from targetcheck.evaluation.large_tables.columnar_evaluation import LEFT

    assert set(engine_text.ZH) == set(LEFT)


@pytest.mark.parametrize(
    ("output", "beside"),
    [
        ("x.parquet", "x.set-aside.parquet"),
        ("hdfs:///a.b/out", "hdfs:///a.b/out.set-aside"),
        ("s3://bucket/x.csv", "s3://bucket/x.set-aside.csv"),
    ],
)
def test_rows_set_aside_have_a_name_beside_the_verdicts(output, beside):
    assert engine_options.aside_name(output) == beside


@pytest.mark.filterwarnings("ignore")
def test_spark_reads_a_folder_and_writes_folders(shell, tmp_path, monkeypatch):
    pytest.importorskip("pyspark", reason="Spark tests need the extra `spark`")
    program("java")
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        code, out, err = shell(ROWS, "--engine", "spark", "-o", "x.parquet")
        again = shell(ROWS, "--engine", "spark", "-o", "x.parquet", lang="zh")
    finally:
        session.stop()
    assert code == 1
    assert set(COUNTS) < set(out.splitlines())
    assert [line for line in err.splitlines() if "Stage" not in line][-6:] == [
        "4 rows: 2 used, 2 set aside",
        "after-as-of × 1",
        "place-unknown × 1",
        f"rows set aside written to {tmp_path / 'x.set-aside.parquet'}",
        "1 of 4 verdicts came from the reference engine:",
        "  rank × 1: a rank combines several places",
    ]
    aside = pl.read_parquet(tmp_path / "x.set-aside.parquet" / "*.parquet")
    assert sorted(aside["set_aside_code"]) == ["after-as-of", "place-unknown"]
    assert again[0] == 2
    assert "spark-refused" in again[2], "what is there is not overwritten"


def many():
    """Enough rows that the cell that is asked for is looked up in the file."""
    return [*ROWS[:2], *[("nowhere", "bod", "2024", 1.0, "mg/L")] * 20_000, ROWS[0]]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", [("bod", "east"), ("first",), ("bod", "西湖")])
def test_one_cell_of_a_large_table_is_explained_as_of_a_small_one(tmp_path, capsys, lang, key):
    (tmp_path / "r.yaml").write_text(RULESET, encoding="utf-8")
    names = ["place", "indicator", "period", "value", "unit"]
    said = []
    for rows in (ROWS[:2], many()[:-1]):
        path = tmp_path / "in.parquet"
        pl.DataFrame(rows, schema=names, orient="row").write_parquet(path)
        words = ["explain", str(tmp_path / "r.yaml"), str(path), *key, "--as-of", "2025-01-31"]
        assert run([*words, "--lang", lang]) == 0
        said.append(capsys.readouterr().out)
    digest = "，数据" if lang == "zh" else "· data"
    lines = [[line for line in text.splitlines() if digest not in line] for text in said]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 3


def test_a_row_keeps_its_number_in_a_large_table(tmp_path, capsys):
    (tmp_path / "r.yaml").write_text(RULESET, encoding="utf-8")
    names = ["place", "indicator", "period", "value", "unit"]
    pl.DataFrame(many()[2:], schema=names, orient="row").write_parquet(tmp_path / "in.parquet")
    words = ["explain", str(tmp_path / "r.yaml"), str(tmp_path / "in.parquet"), "bod", "east"]
    assert run([*words, "--as-of", "2025-01-31", "--lang", "en"]) == 0
    assert "in.parquet:20001" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (("bod",), "place-missing"),
        (("first", "west"), "place-not-bound"),
        (("x",), "target-unknown"),
    ],
)
def test_what_a_large_table_is_not_asked_is_told(tmp_path, capsys, key, code):
    (tmp_path / "r.yaml").write_text(RULESET, encoding="utf-8")
    names = ["place", "indicator", "period", "value", "unit"]
    pl.DataFrame(many(), schema=names, orient="row").write_parquet(tmp_path / "in.parquet")
    words = ["explain", str(tmp_path / "r.yaml"), str(tmp_path / "in.parquet"), *key]
    assert run([*words, "--as-of", "2025-01-31", "--lang", "en"]) == 2
    assert code in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["reference", "columnar", "spark", "auto"])
def test_a_table_that_is_not_there_is_said_by_every_engine_alike(engine, tmp_path, capsys):
    if engine == "spark":
        pytest.importorskip("pyspark", reason="Spark tests need the extra `spark`")
        program("java")
    rules, absent = tmp_path / "r.yaml", tmp_path / "in.parquet"
    rules.write_text(RULESET, encoding="utf-8")
    words = [str(rules), str(absent), "--as-of", "2025-01-31", "-o", str(tmp_path / "o.parquet")]
    assert run(["evaluate", *words, "--engine", engine]) == 2
    assert "file-missing" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["reference", "columnar", "auto"])
def test_a_damaged_table_is_a_finding_under_every_engine(engine, tmp_path, capsys):
    rules, damaged = tmp_path / "r.yaml", tmp_path / "in.parquet"
    rules.write_text(RULESET, encoding="utf-8")
    damaged.write_bytes(b"PAR1 and nothing else")
    words = [str(rules), str(damaged), "--as-of", "2025-01-31"]
    assert run(["evaluate", *words, "--engine", engine]) == 2
    assert "table-format" in capsys.readouterr().err
