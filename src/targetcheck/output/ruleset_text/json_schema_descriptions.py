"""Descriptions of the keys of a ruleset for editors, Chinese first, then English.

Layer: output. Input: the JSON Schema of rulesets. Output: the same schema with a description at
every key.
"""

from __future__ import annotations

from typing import Any

SAID: dict[str, tuple[str, str]] = {
    # the file
    "targetcheck": ("本语言的版本，目前为1", "version of this language, 1"),
    "Ruleset.id": ("规则集的编号：地区-主题-年份", "id of the ruleset: place, subject, year"),
    "id": ("编号，在本文件内唯一，不再改动", "id, unique and never changed"),
    "title": ("名称，可写 {zh: …, en: …}", "name, or `{zh: …, en: …}`"),
    "document": ("目标任务所在的文件", "the document that contains the targets"),
    "use": ("引用的共享部分，如 hubei/shared", "shared parts, such as `hubei/shared`"),
    "include": ("同一文件夹中的其他分文件", "further files of the same folder"),
    "defaults": (
        "本文件各目标的默认值",
        "defaults for the targets of this file",
    ),
    "places": (
        "考核对象：编号 → 名称、上级、类型",
        "places to which targets apply: id → names, parent, kind",
    ),
    "groups": ("成员组：编号 → 成员，或某一类地区", "groups: id → members, or a kind of place"),
    "scales": ("等级表，从最好到最差", "ordinal scales, best grade first"),
    "limits": ("按日期生效的限值", "limits with the day from which each is in force"),
    "tables": ("标准中由项目定类别的表", "tables of standards that turn items into classes"),
    "indicators": (
        "指标：编号 → 名称、性质、单位",
        "indicators: id → names, nature, unit",
    ),
    "actions": (
        "文件的章节，目标沿用其责任单位",
        "sections of the document with their departments",
    ),
    "targets": ("目标", "targets"),
    "sums": ("文件中须相符的合计", "sums of the document whose parts must agree"),
    "profiles": (
        "评判方案：怎样评判，不改变目标",
        "evaluation settings, apart from the targets",
    ),
    "scores": ("考核计分", "scores of places"),
    "submissions": (
        "填报任务（报表）：指标 × 地区 × 时期，供 --scope 使用",
        "rounds of reports: indicators × places × periods, for --scope",
    ),
    "escalation": (
        "督办措施阶梯：连续落后的，应采取的措施",
        "escalation ladders for places or departments that lag",
    ),
    "cadences": ("调度周期，如月调度、季通报", "work due in every period"),
    "conclusions": ("由多项结论得出的综合结论", "conclusions from several verdicts"),
    "waivers": ("免予考核，与结论并列显示", "waivers, shown beside the verdict"),
    "overrides": ("人工评定，与结论并列显示", "judgements by people, shown beside the verdict"),
    "fiscal_year_starts": (
        "年度的起始月份，用于“2023/24”一类的时期",
        "first month of a fiscal year, for labels such as 2023/24",
    ),
    "fiscal_year_named": (
        "FY2024 以起始年（start）还是结束年（end）命名",
        "whether FY2024 is named after the year it starts or ends in",
    ),
    "note": ("说明，不影响评判", "free text; it decides nothing"),
    # names and the document
    "zh": ("中文名称", "name in Chinese"),
    "en": ("英文名称", "name in English"),
    "aliases": ("报表中可能使用的其他名称", "other names used in data"),
    "number": ("发文字号，如“黄政办发〔2024〕23号”", "number of the document"),
    "issuer": ("发文机关", "who issued it"),
    "issued": ("印发日期", "day of issue"),
    "sha256": ("核对引文所用文本的校验码", "hash of the text that the quotes were checked in"),
    "amends": ("本文件修改的文件", "numbers of documents that this one changes"),
    "supersedes": ("本文件取代的文件", "numbers of documents that this one replaces"),
    # places and groups
    "in": ("上级地区的编号", "id of the place it is part of"),
    "kind": ("类型：city、county、lake、plant……，供 each 使用", "kind of place, used by `each`"),
    "members": ("成员的编号", "ids of the members"),
    "from_data": (
        "成员取自报送数据，结论带标记",
        "members are taken from the data; verdicts are flagged",
    ),
    "each": ("某类地区或某组，各有一项结论", "a kind of place or a group: a verdict for each"),
    "grades": ("各级，从最好到最差", "the grades, best first"),
    "entries": ("各时期的限值", "what is in force from which day on"),
    # indicators
    "nature": (
        "level 时点值 · flow 累计量 · share 占比 · count 个数 · class 类别 · done 完成与否",
        "level · flow (adds up) · share · count · class (grade) · done (a deliverable)",
    ),
    "unit": (
        "单位：percent、公顷、mg/L、亿元……；class、done 不写",
        "any known unit; none for class and done",
    ),
    "better": ("higher 越高越好 · lower 越低越好", "which way is better"),
    "Indicator.of": ("占比的分子和分母指标", "numerator and denominator of a share"),
    "formula": ("由其他指标计算的算式", "arithmetic over other indicators"),
    "scale": ("类别所用标尺的编号", "id of the scale of a class"),
    "range": ("合理范围，超出的报送值不采用", "plausible range; values outside are set aside"),
    "frequency": ("只采用这种时长的报送值", "only observations of this period length count"),
    "aggregate": ("上级数值怎样由全部下级得出", "how a parent's value follows from all children"),
    "across": ("汇总所取的地区类型或组", "kind of place or group that is added up"),
    "Indicator.members": (
        "下级成员中满足条件的占比或个数",
        "share or number of the places below that satisfy conditions",
    ),
    "Members.across": ("成员的地区类型或组", "kind of place or group of the members"),
    "Indicator.change": ("另一指标的变化", "change of another indicator over time"),
    "ChangeOf.of": ("其变化的指标", "indicator that changes"),
    "ChangeOf.from": (
        "与何时比：2020、previous_year、previous_period、5 years ago、2 reports ago",
        "a period, `previous_year`, `previous_period`, `5 years ago` or `2 reports ago`",
    ),
    "reference": ("取另一地区或更早一期的数值", "another place's value, or an earlier one"),
    "Reference.of": ("取其数值的指标", "indicator whose value is taken"),
    "Reference.at": (
        "哪个地区：编号、above（上级），或 kind（包含本地的最近一个）",
        "a place, `above`, or a kind: the nearest place of that kind around it",
    ),
    "Reference.from": (
        "哪一期：2020、previous_year、5 years ago、1 report ago",
        "a period, `previous_year`, `5 years ago` or `1 report ago`",
    ),
    "stated": (
        "规则集给定的数值，可按地区或地区类型分别写",
        "an amount that the ruleset states, or amounts by place or kind of place",
    ),
    "ChangeOf.yearly": ("年均增长率", "the yearly change that compounds to it"),
    "ChangeOf.relative": ("以原值的 % 表示", "in percent of what it was"),
    "irreversible": ("达到后不会回退，可提前定论", "once met it stays met, so it locks a pass"),
    "above_hundred": (
        "可能超过100%的比例，如完成数占计划数",
        "a share that may exceed 100 %, as what was done of what was planned",
    ),
    "ppm": (
        "ppm、ppb 的含义：volume 体积比 · mass 质量比 · water 水中 mg/L",
        "meaning of ppm and ppb: volume (mL/m³) · mass (mg/kg) · water (mg/L)",
    ),
    "units": ("规则集自定的单位", "units declared by the ruleset"),
    "counts": ("按个数计，须为整数", "counts whole things"),
    "is": ("折合已知单位，如“1 TEU”“50 kg”", "what one of it is in a known unit: `1 TEU`, `50 kg`"),
    "water": ("1吨水按1立方米计", "a tonne of water counts as a cubic metre"),
    "judge": (
        "只适用于此项的评判设置，优先于评判方案",
        "evaluation settings of this item; take precedence over the profile",
    ),
    # targets
    "action": ("所属章节（actions 中的编号）", "the action it belongs to"),
    "indicator": ("指标编号，或就地定义的指标", "id of an indicator, or one defined on the spot"),
    "place": (
        "地区编号、编号列表，或 {each: county, in: …}",
        "id of a place, a list, or `{each: county, in: …}`",
    ),
    "require": ("要求多少：只写一个比较", "what is required: exactly one comparison"),
    "due": ("到期日：2024-12-31、2024Q3、2025", "last day: `2024-12-31`, `2024Q3`, `2025`"),
    "from": ("起算日", "first day that counts"),
    "Change.from": ("基期：2022，或 {period, value, cite}", "baseline: `2022`, or with its value"),
    "Target.baseline": (
        "起点值：2022、first_report、{from: 2015, else: next} 或"
        " {first_since: 2015, latest: 2018}；累计量从0起",
        "where the schedule starts: `2022`, `first_report`, `{from: 2015, else: next}`, "
        "`{first_since: 2015, latest: 2018}`; a flow at 0",
    ),
    "Profile.baseline": (
        "目标未写基期时起点值",
        "where the schedule of a target starts that declares no baseline",
    ),
    "StartBaseline.from": ("基期", "the baseline period"),
    "Baseline.from": ("基期", "the baseline period"),
    "Baseline.first_since": (
        "以此时期及以后的首次报告为基期",
        "the first report of this period or a later one is the baseline",
    ),
    "Baseline.latest": ("可作基期的最后时期", "last period that may be the baseline"),
    "Baseline.else": (
        "该时期没有报告时：next 取其后同长的首个时期",
        "`next`: else the next later period",
    ),
    "else": (
        "基期无报送值时，取其后第一个有报送值的同长时期",
        "where nothing is reported for it: `next`, the next later period with a report",
    ),
    "baseline": ("起点值", "where the schedule starts"),
    "milestones": (
        "阶段目标，各有到期日和要求",
        "milestones, each with its due date and requirement",
    ),
    "tranches": ("分年（分地）任务量", "amounts by period, or by place and period"),
    "carry": ("超额部分计入下一期", "excess counts towards the next tranche"),
    "every": ("每月、每季、每年各有一项结论", "one verdict for each such period"),
    "mode": (
        "reach 到期达到 · maintain 保持 · sustain 每期均须达到",
        "reach · maintain (kept) · sustain (in every period)",
    ),
    "when": ("此条件成立时才适用", "condition under which the target applies"),
    "strength": (
        "binding 约束性 · expected 预期性 · aspirational 力争类；只有约束性才会判为未达标",
        "binding · expected · aspirational; only binding can fail",
    ),
    "lead": ("牵头单位", "lead department"),
    "with": ("配合单位", "supporting departments"),
    "by": ("责任单位", "responsible departments"),
    "cite": ("依据：条款和能带出数字的最短原文", "clause and the smallest quote with the number"),
    "clause": ("条款位置，如“二、主要任务（一）”", "where in the document it is"),
    "quote": ("逐字引文", "verbatim fragment"),
    "restates": ("与此目标说的是同一件事", "id of a target that this one restates"),
    "disagrees": ("与此条款说法不一", "another clause contradicts this one"),
    "on": ("分歧所在", "on what they disagree"),
    "serves": (
        "落实上级文件的哪项目标：规则集#目标",
        "target of another ruleset: `ruleset#target`",
    ),
    "ignore": ("不适用的检查代码，各写理由", "lint codes that do not apply, with the reason"),
    "reading": (
        "原文未明确之处的解读",
        "the author's interpretation, if the words leave it open",
    ),
    # requirements
    "at_least": ("≥ 以上、不低于、不少于、达到", "≥"),
    "at_most": ("≤ 以内、不超过、控制在", "≤"),
    "above": ("> 高于、超过、突破", ">"),
    "below": ("< 低于、少于", "<"),
    "equals": ("= 等于", "="),
    "between": ("两者之间，含两端", "closed range"),
    "about": ("左右：按评判方案的容差", "about: the profile's tolerance applies"),
    "rise": ("较基期增长", "rise since a baseline"),
    "fall": ("较基期减少", "fall since a baseline"),
    "relative": ("占比的相对变化（%），而非百分点", "a change in % of a share, and not in points"),
    "no_worse_than": ("不差于某期：不萎缩、不变坏", "no worse than in that period"),
    "better_than": ("好于某期", "strictly better than in that period"),
    "Test.within": ("现行限值的编号", "id of a dated limit"),
    "Test.of": ("另一个指标", "another indicator than the target's"),
    "at": ("另一个地区", "another place than the target's"),
    "share_of": ("计算占比的成员组", "group whose members are counted"),
    "where": ("成员须满足的条件", "what a member must satisfy to be counted"),
    "weight": ("按此指标加权（规模）", "indicator that weighs the members"),
    "rank_among": ("在此组中的位次，1为最好", "rank in this group, 1 is best"),
    "end": (
        "所比较的是所发布区间的一端：lower 下限，upper 上限",
        "the end of the published interval that is compared, and not the value",
    ),
    "reported_within": (
        "时期结束后须在多长时间内报送：31 days、2 weeks、1 month",
        "time after the period in which it must be reported: `31 days`, `1 month`",
    ),
    "permitted": ("按样本数允许的超标次数", "samples that may fail, by their number"),
    "done": ("到期前完成", "done by the due date"),
    "words": ("没有量化标准的表述，由人工评定", "qualitative; needs judgement"),
    "any": ("任一满足即可", "at least one of these"),
    "all": ("须全部满足", "every one of these"),
    "period": (
        "时期：2022、previous_year、5 years ago",
        "period: `2022`, `previous_year`, `5 years ago`",
    ),
    "Baseline.value": ("文件所载的基期值", "value that the document states"),
    # judging
    "accept": ("采用哪些状态：reported、verified、accepted", "statuses of reports that count"),
    "compare": ("counts 按个数 · full 全数值 · rounded 修约", "counts · full · rounded"),
    "round": ("比较前怎样修约", "rounding before comparison"),
    "decimals": ("小数位数", "decimal places"),
    "significant": ("有效数字位数", "significant figures"),
    "RoundTo.to": ("修约到它的整数倍，如10、0.5", "rounded to a multiple of this: 10, 0.5"),
    "rule": ("half_even 四舍六入五成双 · half_up 四舍五入 · truncate 舍去", "how it is rounded"),
    "pace": ("未到期时怎样判断进度", "method that judges progress before the due date"),
    "Profile.excused": (
        "报送的缺报原因代码：代码 → 名称、别名；有此原因的时期不作评判",
        "codes of reasons for silence: code → names, aliases; such a period is not judged",
    ),
    "Profile.statistics": (
        "此方案下代替指标自身统计量的统计量",
        "statistics that replace those of the indicators",
    ),
    "Profile.scores": ("此方案下给出的得分；默认全部", "scores given under this profile; else all"),
    "tolerance": ("左右所允许的短缺，占目标的 %", "shortfall that 左右 allows, in % of the target"),
    "stale_after_days": (
        "超过多少天的报告不再说明现状；null 为不限",
        "age in days beyond which a value is stale; null: never",
    ),
    "close_call": ("与要求之差小于要求值的这一份额时提示", "margin below which a note is made"),
    "total": ("合计", "the total"),
    "parts": ("各分项", "the parts"),
    "target": ("目标编号", "id of a target"),
    "reason": ("理由", "the reason"),
    "approver": ("批准人", "who approved it"),
    "until": ("截止日", "last day"),
    "status": ("结论", "the status"),
    "author": ("作出判断的人", "who judged"),
    "date": ("日期", "the day"),
    "source": ("出处", "where it comes from"),
}


