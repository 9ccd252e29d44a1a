"""Hints for labels that are no period: what is wrong with `2024M13`, and what to write.

Layer: periods. Input: a label that cannot be read. Output: the finding `period-unreadable`, in both
languages.
"""

from __future__ import annotations

import re
from datetime import date

from targetcheck import limits
from targetcheck.errors import Diagnostic
from targetcheck.periods.fiscal_and_school_year import is_dashed_pair, is_fiscal, may_be_month
from targetcheck.periods.period_label_reader import FOUR_DIGITS, plain_label, read_label

_EXAMPLES = (
    "write for example `2024`, `2024Q3`, `2024-09` or `2024-09-21`",
    "可写作：2024年、2024年三季度、2024年9月、2024-09-21",
)


_EITHER = re.compile(rf"(?P<one>\d\d?)(?P<by>[-/.])(?P<other>\d\d?)(?P=by)(?P<year>{FOUR_DIGITS})")
"""A day and a month before a year: `01/02/2024` has two readings."""


def unreadable_period(label: str, year: int | None) -> Diagnostic:
    """Return the finding on a label; `year` completes labels without one."""
    plain = plain_label(label)
    en, zh = f"cannot read `{label}` as a period", f"无法识别日期或时期“{label}”"
    if may_be_month(plain) or is_dashed_pair(plain):
        en = f"`{label}` may be a month, or a year that ends in the next calendar year"
        zh = f"`{label}` 可能是月份，也可能是跨公历年的年度"
    elif is_fiscal(plain):
        en = f"`{label}` is a year whose first month is not said"
        zh = f"`{label}` 是跨公历年的年度，但没有说明起始月份"
    return Diagnostic("period-unreadable", en, zh, *_advice(plain, year))


def year_out_of_range(day: date) -> Diagnostic:
    """Return the finding on a day in a year that is not read."""
    first, last = limits.YEARS
    return Diagnostic(
        "period-unreadable",
        f"`{day}` is not a day in the years {first} to {last}",
        f"“{day}”不在{first}至{last}年之间",
        "check the year",
        "请核对年份",
    )


def _advice(plain: str, year: int | None) -> tuple[str, str]:
    """Return the hint that fits the form of a label, in both languages."""
    if may_be_month(plain) or is_dashed_pair(plain):
        month, after = plain.replace("/", "-"), int(plain[:4]) + 1
        return (
            f"write `{month}` for the month; for the year {plain[:4]}–{after} write"
            " `fiscal_year_starts: 4` (its first month) in a mapping file or the ruleset",
            f"如为月份，请写“{month}”；如为跨{plain[:4]}—{after}年的年度，请在列对应文件或规则集中写明"
            "起始月份，如 fiscal_year_starts: 4",
        )
    if is_fiscal(plain):
        return (
            "write `fiscal_year_starts: 4` (its first month) in a mapping file or the ruleset, and"
            " `fiscal_year_named: start` or `end` for labels of one year",
            "请在列对应文件或规则集中写明起始月份，如 fiscal_year_starts: 4；"
            "只写一个年份的，另写 fiscal_year_named: start 或 end",
        )
    if re.search(r"Q(?:0|[5-9]|\d\d)|(?:^|\D)(?:[5-9]|\d\d)季度?$", plain, re.IGNORECASE):
        return (
            "a year has the quarters 1 to 4; write for example `2024Q4`",
            "一年只有第1至第4季度，请写例如“2024年四季度”",
        )
    if re.search(r"M(?:0$|1[3-9]|[2-9]\d)", plain):
        return (
            "a year has the months 1 to 12; write for example `2024-12`",
            "一年只有1至12月，请写例如“2024年12月”",
        )
    if plain.endswith("前"):
        return (
            "write the last day itself, since this word leaves open whether that day counts",
            "请写明最后一日，因为“以前”“之前”是否包括当日并不明确",
        )
    if year is None and read_label(plain, 2000) is not None:
        return "add the year", "请补上年份"
    if re.fullmatch(rf"{FOUR_DIGITS}\.1", plain):
        known = plain[:4]
        return f"write `{known}-01` or `{known}-10`", f"请写“{known}年1月”或“{known}年10月”"
    either = _EITHER.fullmatch(plain)
    if either is not None:
        one, other = int(either["one"]), int(either["other"])
        if min(one, other) > 0 and max(one, other) <= 12:
            known = either["year"]
            days = f"{known}-{other:02}-{one:02}", f"{known}-{one:02}-{other:02}"
            return f"write `{days[0]}` or `{days[1]}`", f"请写“{days[0]}”或“{days[1]}”"
    if re.fullmatch(r"[345]\d{4}", plain):
        return "format the cell as a date in the sheet", "请在表格中将该单元格设为日期格式"
    if re.match(r"[今去本上当明][年月季]", plain):
        return "write the year in digits", "请用数字写明年份"
    return _EXAMPLES
