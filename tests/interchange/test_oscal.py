"""Verdicts as OSCAL assessment results, and corrective action as a plan of action."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from bundled_examples import BUNDLED, CASES, EXAMPLES, IDS

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.errors import TargetcheckError
from targetcheck.interchange.oscal_document import NAMESPACE, token
from targetcheck.interchange.oscal_poam import WANTING, PoamItem, as_poam
from targetcheck.interchange.oscal_results import as_assessment_results
from targetcheck.ruleset.profile import Waiver

SCHEMA = Path(__file__).parents[1] / "schemas" / "oscal-complete-1.2.3.json"
UNICODE = {r"\\p{L}": r"[^\\W\\d_]", r"\\p{N}": r"\\d"}
"""Classes of characters that patterns of JSON Schema know and those of Python do not."""


@cache
def validator():
    import jsonschema

    text = SCHEMA.read_text("utf-8")
    for theirs, ours in UNICODE.items():
        text = text.replace(theirs, ours)
    return jsonschema.Draft7Validator(json.loads(text))


def errors(text):
    return [
        (error.json_path, error.message[:200])
        for found in validator().iter_errors(json.loads(text))
        for error in (found.context or [found])
    ]


@cache
def judged(name, data, day):
    return tc.evaluate(name, EXAMPLES / data, as_of=day)


def example(name):
    return judged(name, *BUNDLED[name])


def test_the_counts_of_a_run_are_in_the_language_of_the_file():
    result = example("hubei/huangshi-yangtze-2024")
    told = {
        lang: json.loads(as_assessment_results(result, lang))["assessment-results"]["results"][0]
        for lang in ("en", "zh")
    }
    count = result.summary()["pass"]
    assert told["en"]["description"].startswith(f"{count} pass, ")
    assert told["zh"]["description"].startswith(f"达标{count}、")


def uuids(data, key="uuid"):
    """Yield every identifier that is declared, or referred to, in a document."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name == key:
                yield value
            else:
                yield from uuids(value, key)
    elif isinstance(data, list):
        for each in data:
            yield from uuids(each, key)


def prop(record, name):
    return next((p["value"] for p in record["props"] if p["name"] == name), None)


