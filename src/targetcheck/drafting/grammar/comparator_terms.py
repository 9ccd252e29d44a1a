"""Words that say how a value compares with an amount, and the key of the ruleset language.

Layer: drafting. Input: the words before and after an amount. Output: Comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Key = Literal["at_least", "at_most", "above", "below", "about", "equals", "between"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A key of the ruleset language with the words it came from.

    `explicit`: the words leave no choice. `held`: the value is to be kept and not only reached.
    """

    key: Key
    words: str
    explicit: bool
    held: bool = False


_FILLER = r"(?:约|大约|年均|每年|全年|各|也|均|都|力争|在|为|了|到|至|人均|累计|总计|共|仍|再|总数|新|全市|全省|同比)?"
_BEFORE_ZH: tuple[tuple[str, Key, bool], ...] = (
    (r"(?:不得?(?:低于|少于|小于|短于|弱于)|不低于|不少于|不小于|不下于|至少不?少?于?|最低|"
        r"最少|不得少于|大于等于|≥)", "at_least", True),
    (r"(?:不得?(?:超过|高于|大于|多于|超出|突破)|不超|最高|最多|至多|最大|上限|小于等于|≤|控制在|限制在|严控在|压缩[至到在]|压减[至到]|"
     r"缩[短减][至到在为]|下?降低?[至到]|下?降为|减少?[至到]|降至|减至|下调[至到])", "at_most", True),
    (r"(?:稳定(?:达到|保持|维持)?在?|(?:继续)?(?:保持|维持|巩固)在?|保持达到|稳定达到)", "at_least", True),
    (r"(?:超过|突破|高于|多于|大于|超|优于|>)", "above", True),
    (r"(?:低于|少于|小于|短于|<)", "below", True),
    (r"(?:提[高升][至到]|增[至加长][至到]?(?=$)|增加[至到]|增长[至到]|扩大[至到]|扩充[至到]|上升[至到]|升至|提至|达到?|实现|"
     r"翻[至到])", "at_least", True),
    (r"(?:约为?|大约|左右)", "about", True),
    (r"(?:等于|恰为)", "equals", True),
)  # fmt: skip
_DISTANT_ZH: tuple[tuple[re.Pattern[str], Key], ...] = (
    (
        re.compile(r"(?:不得?超过|不得?高于|不得?大于|不得?多于|不得?突破)[^，；。]{1,28}的$"),
        "at_most",
    ),
    (re.compile(r"(?:不得?低于|不得?少于|不低于|达到?|占)[^，；。]{1,28}的?$"), "at_least"),
    (re.compile(r"上限[^，；。]{0,14}$"), "at_most"),
)
_BENEFIT_ZH = re.compile(
    r"补[助贴]|奖励|奖补|给予|救助|起付|报销|资助|支付比例|发放|按照[^，]{0,20}$|限额|执行"
)
GRANTED = re.compile(
    r"(?:之?内)?有效(?!期)|之?内(?:免|[^。；]{0,30}(?:享受|减免|免[收征缴除]|免费))"
)
"""What follows the time for which a right is granted: 3年内免租金, 12个月有效."""
_MAINTAIN = re.compile(
    r"稳定|保持|维持|持续(?=[超低高少多大小不]|$)"  # 持续推进 is work, not a level that is kept
)
_LOWER = re.compile(
    r"(?:浓度|能耗|物耗|水耗|电耗|排放量|排放强度|死亡率|死亡人数|发病率|失业率|漏损率|损失率|事故|"
    r"负债率|超标|投诉率|复发率|负担|成本|时间|时长|时限|总量控制|流失率|发生率|用水量|用水总量|半径|"
    r"比重下降|空置率|PUE|煤耗|缺陷率|差错率|赤字率|感染率|近视率)[^率量]{0,6}$"
)
_AFTER_ZH: tuple[tuple[str, Key], ...] = (
    (r"(?:[(（]含[)）])?(?:及|或|和)?(?:其)?以上|及以上|起|或更[高多]|\+", "at_least"),
    (r"(?:[(（]含[)）])?(?:及|或)?(?:以下|以内|之内)|内|封顶|为限|或更[低少]", "at_most"),
    (r"左右|上下|（左右）", "about"),
)  # fmt: skip
_BEFORE_EN: tuple[tuple[str, Key], ...] = (
    (r"(?:at least|no (?:less|fewer) than|not (?:less|fewer|lower) than|a minimum(?: of)?|"
        r"minimum of|≥|at or above)", "at_least"),
    (r"(?:at most|no (?:more|greater|higher) than|not (?:to )?(?:exceed|more than|above)|not "
        r"exceeding|a maximum(?: of)?|"
     r"maximum of|up to|≤|(?:limit|cap|restrict|keep|hold)(?:ed|ing)?(?: \w+){0,8}? (?:to|at|"
         r"within)|within|(?:remain|stay|kept?|stays|remains) (?:at or )?below)", "at_most"),
    (r"(?:more than|over|above|exceed(?:s|ing)?|greater than|higher than|upwards of|>)", "above"),
    (r"(?:exactly|equal(?:s|ling)? to)", "equals"),
    (r"(?:less than|fewer than|below|under|lower than|<)", "below"),
    (r"(?:around|about|approximately|approx\.?|circa|roughly|nearly|almost|some|an estimated|"
        r"close to|in the region of)", "about"),
)  # fmt: skip
_AFTER_EN: tuple[tuple[str, Key], ...] = (
    (r" ?(?:\([^)]{0,30}\) )?(?:or (?:more|above|higher|greater|better|over)|at (?:a )?minimum|"
        r"at least|\+)", "at_least"),
    (r" ?(?:or (?:less|fewer|below|lower|under)|at most|maximum)", "at_most"),
)  # fmt: skip
_REACH_EN = re.compile(
    r"\b(?:reach(?:es|ing)?|achiev(?:e|es|ing)|(?:increas|rais|improv|expand|grow|boost|ris)(?:e|es|ed|ing|d)?"
    r"(?: [\w'’-]+){0,14}? to|to reach|attain(?:ing)?)(?: an?| the)?$",
    re.IGNORECASE,
)
_LOWER_EN = re.compile(
    r"\b(?:(?:reduc|decreas|lower|cut|declin|fall|bring|drop|driv)(?:e|es|ed|ing|ting|s)?(?: down)?"
    r"(?: [\w'’-]+){0,14}? to)(?: an?| the)?$",
    re.IGNORECASE,
)
_MAINTAIN_EN = re.compile(r"\b(?:maintain|keep|sustain|remain|stay)", re.IGNORECASE)


