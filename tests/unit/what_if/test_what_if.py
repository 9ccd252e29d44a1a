"""`what-if`: what is still needed, where a verdict turns, what a supposed report changes."""

import json
from fractions import Fraction

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.observations.observation_reader import read_observations
from targetcheck.tables.table_reader import read_table
from targetcheck.what_if.gap_to_target import needs_of
from targetcheck.what_if.gap_to_target_text import need_lines
from targetcheck.what_if.turning_point import turning_points, turning_text

RULESET = {
    "targetcheck": 1,
    "id": "demo",
    "title": "示例",
    "document": {"number": "示〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
    "places": {"city": {"zh": "示例市"}, **{f"p{n}": {"zh": f"{n}厂", "in": "city", "kind": "plant"} for n in range(1, 5)}},
    "groups": {"plants": {"zh": "厂", "kind": "plant"}},
    "indicators": {
        "rate": {"zh": "整治率", "nature": "share", "unit": "percent"},
        "land": {"zh": "面积", "nature": "flow", "unit": "公顷"},
        "bod": {"zh": "进水BOD", "unit": "mg/L"},
        "use": {"zh": "用量", "unit": "吨", "better": "lower"},
        "water": {"zh": "用水", "nature": "flow", "unit": "万立方米", "better": "lower"},
        "a": {"zh": "甲", "unit": "吨"},
        "b": {"zh": "乙", "unit": "吨"},
        "per": {"zh": "每", "unit": "percent", "nature": "share", "of": ["a", "b"]},
        "works": {"zh": "产业", "unit": "亿元"},
    },
}  # fmt: skip
CITE = {"clause": "一", "quote": "…"}


def result(target, rows, as_of):
    data = {**RULESET, "targets": [{"id": "t", "place": "city", "cite": CITE, **target}]}
    return tc.evaluate(data, rows, as_of=as_of)


def row(indicator, period, value, unit, place="city", **more):
    return {
        "place": place,
        "indicator": indicator,
        "period": period,
        "value": value,
        "unit": unit,
        **more,
    }


def turns(target, rows, as_of):
    found = result(target, rows, as_of)
    known = read_observations(read_table(rows), found.plan)
    (verdict,) = found.verdicts
    points = turning_points(verdict.question, found.plan, known, found.as_of)
    return {
        (t.observation.place, t.observation.indicator, t.observation.period.label): t
        for t in points
    }


def test_a_share_with_counts_tells_the_smallest_count():
    rows = [row("rate", "2024-06-30", "", "", numerator=483, denominator=507)]
    (need,) = needs_of(
        result(
            {"indicator": "rate", "require": {"at_least": "98 %"}, "due": "2024-12-31"},
            rows,
            "2024-07-01",
        )
    )
    assert need.to_go == 98 - Fraction(48300, 507)
    assert need.count.needs == 497  # 496 / 507 is 97.83 %
    assert Fraction(497, 507) >= Fraction(98, 100) > Fraction(496, 507)


def test_a_strict_bound_is_told_as_one():
    rows = [row("works", "2024-06-30", "200", "亿元")]
    (need,) = needs_of(
        result(
            {"indicator": "works", "require": {"above": "200 亿元"}, "due": "2024-12-31"},
            rows,
            "2024-07-01",
        )
    )
    assert need.bound.low_open
    assert need.to_go == 0


def test_a_total_tells_the_rest_and_what_the_schedule_asks_for_now():
    target = {
        "indicator": "land",
        "require": {"at_least": "36.6 公顷"},
        "from": "2024-01-01",
        "due": "2024-12-31",
    }
    found = result(target, [row("land", "2024H1", "10", "公顷")], "2024-06-30")
    (need,) = needs_of(found)
    assert need.to_go == Fraction("26.6")
    assert need.per_day == Fraction("26.6") / 184
    assert need.now == Fraction(95, 100) * Fraction("36.6") / 2


def test_the_value_that_is_on_track_is_exact():
    target = {
        "indicator": "land",
        "require": {"at_least": "36.6 公顷"},
        "from": "2024-01-01",
        "due": "2024-12-31",
    }
    (need,) = needs_of(result(target, [row("land", "2024H1", "10", "公顷")], "2024-06-30"))
    assert need.now == Fraction("17.385")
    for value, status in (("17.385", "on_track"), ("17.3849999999", "at_risk")):
        found = result(target, [row("land", "2024H1", value, "公顷")], "2024-06-30")
        assert str(found.verdicts[0].status) == status


def test_settled_verdicts_need_nothing_unless_asked():
    target = {"indicator": "rate", "require": {"at_least": "98 %"}, "due": "2024-12-31"}
    found = result(target, [row("rate", "2024", "97", "%")], "2024-12-31")
    assert needs_of(found) == ()
    assert needs_of(found, settled=True)[0].to_go == 1


@pytest.mark.parametrize(
    ("target", "rows", "report", "value", "becomes", "onto"),
    [
        ({"indicator": "rate", "require": {"at_least": "98 %"}}, [row("rate", "2024", "97", "%")],
         ("city", "rate", "2024"), "98", "pass", True),
        ({"indicator": "rate", "require": {"at_least": "98 %"}}, [row("rate", "2024", "98", "%")],
         ("city", "rate", "2024"), "98", "fail", False),
        ({"indicator": "works", "require": {"above": "200 亿元"}}, [row("works", "2024", "150", "亿元")],
         ("city", "works", "2024"), "200", "pass", False),
        ({"indicator": "use", "require": {"fall": {"from": 2020, "at_least": "4 %"}}},
         [row("use", "2024", "97", "吨"), row("use", "2020", "100", "吨")],
         ("city", "use", "2024"), "96", "pass", True),
        ({"indicator": "use", "require": {"fall": {"from": 2020, "at_least": "4 %"}}},
         [row("use", "2024", "96", "吨"), row("use", "2020", "99", "吨")],
         ("city", "use", "2020"), "100", "pass", True),
        ({"indicator": "land", "require": {"at_least": "103.2 公顷"}, "from": "2023-01-01"},
         [row("land", "2023", "68.8", "公顷"), row("land", "2024", "34.3", "公顷")],
         ("city", "land", "2023"), "68.9", "pass", True),
        ({"indicator": "per", "require": {"at_least": "60 %"}},
         [row("a", "2024", "55", "吨"), row("b", "2024", "100", "吨")],
         ("city", "b", "2024"), "275/3", "pass", True),
        ({"indicator": "rate", "require": {"share_of": "plants", "where": {"bod": {"above": "100 mg/L"}}, "at_least": "50 %"}},
         [row("bod", "2024", v, "mg/L", f"p{n}") for n, v in ((1, 120), (2, 90), (3, 80), (4, 70))],
         ("p3", "bod", "2024"), "100", "pass", False),
    ],
)  # fmt: skip
def test_a_verdict_turns_exactly_there(target, rows, report, value, becomes, onto):
    point = turns({"due": "2024-12-31", **target}, rows, "2024-12-31")[report]
    assert (point.value, point.becomes, point.onto) == (Fraction(value), becomes, onto)


def test_a_pace_turns_at_its_cut_off():
    target = {
        "indicator": "land",
        "require": {"at_least": "36.6 公顷"},
        "from": "2024-01-01",
        "due": "2024-12-31",
    }
    (point,) = turns(target, [row("land", "2024H1", "10", "公顷")], "2024-06-30").values()
    assert (point.value, point.becomes, point.onto) == (Fraction("17.385"), "on_track", True)


def test_a_report_that_cannot_turn_it_alone_says_so():
    plants = {"share_of": "plants", "where": {"bod": {"above": "100 mg/L"}}, "at_least": "100 %"}
    rows = [row("bod", "2024", 80, "mg/L", f"p{n}") for n in range(1, 5)]
    found = turns({"indicator": "rate", "require": plants, "due": "2024-12-31"}, rows, "2024-12-31")
    assert all(point.value is None for point in found.values())


@pytest.fixture
def files(tmp_path):
    from targetcheck.yaml_text.yaml_writer import dump_yaml

    target = {"id": "t", "place": "city", "cite": CITE, "indicator": "rate",
              "require": {"at_least": "98 %"}, "due": "2024-12-31"}  # fmt: skip
    ruleset, data = tmp_path / "ruleset.yaml", tmp_path / "data.csv"
    ruleset.write_text(dump_yaml({**RULESET, "targets": [target]}), encoding="utf-8")
    data.write_text("place,indicator,period,value,unit\ncity,rate,2024,97,%\n", encoding="utf-8")
    return [str(ruleset), str(data), "--as-of", "2024-12-31"]


def test_the_command_tells_needs_turns_and_suppositions(files, capsys):
    assert run(["what-if", *files, "--all", "--lang", "zh"]) == 0
    assert "2024年为97%；达标须不低于98%；还差1个百分点" in capsys.readouterr().out
    assert run(["what-if", *files, "--turns", "--lang", "en"]) == 0
    assert "2024 97 %: pass at ≥ 98 %" in capsys.readouterr().out
    assert run(["what-if", *files, "--set", "city,rate,2024=98 %", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["after"] == "pass/met"
    assert run(["what-if", *files, "--set", "city,rate=98"]) == 2
    assert "supposition-unreadable" in capsys.readouterr().err
    assert run(["what-if", *files, "--set", "city,rat,2024=98 %"]) == 2
    assert "did you mean `rate`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        (
            {"indicator": "per", "require": {"permitted": "eu_waste_water"}},
            "允许数须按样品总数确定",
            "which depends on how many samples there are",
        ),
        (
            {"indicator": "use", "require": {"fall": {"from": 2020, "at_least": "4 %"}}},
            "须先有基期值",
            "once its baseline is known",
        ),
        (
            {"indicator": "use", "require": {"within": "late"}},
            "到期时没有生效的限值",
            "but no limit is in force on the due date",
        ),
    ],
)
def test_what_is_still_to_be_known_is_named(target, zh, en):
    late = {"zh": "新限值", "entries": [{"from": "2031-01-01", "at_most": "5 吨"}]}
    data = {
        **RULESET,
        "limits": {"late": late},
        "targets": [{"id": "t", "place": "city", "due": "2025-12-31", "cite": CITE, **target}],
    }
    needs = needs_of(tc.evaluate(data, [], as_of="2024-06-30"))
    for lang, said in (("zh", zh), ("en", en)):
        assert said in "\n".join(need_lines(needs, lang))


