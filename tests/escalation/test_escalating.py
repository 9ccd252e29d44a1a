"""From verdicts of quarter after quarter to what is due, the same from data and from a ledger."""

from __future__ import annotations

from datetime import date

import pytest

import targetcheck as tc
from targetcheck.escalation import days_of, escalate, from_data, from_rows
from targetcheck.escalation.period_signals import SignalReader, shape_of
from targetcheck.escalation.standings import Standing, speaking
from targetcheck.ledger import Ledger
from targetcheck.periods.calendar_periods import periods_between

BEGIN, END = date(2024, 1, 1), date(2024, 12, 31)


def rules(**changes):
    """Two targets judged each quarter in two counties of a city, with a ladder."""
    base = {
        "targetcheck": 1,
        "id": "ladders",
        "title": "阶梯",
        "document": {"number": "1", "issuer": "小城", "issued": "2024-01-01"},
        "places": {
            "city": {"zh": "全市", "kind": "city"},
            "east": {"zh": "东县", "kind": "county", "in": "city"},
            "west": {"zh": "西县", "kind": "county", "in": "city"},
        },
        "indicators": {
            "sewage": {"zh": "收集率", "nature": "share", "unit": "percent"},
            "plants": {"zh": "达标率", "nature": "share", "unit": "percent"},
        },
        "targets": [target("sewage"), target("plants")],
        "escalation": {"notice": ladder()},
    }
    return {**base, **changes}


def target(indicator, **more):
    return {
        "id": f"{indicator}-each", "indicator": indicator, "place": {"each": "county"},
        "require": {"at_least": "70 %"}, "every": "quarter", "from": "2024-01-01",
        "due": "2024-12-31", "lead": {"sewage": "住建局", "plants": "城管委"}[indicator],
        "cite": {"clause": "一", "quote": "不低于70%"}, **more,
    }  # fmt: skip


def ladder(**changes):
    steps = [
        {"id": "reminder", "zh": "提醒函", "after": 1, "cite": {"clause": "二", "quote": "提醒"}},
        {"id": "criticism", "zh": "通报批评", "after": 2},
        {"id": "interview", "zh": "公开约谈", "after": 3},
    ]
    praise = {"id": "praise", "zh": "通报表扬", "after": 1}
    return {"zh": "考核通报", "behind": ["fail", "at_risk"], "steps": steps, "praise": praise,
            "cite": {"clause": "二", "quote": "采取措施"}, **changes}  # fmt: skip


def rows(**figures):
    """`east=(("60", "80"), …)`: sewage and plants of each quarter; None is no report."""
    found = []
    for place, quarters in figures.items():
        for number, values in enumerate(quarters, 1):
            for indicator, value in zip(("sewage", "plants"), values, strict=True):
                if value is not None:
                    found.append({"place": place, "indicator": indicator,
                                  "period": f"2024Q{number}", "value": value, "unit": "%"})  # fmt: skip
    return found


LOW, GOOD, NONE = ("60", "80"), ("75", "80"), (None, None)


def decided(figures, spec=None, engine="reference", until=END):
    plan = tc.compile_plan(spec or rules())
    days = days_of(plan.ruleset, BEGIN, until)
    history = from_data(plan, tc.read_table(rows(**figures)), days)
    return escalate(plan.ruleset, history, BEGIN, until, engine)


def steps(found, subject="east"):
    return [s.step.id if s.step else "" for s in found.stands if s.subject == subject]


@pytest.mark.parametrize(
    ("quarters", "due"),
    [
        ((LOW, LOW, LOW, LOW), ["reminder", "criticism", "interview", "interview"]),
        ((LOW, LOW, GOOD, LOW), ["reminder", "criticism", "praise", "reminder"]),
        ((LOW, NONE, LOW, LOW), ["reminder", "", "criticism", "interview"]),
        ((GOOD, GOOD, NONE, GOOD), ["praise", "praise", "", "praise"]),
    ],
)
def test_the_ladder_climbs_resets_and_holds(quarters, due):
    assert steps(decided({"east": quarters})) == due


