"""From recorded runs to a list: what is on it, what closes it, what it says."""

from __future__ import annotations

import random
from datetime import date

import pytest
from reference_machine import seen_after
from small_city import MEASURE, fill, item_of, plan_text, row, sewage, state_of, target

import targetcheck as tc
from targetcheck.rectification.item_life import DueStatus
from targetcheck.rectification.problem_list import chosen_run, issue, problem_list

SEWAGE = "sewage-2024@west"


@pytest.fixture
def listed(ledger):
    """A function that makes the list of the newest run, or of the run named; it may be issued."""

    def make(run=None, *, out=False):
        made = problem_list(ledger, chosen_run(ledger, run))
        return issue(ledger, made, "zh", "考核办") if out else made

    return make


def test_the_list_says_what_is_missed_by_how_much_and_by_whom(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    item = item_of(listed(), SEWAGE)
    texts = item.texts("zh")
    assert texts["target"] == "污水收集率"
    assert texts["place"] == "西县"
    assert texts["lead"] == "住建局"
    assert texts["verdict"] == "未达标"
    assert texts["required"] == "不低于70%（一）"
    assert texts["found"] == "2024年12月31日为68%，还差2个百分点"
    assert texts["state"] == "整改中，2024-12-31列入"
    told = item.texts("en")
    assert told["found"] == "68 % on 31 December 2024; 2 percentage points short"
    assert told["state"] == "open (found on 2024-12-31)"
    assert item.to_dict()["gap"] == 2


def test_only_bad_verdicts_are_listed(recorded, listed):
    recorded([*sewage("west", 68), *sewage("east", 70)], "2024-12-31")
    made = listed()
    assert [item.code for item in made.items] == [SEWAGE]
    assert made.counts() == {
        "items": 1, "open": 1, "overdue": 0, "recovering": 0, "reopened": 0, "unwritten": 1, "closed": 0,
    }  # fmt: skip


def test_a_missed_level_closes_when_a_later_report_meets_it_and_opens_again(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    listed(out=True)
    recorded(sewage("west", 68, 69), "2025-03-31")
    assert state_of(listed(), SEWAGE) == "open"
    recorded(sewage("west", 68, 69, 70), "2025-06-30")
    item = item_of(listed(), SEWAGE)
    assert (item.state, item.life.closed) == ("closed", date(2025, 6, 30))
    assert item.texts("zh")["state"] == "2025-06-30已销号"
    assert str(item.verdict.status) == "fail", "the verdict of the due date stays what it is"
    recorded(sewage("west", 68, 69, 70, 69.9), "2025-09-30")
    item = item_of(listed(), SEWAGE)
    assert item.is_reopened
    assert item.texts("zh")["state"] == "整改中，2025-09-30再次列入"


def test_a_total_counts_on_after_its_due_date(recorded, listed):
    forest = [row("west", "forest", "2024", "90", "公顷")]
    recorded(forest, "2024-12-31")
    listed(out=True)
    recorded([*forest, row("west", "forest", "2025Q1", "9.9", "公顷")], "2025-03-31")
    assert state_of(listed(), "forest-2024@west") == "open"
    recorded([*forest, row("west", "forest", "2025Q1", "10", "公顷")], "2025-03-31", who="乙")
    assert state_of(listed(), "forest-2024@west") == "closed"


def test_a_recurring_duty_closes_with_the_next_period_that_passes(recorded, listed):
    known = [
        row("west", "reports", "2024Q1", "1", "次"),
        row("west", "reports", "2024Q2", "0", "次"),
    ]
    recorded(known, "2024-06-30")
    listed(out=True)
    item = item_of(listed(), "reports@west")
    assert item.verdict.due == date(2024, 6, 30)
    recorded([*known, row("west", "reports", "2024Q3", "0", "次")], "2024-09-30")
    item = item_of(listed(), "reports@west")
    assert (item.state, item.verdict.due, item.also_due) == ("open", date(2024, 9, 30), 1)
    assert "另有1个时限" in item.found_text("zh")
    known += [
        row("west", "reports", "2024Q3", "0", "次"),
        row("west", "reports", "2024Q4", "1", "次"),
    ]
    recorded(known, "2024-12-31")
    assert state_of(listed(), "reports@west") == "closed"


def test_what_must_hold_in_every_period_closes_when_the_latest_holds(recorded, listed):
    black = [row("west", "black", "2024-06-30", "3", "处")]
    recorded(black, "2024-06-30")
    listed(out=True)
    item = item_of(listed(), "no-black@west")
    assert (item.status, item.verdict.reason) == ("fail", "lapsed")
    recorded([*black, row("west", "black", "2024-09-30", "1", "处")], "2024-09-30")
    assert state_of(listed(), "no-black@west") == "open"
    recorded([*black, row("west", "black", "2024-12-31", "0", "处")], "2024-12-31")
    assert state_of(listed(), "no-black@west") == "closed"


def test_a_deliverable_closes_when_it_is_done_late(recorded, listed):
    recorded([row("west", "station", "2024-12-31", "未完成", "")], "2024-12-31")
    listed(out=True)
    assert "尚未完成" in item_of(listed(), "pump@west").found_text("zh")
    recorded(
        [row("west", "station", "2025-02-28", "完成", "", completed="2025-02-20")], "2025-03-31"
    )
    item = item_of(listed(), "pump@west")
    assert item.state == "closed"
    assert "2025年2月20日完成，逾期51天" in item.found_text("zh")


def test_behind_schedule_comes_back_on_schedule_and_closes_when_met(recorded, listed):
    rules = plan_text()
    rules["targets"] = [
        target("sewage-2025", "sewage", {"at_least": "80 %"}, lead="住建局", due="2025-12-31",
               baseline={"period": 2023, "value": "60 %"})
    ]  # fmt: skip
    code = "sewage-2025@west"
    recorded(sewage("west", 61), "2024-12-31", rules)
    listed(out=True)
    assert item_of(listed(), code).status == "at_risk"
    recorded(sewage("west", 61, 79), "2025-03-31", rules)
    item = item_of(listed(), code)
    assert item.state == "recovering"
    assert item.texts("zh")["state"] == "已恢复正常、达标后销号，2024-12-31列入"
    final = [*sewage("west", 61, 79), row("west", "sewage", "2025-12-31", "80", "%")]
    recorded(final, "2025-12-31", rules)
    assert state_of(listed(), code) == "closed"


def test_missing_data_neither_closes_nor_opens(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    listed(out=True)
    recorded([*sewage("east", 70)], "2025-03-31")
    item = item_of(listed(), SEWAGE)
    assert (item.state, item.status) == ("open", "undetermined")


WORDS = {"words": "持续改善"}


def words_rules(*overrides):
    targets = [target("better", "sewage", WORDS, lead="住建局")]
    return plan_text(targets=targets, overrides=list(overrides))


def word(status, day, **more):
    return {"target": "better", "place": "west", "status": status, "reason": "现场核查",
            "author": "评估组", "date": day, **more}  # fmt: skip


def test_a_promise_of_words_opens_and_closes_by_the_word_of_a_person(recorded, listed):
    rows = sewage("west", 68)
    recorded(rows, "2024-12-31", words_rules())
    assert listed().items == (), "what waits for a word is no problem yet"
    recorded(rows, "2025-01-31", words_rules(word("fail", "2025-01-20")))
    listed(out=True)
    item = item_of(listed(), "better@west")
    assert (item.status, str(item.verdict.status)) == ("fail", "undetermined")
    assert item.texts("zh")["verdict"] == "未达标（人工评定）"
    recorded(rows, "2025-02-28", words_rules(word("pass", "2025-03-05")))
    assert state_of(listed(), "better@west") == "open", "a word of a later day does not count yet"
    recorded(rows, "2025-03-31", words_rules(word("pass", "2025-03-05")))
    assert state_of(listed(), "better@west") == "closed"


def test_the_word_of_a_person_does_not_close_what_numbers_decide(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    listed(out=True)
    spoken = {**word("pass", "2025-03-05"), "target": "sewage-2024"}
    recorded(sewage("west", 68), "2025-03-31", plan_text(overrides=[spoken]))
    assert state_of(listed(), SEWAGE) == "open"


def test_a_waived_target_is_not_listed_and_an_open_one_is_not_overdue(
    recorded, listed, ledger, tmp_path
):
    waiver = {
        "target": "sewage-2024",
        "reason": "洪灾",
        "approver": "市政府",
        "until": "2025-12-31",
    }
    recorded(sewage("west", 68), "2024-12-31")
    book = tmp_path / "list.xlsx"
    book.write_bytes(listed(out=True).workbook())
    fill(book, SEWAGE, **MEASURE)
    tc.rectify(ledger, returned=book, who="住建局")
    recorded(sewage("west", 68), "2025-04-30", plan_text(waivers=[waiver]))
    item = item_of(listed(), SEWAGE)
    assert (item.state, item.verdict_text("zh")) == ("open", "免予考核")
    recorded(sewage("west", 68), "2025-04-30")
    assert state_of(listed(), SEWAGE) == "overdue"
    recorded(sewage("east", 68), "2025-05-31", plan_text(waivers=[waiver]))
    assert state_of(listed(), "sewage-2024@east") == "absent"


def test_a_promise_that_is_stated_twice_is_one_item_with_its_clauses(recorded, listed):
    again = target("again", "sewage", {"at_least": "70 %"}, lead="住建局", restates="sewage-2024",
                   cite={"clause": "附件2", "quote": "达到70%"})  # fmt: skip
    other = target(
        "stricter", "sewage", {"at_least": "75 %"}, lead="住建局", restates="sewage-2024"
    )
    rules = plan_text()
    rules["targets"] = [rules["targets"][0], again, other]
    recorded(sewage("west", 68), "2024-12-31", rules)
    made = listed()
    assert [item.code for item in made.items] == [SEWAGE, "stricter@west"]
    assert made.items[0].also_in == ("附件2",)
    assert made.items[0].texts("zh")["required"] == "不低于70%（一；附件2）"


def test_a_run_that_is_corrected_closes_what_it_had_listed(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    listed(out=True)
    recorded(sewage("west", 71), "2024-12-31", supersedes=1)
    item = item_of(listed(), SEWAGE)
    assert (item.state, item.life.closed) == ("closed", date(2024, 12, 31))


def test_what_was_solved_before_the_first_list_never_is_an_item(recorded, listed):
    recorded(sewage("west", 68), "2024-12-31")
    recorded(sewage("west", 68, 71), "2025-03-31")
    assert listed().items == ()
    listed(out=True)
    assert listed(1).counts()["open"] == 1, "an older run still says what it says"


def test_the_list_of_an_older_run_does_not_know_what_came_later(recorded, listed, ledger, tmp_path):
    recorded(sewage("west", 68), "2024-12-31")
    listed(out=True)
    recorded(sewage("west", 68, 71), "2025-03-31")
    book = tmp_path / "list.xlsx"
    book.write_bytes(listed(out=True).workbook())
    fill(book, SEWAGE, progress="已完成")
    tc.rectify(ledger, returned=book, who="住建局")
    assert item_of(listed(1), SEWAGE).state == "open"
    assert item_of(listed(1), SEWAGE).written.history == ()
    assert item_of(listed(2), SEWAGE).written.text("progress") == "已完成"


def test_runs_of_several_rulesets_need_a_name(recorded, ledger):
    recorded(sewage("west", 68), "2024-12-31")
    recorded(sewage("west", 68), "2024-12-31", plan_text(id="other"))
    with pytest.raises(tc.TargetcheckError, match="rectify-run-unclear"):
        tc.rectify(ledger)
    assert tc.rectify(ledger, ruleset="other").run.number == 2
    with pytest.raises(tc.TargetcheckError, match="did you mean `other`"):
        tc.rectify(ledger, ruleset="othr")


def test_a_list_is_recorded_once(recorded, listed, ledger):
    recorded(sewage("west", 68), "2024-12-31")
    first, second = listed(out=True), listed(out=True)
    assert first.id == second.id
    assert len(ledger.rectifications()) == 1


@pytest.mark.parametrize("seed", range(12))
def test_lists_of_a_ledger_agree_with_the_reference_machine(seed, recorded, ledger):
    """Values are drawn and judged by plain arithmetic; recorded, replayed and listed, the same comes out."""
    made = random.Random(seed)
    ends = [date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    places = ("west", "east")
    values = {p: [made.choice([None, 68, 69.9, 70, 71]) for _ in ends] for p in places}
    values["west"][0] = 68  # so that there is a list
    seen = {p: [] for p in places}
    for count in range(1, len(ends) + 1):
        rows = [row for p in places for row in sewage(p, *values[p][:count])]
        recorded(rows, str(ends[count - 1]))
        if count == 1:
            issue(ledger, problem_list(ledger, chosen_run(ledger, None)), "zh", "")
        found = problem_list(ledger, chosen_run(ledger, None))
        for place in places:
            first, later = values[place][0], [v for v in values[place][1:count] if v is not None]
            status = "undetermined" if first is None else "pass" if first >= 70 else "fail"
            good = status != "pass" and bool(later) and later[-1] >= 70
            seen[place].append([DueStatus(ends[0], status, good)])
            wanted = seen_after(ends[:count], seen[place])
            state = state_of(found, f"sewage-2024@{place}")
            assert state.replace("overdue", "open") == wanted.state, (place, values[place], count)
            if wanted.state != "absent":
                assert item_of(found, f"sewage-2024@{place}").life.opening == wanted.opening
