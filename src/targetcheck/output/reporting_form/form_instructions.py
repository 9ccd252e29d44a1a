"""Texts of the reporting form: the page of instructions and the notes on headings.

Layer: output. Input: a Plan and a Period. Output: texts.
"""

from __future__ import annotations

from targetcheck.errors import Language
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan

_HEADS: dict[str, tuple[str, str]] = {
    "value": (
        "填写数值，单位见右侧；<0.05、未检出 可照写。没有数据请留空，不算 0，也不算达标。",
        (
            "The value, in the unit to the right; <0.05 and not detected may be written as such. "
            "Leave it empty if there is none: empty is neither 0 nor a pass."
        ),
    ),
    "basis": (
        "当期：只填本期发生数；本年累计：自1月1日起；开工以来累计：自开始起。空白为当期。",
        (
            "period: this period only; year_to_date: since 1 January; "
            "since_start: since the beginning. Empty means period."
        ),
    ),
    "numerator": (
        "有分子分母的请一并填写，评判时以分子分母为准。",
        "If there are counts behind a share, give both: they decide.",
    ),
    "completed": (
        "完成事项的日期，如 2024-12-28。",
        "The day on which it was done, as in 2024-12-28.",
    ),
    "status": (
        "上报、核实或销号；空白视为上报。",
        "reported, verified or accepted; empty means reported.",
    ),
    "required": (
        "仅供对照，不参与读取。",
        "For comparison only; not read.",
    ),
}


def head_note(name: str, lang: Language) -> str:
    """Return the note on a heading, or an empty text."""
    zh, en = _HEADS.get(name, ("", ""))
    return zh if lang == "zh" else en


def guide(plan: Plan, period: Period, lang: Language, rows: int) -> list[str]:
    """Return the lines of the page of instructions."""
    document = plan.ruleset.document
    title = plan.ruleset.title.say(lang)
    if lang == "zh":
        return [
            f"{title}：{period.text('zh')}填报表",
            f"依据：{document.issuer} {document.number}，{document.issued}。共 {rows} 行。",
            "一、只填写浅黄色单元格，其余内容已锁定，请勿增删行列或改动编码。",
            "二、没有数据的单元格请留空；不要用 0、估计数或上期数代替。",
            "三、数值按“单位”列的单位填写；如用其他单位，请连同单位写在数值格内，如 6900亩。",
            "四、完成事项选择“完成”或“未完成”，完成的请填写完成日期。",
            "五、同一行多项目标共用一个数值，“目标要求”“时限”“依据条款”仅供对照。",
        ]
    return [
        f"{title}: reporting form for {period.text('en')}",
        f"Rests on {document.number} of {document.issuer}, {document.issued}. {rows} rows.",
        "1. Fill in the yellow cells only; everything else is locked. Add or remove no rows.",
        "2. Leave a cell empty if there is no figure; write no 0, no estimate, no earlier figure.",
        "3. Figures are in the unit of the column Unit; else write the unit in the cell: 6900 mu.",
        "4. For what is to be done choose done or not done, and give the day when it was done.",
        "5. One figure may serve several targets; Target, Due and Clause are for comparison only.",
    ]