def test_a_waiver_suspends_and_keeps_the_count():
    waiver = {"target": "sewage-each", "place": "east", "reason": "改造", "approver": "市长",
              "until": "2024-09-30"}  # fmt: skip
    found = decided({"east": (LOW, LOW, LOW, LOW)}, rules(waivers=[waiver]))
    assert [s.signal for s in found.stands if s.subject == "east"] == [
        "waived", "waived", "waived", "behind"]  # fmt: skip
    assert steps(found)[-1] == "reminder"


def test_a_veto_goes_straight_to_its_step():
    spec = rules(escalation={"notice": ladder(veto="plants-each", veto_step="criticism")})
    found = decided({"east": (("80", "60"), GOOD, GOOD, GOOD)}, spec)
    assert steps(found)[:2] == ["criticism", "praise"]
    assert "一票否决" in found.stands[0].to_dict("zh")["sentence"]


def test_steps_may_ask_for_a_share_of_the_targets():
    step = ladder()["steps"]
    step[1] = {**step[1], "share": "60 %"}
    spec = rules(escalation={"notice": ladder(steps=step)})
    half, all_ = LOW, ("60", "60")
    assert steps(decided({"east": (half, half, half, all_)}, spec))[-2:] == [
        "reminder",
        "interview",
    ]
    exact = [{**step[0]}, {**step[1], "share": "50 %"}]
    spec = rules(escalation={"notice": ladder(steps=exact)})
    assert steps(decided({"east": (half, half)}, spec, until=date(2024, 6, 30)))[-1] == "criticism"


def test_what_is_only_striven_for_does_not_count():
    spec = rules(targets=[target("sewage", strength="aspirational"), target("plants")])
    assert steps(decided({"east": (LOW, LOW, LOW, LOW)}, spec)) == ["praise"] * 4
    wider = ladder(behind=["fail", "missed"], strength=["binding", "aspirational"])
    spec = {**spec, "escalation": {"notice": wider}}
    assert steps(decided({"east": (LOW, LOW, LOW, LOW)}, spec))[1] == "criticism"


def test_departments_stand_on_a_ladder_of_their_own():
    spec = rules(escalation={"notice": ladder(of="lead")})
    found = decided({"east": (LOW, LOW, LOW, LOW), "west": (GOOD,) * 4}, spec)
    assert steps(found, "住建局")[:2] == ["reminder", "criticism"]
    assert steps(found, "城管委") == ["praise"] * 4


def test_only_some_places_and_targets_may_be_meant():
    spec = rules(escalation={"notice": ladder(targets="plants-each", among="county")})
    found = decided({"east": (LOW, LOW, LOW, LOW)}, spec)
    assert {s.subject for s in found.stands} == {"east", "west"}
    assert steps(found) == ["praise"] * 4


FIGURES = {"east": (LOW, LOW, NONE, LOW), "west": (GOOD, LOW, GOOD, GOOD)}


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_data_and_ledger_give_the_same(tmp_path, engine):
    spec, table = rules(), tc.read_table(rows(**FIGURES))
    plan = tc.compile_plan(spec)
    days = days_of(plan.ruleset, BEGIN, END)
    with Ledger(tmp_path / "ledger.db") as ledger:
        for day in days:
            ledger.record(tc.evaluate(plan, table, as_of=day), table)
        kept = from_rows(ledger.views("ladders", days))
    made = from_data(plan, table, days)
    assert kept == made
    assert escalate(plan.ruleset, kept, BEGIN, END, engine) == escalate(
        plan.ruleset, made, BEGIN, END, engine
    )