@pytest.mark.parametrize("case", CASES, ids=IDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nists_schema_finds_nothing_wrong(case, lang):
    result = judged(*case)
    assert errors(as_assessment_results(result, lang)) == []
    if any(str(verdict.status) in WANTING for verdict in result):
        assert errors(as_poam(result, lang)) == []


def test_the_schema_does_find_what_is_wrong():
    data = json.loads(as_poam(example("hubei/xianning-yearbook-2022")))
    del data["plan-of-action-and-milestones"]["poam-items"]
    assert errors(json.dumps(data))


def test_each_verdict_is_an_observation_and_a_finding():
    result = example("hubei/huangshi-yangtze-2024")
    (assessed,) = json.loads(as_assessment_results(result))["assessment-results"]["results"]
    keys = [
        tuple(prop(o, name) for name in ("target", "place", "due", "status", "reason"))
        for o in assessed["observations"]
    ]
    assert keys == [(v.target, v.place, v.due.isoformat(), str(v.status), v.reason) for v in result]
    for observed, found, verdict in zip(
        assessed["observations"], assessed["findings"], result, strict=True
    ):
        assert found["related-observations"] == [{"observation-uuid": observed["uuid"]}]
        state = found["target"]["status"]
        assert state["state"] == ("satisfied" if verdict.status == "pass" else "not-satisfied")
        reason = {"pass": "pass", "fail": "fail"}.get(str(verdict.status), "other")
        assert state["reason"] == reason, "only a failure is called one"
        assert len(observed.get("relevant-evidence", ())) == len(verdict.observations)


@pytest.mark.parametrize("write", [as_assessment_results, as_poam])
def test_identifiers_are_unique_and_every_reference_leads_somewhere(write):
    data = json.loads(write(example("hubei/huangshi-yangtze-2024"), "zh"))
    declared = list(uuids(data))
    assert len(declared) == len(set(declared))
    for key in ("observation-uuid", "finding-uuid", "risk-uuid", "subject-uuid"):
        assert set(uuids(data, key)) <= set(declared), key
    parties = {uuid for listed in uuids(data, "party-uuids") for uuid in listed}
    assert parties <= set(declared)
    for href in uuids(data, "href"):
        assert not href.startswith("#") or href[1:] in declared


def test_the_same_matter_has_the_same_identifier_in_every_run():
    name = "hubei/huangshi-yangtze-2024"
    first, later = judged(name, "huangshi/2024q3.csv", "2024-09-30"), example(name)

    def findings(result, lang):
        (run_,) = json.loads(as_assessment_results(result, lang))["assessment-results"]["results"]
        seen = zip(run_["observations"], run_["findings"], strict=True)
        return {
            tuple(prop(o, part) for part in ("target", "place", "due")): (o["uuid"], f["uuid"])
            for o, f in seen
        }, run_["uuid"]

    (one, run_one), (other, run_other) = findings(first, "zh"), findings(later, "en")
    assert one == other
    assert run_one != run_other
    assert as_assessment_results(first) == as_assessment_results(first)


def test_a_plan_of_action_has_an_item_for_what_failed_was_missed_or_is_at_risk():
    result = example("hubei/huangshi-yangtze-2024")
    plan = json.loads(as_poam(result))["plan-of-action-and-milestones"]
    wanting = [v for v in result if str(v.status) in WANTING]
    assert {str(v.status) for v in wanting} == set(WANTING)
    assert [prop(item, "status") for item in plan["poam-items"]] == [str(v.status) for v in wanting]
    deadlines = [risk.get("deadline", "")[:10] for risk in plan["risks"]]
    assert deadlines == [v.due.isoformat() if v.status == "at_risk" else "" for v in wanting]
    leads = {name for v in wanting for name in v.lead}
    assert {party["name"] for party in plan["metadata"]["parties"]} == leads
    assert plan["system-id"]["id"] == "huangshi-yangtze-2024"


def test_items_of_corrective_action_take_the_place_of_verdicts():
    result = example("hubei/huangshi-yangtze-2024")
    verdict = result.failed[0]
    items = [
        PoamItem(verdict, "Build the plant", date(2025, 6, 30), ("Water bureau",), planned=True),
        PoamItem(verdict, "Train the operators", date(2025, 9, 30)),
    ]
    text = as_poam(result, items=items)
    assert errors(text) == []
    plan = json.loads(text)["plan-of-action-and-milestones"]
    assert [item["description"] for item in plan["poam-items"]] == [i.action for i in items]
    assert len(plan["findings"]) == 1
    assert len(set(uuids(plan))) == len(list(uuids(plan)))
    responses = [risk["remediations"][0] for risk in plan["risks"]]
    assert [each["lifecycle"] for each in responses] == ["planned", "recommendation"]
    timing = responses[0]["tasks"][0]["timing"]
    assert timing == {"on-date": {"date": "2025-06-30T00:00:00Z"}}
    named = {party["uuid"] for party in plan["metadata"]["parties"]}
    assert set(responses[0]["tasks"][0]["responsible-roles"][0]["party-uuids"]) <= named


def test_a_waiver_is_an_approved_deviation():
    result = example("hubei/huangshi-yangtze-2024")
    failed = result.failed[0]
    waiver = Waiver(
        target=failed.target,
        place=failed.place,
        reason="flood",
        approver="city",
        until="2025-12-31",
    )
    ruleset = result.ruleset.model_copy(update={"waivers": (waiver,)})
    again = tc.evaluate(ruleset, EXAMPLES / "huangshi/2024q4.csv", as_of="2024-12-31")
    plan_ = json.loads(as_poam(again))["plan-of-action-and-milestones"]
    states = [risk["status"] for risk in plan_["risks"]]
    assert states.count("deviation-approved") == 1


def test_a_plan_without_an_item_is_refused(tmp_path, capsys):
    result = example("hubei/huangshi-ftz-2024")
    assert not any(str(verdict.status) in WANTING for verdict in result)
    with pytest.raises(TargetcheckError) as error:
        as_poam(result)
    assert [found.code for found in error.value.diagnostics] == ["oscal-poam-empty"]
    data = str(EXAMPLES / "huangshi/ftz-2024.csv")
    command = ["evaluate", "hubei/huangshi-ftz-2024", data, "--as-of", "2024-12-31"]
    out = tmp_path / "p.json"
    assert run([*command, "--format", "oscal-poam", "-o", str(out)]) == 2
    assert not out.exists()
    assert run([*command, "--format", "oscal", "-o", str(out)]) == 0
    assert errors(out.read_text("utf-8")) == []


def test_illustrative_data_are_named():
    made = json.loads(as_poam(example("hubei/xianning-yearbook-2022")))
    plan = made["plan-of-action-and-milestones"]
    assert prop(plan["metadata"], "illustrative").startswith("Illustrative data")
    assert {prop(each, "illustrative") for each in plan["observations"]} == {"yes"}


def test_no_verdicts_are_still_a_valid_document():
    result = example("hubei/huangshi-ftz-2024")
    assert errors(as_assessment_results(result, verdicts=[])) == []


@pytest.mark.parametrize("text", ["outfalls-2024", "2024", "出水", "a b:c", "-x", "é́"])
def test_an_id_becomes_a_token(text):
    import re

    assert re.fullmatch(r"([^\W\d_]|_)([^\W\d_]|\d|[.\-_])*", token(text))
    assert NAMESPACE.startswith("urn:")
