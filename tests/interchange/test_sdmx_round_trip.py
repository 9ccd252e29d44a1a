"""All bundled rulesets go to SDMX and back: reports, verdicts, places and indicators."""

from __future__ import annotations

import csv
import io
import json
from io import BytesIO

import pytest
from bundled_examples import BUNDLED, CASES, EXAMPLES, IDS
from interval_reports import INTERVALS, REPORTS

import targetcheck as tc
from targetcheck.api import compile_plan
from targetcheck.interchange.sdmx.codelist_definitions import pieces_of
from targetcheck.interchange.sdmx.codelist_reader import read_codes
from targetcheck.interchange.sdmx.dataflow_columns import CODELISTS, DATAFLOWS
from targetcheck.interchange.sdmx.dataflow_rows import (
    reports_as_sdmx_csv,
    sdmx_period,
    verdicts_as_sdmx_csv,
)
from targetcheck.interchange.sdmx.structure_writer import (
    dataflow_structure,
    ruleset_structure,
    shipped_structure,
)
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.periods.period_parser import parse_period
from targetcheck.tables.table_reader import read_table

FORMS = [("1.0", "id"), ("1.0", "both"), ("2.0", "id"), ("2.0", "both"), ("2.1", "name")]


def said(verdict):
    flags = tuple(flag for flag in verdict.flags if flag != "row_set_aside")
    key = (verdict.target, verdict.place, verdict.due, verdict.status, verdict.reason)
    return (*key, flags, verdict.value, verdict.unit, verdict.margin)


def test_every_bundled_ruleset_has_an_example_here():
    from targetcheck.ruleset_locator import bundled_rulesets

    assert set(BUNDLED) == set(bundled_rulesets())


@pytest.mark.parametrize(("name", "data", "day"), CASES, ids=IDS)
def test_reports_go_to_sdmx_csv_and_back_with_the_same_verdicts(name, data, day, tmp_path):
    plan = compile_plan(name)
    table = read_table(EXAMPLES / data, known=vocabulary(plan))
    observations = read_observations(table, plan)
    before = [said(verdict) for verdict in tc.evaluate(plan, EXAMPLES / data, as_of=day)]
    for at, (version, labels) in enumerate(FORMS):
        lang = ("en", "zh")[at % 2]
        text = reports_as_sdmx_csv(
            table, observations, plan.ruleset, lang, version=version, labels=labels
        )
        (tmp_path / "reports.csv").write_text(text, encoding="utf-8", newline="")
        after = tc.evaluate(plan, tmp_path / "reports.csv", as_of=day)
        assert (after.rows, len(after.observations.all)) == (len(observations.all),) * 2
        assert [said(verdict) for verdict in after] == before, (version, labels)


def test_published_intervals_and_reasons_for_silence_come_back(tmp_path):
    before, after = tmp_path / "reports.csv", tmp_path / "sdmx.csv"
    before.write_text(REPORTS, "utf-8")
    plan = compile_plan(INTERVALS)
    table = read_table(before, known=vocabulary(plan))
    text = reports_as_sdmx_csv(table, read_observations(table, plan), plan.ruleset)
    after.write_text(text, "utf-8", newline="")
    results = [tc.evaluate(plan, file, as_of="2025-01-31") for file in (before, after)]
    assert [len(result.observations.all) for result in results] == [6, 6]
    assert [said(v) for v in results[1]] == [said(v) for v in results[0]]
    assert results[1]["upper", "f"].reason == "excused"


@pytest.mark.parametrize("name", BUNDLED)
def test_places_and_indicators_go_to_a_structure_and_back(name, tmp_path):
    ruleset = tc.load_ruleset(name)
    path = tmp_path / "codes.xml"
    path.write_text(ruleset_structure(ruleset), encoding="utf-8")
    codes = read_codes(str(path))
    assert (codes.places_from, codes.indicators_from) == ("CL_AREA", "CL_INDICATOR")
    again = tc.load_ruleset({
        "targetcheck": 1, "id": "again", "title": "again",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"}, **pieces_of(codes),
    })  # fmt: skip
    places, indicators = ruleset.all_places(), ruleset.all_indicators()
    assert {n: (p.zh, p.en, p.within, p.kind) for n, p in again.places.items()} == {
        n: (p.zh, p.en, p.within, p.kind) for n, p in places.items()
    }
    assert {n: (i.zh, i.en, i.nature, i.better, i.unit) for n, i in again.indicators.items()} == {
        n: (i.zh, i.en, i.nature, i.better, i.unit) for n, i in indicators.items()
    }


def test_the_structure_that_ships_is_the_one_that_is_made():
    assert shipped_structure() == dataflow_structure(), (
        "run `python -m targetcheck.interchange.sdmx.structure_writer`"
    )