def test_a_corrected_run_stands_for_the_one_it_supersedes(tmp_path):
    plan = tc.compile_plan(rules())
    [day, *_] = days = days_of(plan.ruleset, BEGIN, date(2024, 3, 31))
    with Ledger(tmp_path / "ledger.db") as ledger:
        wrong, right = (tc.read_table(rows(east=(q,))) for q in (LOW, GOOD))
        first = ledger.record(tc.evaluate(plan, wrong, as_of=day), wrong)
        before = escalate(plan.ruleset, from_rows(ledger.views("ladders", days)), BEGIN, day)
        ledger.record(tc.evaluate(plan, right, as_of=day), right, supersedes=first.id)
        after = escalate(plan.ruleset, from_rows(ledger.views("ladders", days)), BEGIN, day)
    assert (steps(before), steps(after)) == (["reminder"], ["praise"])


def test_a_quarter_that_nobody_recorded_holds():
    plan = tc.compile_plan(rules())
    days = days_of(plan.ruleset, BEGIN, END)
    history = from_data(plan, tc.read_table(rows(east=(LOW,) * 4)), days)
    del history[days[1]]
    found = escalate(plan.ruleset, history, BEGIN, END)
    assert steps(found) == ["reminder", "", "criticism", "interview"]


def test_acts_have_the_same_names_whenever_they_are_decided():
    first, again = decided(FIGURES).due(), decided(FIGURES).due()
    assert [s.act_id for s in first] == [s.act_id for s in again]
    assert len({s.act_id for s in first}) == len(first)
    revised = decided({**FIGURES, "east": (LOW, LOW, LOW, GOOD)}).due()
    assert {s.act_id for s in revised} != {s.act_id for s in first}


def test_a_verdict_speaks_when_it_falls_due_or_is_the_next_to_do_so():
    def standing(due):
        return Standing("t", "p", due, "fail", "not_met", "binding", (), False)

    days = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    [period] = periods_between(date(2024, 4, 1), date(2024, 6, 30), "quarter")
    spoken = speaking(map(standing, days), period)
    assert [s.due for s in spoken] == [days[1]]
    spoken = speaking(map(standing, [days[0], days[2], days[3]]), period)
    assert [s.due for s in spoken] == [days[2]]


def test_the_output_says_which_engine_decided(monkeypatch, tmp_path):
    (tmp_path / "durable").mkdir()
    (tmp_path / "durable" / "__init__.py").write_text("raise ImportError('gone')")
    assert decided(FIGURES).decided_by == "reference"
    monkeypatch.syspath_prepend(tmp_path)
    found = decided(FIGURES, engine="auto")
    assert found.decided_by == "reference"
    assert [n.code for n in found.notes] == ["durable-rules-silent"]
    with pytest.raises(tc.TargetcheckError, match="durable-rules-silent"):
        decided(FIGURES, engine="durable")


def test_where_the_engines_disagree_the_reference_decides_and_that_is_said(monkeypatch):
    def other(ladders, tallies):
        wrong = [[[p.__class__(9, 9) for p in e] for e in s] for _, s in ladders for e in [()]]
        return (
            ([[[] for _ in s] for _, s in ladders], [False for _ in tallies]) if wrong else ([], [])
        )

    monkeypatch.setattr("targetcheck.escalation.escalation_run.in_child", other)
    found = decided(FIGURES, engine="auto")
    assert found.decided_by == "reference"
    assert "disagrees" in found.notes[0].en


CONCLUSIONS = {
    "twice": {"zh": "两项同时未达标",
              "all": [{"targets": ["sewage-each", "plants-each"], "status": "fail", "at_least": 2}]},
    "silent": {"zh": "未达标且未报送",
               "all": [{"targets": "sewage-each", "status": "fail"},
                       {"targets": "plants-each", "status": "undetermined", "reason": "overdue_report"}]},
    "parts": {"zh": "各县均达标而全市未达标", "at": "city",
              "all": [{"targets": "sewage-each", "places": {"each": "county", "in": "city"},
                       "status": "pass", "every": True},
                      {"targets": "city-sewage", "status": "fail"}]},
}  # fmt: skip


