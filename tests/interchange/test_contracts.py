"""Data contracts, metrics and provenance: valid by their published schemas, and true."""

from __future__ import annotations

import csv
import io
import json
import runpy
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.interchange.contracts.frictionless import data_package, table_schema
from targetcheck.interchange.contracts.odcs import data_contract
from targetcheck.interchange.contracts.output_tables import output_tables
from targetcheck.interchange.contracts.prov import provenance
from targetcheck.ledger import Ledger
from targetcheck.output.result_files.result_csv import (
    HEADINGS_ZH,
    SCORE_COLUMNS,
    as_csv,
    scores_csv,
)
from targetcheck.output.result_files.result_openmetrics import as_openmetrics
from targetcheck.verdicts.code_terms import STATUS, STRENGTH, word
from targetcheck.verdicts.verdict_row import COLUMNS

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "tests" / "schemas"
EXAMPLE = ROOT / "examples" / "huangshi" / "2024q3.csv"


def faults(name, data):
    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    return [f"{list(e.path)}: {e.message[:200]}" for e in kind(schema).iter_errors(data)]


@pytest.fixture(scope="module")
def result():
    return tc.evaluate("hubei/huangshi-yangtze-2024", EXAMPLE, as_of="2024-09-30")


@pytest.fixture(scope="module")
def scored():
    counties = runpy.run_path(str(ROOT / "tests" / "bulletin" / "counties.py"))
    return tc.evaluate(counties["ruleset"](), counties["reports"](), as_of="2024-12-31")


def test_the_published_schemas_accept_the_contracts():
    for table in output_tables():
        assert faults("table-schema-1.json", table_schema(table)) == []
    assert faults("tabular-data-package-1.json", data_package()) == []
    assert faults("odcs-3.2.0.json", data_contract()) == []


def test_the_schemas_are_no_rubber_stamps():
    broken = table_schema(output_tables()[0])
    broken["fields"][0]["type"] = "words"
    assert faults("table-schema-1.json", broken)
    assert faults("odcs-3.2.0.json", {**data_contract(), "kind": "Contract"})
    assert faults("prov-json.json", {"entity": []})


def test_the_contracts_have_the_columns_of_the_files():
    verdicts, scores = output_tables()
    assert {c.name: c.kind for c in verdicts.columns} == dict(COLUMNS)
    assert [c.name for c in scores.columns] == list(SCORE_COLUMNS)
    assert [c.name for c in verdicts.columns if not c.description] == []


CASTS = {
    "string": str,
    "number": Decimal,
    "integer": int,
    "date": date.fromisoformat,
    "boolean": {"yes": True, "no": False}.__getitem__,
}
HEADINGS = {"en": {name: name for name in COLUMNS}, "zh": HEADINGS_ZH}
SCORE_HEADINGS = {
    "en": {name: name for name in SCORE_COLUMNS},
    "zh": {name: zh for name, (zh, _) in SCORE_COLUMNS.items()},
}
CODES = {
    "status": {word(STATUS, code, "zh"): code for code in STATUS},
    "strength": {word(STRENGTH, code, "zh"): code for code in STRENGTH},
    "illustrative": {"是": "yes", "否": "no"},
}
"""Codes of the columns with permitted values, by the words of the Chinese file."""


