"""Activity files of others: read as rulesets and rows, or refused with the line and the reason."""

from __future__ import annotations

from datetime import date

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
    result,
    target,
)

import targetcheck as tc
from targetcheck import limits
from targetcheck.cli.entry_point import run
from targetcheck.errors import TargetcheckError
from targetcheck.interchange.iati_ruleset import ruleset_from_activity


@pytest.fixture
def made(tmp_path):
    """Give a function from the text of an activity file to its ruleset and the file."""

    def make(text, chosen=None):
        file = tmp_path / "a.xml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return ruleset_from_activity(str(file), "a.xml", chosen), file

    return make


def refused(make, text, chosen=None):
    with pytest.raises(TargetcheckError) as error:
        make(text, chosen)
    return [(found.code, found.where.line) for found in error.value.diagnostics]


def statuses(ruleset, file, day):
    return {
        (v.target, v.place, str(v.due)): f"{v.status}/{v.reason}"
        for v in tc.evaluate(ruleset, file, as_of=day)
    }


def test_targets_become_bounds_in_the_direction_of_the_indicator(made):
    text = activity(
        result(
            indicator(baseline("10"), period(target("20"), actual("20"))),
            indicator(
                baseline("30"), period(target("25"), actual("26")),
                title="Deaths", more=' ascending="0"',
            ),
            indicator(
                baseline("40"), period(target("60"), actual("60.0")),
                title="Coverage", measure="2",
            ),
        )
    )  # fmt: skip
    found, file = made(text)
    assert statuses(found.ruleset, file, "2021-12-31") == {
        ("wells", "XX-EXAMPLE-1", "2021-12-31"): "pass/met",
        ("deaths", "XX-EXAMPLE-1", "2021-12-31"): "fail/not_met",
        ("coverage", "XX-EXAMPLE-1", "2021-12-31"): "pass/met",
    }
    assert found.notes == ()
    assert found.ruleset.document.number == "XX-EXAMPLE-1"
    assert found.ruleset.document.issuer == "Example agency"
    assert found.ruleset.document.dated() == date(2020, 1, 1)


def test_several_targets_of_a_period_differ_by_place_and_dimension(made):
    text = activity(
        result(
            indicator(
                baseline("1", at("A")),
                baseline("2", at("B")),
                baseline("1", by("sex", "female")),
                period(
                    target("10", at("A")), target("20", at("B")), target("5", by("sex", "female")),
                    actual("10", at("A")), actual("19", at("B")), actual("5", by("sex", "female")),
                ),
            )
        )
    )  # fmt: skip
    found, file = made(text)
    day = "2021-12-31"
    assert statuses(found.ruleset, file, day) == {
        ("wells--A", "A", day): "pass/met",
        ("wells--B", "B", day): "fail/not_met",
        ("wells--sex-female", "XX-EXAMPLE-1", day): "pass/met",
    }
    assert found.ruleset.all_places()["A"].within == "XX-EXAMPLE-1"
    assert found.ruleset.all_indicators()["wells--sex-female"].en == "Wells (sex: female)"


def test_earlier_periods_are_milestones_and_the_baseline_starts_the_path(made):
    text = activity(
        result(
            indicator(
                baseline("0"),
                period(target("10"), actual("10")),
                period(target("20"), actual("16"), start="2022-01-01", end="2022-12-31"),
                period(target("30"), start="2023-01-01", end="2023-12-31"),
            )
        )
    )
    found, file = made(text)
    outcome = {key[2]: said for key, said in statuses(found.ruleset, file, "2023-06-30").items()}
    assert outcome["2021-12-31"] == "pass/met"
    assert outcome["2022-12-31"] == "fail/not_met"
    assert outcome["2023-12-31"].startswith("at_risk")
    verdict = tc.evaluate(found.ruleset, file, as_of="2023-06-30")["wells"]
    assert verdict.outcome.base.value == 0
    assert verdict.outcome.base.origin == "stated"


def test_words_are_left_to_people(made):
    text = activity(
        result(
            indicator(
                period(target(inner=comment("A law is passed")), actual("drafted")),
                title="Law", measure="5",
            ),
            indicator(baseline("1"), period(target("TBD"), actual("3"))),
        )
    )  # fmt: skip
    found, file = made(text)
    assert set(statuses(found.ruleset, file, "2021-12-31").values()) == {
        "undetermined/needs_judgement"
    }
    assert [note.code for note in found.notes] == ["iati-value-unreadable"]


