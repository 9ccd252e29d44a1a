"""Every changed verdict has one cause, found by taking over one input at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_town import ROWS, plan_text, row

from targetcheck.ledger import compare
from targetcheck.ledger import run_record as entries
from targetcheck.ledger.run_comparison import changes_frame

MENDED = [*ROWS[:3], {**ROWS[3], "value": "72"}, *ROWS[4:]]
"""The west's last sewage figure revised: 69 becomes 72, which passes."""

MIDYEAR = [ROWS[0], ROWS[2]]


def causes(ledger, first, second):
    return {c.key[:2]: (c.cause, c.also) for c in compare(ledger, first, second).changes}


def stricter(percent):
    rules = plan_text()
    rules["targets"][0] = {**rules["targets"][0], "require": {"at_least": f"{percent} %"}}
    return rules


def test_nothing_changed(ledger, recorded):
    found = compare(ledger, recorded(), recorded())
    assert (found.changes, found.same, found.differing) == ((), 4, ())


def test_data_revised(ledger, recorded):
    found = compare(ledger, recorded(), recorded(rows=MENDED))
    [change] = found.changes
    assert (change.key[:2], change.cause) == (("sewage-2024", "west"), "data_revised")
    assert (change.before.status, change.after.status) == ("fail", "pass")
    assert found.differing == ("data_revised",)
    told = changes_frame(found, "polars")
    assert told.row(0) == (*change.key, "data_revised", "", "fail", "69", "pass", "72")


def test_a_report_withdrawn_is_a_revision(ledger, recorded):
    found = causes(ledger, recorded(), recorded(rows=ROWS[:-1]))
    assert found == {("forest-2024", "west"): ("data_revised", ())}


def test_an_end_of_a_published_interval_may_be_revised(ledger, recorded):
    """The value is the same in both; the target is on the upper end of its interval."""
    rules = plan_text()
    required = {"require": {"at_least": "70 %", "end": "lower"}}
    rules["targets"][0] = {**rules["targets"][0], **required}
    sewage = [each for each in ROWS if each["indicator"] == "sewage"]
    wide = [{**each, "lower": "60"} for each in sewage]
    narrow = [{**each, "lower": each["value"]} for each in sewage]
    found = causes(ledger, recorded(rules=rules, rows=wide), recorded(rules=rules, rows=narrow))
    assert set(found.values()) == {("data_revised", ())}


def test_new_data(ledger, recorded):
    found = causes(ledger, recorded(rows=MIDYEAR), recorded(rows=ROWS))
    assert set(found.values()) == {("data_new", ())}
    assert len(found) == 4


def test_time_passed(ledger, recorded):
    found = compare(ledger, recorded(rows=ROWS[:1], as_of="2024-09-30"),
                    recorded(rows=ROWS[:1], as_of="2024-12-31"))  # fmt: skip
    assert {c.cause for c in found.changes} == {"time"}
    assert found.differing == ("time",)
    assert {c.after.reason for c in found.changes} == {"overdue_report"}


def test_ruleset_changed(ledger, recorded):
    found = causes(ledger, recorded(), recorded(rules=stricter(72)))
    assert found[("sewage-2024", "east")] == ("ruleset", ())
    assert set(found) == {("sewage-2024", "east"), ("sewage-2024", "west")}


def test_a_target_that_is_new_or_gone_is_the_rulesets_doing(ledger, recorded):
    fewer = plan_text(targets=plan_text()["targets"][:1])
    found = compare(ledger, recorded(), recorded(rules=fewer))
    assert {(c.cause, c.after) for c in found.changes} == {("ruleset", None)}


def test_profile_changed(ledger, recorded):
    rows = [row("east", "sewage", "2024", "69.6", "%")]
    whole = {"compare": "rounded", "round": {"decimals": 0}}
    found = causes(ledger, recorded(rows=rows), recorded(rows=rows, profile=whole))
    assert found == {("sewage-2024", "east"): ("profile", ())}


