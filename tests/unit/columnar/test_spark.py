"""Spark says what Polars says: by itself of plain numbers, through workers of the rest."""

import os
import random
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from test_screen import CITE, DAY, HEAD, UNITS, dated, plain, rows, ruleset

import targetcheck as tc
from programs import program
from targetcheck import api
from targetcheck.columnar.screening.level_requirements import levels_of
from targetcheck.columnar.screening.spark_lookup_table import native_of
from targetcheck.columnar.screening.spark_spellings import spellings, texts_of
from targetcheck.quantities.unit import convertible, find_unit

pl = pytest.importorskip("polars")
pytestmark = pytest.mark.filterwarnings("ignore")
NEW = ("verdict", "margin", "reason", "gap")


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark", reason="Spark tests need the extra `spark`")
    program("java")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        # The builder remembers what other tests of the process asked for.
        .config("spark.sql.adaptive.enabled", "true")
        .config("spark.sql.codegen.wholeStage", "true")
        .config("spark.sql.codegen.factoryMode", "FALLBACK")
        .getOrCreate()
    )
    yield session
    session.stop()


def said(frame, names=NEW):
    return [tuple(str(row[name]) for name in names) for row in frame]


def same(spark, plan, table, **options):
    """Compare the answers of Spark and Polars to a table."""
    table = table.with_columns(row=pl.int_range(len(table)))
    wanted = tc.screen(plan, table, as_of=DAY, detail=True, **options)
    frame = spark.createDataFrame(table.to_arrow())
    found = tc.screen(plan, frame, as_of=DAY, detail=True, **options)
    assert found.columns == wanted.columns
    assert said(found.orderBy("row").collect()) == said(wanted.to_dicts())
    return native_of(api.screener_of(plan, as_of=DAY, **options), frame)


@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_row(spark, seed):
    plan = tc.compile_plan(ruleset(seed))
    native = same(spark, plan, pl.DataFrame(rows(plan, seed, 400)))
    assert 0 < native.odd().count() < 400
    assert native.odd().count() + native.regular().count() == 400


def numbers(kind):
    values = [2, 3, -1, None, 2**53 + 1] if kind == "Int64" else [2.5, 2.6, -0.0, None, 0.1]
    if kind == "Float64":
        return pl.Series([*values, float("nan"), float("-inf"), 1e308])
    if kind == "String":
        texts = [
            "2.5",
            "+2.50",
            "2.5\n",
            "<0.05",
            "1,234.5",
            "5e-1",
            ".5",
            "２.５",
            "0.3000000000000000004",
        ]
        return pl.Series([*texts, None, "", "2.5 g/L"])
    if kind == "Wide":
        return pl.Series([Decimal("2.5"), Decimal("99999999999.25")], dtype=pl.Decimal(30, 6))
    if kind == "Decimal":
        return pl.Series([Decimal("2.5"), Decimal("2.6"), None], dtype=pl.Decimal(12, 3))
    return pl.Series(values, dtype=getattr(pl, kind))


@pytest.mark.parametrize(
    "kind", ["Float64", "Int64", "Int16", "String", "Decimal", "Wide", "Float32"]
)
def test_every_type_of_number(spark, kind):
    values = numbers(kind) if kind != "Int16" else pl.Series([2, 3, None], dtype=pl.Int16)
    frame = pl.DataFrame({"指标": "i0", "单位": "mg/L", "数值": values})
    native = same(spark, plain(), frame, place="east")
    assert (native is None) == (kind == "Float32")


def test_what_stands_beside_a_number(spark):
    cells = {
        "place": ["east", "东区", " EAST", "north", None, "east", "east", "east"],
        "indicator": ["i0", "浓度", "I0", "i0", "i0", "", "i0", "i0"],
        "unit": ["mg/L", "毫克／升", "g/m³", "mg/L", "mg/L", "mg/L", None, "吨"],
        "value": [2.5] * 8,
        "status": ["", "核实", "上报", None, "p", "A", "缺测", "a"],
        "qualifier": [None, "<", None, None, "", None, None, None],
        "a`b.c": [1] * 8,
    }
    same(spark, plain(), pl.DataFrame(cells))


