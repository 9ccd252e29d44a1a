"""Rulesets and verdicts go to IATI and come back the same; other readers find no other verdict."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from bundled_examples import BUNDLED, CASES, EXAMPLES, IDS
from interval_reports import INTERVALS, REPORTS
from lxml import etree

import targetcheck as tc
from targetcheck.interchange.iati_results import as_iati
from targetcheck.interchange.iati_ruleset import ruleset_from_activity
from targetcheck.tables.iati.activity_names import ActivityNames
from targetcheck.tables.iati.activity_results import NAMESPACE, read_activities

SCHEMA = Path(__file__).parents[1] / "schemas" / "iati-2.03" / "iati-activities-schema.xsd"
MET = {"pass": True, "fail": False, "missed": False}


@cache
def schema():
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@cache
def judged(name, data, day):
    return tc.evaluate(name, EXAMPLES / data, as_of=day)


def verdicts(result):
    return {
        (v.target, v.place, v.due): (str(v.status), v.reason, v.flags, v.value, v.margin)
        for v in result
    }


def codes(result):
    return sorted(row.why.code for row in result.set_aside)


@pytest.fixture
def written(tmp_path):
    """Give a function that writes a result as an activity file."""

    def write(result, text=None):
        file = tmp_path / "activity.xml"
        file.write_text(text or as_iati(result), "utf-8")
        return str(file)

    return write


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_bundled_ruleset_goes_there_and_back_with_the_same_verdicts(case, written, tmp_path):
    name, _, day = case
    before = judged(*case)
    file = written(before)
    by_bundled = tc.evaluate(name, file, as_of=day)
    assert verdicts(by_bundled) == verdicts(before)
    assert codes(by_bundled) == codes(before)
    made = ruleset_from_activity(file, file)
    assert made.notes == ()
    assert made.ruleset.id == before.ruleset.id
    plan, data = tmp_path / "ruleset.yaml", tmp_path / "observations.csv"
    plan.write_text(made.yaml, "utf-8")
    data.write_text(made.observations_csv(), "utf-8")
    assert verdicts(tc.evaluate(plan, data, as_of=day)) == verdicts(before)


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_published_schema_finds_nothing_wrong(case, lang):
    document = etree.fromstring(as_iati(judged(*case), lang).encode())
    schema().validate(document)
    assert [str(error) for error in schema().error_log] == []
    periods = document.findall(".//period")
    assert periods
    assert all(p.find("target") is not None or p.find("actual") is not None for p in periods)


def without_own_elements(text):
    document = etree.fromstring(text.encode())
    for element in list(document.iter()):
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{NAMESPACE}}}"):
            element.getparent().remove(element)
    return etree.tostring(document, encoding="unicode")


def test_what_iati_itself_states_never_says_pass_for_fail_or_fail_for_pass(written, tmp_path):
    """Without our own elements a file has less to say, and contradicts no verdict."""
    compared = 0
    for name, (data, day) in BUNDLED.items():
        before = judged(name, data, day)
        file = written(before, without_own_elements(as_iati(before)))
        (activity,) = read_activities(file, file)
        assert activity.ruleset is None
        names, promised = ActivityNames(activity), {}
        for indicator in activity.indicators:
            for figure in indicator.figures:
                promised[names.indicator(indicator, figure)] = indicator.result_code
        made = ruleset_from_activity(file, file)
        plan = tmp_path / "ruleset.yaml"
        plan.write_text(made.yaml, "utf-8")
        known = {
            key: MET[status] for key, (status, *_) in verdicts(before).items() if status in MET
        }
        for verdict in tc.evaluate(plan, file, as_of=day):
            key = (promised[verdict.spec.indicator], verdict.place, verdict.due)
            if str(verdict.status) in MET and key in known:
                assert MET[str(verdict.status)] == known[key], (name, key)
                compared += 1
    assert compared > 150


def test_every_report_comes_back_as_it_was(written):
    """Exact value, bounds, digits, counts, status, dates, period and basis."""
    kept = "place indicator basis value low high step counts printed weight status".split()
    kept += ["completed", "reported_at", "flags", "source"]
    for name, (data, day) in BUNDLED.items():
        before = judged(name, data, day)
        after = tc.evaluate(name, written(before), as_of=day)

        def rows(result):
            found = [
                (o.period.start, o.period.end, *(getattr(o, field) for field in kept))
                for o in result.observations.all
            ]
            return sorted(map(repr, found))

        assert rows(after) == rows(before)


def test_a_target_changed_by_others_is_what_counts(written, tmp_path):
    name = "hubei/xianning-yearbook-2022"
    text = as_iati(judged(name, *BUNDLED[name]))
    changed = text.replace('<target value="100"', '<target value="99"', 1)
    assert changed != text
    made = ruleset_from_activity(written(None, changed), "changed.xml")
    assert next(note.code for note in made.notes) == "iati-ruleset-stale"
    assert made.ruleset.id != "xianning-yearbook-2022"


def test_a_value_changed_beside_its_report_is_set_aside(written):
    name = "hubei/huangshi-yangtze-2024"
    text = as_iati(judged(name, *BUNDLED[name]))
    at = text.index('written="')
    old = text[at + 9 : text.index('"', at + 9)]
    changed = text[:at] + f'written="{old}1"' + text[at + 10 + len(old) :]
    result = tc.evaluate(name, written(None, changed), as_of="2024-12-31")
    assert [row.why.code for row in result.set_aside] == ["value-changed"]


def test_illustrative_data_are_named():
    result = judged("hubei/xianning-yearbook-2022", *BUNDLED["hubei/xianning-yearbook-2022"])
    for lang, words in (("zh", "含示例数据"), ("en", "Illustrative data")):
        document = etree.fromstring(as_iati(result, lang).encode())
        told = [part.text for part in document.findall("iati-activity/description/narrative")]
        assert any(words in text for text in told)


def test_a_part_of_the_verdicts_can_be_written():
    result = judged("hubei/huangshi-yangtze-2024", *BUNDLED["hubei/huangshi-yangtze-2024"])
    text = as_iati(result, "zh", result.failed)
    document = etree.fromstring(text.encode())
    schema().assertValid(document)
    marks = document.findall(f".//target/{{{NAMESPACE}}}verdict")
    assert [mark.get("status") for mark in marks] == ["fail"] * len(result.failed)


def test_published_intervals_and_reasons_for_silence_come_back(written, tmp_path):
    (tmp_path / "reports.csv").write_text(REPORTS, "utf-8")
    before = tc.evaluate(INTERVALS, tmp_path / "reports.csv", as_of="2025-01-31")
    after = tc.evaluate(INTERVALS, written(before), as_of="2025-01-31")
    assert (codes(before), codes(after)) == ([], [])
    assert before["upper", "b"].status == "fail"
    assert before["upper", "f"].reason == "excused"
    assert verdicts(after) == verdicts(before)
    ends = [[o.interval for o in result.observations.all] for result in (before, after)]
    assert ends[0] == ends[1]
