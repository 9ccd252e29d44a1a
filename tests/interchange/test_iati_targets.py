"""Activity files of others become rulesets: targets, baselines, places and dimensions."""

from __future__ import annotations

from datetime import date

from activity_text import (
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
