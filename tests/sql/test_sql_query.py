"""The query of a plan says, in every database, what the reference kernel says of the same reports."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from databases import DuckDatabase, Report, reports_of, said

from targetcheck import TargetcheckError, compile_plan, evaluate
from targetcheck.sql_query import sql_text

pl = pytest.importorskip("polars")
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
HEAD = {
    "targetcheck": 1,
    "id": "sample",
    "title": "示例",
    "document": {"number": "示〔2024〕1号", "issuer": "示例市", "issued": "2024-01-01"},
}
DAYS = {"period_start": YEAR[0], "period_end": YEAR[1]}


def ruleset(indicators, targets, places=("a",)):
    cite = {"clause": "一", "quote": "…"}
    named = [{"id": f"t{n}", "place": "a", "due": "2024-12-31", "cite": cite, **target}
             for n, target in enumerate(targets)]  # fmt: skip
    return {**HEAD, "places": {p: {"zh": p} for p in places}, "indicators": indicators,
            "targets": named}  # fmt: skip


def of_case(one):
    """Give the reports of a case as rows, or None where it has no plain ones to judge."""
    if one.known_at is not None:
        return None
    reports = reports_of(one.result.observations)
    return None if reports is None else [r for r in reports if r.period_end <= one.as_of]


def test_every_case_that_it_states_has_the_answer_of_the_reference(database):
    from kernels import asked

    wrong, told, every = [], Counter(), 1 if database.dialect != "spark" else 12
    for one in asked()[::every]:
        made, reports = sql_text(one.plan, database.dialect), of_case(one)
        if not made.stated or reports is None:
            continue
        answers = said(database.rows(made.text, reports))
        for verdict in one.result:
            key = (verdict.target, verdict.place, verdict.due)
            if verdict.due > one.as_of or key not in answers:
                continue
            status, reason = answers[key]
            told[reason] += 1
            if status is not None and (status, reason) != (str(verdict.status), verdict.reason):
                wrong.append((one.case.id, key, status, reason, str(verdict)))
    assert wrong == []
    assert told["met"] > 100 // every
    assert told["not_met"] > 50 // every


BOUNDS = {
    "tonnes": ("吨", {"at_least": "12345.678 吨"}),
    "land": ("公顷", {"at_least": "1 万亩"}),  # 2000/3 ha, which no decimal is
    "spent": ("亿元", {"at_most": "15.5 亿元"}),
    "above": ("吨", {"above": "0.3 吨"}),
    "range": ("吨", {"between": ["0.1 吨", "0.7 吨"]}),
}


def on_bounds(count):
    """Give values on bounds, a last digit below and a last digit above, by place."""
    rng = random.Random(20)
    places = [f"p{n}" for n in range(count)]
    edges = {"tonnes": "12345.678", "land": "666.6666666667", "spent": "15.5", "above": "0.3",
             "range": "0.7"}  # fmt: skip
    steps = [Decimal(0), Decimal("1E-10"), Decimal("-1E-10")]
    rows = [
        Report(place, name, *YEAR, Decimal(edge) + rng.choice(steps))
        for place in places
        for name, edge in edges.items()
    ]
    return places, rows


@cache
def asked_of(count):
    """Give a plan, values on its bounds and what the reference kernel says of them."""
    places, rows = on_bounds(count)
    indicators = {name: {"zh": name, "unit": unit} for name, (unit, _) in BOUNDS.items()}
    targets = [
        {"indicator": name, "place": {"each": "p"}, "require": require}
        for name, (_, require) in BOUNDS.items()
    ]
    data = ruleset(indicators, targets)
    data["places"] = {p: {"zh": p, "kind": "p"} for p in places}
    plan = compile_plan(data)
    reports = [
        {"place": r.place, "indicator": r.indicator, "period": "2024", "value": str(r.value),
         "unit": BOUNDS[r.indicator][0]}
        for r in rows
    ]  # fmt: skip
    result = evaluate(plan, reports, as_of="2024-12-31")
    return plan, rows, {(v.target, v.place, v.due): (str(v.status), v.reason) for v in result}


def test_values_on_a_bound_are_never_judged_wrong(database):
    count = 20_000 if database.dialect != "spark" else 2_000
    plan, rows, wanted = asked_of(count)
    answers = said(database.rows(sql_text(plan, database.dialect).text, rows))
    assert len(wanted) == 5 * count
    assert {status for status, _ in wanted.values()} == {"pass", "fail"}
    assert sum(answers[key] != answer for key, answer in wanted.items()) == 0


def one(database, indicators, target, rows):
    """Give status and reason of a single target."""
    made = sql_text(compile_plan(ruleset(indicators, [target])), database.dialect)
    assert made.stated == 1, made.counts()
    ((answer),) = said(database.rows(made.text, [Report("a", *row) for row in rows])).values()
    return answer


LEVEL = {"x": {"zh": "甲", "unit": "吨"}}
FLOW = {"x": {"zh": "乙", "nature": "flow", "unit": "吨"}}


def test_a_change_is_on_the_baseline_that_was_reported(database):
    target = {"indicator": "x", "require": {"fall": {"from": "2020", "at_least": "4 %"}}}
    base = ("x", date(2020, 1, 1), date(2020, 12, 31), Decimal("70.3"))
    exact = Decimal("67.488")  # 70.3 less 4 %
    assert one(database, LEVEL, target, [base, ("x", *YEAR, exact)]) == ("pass", "met")
    over = ("x", *YEAR, exact + Decimal("1E-10"))
    assert one(database, LEVEL, target, [base, over]) == ("fail", "not_met")
    assert one(database, LEVEL, target, [over]) == ("undetermined", "no_baseline")


def test_a_total_needs_every_day(database):
    target = {"indicator": "x", "from": "2024-01-01", "require": {"at_least": "103.2 吨"}}
    first = ("x", date(2024, 1, 1), date(2024, 6, 30), Decimal("68.8"))
    second = ("x", date(2024, 7, 1), date(2024, 12, 31), Decimal("34.4"))
    assert one(database, FLOW, target, [first, second]) == ("pass", "met")
    assert one(database, FLOW, target, [second]) == ("undetermined", "incomplete")
    assert one(database, FLOW, target, [first]) == ("undetermined", "overdue_report")
    assert one(database, FLOW, target, [first, first, second]) == (None, "periods_overlap")


def test_what_is_not_plain_has_no_status(database):
    target = {"indicator": "x", "require": {"at_least": "1 吨"}}
    rows = [("x", *YEAR, Decimal(1)), ("x", *YEAR, Decimal(2))]
    assert one(database, LEVEL, target, rows) == (None, "reports_differ")
    assert one(database, LEVEL, target, [rows[0]] * 2) == ("pass", "met")


def test_a_value_out_of_range_is_no_report(database):
    share = {"x": {"zh": "率", "nature": "share", "unit": "percent"}}
    target = {"indicator": "x", "require": {"at_least": "95 %"}}
    assert one(database, share, target, [("x", *YEAR, Decimal("100.5"))])[1] == "overdue_report"
    count = {"x": {"zh": "数", "nature": "count", "unit": "个"}}
    target = {"indicator": "x", "require": {"at_least": "3 个"}}
    assert one(database, count, target, [("x", *YEAR, Decimal("3.5"))])[1] == "overdue_report"
    assert one(database, count, target, [("x", *YEAR, Decimal(3))]) == ("pass", "met")


def test_an_alternative_that_holds_outweighs_one_that_is_unknown(database):
    indicators = {**LEVEL, "y": {"zh": "丙", "unit": "吨"}}
    parts = [{"at_least": "1 吨"}, {"of": "y", "at_least": "1 吨"}]
    target = {"indicator": "x", "require": {"any": parts}}
    met, short = ("x", *YEAR, Decimal(1)), ("x", *YEAR, Decimal(0))
    assert one(database, indicators, target, [met]) == ("pass", "met")
    assert one(database, indicators, target, [short]) == ("undetermined", "overdue_report")
    both = {"indicator": "x", "require": {"all": parts}}
    assert one(database, indicators, both, [short]) == ("fail", "not_met")
    assert one(database, indicators, both, [met]) == ("undetermined", "overdue_report")


def test_a_binary_column_is_never_judged():
    pytest.importorskip("duckdb")
    target = {"indicator": "x", "require": {"at_least": "1 吨"}}
    rows = [("x", *YEAR, Decimal(1))]
    assert one(DuckDatabase("DOUBLE"), LEVEL, target, rows) == (None, "not_exact")
    assert one(DuckDatabase("BIGINT"), LEVEL, target, rows) == ("pass", "met")


def test_a_profile_with_reasons_for_silence_is_left_to_evaluate():
    """The table of reports has no column for the reason, so a silence would look overdue."""
    excused = {"frozen": {"zh": "封冻"}}
    data = ruleset(LEVEL, [{"indicator": "x", "require": {"at_least": "1 吨"}}])
    data["profiles"] = {"excusing": {"excused": excused}}
    assert sql_text(compile_plan(data), "duckdb").stated == 1
    made = sql_text(compile_plan(data, "excusing"), "duckdb")
    assert (made.stated, made.counts()) == (0, {"excused": 1})


def test_an_end_of_an_interval_is_left_to_evaluate():
    target = {"indicator": "x", "require": {"at_least": "1 吨", "end": "lower"}}
    made = sql_text(compile_plan(ruleset(LEVEL, [target])), "duckdb")
    assert (made.stated, made.counts()) == (0, {"interval": 1})


def test_the_query_names_what_it_leaves_out():
    indicators = {**LEVEL, "plan": {"zh": "方案", "nature": "done"}}
    targets = [
        {"indicator": "plan", "require": {"done": True}},
        {"indicator": "x", "require": {"at_least": "1 吨"}},
    ]
    made = sql_text(compile_plan(ruleset(indicators, targets)), "duckdb")
    assert made.stated == 1
    assert made.counts() == {"done": 1}
    assert "--   t0 (1 due): a deliverable has no number" in made.text
    chinese = sql_text(compile_plan(ruleset(indicators, targets)), "duckdb", lang="zh")
    assert "--   t0 (1项): 交付成果没有数值" in chinese.text


@pytest.mark.parametrize(
    ("words", "code"),
    [(("mysql",), "argument-unknown"), (("duckdb", "t", "de"), "language-unknown")],
)
def test_another_database_or_language_is_refused_in_words(words, code):
    from targetcheck.api import sql_of_plan

    plan = compile_plan(ruleset(LEVEL, [{"indicator": "x", "require": {"at_least": "1 吨"}}]))
    with pytest.raises(TargetcheckError, match=code):
        sql_of_plan(plan, *words)


def test_the_command_writes_the_query(tmp_path, capsys):
    from targetcheck.cli.entry_point import run

    out = tmp_path / "q.sql"
    words = ["compile", "hubei/huangshi-yangtze-2024", "--to", "sql", "--lang", "en"]
    assert run([*words, "--dialect", "postgres", "--table", "facts", "-o", str(out)]) == 0
    assert "FROM facts AS r" in out.read_text(encoding="utf-8")
    assert "not: a person has to judge it" in capsys.readouterr().err
    assert run([*words, "--dialect", "duckdb", "--check", "-o", str(out)]) == 1
