"""Texts of the form: the page of instructions, its directory, and the notes on headings.

Layer: output. Input: a Plan, a Period and pages. Output: texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from targetcheck.errors import Language
from targetcheck.output.reporting_form.form_pages import Page
from targetcheck.periods.period import Period
from targetcheck.plan.plan import Plan

_HEADS: dict[str, tuple[str, str]] = {
    "value": (
        "填写数值，单位见右侧；“<0.05”“未检出”可照写。没有数据请留空，不算0，也不算达标。",
        (
            "The value, in the unit to the right; <0.05 and not detected may be written as such. "
            "Leave it empty if there is none: empty is neither 0 nor a pass."
        ),
    ),
    "basis": (
        "已按目标要求预设，所报数口径不同的请改选：当期为所属时期内的发生数，本年累计自1月1日起，"
        "期末数为所属时期最后一日的数。",
        (
            "Preset to what the target needs; choose another if your figure is on another basis. "
            "This period: what happened in it. Year to date: since 1 January. "
            "End of period: as it stood on its last day."
        ),
    ),
    "numerator": (
        "有分子、分母的请一并填写，评判时以分子、分母为准。",
        "If there are counts behind a share, give both: they decide.",
    ),
    "weight": (
        "该成员的权重，如处理规模。",
        "The weight of this member, such as its capacity.",
    ),
    "completed": (
        "完成事项的日期，如2024-12-28。",
        "The day on which it was done, as in 2024-12-28.",
    ),
    "status": (
        "上报、核实或验收；空白视为上报。",
        "reported, verified or accepted; empty means reported.",
    ),
    "required": ("仅供对照，不参与读取。", "For comparison only; not read."),
    "last": ("此前最近一期，仅供对照。", "The newest value before; for comparison only."),
    "judgement": (
        "由有权评定的单位选择；须同时填写理由、评定人和评定日期，方予采用。",
        "For those entitled to judge; it counts only with reason, name and day.",
    ),
    "note": ("评定须写明依据；数据行可注明情况。", "Why it was judged so; of a figure, a remark."),
    "place_name": (
        "规则集未列的成员（如厂站、供稿单位）请在黄色格填写名称，每行一个。",
        "Members that the ruleset does not name go into the yellow cells, one a row.",
    ),
}


def head_note(name: str, lang: Language) -> str:
    """Return the note on a heading, or an empty text."""
    zh, en = _HEADS.get(name, ("", ""))
    return zh if lang == "zh" else en


def guide(plan: Plan, period: Period, lang: Language, *, added: bool, judged: bool) -> list[str]:
    """Return the lines of the page of instructions.

    `added`: there are rows for further members; `judged`: there are targets to judge.
    """
    document, title = plan.ruleset.document, plan.ruleset.title.say(lang)
    lines = _chinese(added, judged) if lang == "zh" else _english(added, judged)
    if lang == "zh":
        marks = "一二三四五六七八九"
        head = [
            f"{title}{period.text('zh')}填报表",
            f"依据：{document.number}（{document.issuer}）",
        ]
        return [*head, *(f"{marks[n]}、{line}" for n, line in enumerate(lines))]
    head = [
        f"{title}: reporting form for {period.text('en')}",
        f"Rests on {document.number} of {document.issuer}.",
    ]
    return [*head, *(f"{n}. {line}" for n, line in enumerate(lines, start=1))]


def _chinese(added: bool, judged: bool) -> list[str]:
    return [
        "只填写浅黄色单元格，其余内容已锁定；请勿增删行列，勿改动末尾的编码列。",
        "没有数据的单元格请留空；不要用0、估计数或上期数代替。",
        "数值按“单位”列填写；用其他单位的，连同单位写在数值格内，如6900亩。",
        "“口径”已按目标要求预设，所报数口径不同的请改选。",
        "完成事项选择“完成”或“未完成”，完成的填写完成日期。",
        "标有“补报”的已过时限、尚未报送；标有“基期值”的用于同基期比较。已报送过的可不再填。",
        *(["名称为浅黄色的行用于规则集未列的成员，一行填一个，用不完的留空。"] if added else []),
        *(
            ["“评定”页列没有量化标准的任务，由有权评定的单位填写意见、理由、评定人和日期。"]
            if judged
            else []
        ),
        "每页末尾填写填表人、审核人和联系电话；填报日期作为报送日期采用。",
    ]


def _english(added: bool, judged: bool) -> list[str]:
    return [
        "Fill in the yellow cells only; everything else is locked. Add or remove no rows or columns.",
        "Leave a cell empty if there is no figure; write no 0, no estimate, no earlier figure.",
        "Figures are in the unit of the column Unit; else write the unit in the cell: 6900 mu.",
        "The basis is preset to what the target needs; choose another if your figure differs.",
        "For what is to be done choose done or not done, and give the day when it was done.",
        "Overdue rows fell due before and were not reported; baselines are what a change is "
        "compared with. What has been reported already may stay empty.",
        *(
            ["Rows with a yellow name are for members that the ruleset does not name, one a row."]
            if added
            else []
        ),
        *(
            ["Sheets for judging list targets without a number: give word, reason, name and day."]
            if judged
            else []
        ),
        "Sign at the foot of each sheet; the date of the form counts as the day of reporting.",
    ]


def directory(made: Sequence[Page], lang: Language) -> list[tuple[str, str, str, str]]:
    """Return who fills in how much, as rows below a heading.

    Counts stand inside texts, so that the sheet holds no figures to report.
    """
    zh = lang == "zh"
    rows = [
        ("工作表", "数据行数", "评定行数", "会同牵头、由下列页填报")
        if zh
        else ("Sheet", "Rows of figures", "Rows to judge", "Leads together with")
    ]
    for page in made:
        values, judged = len(page.values), len(page.judgements)
        others = ("、" if zh else ", ").join(
            f"见{title}（{count}行）" if zh else f"see {title} ({count} rows)"
            for title, count in page.elsewhere.items()
        )
        rows.append(
            (
                f"▸ {page.title}",
                _count(values, lang),
                _count(judged, lang),
                others,
            )
        )
    return rows


def _count(rows: int, lang: Language) -> str:
    if not rows:
        return "—"
    return f"共{rows}行" if lang == "zh" else f"rows: {rows}"