def comparison_zh(
    before: str, after: str, *, benefit: bool = False, context: str = ""
) -> Comparison:
    """Return the comparison of an amount between two texts; `at_least` where none is said.

    benefit: the amount is of money or a share, and may be the rate of a benefit.
    context: the sentence up to the amount.
    """
    held = bool(_MAINTAIN.search(before[-12:]))
    if "上限" in context[-30:] and "提高到" in before[-6:]:
        return Comparison("at_most", context[context.rfind("上限") :], False, held)
    granted = GRANTED.match(after)
    if granted is not None:
        return Comparison("equals", granted.group(), False, held)
    suffix = _suffix(after, _AFTER_ZH)
    if suffix is not None:
        return replace(suffix, held=held and suffix.key != "about")
    for words, key, explicit in _BEFORE_ZH:
        found = re.search(rf"(?P<core>{words}){_FILLER}$", before[-16:])
        if found:
            reached = found["core"].startswith(
                ("达", "实现", "稳定", "保持", "维持", "继续", "巩固")
            )
            lower = reached and _LOWER.search(before[-16:][: found.start()])
            chosen: Key = "at_most" if lower else key
            sure = explicit and not lower
            return Comparison(chosen, found.group(), sure, held)
    if is_exact(context) and before.endswith("为"):
        return Comparison("equals", "为", False, held)
    for pattern, key in _DISTANT_ZH:
        found = pattern.search(before)
        if found:
            return Comparison(
                key, found.group(), key == "at_most" and "上限" not in found.group(), held
            )
    if benefit and (
        _BENEFIT_ZH.search(context)
        or re.match(r"(?:的标准|[^，；。]{0,14}补[助贴]|[^，；。]{0,8}奖[励补])", after)
    ):
        return Comparison("equals", "", False, held)
    if _LOWER.search(before):
        return Comparison("at_most", before[-8:], False, held)
    return Comparison("at_least", "", False, held)


def is_exact(sentence: str) -> bool:
    """Return whether a sentence says of its due date that the day is included.

    A text that is so exact means 为10 and 10至15 as they stand; elsewhere they are loose words for
    a level to reach.
    """
    return "含当日" in sentence


def comparison_en(before: str, after: str) -> Comparison:
    """Return the comparison of an amount between two English texts."""
    held = bool(_MAINTAIN_EN.search(before[-40:]))
    suffix = _suffix(after, _AFTER_EN)
    if suffix is not None:
        return replace(suffix, held=held)
    for words, key in _BEFORE_EN:
        found = re.search(rf"\b{words}(?: an?| the)? ?$|{words}$", before[-70:], re.IGNORECASE)
        if found and found.group().strip():
            explicit = found.group().strip().lower() not in ("up to", "nearly", "almost", "some")
            return Comparison(key, found.group().strip(), explicit, held)
    tail = before[-140:].rstrip()
    for pattern, chosen in ((_LOWER_EN, "at_most"), (_REACH_EN, "at_least")):
        found = pattern.search(tail)
        if found:
            key = "at_most" if chosen == "at_most" else "at_least"
            return Comparison(key, found.group().strip(), explicit=True, held=held)
    return Comparison("at_least", "", explicit=False, held=held)


def _suffix(after: str, terms: tuple[tuple[str, Key], ...]) -> Comparison | None:
    for words, key in terms:
        found = re.match(words, after)
        if found:
            return Comparison(key, found.group().strip(), explicit=True)
    return None


def suffix_length(after: str, chinese: bool) -> int:
    """Return the number of characters of a comparator that follows an amount."""
    found = _suffix(after, _AFTER_ZH if chinese else _AFTER_EN)
    return len(found.words) if found is not None else 0
