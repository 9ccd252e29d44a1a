"""What a promise measures: its name, nature, unit and direction, from the words around an amount.

Layer: drafting. Input: the words before and after an amount. Output: Subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from targetcheck.drafting.grammar.amount_scanner import COUNTED, Amount
from targetcheck.drafting.grammar.unit_scanner import unit_of
from targetcheck.drafting.proposals.proposal import Nature, Sure

_VERBS = (
    "完成|实现|实施|建设|建成|新建|新增|新认定|新改建|改造|培育|打造|引进|创建|组织|开展|推进|推动|发展|力争|确保|争取|"
    "达到|达|突破|超过|不低于|不少于|不超过|控制在|稳定在|保持在|保持|稳定|持续巩固|巩固|提升|提高|增长|增加|下降|降低|减少|"
    "至少|到|至|约|各|均|为|在|全市|全省|全县|全区|全国|其中|并|将|以|使|再|累计|总计|共|要|应|对|把|给予|最高|每(?:个)?(?:年|季度|月|半年|周)度?|每个|年均|每"
)
_LEADING = re.compile(rf"^(?:[，、；：:。,;\s（(的]|{_VERBS}|§)+")
_TRAILING = re.compile(
    r"(?:[，、：:\s§(（]|力争|持续(?:巩固)?|继续|稳定|保持|维持|巩固|总体|分别|累计|达到?|突破|超过|不得?(?:低于|少于|高于|超过|大于|小于)|控制在|稳定在|保持在|维持在|"
    r"提[高升][至到]?|增[长加至][至到]?|(?:下降|降低|减少|压减|压缩|缩短)[至到]?|降至|升至|扩大[至到]?|高于|低于|多于|少于|大于|小于|至少|最多|最高|最低|不足|约|为|到|至|在|达|各|均|共|年均|"
    r"每年|完成|实现|(?<!占)[较比](?:20\d\d年)?$|较20\d\d年|比20\d\d年|同比|较上年|比上年|总数|以上|优于|再|增速|增幅)+$"
)
_DATE = re.compile(
    r"(?:到|至|自|从|在)?(?:20\d\d年?(?:[-—–~至到]+20\d\d年?)?(?:年?(?:底|末)|\d{1,2}月(?:\d{1,2}日|底|末)?|[上下]半年|第?[一二三四]季度)?(?:之?前|期间|内|起)?|“?十[一二三四五六七八九]五”?(?:期末|末|期间|时期)?|年底前?|今年|全年)"
)
_AMOUNT_ON = re.compile(
    r"(?:达到?|提[高升][至到]?|下降|增长|超过|突破|控制在|稳定在|降[至到]|不低于|不超过)?\d"
)
_NUMBERED = re.compile(
    r"^[§ ]*(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、)"
)
_EACH_LEAD = re.compile(
    r"^(?:每个?|各)[\u4e00-\u9fff]{0,4}?(?:县|市|区|乡镇|镇|村)(?:[（(][^）)]*[）)])?"
)
_NOUN_AFTER = re.compile(
    r"^(?:及?以[上下内]|左右)?(?:的)?(?!及?以[上下内]|左右|的)(?P<noun>[\u4e00-\u9fffA-Za-z“”（）()]{2,24}?)(?=逐一|全面|全部|开展|进行|实施|[，。；、：,;（(§]|$|\d)"
)
_SHARE_ENDING = re.compile(r"(?:率|比例|比重|占比|覆盖面|度|份额|水平)$")
_LOWER = re.compile(
    r"浓度|能耗|物耗|水耗|电耗|排放|死亡|发病|失业|漏损|损失|事故|负债|超标|投诉|成本|时限|用水量|用水总量|空置|煤耗|差错|感染率|近视率|污染天|黑臭"
)
_LOWER_EN = re.compile(
    r"emission|pollut|mortality|death|unemploy|poverty|waste|leakage|crime|casualt|accident|obes|smok|waiting|homeless|consumption|cost|concentration|prevalence|incidence|landfill",
    re.IGNORECASE,
)
_EN_TAIL = re.compile(
    r"(?:\s*\b(?:by|to|at|of|least|most|than|more|less|fewer|not|exceed(?:ing)?|above|below|over|under|between|from|no|a|an|the|around|"
    r"about|approximately|up|reach|is|be|are|will|shall|must|fall|rise|reduction|increase|in|target|should|kept?|equal))+\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of what is measured, with nature and unit, and how sure the name is."""

    name: str
    nature: Nature
    unit: str
    better: Literal["higher", "lower"]
    sure: Sure


def subject_zh(before: str, after: str, earlier: str, amount: Amount) -> Subject:
    """Return what a Chinese segment measures; `earlier`: the segment before it."""
    name = _clean(before)
    sure: Sure = "likely"
    noun = _NOUN_AFTER.match(after)
    counted = amount.unit_kind == "count" or amount.dimension == "" or amount.unit_kind == "share"
    if (len(name) < 2 or name.endswith("的")) and noun is not None and counted:
        share = amount.unit_kind == "share" and "比例" not in noun["noun"]
        name = noun["noun"] + ("比例" if share else "")
    if len(name) < 2 or re.fullmatch("进一步|再|继续|逐步|力争|稳步|持续", name):
        name, sure = _clean(_AMOUNT_ON.split(earlier)[0]), "guess"
    if len(name) < 2 and noun is not None:
        name = noun["noun"]
    name = name[-60:] if len(name) > 60 else name
    nature = nature_of(amount, name)
    lower = bool(_LOWER.search(name[-10:]))
    return Subject(
        name or "未命名指标",
        nature,
        _unit(amount),
        "lower" if lower else "higher",
        sure if name else "guess",
    )


