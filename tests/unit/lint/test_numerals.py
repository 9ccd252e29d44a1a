"""Numbers of clauses: what is one, what it counts, and what stands for one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from targetcheck.lint.claims.quote_number_reader import grade_number, numbers_in, numbers_in_words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2024年底前完成95%的整治任务", [("year", "2024"), ("amount", "95")]),
        ("完成荒山绿化3.34万亩", [("amount", "3.34")]),
        ("完成荒山绿化3.34 万亩", [("amount", "3.34")]),
        ("较2022年增长15个百分点以上", [("year", "2022"), ("amount", "15")]),
        ("2024、2025年每个涉农县实现40%、50%以上", [
            ("year", "2024"), ("year", "2025"), ("amount", "40"), ("amount", "50")]),
        ("2024-2025年累计103.2公顷", [("year", "2024"), ("year", "2025"), ("amount", "103.2")]),
        ("培育2—3家", [("amount", "2"), ("amount", "3")]),
        ("2024年7月底前", [("year", "2024"), ("month", "7")]),
        ("每月23日前", [("day", "23")]),
        ("3个月内", [("amount", "3")]),
        ("5年专项行动", [("amount", "5")]),
        ("每两年评估", [("amount", "2")]),
        ("总投资1,234.5亿元", [("amount", "1234.5")]),
        ("４０％以上", [("amount", "40")]),
        ("百分之五以内", [("amount", "5")]),
        ("列区域第二位", [("amount", "2")]),
        ("稳定在Ⅲ类以上", [("grade", "3")]),
        ("不出现劣Ⅴ类", [("grade", "6")]),
        ("by 31 December 2024", [("day", "31"), ("year", "2024")]),
        ("七个水生生物保护区", [("amount", "7")]),
    ],
)  # fmt: skip
def test_numbers_of_a_clause(text: str, numbers: list[tuple[str, str]]) -> None:
    found = [(number.what, number.value) for number in numbers_in(text)]
    assert found == [(what, Fraction(value)) for what, value in numbers]


@pytest.mark.parametrize(
    "text",
    [
        "三大粮食作物", "“十四五”期间", "PM2.5浓度", "PM₁₀", "GB 3838-2002", "HJ1308-2023",
        "鄂环专指〔2023〕12号", "《养殖水域滩涂规划（2020-2030年）》", "一、二级河流", "mg/m³",
        "万亩", "数百家", "第一批", "推动“三个一批”", "5G基站", "一二三产业", "“十四五”",
    ],
)  # fmt: skip
def test_numbers_in_names_are_none(text: str) -> None:
    assert numbers_in(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("实现全覆盖", 100), ("全部完成", 100), ("应收尽收", 100), ("实现零增长", 0),
        ("确保不新增黑臭水体", 0), ("严禁直排", 0), ("列第一位", 1), ("建成一座", 1),
        ("按时完成年度计划", 100), ("占比过半", 50),
    ],
)  # fmt: skip
def test_words_that_stand_for_a_number(text: str, value: int) -> None:
    assert value in numbers_in_words(text)


@pytest.mark.parametrize("text", ["全市达到85%以上", "基本完成整治", "稳步提升", "安全达标95%"])
def test_words_that_stand_for_none(text: str) -> None:
    assert 100 not in numbers_in_words(text)


def test_a_multiple_counts_both_ways() -> None:
    (number,) = numbers_in("3.34万亩")
    assert number.values == (Fraction("3.34"), Fraction(33400))


def test_grades_in_any_spelling() -> None:
    assert grade_number("Ⅲ类") == grade_number("III") == 3
    assert grade_number("优秀") is None
