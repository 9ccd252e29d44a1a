"""Standard input is read as a file of its format is: CSV, JSON, JSON lines, workbooks, Parquet."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from table_files import write_ods, write_xlsx

from targetcheck.cli.entry_point import run
from targetcheck.yaml_text.yaml_writer import dump_yaml

RULESET = {
    "targetcheck": 1,
    "id": "stdin",
    "title": "试用方案",
    "document": {"number": "试〔2020〕1号", "issuer": "某市", "issued": "2020-01-10"},
    "places": {"daye": {"zh": "大冶市"}},
    "indicators": {"w": {"zh": "污水收集率", "nature": "share", "unit": "percent"}},
    "targets": [
        {"id": "t", "indicator": "w", "place": "daye", "require": {"at_least": "70 %"}, "due": 2024}
    ],
}
ROW = {"place": "daye", "indicator": "w", "period": "2024", "value": 71, "unit": "%"}
ROWS = [list(ROW), [str(cell) for cell in ROW.values()]]


def contents(folder):
    """Return the bytes of one table in every format."""
    frame = io.BytesIO()
    pl.DataFrame([ROW]).write_parquet(frame)
    books = [Path(write(ROWS, folder / "a")).read_bytes() for write in (write_xlsx, write_ods)]
    return {
        "csv": ",".join(ROWS[0]).encode() + b"\n" + ",".join(ROWS[1]).encode() + b"\n",
        "tsv": "\t".join(ROWS[0]).encode() + b"\n" + "\t".join(ROWS[1]).encode() + b"\n",
        "json": json.dumps([ROW]).encode(),
        "json-wrapped": b"\n  " + json.dumps({"data": [ROW]}, indent=1).encode(),
        "json-bom": b"\xef\xbb\xbf" + json.dumps([ROW]).encode(),
        "json-lines": (json.dumps(ROW) + "\n" + json.dumps({**ROW, "period": "2023"})).encode(),
        "xlsx": books[0],
        "ods": books[1],
        "parquet": frame.getvalue(),
    }


@pytest.mark.parametrize(
    "name",
    ["csv", "tsv", "json", "json-wrapped", "json-bom", "json-lines", "xlsx", "ods", "parquet"],
)
def test_standard_input_is_read_by_its_content(name, tmp_path, monkeypatch, capsys):
    (tmp_path / "plan.yaml").write_text(dump_yaml(RULESET), "utf-8")
    raw = contents(tmp_path)[name]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    command = ["evaluate", str(tmp_path / "plan.yaml"), "-", "--as-of", "2025-03-31"]
    assert run([*command, "--format", "json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [(v["target"], v["status"]) for v in out["verdicts"]] == [("t", "pass")]


@pytest.mark.parametrize("raw", [b"", b"{", b"[1, 2]", b'{"a": 1}\n{"b": ', b"PK\x03\x04", b"PAR1"])
def test_what_cannot_be_read_is_refused_in_words(raw, tmp_path, monkeypatch, capsys):
    (tmp_path / "plan.yaml").write_text(dump_yaml(RULESET), "utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert run(["evaluate", str(tmp_path / "plan.yaml"), "-", "--as-of", "2025-03-31"]) == 2
    assert "<stdin>" in capsys.readouterr().err