def test_known_at_tells_new_reports_from_revised_ones(ledger, recorded):
    first = row("east", "sewage", "2024Q4", "68", "%", reported_at="2025-01-05")
    later = row("east", "sewage", "2024Q4", "71", "%", reported_at="2025-02-01")
    other = row("west", "sewage", "2024Q4", "75", "%", reported_at="2025-02-01")
    rows = [first, later, other]
    found = causes(
        ledger,
        recorded(rows=rows, known_at="2025-01-31"),
        recorded(rows=rows, known_at="2025-02-28"),
    )
    assert found == {
        ("sewage-2024", "east"): ("data_revised", ()),
        ("sewage-2024", "west"): ("data_new", ()),
    }


@pytest.fixture
def older_engine(monkeypatch):
    """Recording as an older release would have done, which judged one place otherwise."""

    def set_(status, engine="0.0.1"):
        made = entries.entry_of

        def entry_of(result, told, **more):
            result = replace(result, provenance=replace(result.provenance, engine=engine))
            made_entry = made(result, told, **more)
            first = replace(made_entry.verdicts[0], status=status)
            return replace(made_entry, verdicts=[first, *made_entry.verdicts[1:]])

        monkeypatch.setattr("targetcheck.ledger.run_store.entry_of", entry_of)
        return monkeypatch.undo

    return set_


def test_engine_changed(ledger, recorded, older_engine):
    undo = older_engine("fail")
    first = recorded()
    undo()
    found = compare(ledger, first, recorded())
    [change] = found.changes
    assert (change.cause, change.before.status, change.after.status) == ("engine", "fail", "pass")
    assert found.differing == ("engine",)


def test_engine_and_data_at_once(ledger, recorded, older_engine):
    undo = older_engine("fail")
    first = recorded()
    undo()
    found = causes(ledger, first, recorded(rows=MENDED))
    assert found == {
        ("sewage-2024", "east"): ("engine", ()),
        ("sewage-2024", "west"): ("data_revised", ()),
    }


def test_two_causes_at_once_each_with_its_own_verdicts(ledger, recorded):
    rules = plan_text()
    rules["targets"][1] = {**rules["targets"][1], "require": {"at_least": "80 公顷"}}
    found = causes(ledger, recorded(), recorded(rules=rules, rows=MENDED))
    assert found[("sewage-2024", "west")] == ("data_revised", ())
    assert found[("forest-2024", "west")] == ("ruleset", ())


def test_two_causes_of_one_verdict(ledger, recorded):
    """The figure goes from 69 to 72 and the bound from 72 to 70: each alone leaves it failed."""
    rows = [row("west", "sewage", "2024", "69", "%")]
    better = [row("west", "sewage", "2024", "71", "%")]
    found = causes(ledger, recorded(rules=stricter(72), rows=rows), recorded(rows=better))
    assert found[("sewage-2024", "west")] == ("data_revised", ("ruleset",))


def test_new_data_and_time_together(ledger, recorded):
    found = causes(
        ledger, recorded(rows=MIDYEAR, as_of="2024-06-30"), recorded(rows=ROWS, as_of="2024-12-31")
    )
    assert found[("sewage-2024", "east")] == ("data_new", ("time",))


def test_either_of_two_causes_would_have_done(ledger, recorded):
    rows = [row("west", "sewage", "2024", "69", "%")]
    better = [row("west", "sewage", "2024", "75", "%")]
    lenient = stricter(68)
    found = causes(ledger, recorded(rows=rows), recorded(rules=lenient, rows=better))
    assert found[("sewage-2024", "west")] == ("data_revised", ("ruleset",))


def test_spelling_is_no_revision(ledger, recorded):
    spelt = [{**r, "place": {"east": "东县", "west": "西县"}[r["place"]]} for r in ROWS]
    found = compare(ledger, recorded(), recorded(rows=spelt))
    assert (found.changes, found.differing) == ((), ())