@pytest.mark.parametrize("kind", ["text", "day", "year"])
def test_dated_limits(spark, kind):
    texts = ["2019", "2022", "2023", "2022-12", "2022-13", "2022-12-31", "2023-02-30", "2022Q4",
             "2024-02-29", "2023年", "soon", None]  # fmt: skip
    days = [date(2022, 12, 31), date(2023, 1, 1), None]
    period = {"text": texts, "day": days, "year": [2022, 2023]}[kind]
    frame = pl.DataFrame({"indicator": "i0", "unit": "mg/L", "value": 2.0, "period": period})
    native = same(spark, dated(), frame, place="east")
    assert (native is None) == (kind == "year")


def on_bounds(count):
    """Give a plan and rows that lie exactly on its bounds, in other units, with what is right."""
    rng = random.Random(7)
    level = {"nature": "level", "unit": "mg/L", "better": "lower"}
    plan = tc.compile_plan({
        **HEAD,
        "indicators": {f"i{n}": {**level, "zh": f"浓度{n}"} for n in range(90)},
        "targets": [
            {"id": f"t{n}", "indicator": f"i{n}", "place": "east", "due": "2024-12-31",
             "require": {("at_most" if n % 2 else "below"): f"{n + 1}.57 mg/L"}, "cite": CITE}
            for n in range(90)
        ],
    })  # fmt: skip
    found = []
    for _ in range(count):
        n, unit = rng.randrange(90), rng.choice(["mg/L", "g/L", "ug/L", "kg/m3"])
        there = Fraction(100 * (n + 1) + 57, 100) * {"u": 1000, "m": 1}.get(
            unit[0], Fraction(1, 1000)
        )
        value = float(Decimal(there.numerator) / Decimal(there.denominator))
        found.append((f"i{n}", unit, value, "pass" if n % 2 else "fail"))
    return plan, pl.DataFrame(found, schema=["indicator", "unit", "value", "right"], orient="row")


def test_of_rows_on_a_bound_none_is_wrong_and_none_meets_python(spark, monkeypatch):
    plan, table = on_bounds(10_000)
    frame = spark.createDataFrame(table.to_arrow()).cache()
    assert frame.count() == 10_000
    native = native_of(api.screener_of(plan, as_of=DAY, place="east"), frame)
    assert native is not None
    assert native.odd().count() == 0, "no row is left to a Python worker"
    monkeypatch.setattr(spark.sparkContext, "pythonExec", "/no/such/python")
    found = tc.screen(plan, frame, as_of=DAY, place="east")
    assert found.where("verdict <> right").count() == 0
    assert found.count() == 10_000


def test_a_folder_is_judged_row_by_row(spark, tmp_path):
    plan = tc.compile_plan(ruleset(5))
    table = pl.DataFrame(rows(plan, 5, 400)).with_columns(row=pl.int_range(400))
    (tmp_path / "in").mkdir()
    table.write_parquet(tmp_path / "in" / "part.parquet")
    from targetcheck.columnar.screening.spark_screener import screen_folder

    screener = api.screener_of(plan, as_of=DAY)
    counts = screen_folder(screener, str(tmp_path / "in"), str(tmp_path / "out"))
    wanted = tc.screen(plan, table, as_of=DAY).sort("row")
    found = pl.read_parquet(tmp_path / "out" / "*.parquet").sort("row")
    assert said(found.to_dicts(), NEW[:2]) == said(wanted.to_dicts(), NEW[:2])
    assert counts == {**dict.fromkeys(counts, 0), **dict(wanted["verdict"].value_counts().rows())}


def test_a_missing_column_is_named_at_once(spark):
    frame = spark.createDataFrame([(1.0,)], ["value"])
    with pytest.raises(tc.TargetcheckError) as caught:
        tc.screen(plain(), frame, as_of=DAY)
    assert [d.code for d in caught.value.diagnostics] == ["screen-column"] * 2


@pytest.mark.parametrize("unit", UNITS)
def test_likely_texts_are_units_that_convert(unit):
    wanted = find_unit(unit)
    texts = texts_of(wanted)
    assert set(UNITS[unit]) <= set(texts)
    assert all(convertible(find_unit(text), wanted) for text in texts)


def test_likely_texts_are_those_of_what_is_asked():
    found = spellings(levels_of(plain(), DAY))
    assert found["indicator"] == ["i0", "浓度"]
    assert found["place"] == ["east", "东区"]
    assert found["unit"][:2] == ["", "mg/L"]
