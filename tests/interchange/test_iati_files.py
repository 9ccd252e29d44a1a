"""Activity files of others are read, or refused with the line and the reason."""

from __future__ import annotations

import re

import pytest
from activity_text import (
    HEAD,
    activity,
    actual,
    at,
    baseline,
    by,
    comment,
    indicator,
    period,
    refused,
    result,
    statuses,
    target,
)

import targetcheck as tc
from targetcheck import limits
from targetcheck.cli.entry_point import run

GOOD = activity(result(indicator(baseline("0"), period(target("1", at("A")), actual("1")))))
WRONG = {
    "version": ('version="2.03"', 'version="1.05"', "iati-version", 2),
    "root": ("iati-activities", "iati-organisations", "xml-unknown", 2),
    "identifier": ("XX-EXAMPLE-1", "", "iati-identifier", 3),
    "measure": ('measure="1"', 'measure="6"', "iati-code-unknown", 12),
    "type": ('result type="2"', 'result type="output"', "iati-code-unknown", 11),
    "ascending": ('measure="1"', 'measure="1" ascending="up"', "iati-code-unknown", 12),
    "location": ('location ref="A"/', 'location ref="a"/', "iati-location-unknown", 15),
    "date": ('period-end iso-date="2021-12-31"', 'period-end iso-date="2021-13-31"', "iati-date", 14),
    "far year": ('period-end iso-date="2021-12-31"', 'period-end iso-date="9999-12-31"', "iati-date", 14),
    "start": ('<period-start iso-date="2021-01-01"/>', "", "iati-period", 14),
    "order": ('period-end iso-date="2021-12-31"', 'period-end iso-date="2020-12-31"', "iati-period", 14),
    "year": ('year="2019"', 'year="last"', "iati-date", 13),
    "syntax": ("</iati-activity>", "", "xml-syntax", 21),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_bad_input_is_refused_with_its_line(made, what):
    old, new, code, line = WRONG[what]
    assert old in GOOD
    assert (code, line) in refused(made, GOOD.replace(old, new))
    assert made(GOOD)


def test_all_errors_are_told_at_once(made):
    bad = GOOD
    for what in ("measure", "location", "date", "year"):
        bad = bad.replace(*WRONG[what][:2])
    assert len(refused(made, bad)) == 4


def test_an_activity_is_chosen_among_several(made):
    other = GOOD.replace("XX-EXAMPLE-1", "XX-EXAMPLE-2")
    start = other.index(" <iati-activity ")
    end = other.index("</iati-activities>")
    both = GOOD.replace("</iati-activities>", other[start:end] + "</iati-activities>")
    assert refused(made, both) == [("iati-activity", 0)]
    assert refused(made, both, "XX-EXAMPLE-3") == [("iati-activity", 0)]
    found, file = made(both, "XX-EXAMPLE-2")
    assert found.ruleset.id == "XX-EXAMPLE-2"
    result_ = tc.evaluate(found.ruleset, file, as_of="2021-12-31")
    assert [row.why.code for row in result_.set_aside] == ["place-unknown"]
    assert "XX-EXAMPLE-1: XX-EXAMPLE-1" in result_.set_aside[0].why.en
    shared = both.replace('<actual value="1">', '<actual value="1"><location ref="A"/>')
    found, file = made(shared, "XX-EXAMPLE-2")
    (verdict,) = tc.evaluate(found.ruleset, file, as_of="2021-12-31")
    assert [o.where.line for o in verdict.observations] == [34]
    assert refused(made, activity()) == [("iati-activity", 0)]


BOMBS = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
    "outside": '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_document_type_is_refused_before_it_is_read(made, bomb):
    text = GOOD.replace("<iati-activities", BOMBS[bomb] + "\n<iati-activities", 1)
    assert refused(made, text) == [("xml-doctype", 2)]
    assert refused(
        made, text.encode("utf-16").replace(b"U\0T\0F\0-\0008\0", b"U\0T\0F\0-\0001\0006\0")
    )


def test_deep_and_large_documents_are_refused(made, monkeypatch):
    deep = GOOD.replace("Rural water", "<a>" * 1000 + "</a>" * 1000)
    assert [code for code, _ in refused(made, deep)] == ["xml-too-large"]
    monkeypatch.setattr(limits, "XML_ELEMENTS", 10)
    assert [code for code, _ in refused(made, GOOD)] == ["xml-too-large"]


def test_elements_that_results_do_not_need_cost_nothing(made, monkeypatch):
    monkeypatch.setattr(limits, "XML_ELEMENTS", 60)
    made(
        GOOD.replace(
            " </iati-activity>",
            "<transaction><value>1</value></transaction>" * 100 + " </iati-activity>",
        )
    )


@pytest.mark.parametrize(
    "raw", [b"", b"<", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='no'?><a/>", b"<a>\xff</a>"]
)
def test_what_is_not_xml_is_refused(made, raw):
    assert [code for code, _ in refused(made, raw)] == ["xml-syntax"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (GOOD[:-30], "文件可能在此中断"),
        (GOOD.replace("Rural water", "&water;"), "使用了未定义的实体"),
        (GOOD.replace("</title>", "</titel>", 1), "开始标签与结束标签不一致"),
        (GOOD.encode("utf-16"), "文件的编码与声明不一致"),
        (GOOD.replace('"UTF-8"', '"UTF-7"'), "不支持文件所声明的编码"),
        (GOOD.replace("<result ", "<x:result "), "使用了未声明的命名空间前缀"),
    ],
)
def test_what_is_wrong_with_the_xml_is_told_in_chinese_too(made, broken, said):
    with pytest.raises(tc.TargetcheckError) as error:
        made(broken)
    (found,) = error.value.diagnostics
    assert found.code == "xml-syntax"
    assert said in found.zh
    assert not re.search("[a-z]{3}", found.zh)


def test_an_activity_file_in_a_namespace_is_refused_with_the_namespace(made):
    text = GOOD.replace("<iati-activities ", '<i:iati-activities xmlns:i="urn:x" ')
    with pytest.raises(tc.TargetcheckError) as error:
        made(text.replace("</iati-activities>", "</i:iati-activities>"))
    (found,) = error.value.diagnostics
    assert (found.code, found.where.line, found.where.path) == ("xml-unknown", 2, "iati-activities")
    assert found.en == "`iati-activities` of namespace `urn:x` is not a known document"
    assert found.zh == "无法识别文档“iati-activities”（命名空间“urn:x”）"


def test_known_codes_are_listed_in_the_language_of_the_reader(made):
    with pytest.raises(tc.TargetcheckError) as error:
        made(GOOD.replace('measure="1"', 'measure="6"'))
    (found,) = error.value.diagnostics
    assert "1 unit, 2 percentage" in found.hint_en
    assert "1（数量）、2（百分比）" in found.hint_zh


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_that_a_file_declares_are_read(made, encoding):
    name = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = GOOD.replace("UTF-8", name).replace("District A", "Distrito á")
    found, _ = made(text.encode(encoding))
    assert found.ruleset.all_places()["A"].en == "Distrito á"


def test_a_ruleset_of_ones_own_reads_the_names_of_an_activity(made):
    """Places and indicators are found by reference, code or title, as they are in any table."""
    _, file = made(
        activity(
            result(
                indicator(period(actual("8"), actual("3", at("A"))), title="Wells built"),
                indicator(period(actual("4", by("sex", "female"))), title="People"),
            )
        )
    )
    own = {
        "targetcheck": 1,
        "id": "own",
        "title": "Own",
        "document": {"number": "1", "issuer": "Example agency", "issued": "2020-01-01"},
        "places": {"mz": {"en": "Mozambique"}, "a": {"en": "District A", "in": "mz"}},
        "indicators": {"w": {"en": "Wells built"}, "people": {"en": "People"}},
        "targets": [
            {"id": "t", "indicator": "w", "place": ["mz", "a"], "due": "2021-12-31", "require": {"at_least": 5}}
        ],
    }  # fmt: skip
    assert statuses(own, file, "2021-12-31") == {
        ("t", "mz", "2021-12-31"): "pass/met",
        ("t", "a", "2021-12-31"): "fail/not_met",
    }
    found = tc.evaluate(own, file, as_of="2021-12-31")
    assert [(row.why.code, row.why.where.line) for row in found.set_aside] == [
        ("indicator-unknown", 20)
    ]
    assert (found.rows, found.used) == (3, 2)


def test_new_writes_the_ruleset_and_its_observations(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(
        activity(
            result(indicator(baseline("0"), period(target("2"), actual("1", comment("=1+1")))))
        ),
        "utf-8",
    )
    assert run(["new", "made", "--from-iati", "a.xml", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"made/{n}" for n in ("ruleset.yaml", "observations.csv", "ruleset.schema.json")
    ]
    assert said.err.splitlines() == ["1 target, 1 row"]
    assert "'=1+1" in (tmp_path / "made/observations.csv").read_text("utf-8")
    assert run(["fmt", "--check", "made"]) == 0
    assert run(["lint", "made"]) == 0
    command = ["made", "made/observations.csv", "--as-of", "2021-12-31"]
    assert run(["evaluate", *command, "--format", "iati", "-o", "out.xml"]) == 1
    assert run(["evaluate", "made", "out.xml", "--as-of", "2021-12-31"]) == 1
    assert run(["new", "made", "--from-iati", "a.xml"]) == 2
    assert "ruleset-exists" in capsys.readouterr().err


def test_a_bad_file_is_refused_by_the_command(tmp_path, capsys):
    file = tmp_path / "a.xml"
    file.write_text(GOOD.replace('measure="1"', 'measure="6"'), "utf-8")
    assert run(["new", str(tmp_path / "made"), "--from-iati", str(file)]) == 2
    assert "a.xml:12 indicator: iati-code-unknown" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_an_activity_file_comes_from_standard_input_too(monkeypatch, capsys, made):
    import io
    import sys

    found, file = made(GOOD)
    stdin = io.TextIOWrapper(io.BytesIO(file.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    plan = file.with_name("ruleset.yaml")
    plan.write_text(found.yaml, "utf-8")
    run(["evaluate", str(plan), "-", "--as-of", "2021-12-31", "--format", "csv"])
    assert "wells--A" in capsys.readouterr().out
    assert HEAD in file.read_text("utf-8")