@pytest.mark.parametrize("engine", ["reference", "auto"])
def test_conclusions_over_verdicts_of_the_same_quarter(engine):
    whole = {
        **target("sewage"),
        "id": "city-sewage",
        "place": "city",
        "require": {"at_least": "78 %"},
    }
    spec = rules(targets=[target("sewage"), target("plants"), whole], conclusions=CONCLUSIONS)
    found = decided(
        {"east": (("60", "60"), ("60", None), GOOD, GOOD), "west": (LOW, GOOD, GOOD, GOOD),
         "city": ((None, None), (None, None), ("75", None), ("80", None))}, spec, engine,
    )  # fmt: skip
    drawn = [(d.id, d.place, d.period.text("en")) for d in found.conclusions]
    assert drawn == [
        ("twice", "east", "2024 Q1"), ("silent", "east", "2024 Q2"), ("parts", "city", "2024 Q3")
    ]  # fmt: skip
    assert found.conclusions[0].evidence == ("sewage-each@east fail", "plants-each@east fail")


def test_turns_of_cadences_come_with_the_periods_that_end():
    spec = rules(
        cadences={"m": {"zh": "月调度", "every": "month"}, "y": {"zh": "年评估", "every": "year"}}
    )
    found = decided(FIGURES, spec)
    assert [t.id for t in found.turns].count("m") == 12
    assert [t.id for t in found.turns].count("y") == 1


def test_rows_for_frames_and_plain_data():
    found = decided(FIGURES)
    told = found.to_dict("zh", history=True)
    assert len(told["stands"]) == len(found.rows("zh")) == len(found.stands) == 8
    assert found.to_frame("polars").shape[0] == len(found.to_frame("pandas")) == 8
    assert {s["subject"] for s in told["due"]} == {"east", "west"}
    assert all(
        isinstance(v, str | int | bool | None) for row in found.rows("zh") for v in row.values()
    )


def test_sentences_are_in_the_language_that_is_asked_for():
    spec = rules(escalation={"notice": ladder(praise=None)})
    for place, english in (("city", "City"), ("east", "East"), ("west", "West")):
        spec["places"][place] = {**spec["places"][place], "en": english}
    spec["targets"][0]["title"] = {"zh": "污水收集", "en": "sewage collected"}
    spec["escalation"]["notice"]["steps"][0]["en"] = "reminder letter"
    found = decided({"east": (LOW, NONE, GOOD, LOW)}, spec)
    english = [row["sentence"] for row in found.rows("en") if row["subject"] == "east"]
    assert english == [
        "East, 2024 Q1: behind 1 quarter in a row, 1 of 2 targets now (East, sewage collected);"
        " due: reminder letter",
        "East, 2024 Q2: observations are missing (East, 达标率; East, sewage collected);"
        " the count stays at 1 quarter in a row",
        "East, 2024 Q3: no target is lagging; the count starts again",
        "East, 2024 Q4: behind 1 quarter in a row, 1 of 2 targets now (East, sewage collected);"
        " due: reminder letter",
    ]
    chinese = [row["sentence"] for row in found.rows("zh") if row["subject"] == "east"]
    assert all("污水收集" in chinese[n] for n in (0, 1, 3))
    assert not any("sewage" in each or "East" in each for each in chinese)