def test_the_published_schema_accepts_every_structure():
    """pysdmx validates against the XML Schema of SDMX 3.0 before it reads."""
    from pysdmx.io import read_sdmx

    ruleset = tc.load_ruleset("hubei/huangshi-yangtze-2024")
    for text in (shipped_structure(), ruleset_structure(ruleset)):
        assert read_sdmx(BytesIO(text.encode()), validate=True).structures


def test_a_name_with_signs_of_xml_stays_the_same(tmp_path):
    ruleset = tc.load_ruleset({
        "targetcheck": 1, "id": "c", "title": "t",
        "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
        "places": {"a": {"zh": "甲 & 乙 <丙>", "en": 'A & B "C" <D>'}, "b": {"zh": "丁"}},
        "indicators": {"a": {"zh": "甲", "en": "A"}, "i": {"en": "rate"}}, "targets": [],
    })  # fmt: skip
    (tmp_path / "s.xml").write_text(ruleset_structure(ruleset), encoding="utf-8")
    codes = read_codes(str(tmp_path / "s.xml"))
    assert [dict(code.names) for code in codes.places] == [
        {"zh": "甲 & 乙 <丙>", "en": 'A & B "C" <D>'},
        {"zh": "丁"},
    ]


@pytest.fixture(scope="module")
def result():
    return tc.evaluate("hubei/huangshi-yangtze-2024", EXAMPLES / "huangshi/2024q3.csv",
                       as_of="2024-09-30")  # fmt: skip


@pytest.mark.parametrize(("version", "labels"), FORMS)
def test_verdicts_are_the_dataflow_that_the_structure_describes(version, labels, result):
    from pysdmx.io import get_datasets

    text = verdicts_as_sdmx_csv(result, "en", version=version, labels=labels)
    found = get_datasets(BytesIO(text.encode()), BytesIO(shipped_structure().encode()))
    (dataset,) = found
    components = {component.id for component in dataset.structure.components}
    frame = dataset.data
    assert set(frame.columns) <= components
    assert len(frame) == len(result)
    key = [c.id for c in dataset.structure.components.dimensions]
    assert not frame.duplicated(key).any()
    for field in DATAFLOWS["VERDICTS"][2]:
        if field.codes:
            assert set(frame[field.id]) <= set(CODELISTS[field.codes][1]), field.id


def test_a_verdict_row_says_what_json_says(result):
    rows = list(csv.DictReader(io.StringIO(verdicts_as_sdmx_csv(result, "zh"))))
    data = json.loads(result.to_json("zh"))["verdicts"]
    assert len(rows) == len(data)
    for row, one in zip(rows, data, strict=True):
        assert (row["TARGET"], row["REF_AREA"], row["TIME_PERIOD"]) == (
            one["target"], one["place"], one["due"],
        )  # fmt: skip
        assert (row["VERDICT"], row["REASON"]) == (one["status"], one["reason"])
        assert row["SENTENCE"] == one["sentence"]
        assert row["OBS_STATUS"] == "M" if one["value"] is None else row["OBS_VALUE"]
        assert row["AS_OF"] == "2024-09-30"


def test_labels_stand_beside_codes(result):
    text = verdicts_as_sdmx_csv(result, "en", version="2.1", labels="name")
    head, first = list(csv.reader(io.StringIO(text)))[:2]
    row = dict(zip(head, first, strict=True))
    assert head[:4] == ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"]
    assert (row["ACTION"], row["REF_AREA"], row["Reference area"]) == ("M", "huangshi", "Huangshi")
    assert (row["VERDICT"], row["Verdict"]) == ("on_track", "on track")
    text = verdicts_as_sdmx_csv(result, "zh", version="1.0", labels="both")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["DATAFLOW"] == "TARGETCHECK:VERDICTS(1.0): 结论"
    assert row["VERDICT: 结论"] == "on_track: 进展正常"
    with pytest.raises(tc.TargetcheckError, match="sdmx-labels"):
        verdicts_as_sdmx_csv(result, version="1.0", labels="name")


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("2024", "2024"),
        ("2024年上半年", "2024-S1"),
        ("2024H2", "2024-S2"),
        ("2024Q3", "2024-Q3"),
        ("2024-09", "2024-09"),
        ("2024-09-21", "2024-09-21"),
        ("2024年1-9月", "2024-01-01/P9M"),
        ("2024-W05", "2024-01-29/P7D"),
        ("2021-2025年", "2021-01-01/P60M"),
        ("2024-11-15至2025-02-14", "2024-11-15/P3M"),
    ],
)
def test_a_period_is_written_as_sdmx_writes_it_and_read_back(label, written):
    period = parse_period(label).period
    assert sdmx_period(period) == written
    assert parse_period(written).period == period