def read_as(lang, headings, text):
    """Return the rows of a CSV by the names of the contract, with its codes for Chinese words."""
    lines = csv.reader(io.StringIO(text))
    names = {heading: name for name, heading in headings[lang].items()}
    head = [names[heading] for heading in next(lines)]
    words = CODES if lang == "zh" and headings is HEADINGS else {}
    return [
        {n: words[n][c] if n in words and c else c for n, c in zip(head, cells, strict=True)}
        for cells in lines
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_csv_keeps_its_contract(lang, result, scored):
    """Every cell has the type, the values and the presence that its Table Schema states.

    The contract has the names and codes of the English file. The Chinese one has its own headings,
    and words for codes; read back through them, it keeps the same contract.
    """
    verdicts, scores = map(table_schema, output_tables())
    for schema, headings, text in (
        (verdicts, HEADINGS, as_csv(result, lang)),
        (verdicts, HEADINGS, as_csv(scored, lang)),
        (scores, SCORE_HEADINGS, scores_csv(scored, lang)),
    ):
        rows = read_as(lang, headings, text)
        assert rows
        assert list(rows[0]) == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            limits = field.get("constraints", {})
            cells = [row[field["name"]] for row in rows]
            assert not limits.get("required") or all(cells), field["name"]
            told = [CASTS[field["type"]](cell) for cell in cells if cell]
            assert not limits.get("enum") or set(told) <= set(limits["enum"]), field["name"]
        keys = [tuple(row[name] for name in schema.get("primaryKey", ())) for row in rows]
        assert len(set(keys)) == len(keys) or not schema.get("primaryKey")


def test_the_chinese_csv_has_the_values_of_the_english_one(result):
    """Ids, codes, figures and dates are the same in both; names and sentences are translated."""
    english, chinese = (read_as(lang, HEADINGS, as_csv(result, lang)) for lang in ("en", "zh"))
    same = [name for name, kind in COLUMNS.items() if kind != "text"]
    same += ["target", "place", "indicator", "action", *(n for n in CODES if n not in same)]
    assert [[row[name] for name in same] for row in chinese] == [
        [row[name] for name in same] for row in english
    ]


def test_parquet_has_the_physical_types_of_the_contract(result):
    import pyarrow.parquet as pq

    from targetcheck.output.result_files.result_parquet import as_parquet

    schema = pq.read_schema(io.BytesIO(as_parquet(result)))
    told = {p["name"]: p["physicalType"] for p in data_contract()["schema"][0]["properties"]}
    names = {"date32[day]": "date32"}
    assert {f.name: names.get(str(f.type), str(f.type)) for f in schema} == told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_reference_parser_reads_the_metrics(lang, result):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    families = {f.name: f for f in text_string_to_metric_families(as_openmetrics(result, lang))}
    assert families["targetcheck_verdict"].type == "stateset"
    assert families["targetcheck_evaluation"].type == "info"
    counts = {s.labels["status"]: s.value for s in families["targetcheck_verdicts"].samples}
    assert counts == result.summary()
    states = {
        (s.labels["target"], s.labels["place"], s.labels["due"]): s.labels["targetcheck_verdict"]
        for s in families["targetcheck_verdict"].samples if s.value == 1
    }  # fmt: skip
    assert states == {(v.target, v.place, v.due.isoformat()): str(v.status) for v in result}
    values = {
        (s.labels["target"], s.labels["place"], s.labels["due"]): s.value
        for s in families["targetcheck_verdict_value"].samples
    }
    told = {(v.target, v.place, v.due.isoformat()): v.value for v in result}
    assert values
    assert all(value == pytest.approx(float(told[key])) for key, value in values.items())


def test_labels_of_metrics_cannot_break_a_line():
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    ruleset = {
        "targetcheck": 1, "id": "c", "title": "t",
        "document": {"number": 'a"b\\c\nd', "issuer": "x", "issued": "2020-01-01"},
        "places": {"p": {"en": "P"}}, "indicators": {"i": {"en": "I"}},
        "targets": [{"id": "t", "indicator": "i", "place": "p", "require": {"at_least": 1},
                     "due": 2023}],
    }  # fmt: skip
    rows = [{"place": "p", "indicator": "i", "period": "2023", "value": "1"}]
    text = as_openmetrics(tc.evaluate(ruleset, rows, as_of="2024-01-01"))
    families = {f.name: f for f in text_string_to_metric_families(text)}
    (sample,) = families["targetcheck_evaluation"].samples
    assert sample.labels["document"] == 'a"b\\c d'


@pytest.fixture
def ledger(tmp_path, result):
    with Ledger(tmp_path / "runs.db") as opened:
        at = datetime(2024, 10, 8, 9, tzinfo=UTC)
        opened.record(result, EXAMPLE, who="整改办", why="2024Q3", at=at)
        later = tc.evaluate("hubei/huangshi-yangtze-2024", EXAMPLE, as_of="2024-10-31")
        opened.record(later, EXAMPLE, supersedes=1, at=at)
        yield opened


@pytest.mark.parametrize("number", [1, 2])
def test_the_provenance_of_a_run_is_valid_and_names_its_digests(number, ledger):
    from prov.model import ProvDocument

    run_ = ledger.run(number)
    made = provenance(ledger, run_)
    assert faults("prov-json.json", json.loads(json.dumps(made, default=str))) == []
    document = ProvDocument.deserialize(content=json.dumps(made), format="json")
    assert len(document.get_records()) >= 8
    assert {f"sha256:{d}" for d in (run_.ruleset_digest, run_.data_digest, run_.verdicts_digest)} <= (
        set(made["entity"])
    )  # fmt: skip
    assert made["activity"][f"run:{run_.id}"]["prov:endTime"] == "2024-10-08T09:00:00+00:00"
    counts = made["entity"][f"sha256:{run_.verdicts_digest}"]
    assert sum(n for key, n in counts.items() if key.startswith("tc:")) == run_.verdicts
    revised = "_:d2" in made["wasDerivedFrom"]
    assert revised == (number == 2)
    assert ("wasAttributedTo" in made) == (number == 1)


@pytest.mark.parametrize(
    ("kind", "start"),
    [("table-schema", '{\n "fields"'), ("data-package", '{\n "profile"'),
     ("odcs", "apiVersion: v3.2.0"), ("sdmx", "<?xml")],
)  # fmt: skip
def test_the_contracts_are_printed(kind, start, capsys):
    assert run(["schema", kind]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("form", "start"),
    [("sdmx-csv", "STRUCTURE,STRUCTURE_ID,ACTION,RULESET"),
     ("openmetrics", "# TYPE targetcheck_evaluation info"),
     ("open-sdg", "# Progress as of 2024-09-30")],
)  # fmt: skip
def test_evaluate_writes_the_formats(form, start, capsys):
    order = ["evaluate", "hubei/huangshi-yangtze-2024", str(EXAMPLE), "--as-of", "2024-09-30"]
    assert run([*order, "--format", form]) == 0
    assert capsys.readouterr().out.startswith(start)


def test_a_run_is_exported_as_provenance(ledger, tmp_path, capsys):
    order = ["ledger", "export", "1", "--ledger", str(tmp_path / "runs.db"), "--format", "prov"]
    assert run(order) == 0
    assert faults("prov-json.json", json.loads(capsys.readouterr().out)) == []


@pytest.mark.parametrize(
    "order",
    [
        ["evaluate", "hubei/huangshi-yangtze-2024", str(EXAMPLE), "--as-of", "2024-09-30",
         "--labels", "both"],
        ["inspect", str(EXAMPLE), "--sdmx-version", "1.0"],
        ["new", "made", "--from-sdmx", "a.xml", "--from-open-sdg", "site"],
        ["new", "made", "--sdmx-places", "CL_AREA"],
    ],
)  # fmt: skip
def test_an_option_without_its_format_is_an_error(order, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(order) == 2
    assert "usage" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
