from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targetcheck.errors import TargetcheckError
from targetcheck.quantities import unit
from targetcheck.quantities.unit import convertible, factor, find_unit, known_units, nearest_unit
from targetcheck.quantities.unit_spelling import ratio_unit
from targetcheck.quantities.unit_table import table

ANY_UNIT = st.sampled_from(known_units()).map(find_unit)


def worth(from_: str, to: str) -> Fraction:
    return factor(find_unit(from_), find_unit(to))


def finding(text: str) -> tuple[str, str, str]:
    with pytest.raises(TargetcheckError) as raised:
        find_unit(text)
    (found,) = raised.value.diagnostics
    assert found.zh
    return found.code, found.en, found.hint_en


@pytest.mark.parametrize(
    ("from_", "to", "expected"),
    [
        ("亩", "公顷", "1/15"),
        ("万亩", "公顷", "2000/3"),
        ("万亩", "平方公里", "20/3"),
        ("平方公里", "亩", "1500"),
        ("平方公里", "公顷", "100"),
        ("hm²", "公顷", "1"),
        ("亿亩", "万亩", "10000"),
        ("mg/L", "g/m³", "1"),
        ("mg/L", "µg/L", "1000"),
        ("毫克/升", "微克/立方米", "1000000"),
        ("吨标准煤", "GJ", "29.307"),
        ("万吨标准煤", "吨标煤", "10000"),
        ("度", "kWh", "1"),
        ("亿千瓦时", "万千瓦时", "10000"),
        ("万千瓦", "MW", "10"),
        ("千瓦", "kWh/h", "1"),
        ("亿元", "万元", "10000"),
        ("万亿元", "亿元", "10000"),
        ("亿美元", "万美元", "10000"),
        ("‰", "%", "1/10"),
        ("年", "个月", "12"),
        ("季度", "月", "3"),
        ("周", "天", "7"),
        ("万吨/日", "t/d", "10000"),
        ("万立方米/日", "m³/d", "10000"),
        ("m³/s", "立方米/日", "86400"),
        ("L/s", "m³/h", "3.6"),
        ("t/a", "吨/月", "1/12"),
        ("吨/公顷", "kg/亩", "200/3"),
        ("元/平方米", "元/亩", "2000/3"),
        ("万元/公顷", "元/亩", "2000/3"),
        ("张/千人", "张/人", "1/1000"),
        ("吨标准煤/万元", "千克标准煤/元", "1/10"),
        ("万人", "人", "10000"),
        ("百万千瓦", "万千瓦", "100"),
        ("TB", "GB", "1000"),
        ("Gbps", "Mbps", "1000"),
        ("斤", "公斤", "1/2"),
        ("家", "个", "1"),
        ("方", "立方米", "1"),
        ("亿吨公里", "t·km", "100000000"),
    ],
)
def test_a_conversion_is_exact(from_: str, to: str, expected: str) -> None:
    assert worth(from_, to) == Fraction(expected)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("％", "percent"),
        ("﹪", "percent"),
        ("百分比", "percent"),
        ("per cent", "percent"),
        ("百分点", "percentage_point"),
        ("个百分点", "percentage_point"),
        ("pp", "percentage_point"),
        ("percentage points", "percentage_point"),
        ("㎎/L", "mg/L"),
        ("mg／L", "mg/L"),
        ("mg／l", "mg/L"),
        ("mg ∕ L", "mg/L"),
        ("mg per L", "mg/L"),
        ("毫克每升", "mg/L"),
        ("mg·L⁻¹", "mg/L"),
        ("mg·L^-1", "mg/L"),
        ("（毫克/升）", "mg/L"),
        ("µg/m³", "ug/m3"),
        ("μg/m³", "ug/m3"),
        ("㎍/㎥", "ug/m3"),
        ("ug/m3", "ug/m3"),
        ("ug/m^3", "ug/m3"),
        ("ug/m**3", "ug/m3"),
        ("微克/立方米", "ug/m3"),
        ("万㎡", "square_metre_10k"),
        ("万 m²", "square_metre_10k"),
        ("10⁴ m³/d", "m3_10k/d"),
        ("㎞", "kilometre"),
        ("㏊", "hectare"),
        ("kg/(hm2.a)", "kg/(ha·year)"),
        ("kg/ha/a", "kg/(ha·year)"),
        ("元/每平方米", "yuan/m2"),
        ("吨／日", "t/d"),
        ("100 million yuan", "yuan_100m"),
        ("℃", "degree_celsius"),
        ("dB(A)", "decibel"),
        ("KWh", "kilowatt_hour"),
        ("kW·h", "kilowatt_hour"),
        ("pH", "pH"),
        ("总吨", "gross_tonnage"),
        ("张床位", "bed"),
        ("\u200b亩\ufeff", "mu"),
    ],
)
def test_a_unit_is_read_in_every_usual_spelling(written: str, name: str) -> None:
    assert find_unit(written).name == name