GRADES = {
    **RULESET,
    "scales": {"water": {"grades": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"]}},
    "indicators": {
        "lake": {"zh": "水质类别", "nature": "class", "scale": "water"},
        "law": {"zh": "条例", "nature": "done"},
    },
}


@pytest.mark.parametrize(
    ("indicator", "require", "value", "zh", "en"),
    [
        ("lake", {"at_least": "Ⅲ"}, "Ⅲ", "为Ⅳ类或更差时变为未达标", "fail at class Ⅳ or worse"),
        ("lake", {"at_least": "Ⅲ"}, "Ⅳ", "为Ⅲ类或更好时变为达标", "pass at class Ⅲ or better"),
        ("lake", {"at_least": "Ⅳ"}, "Ⅳ", "为Ⅴ类时变为未达标", "fail at class Ⅴ"),
        ("law", {"done": True}, "否", "为完成时变为达标", "pass if it is done"),
    ],
)
def test_a_grade_or_a_deliverable_turns_at_a_value_it_may_have(indicator, require, value, zh, en):
    target = {
        "id": "t", "place": "city", "cite": CITE, "indicator": indicator,
        "due": "2024-12-31", "require": require,
    }  # fmt: skip
    rows = [{"place": "city", "indicator": indicator, "period": "2024", "value": value}]
    found = tc.evaluate({**GRADES, "targets": [target]}, rows, as_of="2024-12-31")
    [verdict] = found
    known = read_observations(read_table(rows), found.plan)
    [point] = turning_points(verdict.question, found.plan, known, found.as_of)
    assert turning_text(point, verdict, "zh").endswith(zh)
    assert turning_text(point, verdict, "en").endswith(en)
