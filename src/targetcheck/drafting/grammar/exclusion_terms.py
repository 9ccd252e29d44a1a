"""Numbers that are not promises: facts of the past, references, names, conditions, addresses.

Layer: drafting. Input: an amount in its sentence. Output: the reason why it is set aside, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from targetcheck.drafting.grammar.amount_scanner import Amount
from targetcheck.drafting.grammar.comparator_terms import GRANTED

Why = Literal[
    "fact", "qualitative", "benefit_amount", "external_value", "background", "procedure", "heading",
    "inexpressible",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a number is set aside: a code of `coverage.yaml` and a note."""

    why: Why
    zh: str
    en: str


_REFERENCE = Exclusion(
    "background", "文号、标准或条款编号", "number of a document, standard or article"
)
_NAME = Exclusion("background", "名称中的数字", "a number inside a name")
_CONDITION = Exclusion(
    "qualitative", "限定对象的条件，不是目标", "a condition on what is meant, not a target"
)
_FACT = Exclusion("fact", "已有的事实", "a fact of the past")
_CONTACT = Exclusion("heading", "地址、电话或编号", "an address, telephone or serial number")
_PROCEDURE = Exclusion("procedure", "办事期限或年限", "a time limit of a procedure, or a duration")
_BASELINE = Exclusion("fact", "基数或现状", "a baseline or present state")
_ORDINAL = Exclusion("heading", "序号", "an ordinal")
PAST = Exclusion("fact", "印发前的事实", "before the day of issue")
HEADING = Exclusion("heading", "标题中的数目", "a number in a heading")

