"""Screening says of each row what the reference says of it alone, in every kind of frame."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import targetcheck as tc
from targetcheck.columnar.exact_window import decimal_of, window
from targetcheck.columnar.screening.cell_fallback import judge_cells
from targetcheck.columnar.screening.level_requirements import DECLINED, levels_of
from targetcheck.columnar.screening.screener import Screener
from targetcheck.plan.bound import Bound
from targetcheck.plan.plan import Judge

pl = pytest.importorskip("polars")

UNITS = {
    "mg/L": ["mg/L", "g/L", "μg/L", "毫克/升"],
    "percent": ["%", "percent", "‰"],
    "hectare": ["公顷", "亩", "万亩", "km2"],
    "item": ["个", "家", "万家"],
}
DAY = date(2024, 12, 1)
HEAD = {
    "targetcheck": 1,
    "id": "screened",
    "title": "筛查",
    "document": {"number": "示例〔2024〕1号", "issuer": "示例市人民政府", "issued": "2024-01-01"},
    "places": {"east": {"zh": "东区"}, "west": {"zh": "西区"}},
}
CITE = {"clause": "一", "quote": "略"}


def ruleset(seed: int) -> dict:
    rng = random.Random(seed)
    indicators, targets = {}, []
    for n in range(8):
        unit = rng.choice(list(UNITS))
        nature = {"percent": "share", "item": "count"}.get(unit, "level")
        indicators[f"i{n}"] = {"zh": f"指标{n}", "nature": nature, "unit": unit, "better": "lower"}
        if rng.random() < 0.3:
            indicators[f"i{n}"]["range"] = {"at_least": f"0 {unit}", "at_most": f"60 {unit}"}
        figure = rng.randint(1, 400) if unit == "item" else f"{rng.randint(1, 4000) / 100}"
        key = rng.choice(["at_most", "below", "at_least", "above"])
        judge = {"compare": "rounded", "round": {"decimals": rng.randint(0, 2)}}
        targets.append(
            {
                "id": f"t{n}",
                "indicator": f"i{n}",
                "place": ["east", "west"],
                "require": {key: f"{figure} {unit}"},
                "due": "2024-12-31",
                "cite": CITE,
                **({"judge": judge} if rng.random() < 0.3 else {}),
            }
        )
        if rng.random() < 0.2 and unit != "item":
            ends = sorted([rng.randint(1, 40), rng.randint(41, 80)])
            both = {"between": [f"{e} {unit}" for e in ends]}
            targets.append({**targets[-1], "id": f"u{n}", "require": both})
    return {**HEAD, "indicators": indicators, "targets": targets}


def rows(plan: tc.Plan, seed: int, count: int) -> list[dict[str, object]]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        name = f"i{rng.randrange(8)}"
        question = next(q for q in plan.questions if q.tree.measure.indicator == name)
        edge = rng.choice(question.tree.bound.edges())
        wanted = plan.indicators[name].unit
        text = rng.choice(UNITS[wanted.name])
        from targetcheck.quantities.unit import factor, find_unit

        there = edge * factor(wanted, find_unit(text))
        step = Fraction(1, 10 ** rng.randint(0, 6))
        value = float(round(there / step) * step + rng.choice([-1, 0, 0, 0, 1]) * step)
        unit = rng.choice([text] * 20 + ["吨", "", None])
        place = rng.choice(["east", "西区", "west", "东区"] * 8 + ["north"])
        found.append({"place": place, "indicator": name, "unit": unit, "value": value})
    return found


def wanted(plan: tc.Plan, table: list[dict[str, object]]) -> list[tuple[str, object]]:
    cells = {k: [r.get(k) for r in table] for k in table[0]}
    cells["value"] = [Decimal(repr(v)) if isinstance(v, float) else v for v in cells["value"]]
    answers = judge_cells(levels_of(plan, DAY), cells, len(table))
    return [(a.status, a.margin) for a in answers]


@pytest.mark.parametrize("seed", range(12))
def test_every_row_is_judged_as_the_reference_judges_it(seed):
    plan = tc.compile_plan(ruleset(seed))
    table = rows(plan, seed, 400)
    found = Screener(levels_of(plan, DAY)).frame(pl.DataFrame(table))
    for row, (status, margin), got, room in zip(
        table, wanted(plan, table), found["verdict"], found["margin"], strict=True
    ):
        assert got == status, row
        assert (room is None) == (margin is None), row
        assert margin is None or room == pytest.approx(float(margin), rel=1e-9, abs=1e-9), row


def cell_rows():
    base = {"place": "东区", "indicator": "i0", "unit": "mg/L"}
    values = ["1.5", "<0.05", "未检出", "—", "约2", "9007199254740993", "1,234.5", "0.30000000000000004",
              "2.50", "５", "abc", None, "2.5 g/L"]  # fmt: skip
    return [{**base, "value": v} for v in values]


def plain():
    level = {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"}
    target = {"id": "t", "indicator": "i0", "place": "east", "require": {"at_most": "2.5 mg/L"},
              "due": "2024-12-31", "cite": CITE}  # fmt: skip
    return tc.compile_plan({**HEAD, "indicators": {"i0": level}, "targets": [target]})


def test_texts_are_read_as_a_table_reads_them():
    plan, table = plain(), cell_rows()
    found = Screener(levels_of(plan, DAY)).frame(pl.DataFrame(table))
    assert found["verdict"].to_list() == [status for status, _ in wanted(plan, table)]


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "pyarrow", "duckdb"])
def test_a_frame_comes_out_as_it_came_in(kind):
    columns = {
        "地区": ["东区"] * 3,
        "指标": ["浓度"] * 3,
        "单位": ["mg/L"] * 3,
        "数值": [2.5, 2.6, None],
    }
    frame = pl.DataFrame(columns)
    if kind != "polars":
        pytest.importorskip("pyarrow")
        pytest.importorskip({"lazy": "polars"}.get(kind, kind))
    if kind == "duckdb":
        import duckdb

        given = duckdb.from_arrow(frame.to_arrow())
    else:
        ways = {"polars": lambda f: f, "lazy": pl.DataFrame.lazy, "pandas": pl.DataFrame.to_pandas,
                "pyarrow": pl.DataFrame.to_arrow}  # fmt: skip
        given = ways[kind](frame)
    found = Screener(levels_of(plain(), DAY)).frame(given)
    assert type(found) is (pl.DataFrame if kind == "lazy" else type(given))
    import narwhals as nw

    out = nw.from_native(found)
    out = out.collect() if isinstance(out, nw.LazyFrame) else out
    assert [str(v) for v in out["verdict"].to_list()] == ["pass", "fail", "refused"]
    assert out["margin"].to_list()[:1] == [0.0]
    assert list(out.columns)[:4] == list(columns)


@pytest.mark.parametrize("kind", ["Int64", "Float32", "Decimal", "Categorical"])
def test_every_type_of_column_is_read_exactly(kind):
    plan = plain()
    values = {"Int64": [2, 3], "Float32": [2.5, 2.6], "Decimal": [Decimal("2.5"), Decimal("2.6")],
              "Categorical": [2.5, 2.6]}[kind]  # fmt: skip
    frame = pl.DataFrame({"indicator": ["i0"] * 2, "unit": ["mg/L"] * 2, "value": values})
    if kind == "Float32":
        frame = frame.with_columns(pl.col("value").cast(pl.Float32))
    if kind == "Categorical":
        frame = frame.with_columns(pl.col("indicator", "unit").cast(pl.Categorical))
    found = Screener(levels_of(plan, DAY), place="east", detail=True).frame(frame)
    assert found["verdict"].to_list() == ["pass", "fail"]
    assert found["reason"].to_list() == ["met", "not_met"]
    assert found["gap"][1] > 0


def test_no_room_is_zero_without_a_sign():
    frame = pl.DataFrame({"indicator": ["i0"], "unit": ["mg/L"], "value": [2.5]})
    found = Screener(levels_of(plain(), DAY), place="east", detail=True).frame(frame)
    assert [str(found[name][0]) for name in ("margin", "gap")] == ["0.0", "0.0"]


def dated():
    level = {"zh": "浓度", "nature": "level", "unit": "mg/L", "better": "lower"}
    entries = [
        {"from": "2020-01-01", "at_most": "3 mg/L"},
        {"from": "2023-01-01", "at_most": "1 mg/L"},
    ]
    target = {"id": "t", "indicator": "i0", "place": "east", "require": {"within": "grade"},
              "due": "2024-12-31", "cite": CITE}  # fmt: skip
    return tc.compile_plan(
        {**HEAD, "indicators": {"i0": level}, "targets": [target],
         "limits": {"grade": {"entries": entries}}}
    )  # fmt: skip


def test_dated_limits_are_those_of_the_period():
    plan = dated()
    frame = pl.DataFrame({"place": "east", "indicator": "i0", "unit": "mg/L", "value": [2.0] * 4,
                          "period": ["2019", "2022", "2023", "soon"]})  # fmt: skip
    found = Screener(levels_of(plan, DAY)).frame(frame)
    assert found["verdict"].to_list() == ["not_asked", "pass", "fail", "refused"]


def test_a_missing_column_is_named():
    with pytest.raises(tc.TargetcheckError) as caught:
        Screener(levels_of(plain(), DAY)).frame(pl.DataFrame({"value": [1.0]}))
    assert [d.code for d in caught.value.diagnostics] == ["screen-column"] * 2


@pytest.mark.parametrize("seed", range(40))
def test_a_window_ends_where_the_bound_does(seed):
    rng = random.Random(seed)
    digits = rng.randint(0, 4)
    edge = Fraction(rng.randint(-(10**6), 10**6), 10**digits)
    bound = Bound(low=edge, low_open=rng.random() < 0.5, digits=digits)
    judge = Judge((), rng.choice(["full", "rounded"]), decimals=rng.choice([None, 0, 1]),
                  significant=rng.choice([None, None, 2]),
                  rule=rng.choice(["half_even", "half_up", "truncate", "up"]))  # fmt: skip
    worth = rng.choice([Fraction(1), Fraction(2000, 3), Fraction(1, 1000), Fraction(3, 7)])
    found = window(bound, judge, worth)
    import math

    def holds(number):
        value = decimal_of(number) * worth
        rounded = judge.rounded(value, bound) if judge.compare == "rounded" else None
        return bound.holds(value if rounded is None else rounded)

    assert holds(found.low)
    assert not holds(math.nextafter(found.low, -math.inf))


def test_what_is_declined_has_a_reason():
    plan = tc.compile_plan("hubei/huangshi-yangtze-2024")
    levels = levels_of(plan, DAY)
    assert set(levels.declined.values()) <= set(DECLINED)
    targets = {q.target for q in plan.questions}
    assert set(levels.declined) <= targets


def made():
    """Give one indicator of each kind that is worked out, and targets on them."""
    level = {"nature": "level", "unit": "mg/L", "better": "lower"}
    share = {"nature": "share", "unit": "percent", "better": "higher"}
    indicators = {
        "hour": {**level, "zh": "小时值"},
        "mean": {
            **level,
            "zh": "均值",
            "statistic": {"kind": "mean", "of": "hour", "over": "year"},
        },
        "part": {"zh": "部分", "nature": "count", "unit": "item", "better": "higher"},
        "all": {"zh": "全部", "nature": "count", "unit": "item", "better": "higher"},
        "rate": {**share, "zh": "比例", "of": ["part", "all"]},
        "sum": {**level, "zh": "合成", "formula": "hour * 2"},
    }
    bounds = {"mean": "at_most", "rate": "at_least", "sum": "at_most", "hour": "at_most"}
    return indicators, [
        {"id": name, "indicator": name, "place": "east", "due": "2024-12-31", "cite": CITE,
         "require": {key: "5 %" if name == "rate" else "5 mg/L"}}
        for name, key in bounds.items()
    ]  # fmt: skip


def test_what_is_worked_out_from_others_is_not_screened():
    indicators, targets = made()
    plan = tc.compile_plan({**HEAD, "indicators": indicators, "targets": targets})
    assert levels_of(plan, DAY).declined == {"mean": "samples", "rate": "derived", "sum": "derived"}
    assert not levels_of(plan, DAY, settled=True).declined


def test_a_change_whose_baseline_is_not_stated_is_not_screened():
    """Neither one that is reported nor one that moves along has an amount to screen against."""
    indicators, _ = made()
    froms = {
        "reported": 2020,
        "moving": "previous_year",
        "stated": {"period": 2020, "value": "8 mg/L", "cite": CITE},
    }
    targets = [
        {"id": name, "indicator": "hour", "place": "east", "due": "2024-12-31", "cite": CITE,
         "require": {"fall": {"from": since, "at_least": "25 %"}}}
        for name, since in froms.items()
    ]  # fmt: skip
    levels = levels_of(tc.compile_plan({**HEAD, "indicators": indicators, "targets": targets}), DAY)
    assert levels.declined == {"reported": "baseline", "moving": "baseline"}
    ((_, bound),) = levels.at["hour", "east", 0].checks
    assert bound.high == 6


def test_targets_of_another_strength_are_not_screened():
    indicators, targets = made()
    soft = [{**target, "strength": "expected"} for target in targets if target["id"] == "hour"]
    plan = tc.compile_plan({**HEAD, "indicators": indicators, "targets": soft})
    assert levels_of(plan, DAY).declined == {"hour": "strength"}
    assert not levels_of(plan, DAY, "expected").declined