CORE = frozenset(
    (
        "Ruleset", "Target", "Test", "Change", "Compare", "Indicator", "Place", "Group", "Document",
        "Action", "Citation", "Baseline", "Milestone", "Disagreement", "Each", "Judging", "RoundTo",
        "Profile", "ScaleSpec", "Limit", "LimitEntry", "Sum", "Waiver", "Override", "Done", "Words",
        "AnyOf", "AllOf", "Range", "Members", "ChangeOf", "Reference",
    )
)  # fmt: skip
"""Models whose keys are described by the table; elsewhere a key may have another meaning."""
EVERYWHERE = frozenset({"zh", "en", "note", "cite", "at_least", "at_most", "above", "below"})


def describe(schema: dict[str, Any]) -> dict[str, Any]:
    """Add the descriptions to a schema of rulesets, in place, and return it."""
    pieces = schema["$defs"]
    for name, piece in (("Ruleset", schema), *pieces.items()):
        for key, field in piece.get("properties", {}).items():
            said = SAID.get(f"{name}.{key}") or SAID.get(key)
            own = field.get("description") or _of_piece(field, pieces)
            if said and (name in CORE or key in EVERYWHERE):
                field["description"] = f"{said[0]}\n\n{said[1]}"
            else:
                field["description"] = own or _spoken(key)
    return schema


def _of_piece(field: dict[str, Any], pieces: dict[str, Any]) -> str:
    """Return the first line of the docstring of a key's own model."""
    inner = [field, *field.get("anyOf", ()), field.get("items", {})]
    for option in inner:
        reference = option.get("$ref", "") if isinstance(option, dict) else ""
        piece = pieces.get(reference.rpartition("/")[2])
        if piece and piece.get("description"):
            return str(piece["description"]).split("\n")[0]
    return ""


def _spoken(key: str) -> str:
    return key.replace("_", " ")