def test_a_missing_baseline_is_said_and_paces_nothing(made):
    text = activity(
        result(
            indicator(
                period(actual("5")),
                period(target("30"), start="2022-01-01", end="2022-12-31"),
            )
        )
    )
    found, file = made(text)
    assert [(n.code, n.where.line) for n in found.notes] == [("iati-baseline-missing", 17)]
    assert set(statuses(found.ruleset, file, "2022-06-30").values()) == {"not_due/no_baseline"}


def test_periods_of_unlike_length_that_end_together_are_series_of_their_own(made):
    text = activity(
        result(
            indicator(
                baseline("0"),
                period(target("5"), actual("5"), start="2021-10-01"),
                period(target("20"), actual("19")),
            )
        )
    )
    found, file = made(text)
    assert statuses(found.ruleset, file, "2021-12-31") == {
        ("wells--quarter", "XX-EXAMPLE-1", "2021-12-31"): "pass/met",
        ("wells--year", "XX-EXAMPLE-1", "2021-12-31"): "fail/not_met",
    }


def test_indicators_of_one_title_are_told_apart(made):
    one = indicator(baseline("0"), period(target("1"), actual("1")))
    found, file = made(activity(result(one, one)))
    assert [target.id for target in found.ruleset.targets] == ["wells", "wells-2"]
    assert [i.en for i in found.ruleset.all_indicators().values()] == [
        "Wells [wells]",
        "Wells [wells-2]",
    ]
    assert set(statuses(found.ruleset, file, "2021-12-31").values()) == {"pass/met"}


def test_ids_stay_different_when_their_texts_become_alike(made):
    """`<5` and `>5` have the same letters and digits, and so have `a b` and `a-b`."""
    text = activity(
        result(
            indicator(
                period(
                    target("1", by("age", "&lt;5")), target("2", by("age", "&gt;5")),
                    actual("1", by("age", "&lt;5")), actual("1", by("age", "&gt;5")),
                )
            ),
            indicator(period(target("1"), actual("1")), title="Wells--age-5"),
            indicator(period(target("2"), actual("2")), title="Wells--age 5"),
        )
    )  # fmt: skip
    found, file = made(text)
    said = {key[0]: status for key, status in statuses(found.ruleset, file, "2021-12-31").items()}
    assert said == {
        "wells--age--5": "pass/met",
        "wells--age--5-2": "fail/not_met",
        "wells--age-5": "pass/met",
        "wells--age-5-2": "pass/met",
    }


def test_a_target_at_a_place_and_one_of_that_name_stay_apart(made):
    text = activity(
        result(
            indicator(period(target("1", at("A")), actual("1", at("A")))),
            indicator(period(target("2"), actual("1")), title="Wells--A"),
            indicator(period(target("2"), actual("1")), title="Wells--a"),
        )
    )
    found, file = made(text.replace("Wells--a<", "wells--A<"))
    ids = [each.id for each in found.ruleset.targets]
    assert len(ids) == len(set(ids)) == 3
    assert list(statuses(found.ruleset, file, "2021-12-31").values()) == [
        "pass/met",
        "fail/not_met",
        "fail/not_met",
    ]


def test_many_figures_of_one_indicator_cost_no_square(made):
    import time

    many = [target("1", by("site", str(n))) for n in range(6000)]
    start = time.perf_counter()
    found, _ = made(activity(result(indicator(period(*many)))))
    assert len(found.ruleset.targets) == 6000
    assert time.perf_counter() - start < 30


def test_a_period_without_target_and_actual_is_noted(made):
    found, _ = made(activity(result(indicator(baseline("0"), period(target("1")), period()))))
    assert [(note.code, note.where.line) for note in found.notes] == [("iati-period-empty", 17)]


def test_an_equal_target_counts_once_and_an_unequal_one_is_an_error(made):
    twice = activity(result(indicator(baseline("0"), period(target("1"), target("1")))))
    found, _ = made(twice)
    assert [note.code for note in found.notes] == ["iati-target-repeated"]
    unequal = activity(result(indicator(baseline("0"), period(target("1"), target("2")))))
    assert refused(made, unequal) == [("iati-target-twice", 16)]
    bases = activity(result(indicator(baseline("0"), baseline("1"), period(target("1")))))
    assert refused(made, bases) == [("iati-baseline-twice", 14)]


def test_a_comma_that_may_mean_two_numbers_is_an_error(made):
    text = activity(result(indicator(baseline("0"), period(target("9,000"), actual("1")))))
    assert refused(made, text) == [("number-mark-open", 15)]
    sure = activity(result(indicator(baseline("0.5"), period(target("9,000"), actual("9000")))))
    codes = [code for code, _ in refused(made, sure.replace("9,000", "9,00"))]
    assert codes == ["number-mark-mixed"]


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
    assert said.err.splitlines() == ["1 targets, 1 rows"]
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