def _clean(text: str) -> str:
    plain = _EACH_LEAD.sub("", _NUMBERED.sub("", _DATE.sub("", text)))
    last = None
    while plain != last:
        last = plain
        plain = _TRAILING.sub("", _LEADING.sub("", plain))
    opened = plain.count("(") - plain.count(")")
    return plain.split("(")[-1] if opened > 0 else plain.strip("§“”‘’(）)")


def nature_of(amount: Amount, name: str) -> Nature:
    """Return the nature of an indicator by its unit and name."""
    if amount.kind == "grade":
        return "class"
    kind = amount.unit_kind
    if "/" in amount.unit and kind != "share":
        return "level"
    if kind in ("share", "point"):
        return "share"
    if kind == "count" and amount.low.denominator != 1 and "万" not in amount.unit:
        return "level"
    if kind == "count":
        return "flow" if re.search(r"次|人次|期|篇|场|批", amount.unit) else "count"
    if kind == "money" or re.search(r"亩|公顷|平方|公里|米$|吨$", amount.unit):
        return (
            "level"
            if re.search(
                r"率|浓度|规模|总量|总值|价|每|人均|密度|收入|GDP|产值|面积$|里程$|能力", name
            )
            else "flow"
        )
    return "level"


_EACH_OF = re.compile(
    r"每(?P<times>百|千|万|十万|百万)?(?:名|位|个)?(?:常住|服务|户籍|农业|老年)?(?P<of>人口|人|户|居民|老年人|儿童)"
)


def rate_of(amount: Amount, before: str) -> str:
    """Return the unit of an amount counted per so many people: 每千人口…3.2人 is 人/千人."""
    found = _EACH_OF.search(before)
    if found is None or amount.unit_kind not in ("count", "physical") or not found["times"]:
        return amount.unit
    unit = f"{amount.unit}/{found['times']}{'户' if found['of'] == '户' else '人'}"
    return unit if unit_of(unit) is not None else amount.unit


def _unit(amount: Amount) -> str:
    if amount.kind in ("grade", "bare"):
        return "" if amount.kind == "grade" else "指数"
    if amount.unit_kind == "point":
        return "%"
    return amount.unit


_EN_LEAD = re.compile(
    r"^(?:(?:by|in|from) 20\d\d,? )?"
    r"(?:(?:we|they|it|the (?:city|council|government|state|country|strategy|plan|board))\b ?)?"
    r"(?:(?:also|will|shall|must|should|aims? to|aim|expects?(?: to)?|seeks? to|intends? to|"
    r"commits? to|plans? to|is to|are to|to|and) )*"
    r"(?:(?:reduc|increas|cut|rais|deliver|build|plant|achiev|ensur|install|creat|lower|decreas|"
    r"improv|expand|reach|provid|support|maintain|keep|restor|protect|train|recruit|invest|secur|"
    r"grow|develop|generat|limit|phas)\w*(?: |$))?(?:the |our |all |its |an? )?",
    re.IGNORECASE,
)


def last_word(text: str) -> str:
    """Return the last word of a text, the verb of `plant 1 million trees`."""
    words = text.split()
    return words[-1].lower() if words else ""


def subject_en(before: str, after: str, amount: Amount) -> Subject:
    """Return what an English clause measures."""
    sure: Sure = "likely"
    tail = re.split(r"[,;:(]", before)[-1]
    follows = re.match(
        r" ?(?:or more |or less |minimum )?(?:of (?:the |all |our )?)?(?P<noun>[A-Za-z][A-Za-z'’ "
        r"-]{2,60}?)(?= (?:by|in|to|from|are|is|will|have|with|compared|relative|below|above|"
        r"against|between|over|and|each|every|per|at|on|through|under|within)\b|[,.;:()]|$)",
        after,
    )
    name = ""
    if amount.noun:
        name = amount.noun
    elif noun := (follows["noun"].strip() if follows else ""):
        name = noun
    if not name or re.fullmatch(
        r"(?:reduction|increase|cut|decrease|rise|growth|share|more|less|below|above|lower|higher)s?(?: in| of)?",
        name,
        re.IGNORECASE,
    ):
        tail = re.sub(r"\bfrom [£$€]?\d[\d.,]*.*$", "", tail).replace("§", "")
        cut = _EN_TAIL.sub("", tail.strip())
        words = [w for w in re.split(r"\s+", cut) if w][-8:]
        name, sure = " ".join(words).strip(" -–"), "guess"
    name = _EN_LEAD.sub("", name).strip()
    if len(name) < 3 and amount.unit_kind == "count":
        name = f"{amount.unit} {last_word(tail)}".strip()
    name = name[:80] or "unnamed indicator"
    nature = nature_of(amount, name)
    lower = bool(_LOWER_EN.search(name) or _LOWER_EN.search(tail))
    unit = "个" if amount.unit == COUNTED else _unit(amount)
    return Subject(
        name, nature, "item" if unit == "个" else unit, "lower" if lower else "higher", sure
    )


def direction_of(name: str) -> Literal["higher", "lower"]:
    """Return whether more or less of a named indicator is better."""
    if re.search(r"(?:降低|下降|减少|削减|reduction)(?:率|比例|幅度)?$", name):
        return "higher"
    return "lower" if _LOWER.search(name) or _LOWER_EN.search(name) else "higher"