COUNTERS = """
    个 处 家 座 条 口 项 次 篇 件 套 台 辆 艘 期 场 户 人 名 张 所 村 县
    镇 乡 街道 部 支 只 头 株 批 份 门 类 种 宗 起 间 栋 幢 床 位 节点 万株 千人 百户 亿人次
""".split()

NO_UNITS = """
    ppm ppb a M K mW MG/L Mg ML T hPa 71 兆 万 亿 里 ton tons pt points 点 级 万% 百分 亩万 pH/L/
    /d // kg/ha·a kg/(ha mg//(L) mg/() 公顷公顷 picohenry cm⁻ a/t kgs megagram %% ¥ 元元 ² x HM2 1/L
""".split()


@pytest.mark.parametrize("text", [*NO_UNITS, "", " ", "（）", "m2 m3", "mg L", "pico henry"])
def test_what_is_not_certainly_a_unit_is_refused(text: str) -> None:
    assert finding(text)[0] == "unknown-unit"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("71", "a number is not a unit; write for example `71 %`"),
        ("MG/L", "did you mean `mg`?"),
        ("mW", "did you mean `MW`?"),
        ("hectar", "did you mean `hectare`?"),
        ("公倾", "did you mean `公顷`?"),
        ("万", "name the unit, for example `万元`"),
        ("kg/ha·a", "put the denominator in brackets, as in `kg/(ha·a)`"),
        ("points", "write `percentage_point` or `score`"),
        ("", "write the unit, for example `%` or `个`"),
    ],
)
def test_an_unknown_unit_comes_with_the_mend(text: str, hint: str) -> None:
    assert finding(text)[2] == hint


def test_the_part_that_is_not_known_is_named() -> None:
    assert finding("MG/L")[1] == "`MG/L` is not a known unit, because `MG` is not one"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("%", "个百分点"),
        ("%", "倍"),
        ("%", "个"),
        ("%", "人/千人"),
        ("指数", "倍"),
        ("pH", "无量纲"),
        ("吨", "立方米"),
        ("吨/日", "立方米/日"),
        ("元", "美元"),
        ("总吨", "吨"),
        ("年", "天"),
        ("工作日", "天"),
        ("岁", "年"),
        ("kW", "kVA"),
        ("人/千人", "mg/kg"),
        ("MPN/L", "个/L"),
        ("kWh", "kW"),
        ("吨", "吨二氧化碳"),
    ],
)
def test_different_things_are_never_turned_into_each_other(a: str, b: str) -> None:
    first, second = find_unit(a), find_unit(b)
    assert not convertible(first, second)
    with pytest.raises(TargetcheckError) as raised:
        factor(first, second)
    (found,) = raised.value.diagnostics
    assert found.code == "unit-dimension"
    assert first.en in found.en
    assert second.en in found.en
    assert first.zh in found.zh
    assert found.hint_en
    assert found.hint_zh


def test_a_share_against_points_names_both_ways_out() -> None:
    with pytest.raises(TargetcheckError, match="`percentage_point` for a difference of two shares"):
        factor(find_unit("%"), find_unit("pp"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("%", "share"),
        ("‰", "share"),
        ("pp", "point"),
        ("座", "count"),
        ("万户", "count"),
        ("亿元", "money"),
        ("元/人", "money"),
        ("pH", "index"),
        ("倍", "index"),
        ("公顷", "physical"),
        ("mg/L", "physical"),
    ],
)
def test_the_kind_tells_types_of_number_apart(text: str, kind: str) -> None:
    assert find_unit(text).kind == kind