_MASKED = re.compile(
    r"《[^《》]{0,120}》|〔\d{4}〕第?\d+号|[\[(（]\d{4}[\])）]第?\d+号|第?\d+号(?:公告|令|文|地块)?|第[零一二三四五六七八九十百\d]+[条章款项次届批号位名节]"
    r"|(?<![A-Za-z])(?:GB|HJ|DB|SL|NY|CJJ?|JTG?|JGJ|TD|LY|HG|ISO|IEC|AQ)(?:/?[TZ])?\s*/?\d+(?:[.\-—–/]\d+)*"
    r"|PM\s*(?:2\.5|10)|(?<!\d)[2-6]G(?![A-Za-z/])|(?<![A-Za-z])[GSXYC]\d{2,4}(?!\d)|(?<!\d)\d{1,2}A级?|CO2|SO2|O3|H1N1"
    r"|(?<![\d万亿千百./A-Za-z])[A-Za-z]+-?\d+(?:[-–]\d+)*(?![\d.]*%)|\d+\+\d+(?:\+[\dNX]+)*|\+[NXn]\b|1[0-9]{10}|0\d{2,3}-?\d{7,8}|12345|https?://\S+|www\.\S+"
    r"|“[^”]{0,24}”"
)
_ENGLISH_MASK = re.compile(
    r"\bper (?:\d[\d,]*|million|thousand)(?: [a-z]+){1,2}|"
    r"\b(?:Article|Section|Chapter|Table|Figure|Annex|Appendix|Box|Part|Goal|Target|SDG|Objective|Action|Priority|Policy|Page|Directive|Regulation|"
    r"No\.?|Paragraph|Clause|Schedule|Pillar|Phase|Stage|Scope|Tier|Step|Outcome|Indicator|"
    r"Principle|COP|Recommendation|Level|Mission|Measure|Theme|Chapter|Volume|Version|Type|"
    r"Key Stage|Band|Zone|Route|Line|Terminal|Carbon Budget|Round|Period) "
    r"\d+(?:[.\-–]\d+)*[a-z]?\b"
    r"|\b\d{4}/\d{1,4}(?:/[A-Z]{2,3})?\b|\b(?:CO|SO|PM|N|O|NO)(?:2|3|10|2\.5)\b|\bCO2e?\b|"
    r"\b[A-Z]{1,4}\d{1,4}\b|https?://\S+|www\.\S+|\(\d{4}\)|\b\d+[- ]?(?:hour|day|month|"
    r"minute|mile)s?[- ](?:a|per)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d+-(?:year|point|step|month|week|day|hour|minute|strong|"
    r"metre|mile|storey|bed|page)\b|\b24/7\b|\b\[\d+\]|\b1\.5 ?°C|\b1\.5 degrees|\bNet Zero "
    r"20\d\d\b|\b\d{5,} \d{3,}\b"
)
_PAST_ZH = re.compile(
    r"(?:^|[，；])[^，；]{0,20}(?:目前|现有|已(?:经)?(?!脱|建成的?基础|销号|纳入|完成整治|明确|批)|截至|截止(?!到?20\d\d年(?:底|末)前)|累计已|以来|原有|当前|近年|去年|上年|历史)"
)
_PAST_VERB_ZH = re.compile(
    r"(?:已(?:经)?(?:达|完成|建成|建|有|实现|累计|形成|发放|培育|投入)|(?:达到|完成|建成|投入|增长|下降|获得|新增)了|目前|现有|截至)"
)
_PAST_EN = re.compile(
    r"\b(?:has|have|had) (?:already |now |been |also |since |risen|fallen|grown|increased|"
    r"decreased|reached|seen|achieved|delivered)|\bwas\b|\bwere\b|\bsince (?:19|"
    r"20)\d\d\b(?!.{0,60}\bby 20)|\bcurrently\b|\balready\b"
    r"|\bin (?:19\d\d|200\d|201\d)\b|\blast year\b|\bto date\b|\b(?:rose|fell|grew|increased|"
    r"decreased|dropped|reached|accounted|declined|generated|emitted|contributed|spent|"
    r"represented|amounted|stood|employed|received|produced|experienced|totalled|averaged|"
    r"made up)\b|\btoday\b|\bevery year, (?:over|more)"
    r"|\baround the world\b|\b(?:accounts?|contributes?|represents?|makes? up|comprises?) "
    r"(?:for|to)?\b|\bcurrent(?:ly)?\b|\bis (?:responsible|home|estimated|around|about|now|"
    r"the)\b|\bare (?:currently|now|estimated|home)\b|\bestimated (?:that|to)\b|\bthere "
    r"(?:are|is)\b",
    re.IGNORECASE,
)
_MODIFIER_ZH = re.compile(
    r"^(?:的?(?:部分|人员|人群|企业|单位|项目|情形|家庭)|的(?!整治|目标|任务|要求|比例|标准|水平|基础调查|增长|增速|增幅|治理|建设|达|实现|完成|通过|建成|纳入|开展|具备|配备)[\u4e00-\u9fff]"
    r"|(?!标准|水平|的|目标|，|。|；|、|且|并|或|和|及|以|用于|时|，)[\u4e00-\u9fff]{2})"
)
_GOAL_VERB_ZH = re.compile(
    r"(?:达到?|实现|完成|力争|确保|不低于|不少于|不超过|至少|超过|突破|提[高升]|增[长加至]|新[增建]|建[成设]|培育|打造|引进|创建|组织|开展|实施|稳定在|保持在|控制在|改造|治理|推广|发展|带动|新认定|争取|推动|推进|支持|认定|申报|选派|举办|安排|投入|补助|给予|奖励)[^，；。]{0,12}$"
)
_DURATION = re.compile(
    r"^(?:年|个月|月|天|日|个?工作日|小时|分钟|周|个季度|岁|周岁|年度|years?|months?|days?|weeks?|hours?|minutes?)$"
)
_ADDRESS = re.compile(
    r"(?:电话|邮编|传真|邮政编码|准印证号|总号|总第|编号|邮箱|账号|户名)[^，。；]{0,8}$"
)
_STREET = re.compile(r"(?:路|街|大道|巷|楼|栋)$")
_COUNT_NAME = re.compile(
    r"^(?:大)?(?:时限|方面|阶段|环节|步骤|领域|层面|维度|层次|部分|批次|自然段|原则|维|重大领域|类别)"
)
_ACTED_ON = re.compile(r"[对将][^；。]*$")
_ACTION = re.compile(
    r"[^，。；]{0,12}，?(?:全面|逐一|切实|持续|分类|组织|统一|依法)*(?:开展|进行|实施|组织)"
)
"""对…已查明的165个排口，全面开展整治: the number known is the number to be acted on."""
_BENEFIT_YEARS = re.compile(r"(?:补[贴助]|发放|有效期|运营期|期限|保质期|保修期)[^，；。]{0,6}$")
_LAND = re.compile(r"(?:占地|征地|用地)(?:总?面积)?约?$")
_SIZE = re.compile(r"(?:投资额?|产值|收入|营收|税收|资本)(?:达到?|超过|不[低少]于|在)?$")
_SIZED = re.compile(r"(?:及?以[上下])?的[^，。；]{0,6}?(?:项目|企业|单位|工程|公司|园区|平台)")
"""What follows an amount of money that says which projects are meant: 总投资5000万元以上的项目."""
_KNOWN = re.compile(r"已[^，；。]{1,8}的$")
_CONDITION_WORD = re.compile(
    r"(?<!不)(?<!不得)(?:超过|高于|低于|大于|小于|不足|未达到?|不满|达不到|不到)[^，；。]{0,30}$"
)
_CONDITION_NOUN = re.compile(
    r"^(?:及?以[上下])?(?:[且并][^，。；]{2,40})?的(?!整治|目标|任务|要求|比例|标准|水平|能力|治理|建设)[\u4e00-\u9fff]|^(?:及?以[上下])的[，,]"
)


