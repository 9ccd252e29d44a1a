"""Each code of lint is one module, one page and two samples, and runs when it has what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from targetcheck.lint import CODES, diagnose, lint_ruleset, rules
from targetcheck.lint.rule import Given, Needs, Rule, RuleModule
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import read_document, read_document_text

ROOT = Path(__file__).parents[3]
FOLDER = Path(rules.__file__).parent
PAGES = ROOT / "docs" / "reference" / "lint"
SAMPLES = ROOT / "tests" / "lint"
MODULE_OF = {module.RULE.code: module for module in rules.MODULES}


def test_every_file_of_the_folder_is_registered_once_under_its_code() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert sorted(code.replace("-", "_") for code in CODES) == sorted(files)
    assert len(rules.MODULES) == len(CODES) == len(files)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_module_page_severity_and_samples(code: str) -> None:
    module = FOLDER / f"{code.replace('-', '_')}.py"
    assert MODULE_OF[code].__name__ == f"{rules.__name__}.{module.stem}"  # type: ignore[attr-defined]
    assert module.read_text(encoding="utf-8").startswith(f'"""`{code}`: ')
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n\nSeverity: {MODULE_OF[code].RULE.severity}.\n")
    for folder in ("bad", "good"):
        assert (SAMPLES / folder / f"{code}.yaml").is_file()


def test_a_page_or_a_sample_without_a_rule_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(CODES)
    for folder in ("bad", "good"):
        assert {path.stem for path in (SAMPLES / folder).glob("*.yaml")} == set(CODES)


ALONE = [m for m in rules.MODULES if m.RULE.needs in Needs.WHOLE]


@pytest.mark.parametrize("module", ALONE, ids=lambda module: module.RULE.code)
def test_a_rule_alone_finds_its_bad_sample_and_only_by_its_own_code(module: RuleModule) -> None:
    code = module.RULE.code
    for folder, expected in (("bad", {code}), ("good", set())):
        ruleset = ruleset_from_document(read_document(SAMPLES / folder / f"{code}.yaml"))
        found = {item.diagnostic.code for item in module.check(ruleset, Given())}
        assert found == expected


OUTSIDE = [code for code, m in MODULE_OF.items() if m.RULE.needs & (Needs.TEXT | Needs.LOCK)]


@pytest.mark.parametrize("code", OUTSIDE)
def test_a_rule_that_needs_the_text_or_the_lock_is_silent_without_it(code: str) -> None:
    ruleset = ruleset_from_document(read_document(SAMPLES / "bad" / f"{code}.yaml"))
    assert [d.code for d in lint_ruleset(ruleset) if d.code == code] == []


HEAD = (
    "targetcheck: 1\nid: sample\ntitle: 示例方案（2024—2025年）\n"
    "document: {number: 示1号, issuer: 示例市, issued: 2024-07-26}\n"
    "places: {city: {zh: 示例市}}\n"
    "indicators: {a: {zh: 甲, nature: share, unit: percent}, c: {zh: 丙, nature: count, unit: 处}}\n"
    "targets:\n  - {id: one, place: city, "
)
TAIL = "lead: 市局, cite: {clause: 二, quote: 达到71%以上}}\n"
FAULTY_DUE = "due: someday, "
IN_FAULTY_TARGETS = [
    # of one value by itself: holds whatever else could not be read
    ("share-above-hundred", FAULTY_DUE + "indicator: a, require: {at_least: 171 %}, " + TAIL, True),
    ("count-not-whole", FAULTY_DUE + "indicator: c, require: {at_least: 4.5 处}, " + TAIL, True),
    ("own-reading", FAULTY_DUE + "indicator: a, require: {at_least: 95 %, reading: 基本}, " + TAIL, True),
    # holds unless the key that would silence it could not be read
    ("cite-missing", FAULTY_DUE + "indicator: a, require: {at_least: 71 %}, lead: 市局}\n", True),
    ("cite-missing", "due: 2025, indicator: a, require: {at_least: 71 %}, lead: 市局, cite: {clause: 二}}\n", False),
    ("lead-missing", FAULTY_DUE + "indicator: a, require: {at_least: 71 %}, cite: {clause: 二, quote: 达到71%以上}}\n", True),
    ("lead-missing", "due: 2025, indicator: a, require: {at_least: 71 %}, lead: {a: b}, cite: {clause: 二, quote: 达到71%以上}}\n", False),
    # of several values: may only be there because one of them could not be read
    ("target-number-unquoted", FAULTY_DUE + "indicator: a, require: {at_least: 72 %}, " + TAIL, False),
    ("quote-number-unused", "due: 2025, indicator: a, require: {at_least: 71 xx}, " + TAIL, False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "target", "expected"), IN_FAULTY_TARGETS)
def test_a_finding_on_a_faulty_target_holds_if_the_fault_cannot_be_its_cause(
    code: str, target: str, expected: bool
) -> None:
    found = [d.code for d in diagnose(read_document_text(HEAD + target, "sample.yaml"))]
    assert set(found) - set(CODES), "the target has an error"
    assert (code in found) is expected


def test_nothing_is_unused_in_a_ruleset_with_errors() -> None:
    target = FAULTY_DUE + "indicator: a, require: {at_least: 71 %}, ignore: {no-code: 无}, " + TAIL
    found = {d.code for d in diagnose(read_document_text(HEAD + target, "sample.yaml"))}
    assert found == {"period-unreadable"}


@pytest.mark.parametrize(
    ("rule", "missing", "holds"),
    [
        (Rule("x", "note"), None, True),
        (Rule("x", "note"), frozenset(), False),
        (Rule("x", "note", of_a_piece=True), frozenset({"due"}), True),
        (Rule("x", "note", unless_missing={"lead"}), frozenset({"due"}), True),
        (Rule("x", "note", unless_missing={"lead"}), frozenset({"lead", "due"}), False),
    ],
)
def test_a_rule_says_for_which_missing_keys_its_findings_hold(
    rule: Rule, missing: frozenset[str] | None, holds: bool
) -> None:
    assert rule.holds(missing) is holds


def test_what_several_rules_need_is_computed_once_in_a_run() -> None:
    ruleset = ruleset_from_document(read_document(SAMPLES / "good" / "superseded.yaml"))
    calls: list[str] = []

    def make(of: Ruleset) -> int:
        calls.append(of.id)
        return len(calls)

    given = Given()
    assert [given.once(make, ruleset) for _ in range(3)] == [1, 1, 1]
    assert Given().once(make, ruleset) == 2


def test_lint_is_loaded_only_where_it_is_used() -> None:
    code = (
        "import sys, targetcheck, targetcheck.cli.entry_point, targetcheck.cli.commands.lint;"
        "print([m for m in sys.modules if m.startswith('targetcheck.lint')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
