"""The bundled rulesets: complete, quoted word for word, and safe on any table.

The texts of the documents are no part of the project. Where they lie beside the checkout, or where
TARGETCHECK_TEXTS says, quotes are looked up in them; elsewhere the lock files stand for them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

import targetcheck as tc
from clause_coverage import coverage_page, read_coverage, reason_findings, text_findings
from targetcheck.lint import lint_ruleset
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import to_yaml
from targetcheck.yaml_text.yaml_source import read_document_text

ROOT = Path(__file__).parents[2]
RULESETS = ROOT / "rulesets"
NAMES = tc.bundled_rulesets()
TEXTS = Path(os.environ.get("TARGETCHECK_TEXTS", ROOT.parent / "shared" / "seeds"))
BY_HASH = {
    hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text(encoding="utf-8")
    for path in sorted(TEXTS.glob("*.txt"))
}
EMPTY = [{"place": "nowhere", "indicator": "nothing", "period": "2024", "value": "1"}]
SUMS = {
    "huangshi-yangtze-2024": [("68.8 公顷", "68.9 公顷"), ("1.35 万亩", "1.36 万亩")],
    "xianning-actions-2022": [("619.53 亿元", "619.54 亿元")],
}


def text_of(name: str) -> str:
    digest = tc.load_ruleset(name).document.sha256 or ""
    if digest not in BY_HASH:
        pytest.skip(f"the text of {name} is not at hand (TARGETCHECK_TEXTS=folder of the texts)")
    return BY_HASH[digest]


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_is_locked_and_nothing_is_doubtful(name):
    lock = json.loads((RULESETS / name / "quotes.lock.json").read_text(encoding="utf-8"))
    found = lint_ruleset(tc.load_ruleset(name), lock=lock)
    assert [d.text() for d in found if d.severity != "note"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_in_the_text(name):
    coverage = read_coverage(RULESETS / name / "coverage.yaml")
    found = lint_ruleset(tc.load_ruleset(name), text_of(name), None, coverage)
    assert [d.text() for d in found if d.severity != "note"] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_edited_quote_is_caught_without_the_text(name):
    lock = json.loads((RULESETS / name / "quotes.lock.json").read_text(encoding="utf-8"))
    ruleset = tc.load_ruleset(name)
    target = next(t for t in ruleset.targets if t.cite)
    edited = target.cite[0].model_copy(update={"quote": target.cite[0].quote + "。"})
    changed = target.model_copy(update={"cite": (edited, *target.cite[1:])})
    targets = tuple(changed if t.id == target.id else t for t in ruleset.targets)
    found = lint_ruleset(ruleset.model_copy(update={"targets": targets}), lock=lock)
    assert "quote-not-locked" in {d.code for d in found}


@pytest.mark.parametrize("name", NAMES)
def test_no_clause_is_unaccounted_for(name):
    text = text_of(name)
    ruleset = tc.load_ruleset(name)
    coverage = read_coverage(RULESETS / name / "coverage.yaml")
    assert list(text_findings(ruleset, coverage, text)) == []
    page = ROOT / "docs" / "coverage" / f"{Path(name).name}.md"
    assert page.read_text(encoding="utf-8") == coverage_page(ruleset, coverage, text)


@pytest.mark.parametrize("name", NAMES)
def test_no_reason_is_a_stamp(name):
    coverage = read_coverage(RULESETS / name / "coverage.yaml")
    assert list(reason_findings(tc.load_ruleset(name), coverage)) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("as_of", ["2010-01-01", "2024-09-30", "2040-01-01"])
def test_without_reports_nothing_passes_or_fails(name, as_of):
    result = tc.evaluate(name, EMPTY, as_of=as_of)
    assert len(result) > 0
    assert {str(v.status) for v in result} <= {"undetermined", "not_due", "not_applicable"}
    for verdict in result:
        assert verdict.sentence("zh")
        assert verdict.sentence("en")


@pytest.mark.parametrize("name", NAMES)
def test_written_out_and_read_back_it_is_the_same(name):
    ruleset = tc.load_ruleset(name)
    again = ruleset_from_document(
        read_document_text(to_yaml(ruleset), "again.yaml"),
        use=lambda part: read_document_text(
            (RULESETS / f"{part}.yaml" if (RULESETS / f"{part}.yaml").is_file()
             else RULESETS / part / "part.yaml").read_text(encoding="utf-8"),
            part,
        ),
    )  # fmt: skip
    assert again == ruleset


@pytest.mark.parametrize(
    ("name", "figure", "altered"),
    [(name, *pair) for name, pairs in SUMS.items() for pair in pairs],
)
def test_one_altered_figure_breaks_a_sum(name, figure, altered):
    text = to_yaml(tc.load_ruleset(f"hubei/{name}"))
    assert figure in text
    changed = re.sub(re.escape(figure), altered, text, count=1)
    ruleset = ruleset_from_document(
        read_document_text(changed, "altered.yaml"),
        use=lambda part: read_document_text(
            (RULESETS / f"{part}.yaml").read_text(encoding="utf-8"), part
        ),
    )
    codes = {d.code for d in lint_ruleset(ruleset) if d.severity == "error"}
    assert codes & {"sum-disagrees", "tranches-miss-total"}


EXAMPLES = sorted(p for p in (ROOT / "examples").rglob("*.csv"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_an_example_says_where_its_figures_come_from(path):
    table = tc.read_table(path)
    sources = table.columns.get("source", [])
    assert len(sources) == len(table)
    assert all(str(s or "").strip() for s in sources)
    if any("示例值" in str(s) for s in sources):
        assert "示例" in "".join(table.comments)
