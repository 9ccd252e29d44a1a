"""Write the lists of `docs/reference/tables.md` and `tables.zh.md` from the program's own data.

Run as `python tools/tables_page`. It replaces the text between `<!-- columns -->` and `<!-- end
-->`, and between `<!-- units -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from targetcheck.output.unit_listing import ListedUnit, listed_units
from targetcheck.tables.columns.column_names import CANONICAL, PARTS, spellings_of

PAGES = Path(__file__).parents[2] / "docs" / "reference"
COLUMNS = {
    "place": ("who or what the figure is of", "数值所属的地区或对象"),
    "indicator": ("what is measured", "指标"),
    "period": ("when", "时期"),
    "value": ("the figure", "数值"),
    "unit": ("its unit; blank for plain numbers", "单位；纯数可空"),
    "basis": (
        "period, year_to_date, since_start, end of period, or `since 2023-01-01`",
        "口径：当期、期末数、本年累计、开工以来累计，或自2023年1月1日起累计",
    ),
    "status": (
        "reported, verified, accepted, or an SDMX OBS_STATUS code",
        "状态：上报、核实、销号，或 SDMX OBS_STATUS 代码",
    ),
    "reported_at": ("day on which it was reported", "上报日期"),
    "numerator": ("count above the line of a share", "占比的分子"),
    "denominator": ("count below the line of a share", "占比的分母"),
    "qualifier": ("`<`, `>`, `~`, or a code that the mapping explains", "`<`、`>`、`~`，或对应文件说明的代码"),
    "weight": ("weight of a member in a weighted share", "加权占比的权重"),
    "lower": ("lower end of the published interval of the value", "所发布区间的下限"),
    "upper": ("upper end of the published interval of the value", "所发布区间的上限"),
    "source": ("where the figure is from", "来源"),
    "note": ("free text; it decides nothing", "说明，不影响评判"),
    "completed": ("day on which a deliverable was done", "完成日期"),
    "member_of": (
        "group with `from_data` to which a place belongs that the ruleset does not name",
        "规则集未列的对象所属的分组（`from_data`）",
    ),
    "judged": (
        "target instance that a person judges: target@place@due",
        "人工评定的目标：目标@地区@时限",
    ),
    "judgement": (
        "the person's word: met, on track, at risk, not met, not applicable",
        "评定意见：达标、进展正常、有风险、未达标、不适用",
    ),
    "judged_by": ("who judged", "评定人"),
    "judged_on": ("day of judging", "评定日期"),
    "set_aside": ("why a row is not to be used", "不采用该行的原因"),
    "year": ("joined with quarter or month into the period", "与季度或月份合为时期"),
    "quarter": ("1 to 4", "1至4"),
    "month": ("1 to 12", "1至12"),
    "unit_mult": ("power of ten that multiplies the values (SDMX)", "数值所乘的10的幂次（SDMX）"),
    "decimals": ("decimals with which the figure is to be read (SDMX)", "数值的小数位数（SDMX）"),
    "conf_status": (
        "F if the figure is free for publication (SDMX); else the verdict is flagged",
        "F 为可公开（SDMX）；其他代码的数值，结论会加注",
    ),
}  # fmt: skip


def columns(zh: bool) -> str:
    """Return every column with its headings, as a table."""
    rows = [
        "| 列 | 内容 | 表头 |" if zh else "| column | holds | headings |",
        "| --- | --- | --- |",
    ]
    for name in (*CANONICAL, *PARTS):
        said = COLUMNS[name][1 if zh else 0]
        rows.append(f"| `{name}` | {said} | {' · '.join(spellings_of(name))} |")
    return "\n".join(rows)


def units(zh: bool) -> str:
    """Return every unit with its spellings, one line for each dimension."""
    by: dict[str, list[ListedUnit]] = {}
    for unit in listed_units():
        by.setdefault(unit.dimension, []).append(unit)
    rows = [
        "| 量 | 单位 | 写法 |" if zh else "| measures | unit | spellings |",
        "| --- | --- | --- |",
    ]
    for dimension, alike in by.items():
        for unit in alike:
            spelled = " ".join(f"`{text}`" for text in unit.spellings)
            rows.append(f"| {dimension} | {unit.zh if zh else unit.en} | {spelled} |")
    return "\n".join(rows)


def page_text(text: str, zh: bool) -> str:
    """Return the text of a page with its lists up to date."""
    for name, made in (("columns", columns(zh)), ("units", units(zh))):
        pattern = rf"(<!-- {name} -->\n)(?:(?!<!-- end).)*(<!-- end -->)"
        text = re.sub(pattern, partial(_filled, made), text, flags=re.DOTALL)
    return text


def _filled(made: str, found: re.Match[str]) -> str:
    return f"{found[1]}{made}\n{found[2]}"


def main() -> None:
    """Write both pages."""
    for name, zh in (("tables.md", False), ("tables.zh.md", True)):
        path = PAGES / name
        path.write_text(page_text(path.read_text("utf-8"), zh), "utf-8")


if __name__ == "__main__":
    main()