def test_a_ruleset_without_ladders_is_told_so():
    with pytest.raises(tc.TargetcheckError, match="escalation-missing"):
        decided(FIGURES, rules(escalation={}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"steps": [{"id": "a", "after": 2}, {"id": "b", "after": 1}]}, "steps-out-of-order"),
        ({"steps": [{"id": "a"}, {"id": "a"}]}, "defined-twice"),
        ({"veto_step": "reminde"}, "step-unknown"),
        ({"veto": "nothing"}, "target-unknown"),
        ({"actions": "nothing"}, "action-unknown"),
        ({"among": "village"}, "group-unknown"),
        ({"share": "0.3 mg/L"}, "share-not-percent"),
        ({"share": "130 %"}, "share-not-percent"),
        ({"steps": [{"id": "a", "after": 13}]}, "after"),
        ({"step": []}, "step"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_ladder_is_said_with_its_place(changes, code):
    with pytest.raises(tc.TargetcheckError) as raised:
        tc.load_ruleset(rules(escalation={"notice": ladder(**changes)}))
    told = str(raised.value)
    assert code in told
    assert "escalation.notice" in told


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"targets": "nothing", "status": "fail"}, "target-unknown"),
        (
            {"targets": "sewage-each", "status": "fail", "at_least": 1, "none": True},
            "count-unclear",
        ),
        ({"targets": "sewage-each", "status": "failed"}, "status"),
        (
            {"targets": "sewage-each", "status": "fail", "places": {"each": "village"}},
            "group-unknown",
        ),
    ],
)
def test_what_is_wrong_with_a_conclusion_is_said(condition, code):
    with pytest.raises(tc.TargetcheckError, match=code):
        tc.load_ruleset(rules(conclusions={"c": {"zh": "结论", "all": [condition]}}))


def test_sections_come_back_from_yaml():
    from targetcheck.ruleset.ruleset import to_data

    spec = rules(
        conclusions={"silent": CONCLUSIONS["silent"]},
        cadences={"m": {"zh": "月", "every": "month"}},
    )
    ruleset = tc.load_ruleset(spec)
    assert tc.load_ruleset(to_data(ruleset)) == ruleset


@pytest.mark.parametrize("name", ["hubei/huangshi-yangtze-2024", "hubei/suizhou-yangtze-2024"])
def test_the_ladders_of_the_documents_cite_every_step(name):
    ruleset = tc.load_ruleset(name)
    for spec in ruleset.escalation.values():
        for step in (*spec.steps, *((spec.praise,) if spec.praise else ())):
            assert step.cite is not None
            assert step.cite.quote
            assert step.after == 1 or step.reading, "a number that the document lacks is a reading"


def test_the_ladders_and_cadences_of_huangshi_and_suizhou():
    told = {}
    for city in ("huangshi", "suizhou"):
        ruleset = tc.load_ruleset(f"hubei/{city}-yangtze-2024")
        told[city] = (
            {n: [s.zh for s in x.steps] for n, x in ruleset.escalation.items()},
            [c.zh for c in ruleset.cadences.values()],
        )
    assert told["huangshi"][0]["outfalls"] == ["提醒函", "通报批评", "公开约谈"]
    assert (
        tc.load_ruleset("hubei/huangshi-yangtze-2024").escalation["outfalls"].praise.zh
        == "通报表扬"
    )
    assert told["suizhou"][0]["departments"] == ["通报批评", "追责问责"]
    assert told["huangshi"][1] == ["月调度", "季通报", "年评估"]
    assert told["suizhou"][1] == ["季调度", "半年通报", "年评估"]


def test_a_reader_of_a_ladder_gives_shapes_the_machine_takes():
    ruleset = tc.load_ruleset(rules())
    assert shape_of(ruleset.escalation["notice"]).after == (1, 2, 3)
    assert SignalReader(ruleset.escalation["notice"], ruleset).read(()) == {}


def test_quotes_of_ladders_are_looked_up_in_the_document():
    from targetcheck.lint.linter import lint_ruleset

    spec = rules(
        cadences={"m": {"zh": "月", "every": "month", "cite": {"clause": "三", "quote": "月调度"}}}
    )
    found = lint_ruleset(tc.load_ruleset(spec), "不低于70%。提醒。采取措施。")
    [missing] = [d for d in found if d.code == "quote-not-in-text"]
    assert "月调度" in missing.en
    assert "cadences.m.cite" in str(missing.where)