def masked(text: str, chinese: bool) -> str:
    """Return a text of the same length in which names with numbers are blanked out."""
    found = _MASKED.sub(lambda m: "§" * len(m.group()), text) if chinese else text
    return _ENGLISH_MASK.sub(lambda m: "§" * len(m.group()), found) if not chinese else found


def exclusion_zh(
    amount: Amount, before: str, after: str, sentence: str, rest: str
) -> Exclusion | None:
    """Return why an amount is not a promise, or None.

    before, after: the words of its segment on both sides. sentence: the whole sentence. rest: the
    words behind it up to the end of the sentence.
    """
    if _ADDRESS.search(before) or (_STREET.search(before) and after.startswith("号")):
        return _CONTACT
    if sentence.lstrip().startswith(("合计", "总计", "小计")):
        return _ORDINAL
    if amount.kind == "bare":
        return _bare_zh(before, after)
    if re.search(r"(?:其中包括|编号|第|附件|附表|专栏|表|图)$", before):
        return _ORDINAL
    if _PAST_VERB_ZH.search(before):
        return _FACT
    if _DURATION.match(amount.unit):
        return _duration_zh(amount, before, after, sentence, rest)
    if _KNOWN.search(before) or re.match(r"[\u4e00-\u9fff]{2,10}已", after):
        acted_on = amount.unit_kind == "count" and _ACTED_ON.search(before) and _ACTION.match(rest)
        return None if acted_on else _FACT
    if _LAND.search(before) or re.match("可(?!持续|再)", after):
        return _CONDITION
    if amount.unit_kind == "physical" and re.match(r"(?:范围)?(?:之|以)?内[^，。；（(]", after):
        return _CONDITION
    listed = re.match(rf"以[上下][、和][^\d，。；]{{2,12}}\d[\d.]*{re.escape(amount.unit)}", rest)
    if (
        amount.unit_kind in ("money", "physical")
        and re.match(r"以[上下][、和]", after)
        and not listed  # 东山县40公里以上、西山县30公里以上: the parts of a total
    ):
        return _CONDITION
    if re.match(r"以上|以下|以内|及以上|及以下", after):
        meant = re.sub(r"^(?:及?以[上下内]|及)+", "", after)
        counted = amount.unit_kind in ("share", "count") and amount.unit != "%人"
        led = counted and (_GOAL_VERB_ZH.search(before) or re.search("其中$|的$|建成区$", before))
        if _MODIFIER_ZH.match(meant) and not led:
            return _CONDITION
    if re.search(r"由$|从$|原来?的?$", before) and re.match(
        r"(?:提[高升]|下降|降|增|上升|扩大|调整|压减|压缩|缩短|减)", after
    ):
        return _BASELINE
    if re.search(
        r"(?:实施范围|规划范围|片区|位于|涵盖|辖|户籍人口|常住人口)(?:为|约|达)?$", before
    ) and not re.search(
        r"达|完成|建|增|治理|修复|改造|绿化|造|耕地|建筑|保护|保有|推广|种植|播种|覆盖|湿地|农田|水面",
        before,
    ):
        return _FACT
    if amount.unit_kind in ("money", "physical") and re.match(
        r"(?!的)[\u4e00-\u9fff]{2,8}(?:不少于|不低于|达到|超过)", after
    ):
        return _CONDITION
    if _CONDITION_WORD.search(before) and _CONDITION_NOUN.match(after):
        return _CONDITION
    if amount.unit_kind == "money" and _SIZE.search(before) and _SIZED.match(after):
        return _CONDITION
    if re.match(r"(?:及?以[上下])?的[，,]", after) or _COUNT_NAME.match(after):
        return _CONDITION
    if re.match(r"级(?!以上)|年一遇|次方|维|号|线|楼|层|英寸", after):
        return _NAME
    return None


