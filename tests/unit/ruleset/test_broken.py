"""Every fault of a ruleset is told in one go, with its file, line, column, path and a hint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.lint import CODES, diagnose
from targetcheck.ruleset.loading.ruleset_loader import assemble, ruleset_from_document
from targetcheck.yaml_text.yaml_source import YamlSource, read_document, read_document_text

SAMPLES = Path(__file__).parents[2] / "lint" / "broken"
NAMES = sorted(path.name for path in SAMPLES.glob("*.yaml"))
MARK = re.compile(r"# <- (.+)$")

EVERYTHING = [
    (1, 1, "$.title", "key-missing"),
    (10, 29, "$.indicators.dosage.unit", "unknown-unit"),
    (12, 28, "$.actions.sewage.laed", "key-unknown"),
    (18, 25, "$.targets[0].require.at_least", "unknown-unit"),
    (25, 25, "$.targets[1].require.at_least", "unit-dimension"),
    (29, 16, "$.targets[2].indicator", "indicator-unknown"),
    (30, 12, "$.targets[2].place", "place-unknown"),
    (39, 44, "$.targets[3].require.rise.at_least", "percent-or-points"),
    (48, 10, "$.targets[4].due", "due-before-start"),
    (57, 15, "$.targets[5].tranches", "tranches-miss-total"),
    (59, 5, "$.targets[6].cite", "cite-missing"),
    (65, 5, "$.targets[7].cite", "cite-missing"),
    (69, 25, "$.targets[7].require.at_least", "unknown-unit"),
    (70, 10, "$.targets[7].due", "period-unreadable"),
    (75, 25, "$.targets[8].require.at_least", "share-above-hundred"),
    (84, 32, "$.targets[9].cite.quote", "quote-number-unused"),
    (87, 12, "$.sums[0].total", "sum-disagrees"),
    (90, 14, "$.waivers[0].target", "target-unknown"),
    (91, 1, "$.sums", "yaml-duplicate-key"),
]


def _faults(name: str) -> list[Diagnostic]:
    try:
        return diagnose(read_document(SAMPLES / name, name, lenient=True))
    except TargetcheckError as error:
        return list(error.diagnostics)


def _marked(name: str) -> list[tuple[int, str]]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    marks = [(number, MARK.search(line)) for number, line in enumerate(lines, start=1)]
    return [(number, mark[1]) for number, mark in marks if mark]


@pytest.mark.parametrize("name", NAMES)
def test_each_fault_is_told_where_it_stands(name: str) -> None:
    found = _faults(name)
    told = [(d.where.line, d.code) for d in found if d.code != "key-missing"]
    assert told == _marked(name)
    for fault in found:
        assert fault.severity == "error"
        assert fault.where.file == name
        assert fault.where.column > 0
        assert fault.where.path.startswith("$.")
        assert all((fault.en, fault.zh, fault.hint_en, fault.hint_zh))


def test_everything_is_told_in_one_go() -> None:
    found = _faults("everything.yaml")
    assert [(d.where.line, d.where.column, d.where.path, d.code) for d in found] == EVERYTHING


def test_loading_tells_all_that_keeps_it_from_being_used() -> None:
    document = read_document(SAMPLES / "everything.yaml", "everything.yaml", lenient=True)
    with pytest.raises(TargetcheckError) as refused:
        ruleset_from_document(document)
    told = [d.code for d in refused.value.diagnostics]
    assert told == [code for *_, code in EVERYTHING if code not in CODES]


@pytest.mark.parametrize("name", ["missing-citation.yaml", "tranches-that-miss.yaml"])
def test_what_only_lint_finds_still_loads(name: str) -> None:
    assert ruleset_from_document(read_document(SAMPLES / name, name, lenient=True)).targets


HEAD = """targetcheck: 1
id: sample
title: 示例方案
document: {number: 示1号, issuer: 示例市, issued: 2024-07-26}
places: {city: {zh: 示例市}}
indicators: {a: {zh: 甲, nature: share, unit: percent}}
"""
TARGET = (
    "{id: %s, indicator: a, place: city, lead: 市局, require: {at_least: 71 %%}, due: 2025, %s}"
)
CITE = "cite: {clause: 二, quote: 2025年达到71%以上}"


def _raw(body: str, name: str = "sample.yaml", head: str = HEAD) -> YamlSource:
    return read_document_text(head + body, name)


def test_a_faulty_target_does_not_shift_those_after_it() -> None:
    body = "targets:\n  - {id: one}\n  - " + TARGET % ("two", "action: none") + "\n"
    found = [(d.where.line, d.where.path, d.code) for d in diagnose(_raw(body))]
    assert (9, "$.targets[1].action", "action-unknown") in found
    assert (9, "$.targets[1].cite", "cite-missing") in found


def test_a_faulty_head_does_not_hide_what_follows() -> None:
    body = "targets:\n  - " + TARGET % ("one", CITE + ", action: none") + "\n"
    head = HEAD.replace("title: 示例方案\n", "").replace("document", "dokument")
    found = diagnose(_raw(body, head=head))
    assert [d.code for d in found] == [
        "key-missing", "key-missing", "key-unknown", "action-unknown"
    ]  # fmt: skip


def test_what_is_left_out_is_not_missed() -> None:
    body = (
        "groups: {all: {zh: 各地, members: [city]}}\n"
        "targets:\n"
        "  - {id: one, indicator: a, place: city, require: {share_of: all, where: {a: {above: 7 tt}},"
        " at_least: 90 %}, due: 2025, lead: 市局, cite: {clause: 二, quote: 2025年占比90%}}\n"
        "  - {id: two, place: city, restates: one, require: {at_least: 5 xx}, due: 2025, lead: 市局,"
        " indicator: {zh: 乙, unit: yyy}, cite: {clause: 二, quote: 2025年共5个}}\n"
        "  - {id: three, due: 2025, restates: one}\n"
        "overrides:\n"
        "  - {target: three, status: pass, reason: 现场核查, author: 市局, date: 2025-01-01}\n"
    )
    found = {d.code for d in diagnose(_raw(body))}
    assert found == {"unknown-unit", "key-missing"}


def test_a_fault_inside_an_indicator_on_the_spot_is_told_there() -> None:
    body = (
        "targets:\n  - {id: b, indicator: {zh: 乙, unit: percnt}, place: city, lead: 市局,\n"
        "     require: {at_least: 71 %}, due: 2025, " + CITE + "}\n"
    )
    (found,) = diagnose(_raw(body))
    assert (found.where.line, found.where.column) == (8, 38)
    assert found.where.path == "$.targets[0].indicator.unit"


def test_an_indicator_on_the_spot_may_not_take_a_name_that_is_taken() -> None:
    body = (
        "targets:\n  - {id: a, indicator: {zh: 乙, unit: percent}, place: city, lead: 市局,\n"
        "     require: {at_least: 71 %}, due: 2025, " + CITE + "}\n"
    )
    assert [d.code for d in diagnose(_raw(body))] == ["defined-twice"]


def test_a_default_that_nobody_reads_is_told_once_and_there() -> None:
    body = "defaults: {laed: 市局}\ntargets:\n" + "".join(
        f"  - {TARGET % (name, CITE + ', restates: [one]' * (name != 'one'))}\n"
        for name in ("one", "two")
    )
    found = [(d.where.path, d.code) for d in diagnose(_raw(body))]
    assert found == [("$.defaults.laed", "key-unknown")]


def test_faults_of_included_and_shared_files_name_their_file() -> None:
    files = {
        "more": _raw(
            "targets:\n  - {id: x}\n  - " + TARGET % ("two", "action: none") + "\n", "more", ""
        ),
        "shared": _raw("places: {east: {zh: 东县, knd: county}}\nscales: {}\n", "shared", ""),
    }
    body = "include: [more]\nuse: [shared, absent]\ntargets:\n  - " + TARGET % ("one", CITE) + "\n"

    def find(name: str) -> YamlSource:
        if name not in files:
            raise TargetcheckError(Diagnostic("part-missing", "no part", "没有", "see", "见"))
        return files[name]

    found = diagnose(_raw(body), find, find)
    told = [(d.where.file, d.where.path, d.code) for d in found]
    assert ("more", "$.targets[1].action", "action-unknown") in told
    assert ("more", "$.targets[1].cite", "cite-missing") in told
    assert ("shared", "$.places.east.knd", "key-unknown") in told
    assert ("sample.yaml", "$.use", "part-missing") in told


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("waivers: [{target: two, reason: 停工, approver: 市政府, until: 2025}]", "target-unknown"),
        ("sums: [{id: s, total: 1 亿元, parts: [1 亿元, 1 公顷]}]", "unit-dimension"),
        ("sums: [{id: s, total: Ⅲ类, parts: [1 亿元, 1 公顷]}]", "unit-dimension"),
        (
            "targets: [{id: t, indicator: a, place: city, tranches: {soon: 5 %}}]",
            "period-unreadable",
        ),
        ("defaults: 5", "section-shape"),
        ("targets: {one: 1}", "section-shape"),
    ],
)
def test_faults_that_used_to_slip_through(body: str, code: str) -> None:
    assert code in [d.code for d in assemble(_raw(body + "\n")).found]


def test_a_start_is_the_first_day_of_its_period() -> None:
    body = "targets:\n  - " + TARGET % ("one", CITE + ", from: 2024") + "\n"
    start = ruleset_from_document(_raw(body)).targets[0].start
    assert start is not None
    assert start.isoformat() == "2024-01-01"


def test_two_requirements_on_one_day_name_both_lines() -> None:
    (fault,) = _faults("due-twice.yaml")
    assert (fault.where.line, fault.where.path) == (16, "$.targets[0].milestones[0].due")
    assert fault.en.endswith("here and in line 19")
    assert "此处和第19行" in fault.zh


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [("from:", "start:", "from"), ("lead:", "support:", "with"), ("city: {", "city: {within: city, ", "in")],
)  # fmt: skip
def test_a_field_of_ours_is_no_key_of_a_ruleset(old: str, new: str, meant: str) -> None:
    text = (SAMPLES / "due-before-start.yaml").read_text(encoding="utf-8").replace(old, new, 1)
    with pytest.raises(TargetcheckError) as caught:
        ruleset_from_document(read_document_text(text, "own.yaml"))
    found = next(d for d in caught.value.diagnostics if d.code == "key-unknown")
    assert found.hint_en == f"did you mean `{meant}`?"
    assert found.where.line == text[: text.index(new)].count("\n") + 1


def test_a_key_that_stands_elsewhere_is_not_proposed_again() -> None:
    text = (SAMPLES / "due-before-start.yaml").read_text(encoding="utf-8")
    text = text.replace("city: {", "city: {unit: 公顷, ")
    with pytest.raises(TargetcheckError) as caught:
        ruleset_from_document(read_document_text(text, "own.yaml"))
    found = next(d for d in caught.value.diagnostics if d.code == "key-unknown")
    assert found.hint_en == "it is valid in another section; remove it here"
