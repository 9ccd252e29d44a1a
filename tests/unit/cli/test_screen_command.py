"""`targetcheck screen` writes Parquet beside counts, and tells what single rows do not answer."""

import pytest

from targetcheck.cli.commands.screen import ScreenEngine, carrier
from targetcheck.cli.entry_point import run

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")

RULESET = """
targetcheck: 1
id: lake
title: 湖泊
document: {number: 示例〔2024〕1号, issuer: 示例市人民政府, issued: 2024-01-01}
places: {lake: {zh: 湖}}
indicators:
  bod: {zh: BOD, nature: level, unit: mg/L, better: lower}
  plan: {zh: 方案, nature: done}
targets:
  - {id: bod, indicator: bod, place: lake, require: {at_most: 4 mg/L}, due: 2024-12-31, cite: {clause: 一, quote: 略}}
  - {id: plan, indicator: plan, place: lake, require: {done: true}, due: 2024-12-31, cite: {clause: 二, quote: 略}}
"""


def test_rows_are_screened_from_the_shell(tmp_path, capsys):
    (tmp_path / "r.yaml").write_text(RULESET, encoding="utf-8")
    frame = pl.DataFrame(
        {"indicator": ["BOD"] * 3, "unit": ["mg/L"] * 3, "value": [4.0, 4.1, None]}
    )
    frame.write_parquet(tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    line = [str(tmp_path / "r.yaml"), str(tmp_path / "in.parquet"), "-o", str(out)]
    code = run(["screen", *line, "--as-of", "2024-09-30", "--place", "lake", "--lang", "en"])
    said = capsys.readouterr()
    assert code == 1
    assert said.out.splitlines()[:2] == ["fail\t1", "pass\t1"]
    assert said.err.strip() == (
        "1 targets cannot be decided by single rows (a deliverable is not a level); use `evaluate` for them"
    )
    assert pl.read_parquet(out)["verdict"].to_list() == ["pass", "fail", "refused"]


@pytest.mark.parametrize(
    ("engine", "source", "found"),
    [
        (ScreenEngine.AUTO, "readings/", ScreenEngine.COLUMNAR),
        (ScreenEngine.AUTO, "hdfs:///readings", ScreenEngine.SPARK),
        (ScreenEngine.COLUMNAR, "hdfs:///readings", ScreenEngine.COLUMNAR),
        (ScreenEngine.SPARK, "readings/", ScreenEngine.SPARK),
    ],
)
def test_what_carries_the_rows(engine, source, found):
    assert carrier(engine, source, "out.parquet") is found


def test_the_strength_of_targets_is_a_choice(tmp_path, capsys):
    softer = RULESET.replace(
        "require: {at_most: 4 mg/L}", "strength: expected, require: {at_most: 4 mg/L}"
    )
    (tmp_path / "r.yaml").write_text(softer, encoding="utf-8")
    pl.DataFrame({"indicator": ["BOD"], "unit": ["mg/L"], "value": [4.1]}).write_parquet(
        tmp_path / "in.parquet"
    )
    line = ["screen", str(tmp_path / "r.yaml"), str(tmp_path / "in.parquet"), "-o"]
    rest = ["--as-of", "2024-09-30", "--place", "lake", "--lang", "en"]
    assert run([*line, str(tmp_path / "a.parquet"), *rest]) == 0
    assert "not_asked\t1" in capsys.readouterr().out
    assert run([*line, str(tmp_path / "b.parquet"), *rest, "--strength", "expected"]) == 1
    assert "fail\t1" in capsys.readouterr().out