def _duration_zh(
    amount: Amount, before: str, after: str, sentence: str, rest: str
) -> Exclusion | None:
    """Return why a span of time is set aside; None if it is bounded, or is that of a benefit."""
    bounded = re.search(
        r"(?:不超过|压缩[至到]|缩[短减][至到]|控制在|不少于|不低于|至少|提升[至到]|达到?|每[人年].{0,6})$",
        before,
    )
    own = re.search("有效期|(?:施行|印发|发布|公布)[^，。；]{0,6}起$", before) and re.search(
        "施行|印发|发布|公布|本(?:办法|方案|措施|规程|意见)", sentence
    )
    benefit = _BENEFIT_YEARS.search(before) or GRANTED.match(rest)
    kept = bounded or (benefit and not own)
    worked = amount.unit.endswith("工作日") and re.match("之?内", after)
    return None if kept or worked else _PROCEDURE


def _bare_zh(before: str, after: str) -> Exclusion | None:
    """Return why a number without a unit is set aside; None if it may be an index or a ratio."""
    if re.search(
        r"(?:指数|得分|评分|分值|系数|PUE|比例|比值|数|位|名|排名|前|弹性|容积率)[^，；。]{0,8}(?:达到?|为|至|到|不低于|不高于|低于|高于|不超过|以[下上]|控制在|保持在|[≥≤<>])$",
        before,
    ):
        return None
    if re.match(r"(?:以[上下]|左右)(?:[，。；]|$)", after) and re.search(
        r"达到?|低于|高于|不超过", before
    ):
        return None
    return _NAME


_BOUNDED_EN = re.compile(
    r"\b(?:not exceed|no (?:more|longer) than|within|at most|less than|below|under|at least|maximum of|to)"
    r" (?:a maximum of )?$"
)
_COST_EN = re.compile(
    r"\b(?:costs?|costing|worth|valued at|budget of|funded by|(?:limit|standard|threshold) (?:is|was))\b",
    re.IGNORECASE,
)


def exclusion_en(amount: Amount, before: str, after: str, sentence: str) -> Exclusion | None:
    """Return why an amount of an English sentence is not a promise, or None."""
    if amount.kind == "bare":
        return None if re.match(" ?§§§", after) and _BOUNDED_EN.search(before) else _NAME
    if _DURATION.match(amount.unit):
        return None if _BOUNDED_EN.search(before) else _PROCEDURE
    if re.search(r"\bfrom $", before) and re.match(
        r"[^.;]{0,40}? to (?:at least |around |about )?[\d£$€]", after
    ):
        return _BASELINE
    if _COST_EN.search(before[-60:]):
        return _FACT
    if _PAST_EN.search(before[-90:]) and not re.search(
        r"\b(?:will|shall|must|by 20[2-9]\d|target)\b", before[-60:]
    ):
        return _FACT
    if re.match(r"(?:due dates|pages|chapters|sections|annexes|actions below)", amount.noun):
        return _NAME
    if re.match(r" ?(?:more|further) (?:detail|information)", after):
        return _NAME
    return None
