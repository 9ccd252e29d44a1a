"""Submissions: what a scope changes and what it leaves, in counts, outputs, files and exit codes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from targetcheck import TargetcheckError, compile_plan, evaluate, load_ruleset
from targetcheck.cli.entry_point import run
from targetcheck.ledger.run_record import stored
from targetcheck.output.bulletin import ComparedResults, bulletin
from targetcheck.output.bulletin.bulletin_markdown import as_markdown as bulletin_text
from targetcheck.output.circular import CircularInputs, circular
from targetcheck.output.circular.circular_template import as_markdown as circular_text
from targetcheck.output.result_files.result_junit import as_junit
from targetcheck.output.result_files.result_sarif import as_sarif
from targetcheck.output.result_files.terminal_table import as_text
from targetcheck.output.result_heading import reported_text
from targetcheck.output.ruleset_text.json_schemas import result_schema, ruleset_schema
from targetcheck.output.verdict_columns import causes_of, counts_text, excused_of
from targetcheck.ruleset.ruleset import to_yaml

RULESET: dict[str, Any] = {
    "targetcheck": 1,
    "id": "forms",
    "title": {"zh": "示例方案", "en": "Sample plan"},
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {
        "city": {"zh": "示例市", "en": "City", "kind": "city"},
        "a": {"zh": "甲县", "en": "A", "kind": "county", "in": "city"},
        "b": {"zh": "乙县", "en": "B", "kind": "county", "in": "city"},
    },
    "indicators": {
        "pm": {"zh": "PM2.5", "en": "PM2.5", "unit": "ug/m3", "better": "lower"},
        "treated": {"zh": "处理率", "en": "treated share", "nature": "share", "unit": "percent"},
    },
    "targets": [
        {
            "id": name,
            "indicator": name,
            "place": {"each": "county"},
            "due": "2024-12-31",
            "require": {key: amount},
        }
        for name, key, amount in (("pm", "at_most", "35 ug/m3"), ("treated", "at_least", "90 %"))
    ],
    "scores": {
        "total": {
            "zh": "得分",
            "en": "score",
            "place": {"each": "county"},
            "items": [{"target": "pm", "full": 50}, {"target": "treated", "full": 50}],
        }
    },
    "submissions": {
        "air": {
            "zh": "大气年报",
            "en": "air report",
            "indicators": ["pm"],
            "places": {"each": "county"},
            "from": "2024",
            "to": "2024",
            "every": "year",
        }
    },
}
ROWS = [
    {"place": place, "indicator": name, "period": "2024", "value": value, "unit": unit}
    for place, name, value, unit in (
        ("a", "pm", "30", "ug/m3"),
        ("b", "pm", "35", "ug/m3"),
        ("a", "treated", "50", "%"),
        ("b", "treated", "95", "%"),
    )
]


def scoped(scope: str | None = "air"):
    return evaluate(RULESET, ROWS, as_of="2025-01-31", scope=scope)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "plan.yaml").write_text(to_yaml(load_ruleset(RULESET)), encoding="utf-8")
    lines = [",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)]
    (tmp_path / "data.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_scope_changes_counts_and_no_verdict():
    plain, inside = scoped(None), scoped()
    assert [stored(v) for v in plain] == [stored(v) for v in inside]
    assert [s.points for s in plain.scores()] == [s.points for s in inside.scores()]
    assert plain.summary() == {**plain.summary(), "pass": 3, "fail": 1}
    assert "outside_scope" not in plain.summary()
    found = inside.summary()
    assert (found["pass"], found["fail"], found["outside_scope"]) == (2, 0, 2)
    assert sum(found.values()) == len(inside) == 4
    assert inside.failed == ()
    assert inside.worst() == "pass"
    assert {v.target for v in inside.inside} == {"pm"}
    assert inside.by("place")["a"]["outside_scope"] == 1
    assert plain.inside is plain


def test_what_lies_outside_is_not_counted_as_without_a_report():
    """County a reports both: of the submission the report of county b is missing, and no more."""
    rows = [row for row in ROWS if row["place"] == "a"]
    kept = evaluate(RULESET, rows, as_of="2025-01-31", scope="air").reported()
    assert kept.summary()["outside_scope"] == 1
    assert "1 more verdict has none and is left out" in reported_text(kept, "en")
    assert "其余1个评判项没有报送记录" in reported_text(kept, "zh")


def test_json_names_the_scope_and_fits_the_schema():
    jsonschema = pytest.importorskip("jsonschema")
    found = json.loads(scoped().to_json())
    jsonschema.validate(found, result_schema())
    assert found["scope"] == "air"
    assert found["summary"]["outside_scope"] == 2
    assert "scope" not in json.loads(scoped(None).to_json())
    jsonschema.validate(json.loads(json.dumps(RULESET)), ruleset_schema())


def form(folder, *rows):
    path = folder / "form.csv"
    path.write_text("\n".join(("指标,地区,时期,数值", *rows)), encoding="utf-8")
    return path


def test_the_rows_of_a_form_are_the_scope(tmp_path):
    found = scoped(form(tmp_path, "PM2.5,甲县,2024年,", "处理率,乙县,2024年,"))
    assert {(v.target, v.place) for v in found.inside} == {("pm", "a"), ("treated", "b")}
    assert found.summary()["outside_scope"] == 2
    assert json.loads(found.to_json())["scope"] == "form.csv"
    assert "form.csv" in as_text(found, "zh")


def test_a_row_of_another_period_covers_nothing(tmp_path):
    found = scoped(form(tmp_path, "PM2.5,甲县,2023年,"))
    assert found.summary()["outside_scope"] == len(found) == 4


def test_the_form_that_the_ruleset_makes_covers_what_it_asks_for(files, capsys):
    pytest.importorskip("openpyxl")
    plan, data, made = (str(files / name) for name in ("plan.yaml", "data.csv", "form.xlsx"))
    assert run(["template", plan, "--period", "2024", "-o", made]) == 0
    code = run(["evaluate", plan, data, "--as-of", "2025-01-31", "--scope", made, "--all"])
    assert code == 1
    assert "4" in capsys.readouterr().out
    assert evaluate(plan, data, as_of="2025-01-31", scope=made).summary()["outside_scope"] == 0


def test_a_form_with_an_unknown_place_is_refused(tmp_path):
    with pytest.raises(TargetcheckError) as error:
        scoped(form(tmp_path, "PM2.5,甲县,2024年,", "PM2.5,丁县,2024年,"))
    assert [d.code for d in error.value.diagnostics] == ["form-row-unreadable"]
    assert error.value.diagnostics[0].where.line == 3


def test_a_form_without_rows_is_refused(tmp_path):
    with pytest.raises(TargetcheckError) as error:
        scoped(form(tmp_path))
    assert [d.code for d in error.value.diagnostics] == ["form-empty"]


def test_tables_count_apart():
    zh, en = as_text(scoped(), "zh"), as_text(scoped(), "en")
    assert "不在本次填报范围内2" in zh
    assert "大气年报" in zh
    assert "2 outside the submission" in en
    assert "air report" in en
    assert "outside" not in as_text(scoped(None), "en")


def test_shares_leave_them_out():
    made = bulletin_text(bulletin(ComparedResults(scoped()), "en", charts=False))
    assert "2 have fallen due and 2 of them are met, 100.0%" in made
    assert "2 more verdicts lie outside the submission “air report”" in made
    plain = bulletin_text(bulletin(ComparedResults(scoped(None)), "en", charts=False))
    assert "4 have fallen due and 3 of them are met, 75.0%" in plain
    said = circular_text(circular(CircularInputs(ComparedResults(scoped()), "zh")))
    assert "另有2个评判项不在“大气年报”填报范围内" in said
    assert "到期达标率100.0%" in said
    assert "处理率" not in said.split("## 附件")[0].split("附件：")[0]


def test_pipelines_do_not_fail_on_them():
    assert "<failure" in as_junit(scoped(None))
    junit = as_junit(scoped())
    assert "<failure" not in junit
    assert junit.count("<skipped") == 2
    levels = [r["level"] for r in json.loads(as_sarif(scoped()))["runs"][0]["results"]]
    assert "error" not in levels


def test_an_unknown_submission_is_refused():
    with pytest.raises(TargetcheckError) as caught:
        scoped("airs")
    (found,) = caught.value.diagnostics
    assert found.code == "submission-unknown"
    assert "did you mean `air`?" in found.text("en")
    assert "是否应为 air？" in found.text("zh")
    bare = {key: value for key, value in RULESET.items() if key != "submissions"}
    with pytest.raises(TargetcheckError, match="submission-unknown"):
        evaluate(bare, ROWS, as_of="2025-01-31", scope="air")


def test_the_exit_code_is_of_those_inside(files, capsys):
    asked = ["evaluate", str(files / "plan.yaml"), str(files / "data.csv"), "--as-of", "2025-01-31"]
    assert run(asked) == 1
    assert run([*asked, "--scope", "air"]) == 0
    assert run([*asked, "--scope", "air", "--strict"]) == 0
    capsys.readouterr()
    assert run([*asked, "--scope", "water"]) == 2
    assert "--scope" in capsys.readouterr().err
    assert run([*asked, "--scope", "air", "--engine", "columnar"]) == 2


def test_a_compiled_plan_keeps_submissions(files):
    plan = files / "plan.json"
    assert run(["compile", str(files / "plan.yaml"), "-o", str(plan)]) == 0
    asked = ["evaluate", str(plan), str(files / "data.csv"), "--as-of", "2025-01-31"]
    assert run(asked) == 1
    assert run([*asked, "--scope", "air"]) == 0


def test_a_ruleset_is_written_and_read_again():
    ruleset = load_ruleset(RULESET)
    again = compile_plan(ruleset).ruleset
    assert again.submissions["air"].every == "year"
    assert "submissions:" in to_yaml(ruleset)


def test_a_ledger_keeps_the_verdicts_without_the_scope(files, capsys):
    asked = ["evaluate", str(files / "plan.yaml"), str(files / "data.csv"), "--as-of", "2025-01-31"]
    place = ["--ledger", str(files / "ledger.db")]
    assert run([*asked, "--scope", "air", *place, "--who", "test"]) == 0
    capsys.readouterr()
    assert run(["ledger", "verify", *place]) == 0
    assert "reproduced / 4" in capsys.readouterr().out


def test_causes_and_stated_reasons_count_what_the_counts_by_status_count():
    """Behind `1 not applicable` stand the reasons of that one, and none of others."""
    target = {"indicator": "x", "place": ["a", "b"], "require": {"at_most": "12 mg/L"}}
    ruleset = {
        "targetcheck": 1,
        "id": "counted",
        "title": "示例",
        "document": {"number": "示例", "issuer": "示例市", "issued": "2024-01-01"},
        "places": {"a": {"zh": "甲"}, "b": {"zh": "乙"}},
        "profiles": {"default": {"excused": {"frozen": {"zh": "冰封", "en": "frozen"}}}},
        "submissions": {
            "s": {
                "zh": "年报", "indicators": ["x"], "places": ["a"], "every": "year",
                "from": "2024-01-01", "to": "2024-12-31",
            }
        },
        "indicators": {"x": {"zh": "值", "unit": "mg/L", "better": "lower"}},
        "targets": [
            {**target, "id": "t", "due": "2024-12-31"},
            {**target, "id": "u", "due": "2026-12-31"},
        ],
    }  # fmt: skip
    rows = [
        {"place": place, "indicator": "x", "period": "2024", "value": "冰封", "unit": "mg/L"}
        for place in ("a", "b")
    ]

    def line(result):
        return counts_text(
            result.summary(), "en", result.causes(), excused_of(result.verdicts, "en")
        )

    whole = evaluate(ruleset, rows, as_of="2025-01-31")
    assert line(whole) == "○ 2 not due · – 2 not applicable (2 frozen)"
    assert whole.excused() == {"frozen": 4}
    part = evaluate(ruleset, rows, as_of="2025-01-31", scope="s")
    assert line(part) == "– 1 not applicable (1 frozen) · 3 outside the submission"
    assert part.excused() == {"frozen": 1}
    silent = evaluate(ruleset, [], as_of="2025-01-31", scope="s")
    assert line(silent) == "? 1 undetermined (1 lacks data) · 3 outside the submission"
    assert causes_of(silent.verdicts) == silent.causes()