def test_counters_are_whole_and_share_one_dimension() -> None:
    for word in COUNTERS:
        unit = find_unit(word)
        assert (unit.dimension, unit.kind, unit.whole) == ("count", "count", True), word
    assert not find_unit("件/年").whole
    assert not find_unit("吨").whole


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("mu_10k", "万亩", "10⁴ mu"),
        ("ha", "公顷", "ha"),
        ("pp", "个百分点", "percentage points"),
        ("mg/L", "毫克/升", "mg/L"),
        ("亿元", "亿元", "100 million yuan"),
        ("万吨/日", "万吨/日", "10⁴ t/d"),
        ("kg/(ha·a)", "千克/(公顷·年)", "kg/(ha·year)"),
        ("张床位/千人", "张床位/千人", "beds/10³ person"),
        ("μg/m3", "微克/立方米", "µg/m³"),
        ("hm3", "百米³", "hm³"),
        ("万个", "万个", "10⁴ items"),
    ],
)
def test_a_unit_is_printed_in_both_languages(text: str, zh: str, en: str) -> None:
    unit = find_unit(text)
    assert (unit.label("zh"), unit.label("en")) == (zh, en)


def test_a_number_and_a_multiple_do_not_run_together() -> None:
    unit = find_unit("亿元")
    assert unit.after("15", "en") == "15 × 100 million yuan"
    assert unit.after("15", "zh") == "15亿元"


def test_constants_are_units() -> None:
    assert unit.PERCENT.name == "percent"
    assert unit.POINT.kind == "point"
    assert unit.ITEM.whole
    with pytest.raises(AttributeError):
        _ = unit.NOTHING


def test_every_spelling_listed_reads_as_its_unit() -> None:
    for spelled, name in table().aliases.items():
        assert find_unit(spelled).name == name


@pytest.mark.parametrize("name", known_units())
def test_a_unit_is_read_back_from_its_name_and_its_labels(name: str) -> None:
    unit = find_unit(name)
    assert unit.name == name
    assert find_unit(unit.zh) == unit
    assert factor(find_unit(unit.en), unit) == 1


@given(ANY_UNIT, st.sampled_from(sorted(table().suffixes)))
def test_a_multiple_is_read_back_from_its_name_and_its_labels(unit: unit.Unit, end: str) -> None:
    row = table().units.get(unit.name)
    if row is None or not row.takes_multiples:
        return
    multiple = table().suffixes[end]
    many = find_unit(f"{unit.name}_{end}")
    if many.name != f"{unit.name}_{end}":
        return
    assert many.factor == unit.factor * multiple.worth
    assert find_unit(many.zh).factor == many.factor
    assert find_unit(many.en) == many


@given(ANY_UNIT, ANY_UNIT)
def test_a_factor_and_its_way_back_are_one(a: unit.Unit, b: unit.Unit) -> None:
    if convertible(a, b):
        assert factor(a, b) * factor(b, a) == 1
    else:
        with pytest.raises(TargetcheckError):
            factor(a, b)


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_an_error_that_says_so(text: str) -> None:
    try:
        assert find_unit(text).factor > 0
    except TargetcheckError as error:
        assert [each.code for each in error.diagnostics] == ["unknown-unit"]


@pytest.mark.parametrize(
    ("label", "one"),
    [
        ("occurrences", "occurrence"), ("counties", "county"), ("branches", "branch"),
        ("boxes", "box"), ("passes", "pass"), ("Mbps", "Mbps"), ("m/s", "m/s"), ("gas", "gas"),
        ("days", "day"), ("t", "t"),
    ],
)  # fmt: skip
def test_one_of_a_unit_is_told_without_its_ending(label, one):
    assert unit._singular(label) == one


def test_reporting_periods_are_counted_as_such() -> None:
    unit = find_unit("reporting_periods")
    assert unit.after("3", "en") == "3 periods"
    assert unit.after("1", "en") == "1 period"
    assert unit.after("3", "zh") == "3个报告期"
    assert convertible(unit, find_unit("期"))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("% of population", "%"),
        ("as percentage of GDP", "%"),
        ("per cent of households", "%"),
        ("deaths per 1,000 live births", "‰"),
        ("per 1000 women aged 15-49", "‰"),
        ("per 10 000 people", "per 10,000"),
        ("maternal deaths per 100,000 live births", "per 100,000"),
        ("litres per 1000 people", ""),
        ("per 1000 m3", ""),
        ("per 1,000 km", ""),
        ("%", ""),
        ("of population", ""),
    ],
)
def test_a_ratio_that_says_of_what_it_is_has_a_plain_unit(text: str, unit: str) -> None:
    assert ratio_unit(text) == unit
    assert not unit or find_unit(unit)


def test_the_nearest_unit_mends_one_part_of_a_composite() -> None:
    assert nearest_unit("cfuu/100mL") == "cfu/100mL"
    assert nearest_unit("mg/L") == "mg/L"
    assert nearest_unit("qqq/zzz") == ""
