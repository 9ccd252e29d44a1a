"""Results as files: workbook, Parquet, JUnit, SARIF."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import counties
import pytest
from test_report_command import BUNDLED, EXAMPLES

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.output.result_files.result_csv import SCORE_COLUMNS, cell_text, scores_csv
from targetcheck.output.result_files.result_csv import SCORE_COLUMNS as SCORES
from targetcheck.output.result_files.result_junit import as_junit
from targetcheck.output.result_files.result_parquet import as_parquet
from targetcheck.output.result_files.result_sarif import KIND, as_sarif
from targetcheck.output.result_files.result_xlsx import as_xlsx
from targetcheck.output.xlsx_sheets import XlsxSheet, workbook
from targetcheck.verdicts.verdict import Status

SCHEMAS = Path(__file__).parents[1] / "schemas"


@pytest.fixture(scope="module")
def junit_errors():
    """Give a function that lists what the published schema finds wrong with JUnit XML."""
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))

    def errors(text):
        schema.validate(etree.fromstring(text.encode()))
        return [str(error) for error in schema.error_log]

    return errors


@pytest.fixture(scope="module")
def sarif_errors():
    """Give a function that lists what the published schema finds wrong with a SARIF log."""
    import jsonschema

    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)

    def errors(text):
        return [error.message for error in kind(schema).iter_errors(json.loads(text))]

    return errors


def book_of(data):
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


def test_the_workbook_has_verdicts_evidence_and_rows_set_aside(results):
    result = results[0]
    book = book_of(as_xlsx(result, "zh"))
    assert book.sheetnames == ["结论", "数据依据", "未采用的行", "得分"]
    page = book["结论"]
    head = next(n for n, row in enumerate(page.iter_rows(), 1) if row[0].value == "结论")
    assert page.freeze_panes == f"A{head + 1}"
    rows = list(page.iter_rows(min_row=head + 1))
    assert len(rows) == len(result)
    for row, verdict in zip(rows, result, strict=True):
        assert row[1].value == verdict.target
        assert row[0].value.split(" ")[1]
        assert row[0].fill.start_color.rgb != "00000000"
    evidence = sum(len(v.observations) for v in result)
    assert book["数据依据"].max_row == evidence + 3


def test_scores_stand_in_the_workbook_and_beside_the_csv(results, tmp_path):
    result = results[0]
    listed = json.loads(result.to_json("zh"))["scores"]
    rows = list(csv.DictReader(io.StringIO(scores_csv(result, "zh"))))
    names = {heads[0]: name for name, heads in SCORE_COLUMNS.items()}
    rows = [{names[head]: cell for head, cell in row.items()} for row in rows]
    totals = [row for row in rows if not row["item"]]
    shown = [(r["score"], r["place"], r["points"], r["grade"], r["sentence"]) for r in totals]
    assert shown == [
        (s["id"], s["place"], str(s["points"]), s["grade"], cell_text(s["sentence"]))
        for s in listed
    ]
    items = [(s["place"], i["id"], str(i["points"])) for s in listed for i in s["items"]]
    assert [(r["place"], r["item"], r["points"]) for r in rows if r["item"]] == items
    page = book_of(as_xlsx(result, "zh"))["得分"]
    first = int(page.freeze_panes[1:])
    assert page.max_row == first - 1 + len(rows)
    assert [row[6].value for row in page.iter_rows(min_row=first)] == [
        float(row["points"]) if row["points"] else None for row in rows
    ]


def test_evaluate_writes_scores_beside_a_csv_file(tmp_path, capsys):
    files = tmp_path / "plan.yaml", tmp_path / "data.csv", tmp_path / "out.csv"
    files[0].write_text(json.dumps(counties.ruleset(), ensure_ascii=False), "utf-8")
    with files[1].open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, counties.reports()[0])
        writer.writeheader()
        writer.writerows(counties.reports())
    common = ["evaluate", *map(str, files[:2]), "--as-of", "2024-12-31", "--format", "csv"]
    assert run([*common, "-o", str(files[2])]) == 1
    assert "out-scores.csv" in capsys.readouterr().err
    beside = (tmp_path / "out-scores.csv").read_text("utf-8-sig").splitlines()
    assert beside[0] == ",".join(SCORES)
    assert run(common) == 1
    assert "no scores" in capsys.readouterr().err


def test_scores_do_not_depend_on_what_is_shown(results):
    shown = results[0].only(results[0].failed)
    assert shown.scores() == results[0].scores()
    assert len(shown) == len(results[0].failed) < len(results[0])


def test_rows_set_aside_are_told_with_their_reason():
    rows = [
        *counties.reports(),
        {"place": "月球", "indicator": "i0", "period": "2024", "value": 1, "unit": "%"},
    ]
    result = tc.evaluate(counties.ruleset(), rows, as_of="2024-12-31")
    page = book_of(as_xlsx(result, "zh"))["未采用的行"]
    assert page.max_row == len(result.set_aside) + 1 > 1
    assert "月球" in page["D2"].value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(0)"])
def test_a_text_like_a_formula_stays_a_text(text):
    page = book_of(workbook([XlsxSheet("a", ("head",), [[text]])]))["a"]
    assert page["A2"].data_type == "s"
    assert page["A2"].value == text
    assert page["A2"].quotePrefix


def test_sheet_names_are_legal_and_differ():
    book = book_of(
        workbook([XlsxSheet("a/b:c" * 9, ("h",), []), XlsxSheet("a/b:c" * 9, ("h",), [])])
    )
    assert len(set(book.sheetnames)) == 2
    assert all(len(name) <= 31 and "/" not in name for name in book.sheetnames)


def test_parquet_has_one_row_per_verdict_and_the_same_types_without_data(results):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(as_parquet(results[0], "zh")))
    empty = pq.read_table(
        io.BytesIO(as_parquet(tc.evaluate(counties.ruleset(), [], as_of="2024"), "zh"))
    )
    assert table.num_rows == len(results[0])
    assert table.schema.equals(empty.schema)
    assert table.column("status").to_pylist() == [str(v.status) for v in results[0]]
    assert "示例" in table.schema.metadata[b"illustrative"].decode()


def test_junit_counts_add_up(results):
    root = ET.fromstring(as_junit(results[0], "zh").encode())
    cases = root.findall(".//testcase")
    summary = results[0].summary()
    assert len(cases) == len(results[0]) == sum(int(s.get("tests")) for s in root)
    assert sum(int(s.get("failures")) for s in root) == summary["fail"]
    skipped = summary["undetermined"] + summary["not_due"] + summary["not_applicable"]
    assert sum(int(s.get("skipped")) for s in root) == len(root.findall(".//skipped")) == skipped
    assert any("示例" in p.get("value") for p in root.iter("property"))
    told = "".join(s.findtext("system-out") for s in root)
    assert told.count("有风险") == summary["at_risk"]


def test_junit_fails_what_is_not_sure_when_strict(results):
    root = ET.fromstring(as_junit(results[0], "zh", strict=True).encode())
    summary = results[0].summary()
    unsure = summary["fail"] + summary["at_risk"] + summary["missed"]
    assert len(root.findall(".//failure")) == unsure


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("strict", [False, True])
def test_junit_validates_against_the_published_schema(results, junit_errors, lang, strict):
    for result in results:
        assert junit_errors(as_junit(result, lang, strict=strict)) == []


def test_the_junit_schema_finds_what_is_wrong(results, junit_errors):
    text = as_junit(results[0], "en")
    assert junit_errors(text.replace("<skipped ", "<left-out ", 1).replace("tests=", "n=", 1))


@pytest.mark.parametrize("name", tc.bundled_rulesets())
def test_every_bundled_ruleset_gives_valid_junit_and_sarif(name, junit_errors, sarif_errors):
    """Reports of files have cells, reports of lists have none: both kinds of place are written."""
    plan = tc.compile_plan(name)
    day = max(q.due for q in plan.questions)
    for data in (str(EXAMPLES / BUNDLED[name]), []):
        result = tc.evaluate(plan, data, as_of=day)
        assert junit_errors(as_junit(result, "zh")) == []
        assert sarif_errors(as_sarif(result, "zh")) == []


def test_junit_of_the_cases_beside_rulesets_validates_too(tmp_path, junit_errors):
    folder, out = tmp_path / "demo", tmp_path / "out.xml"
    (folder / "cases").mkdir(parents=True)
    plan = "\n".join(f"{k}: {json.dumps(v)}" for k, v in counties.ruleset().items())
    (folder / "ruleset.yaml").write_text(plan, "utf-8")
    case = "{id: wrong, table: ['c1,i0,2024-12-31,10,%'], want: {t0@c1: pass}}"
    cases = f"as_of: 2024-12-31\ncases:\n  - {case}\n"
    (folder / "cases" / "one.yaml").write_text(cases, "utf-8")
    assert run(["test", str(folder), "--format", "junit", "-o", str(out)]) == 1
    assert "<failure" in out.read_text("utf-8")
    assert junit_errors(out.read_text("utf-8").partition("?>")[2]) == []


def test_every_status_has_a_sarif_kind_and_only_failures_have_a_level():
    assert KIND.keys() == {str(status) for status in Status}
    kinds = {"notApplicable", "pass", "fail", "review", "open", "informational"}
    for kind, level in KIND.values():
        assert kind in kinds
        assert (level == "none") == (kind != "fail")


def test_sarif_has_a_rule_for_each_target_and_a_result_for_each_verdict(results):
    log = json.loads(as_sarif(results[0], "zh"))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(dict.fromkeys(v.target for v in results[0]))
    assert len(run["results"]) == len(results[0])
    prints = set()
    for found, verdict in zip(run["results"], results[0], strict=True):
        assert rules[found["ruleIndex"]] == found["ruleId"] == verdict.target
        assert found["properties"]["status"] == verdict.status
        assert found["message"]["text"] == verdict.sentence("zh")
        assert found["locations"]
        prints.add(found["partialFingerprints"]["verdict/v1"])
    assert len(prints) == len(results[0])
    assert "示例" in run["properties"]["illustrative"]


def test_sarif_validates_against_the_published_schema(results, sarif_errors):
    for result in results:
        assert sarif_errors(as_sarif(result, "en")) == []


def test_the_sarif_schema_finds_what_is_wrong(results, sarif_errors):
    log = json.loads(as_sarif(results[0], "en"))
    log["runs"][0]["results"][0]["kind"] = "passed"
    assert sarif_errors(json.dumps(log))
