"""Changes on a baseline: the verb, the year compared with, and where it is written.

Layer: drafting. Input: a sentence and the span of an amount. Output: ChangeWords, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

RISE_ZH = "增长|提高|提升|上升|增加|增幅|增速|增量|扩大|上浮|上涨|攀升"
FALL_ZH = "下降|降低|减少|削减|压减|减排|缩短|降幅|下调|节约|下浮|压缩|缩减|降|减"
_VERB_ZH = re.compile(
    rf"(?P<verb>{RISE_ZH}|{FALL_ZH})(?:率|量|幅度|比例|速度)?(?:了|约|近|超过?|达到?|在|为|不低于|不少于|至少|力争|比例|比率|保持在?|"
    r"稳定在|控制在|高于|低于|不超过|均|分别|各|再|左右)*$"
)
_SINCE_ZH = re.compile(
    r"(?:较|比|与|同|相对于?|相较于?|在|以)(?P<what>20\d\d)年?(?:度|底|末)?"
    r"(?!.{0,3}(?:至|到|—|-)20)"
    r"|(?P<plan>[“\"]?十[一二三四五六七八九]五[”\"]?)?(?:期末|末)(?:相比)"
)
_LAST_YEAR_ZH = re.compile(
    r"同比|(?:较|比|与)?(?:上一?年|去年)(?:度|同期|实际)?(?:相比)?|年均|年增|每年|年递增|逐年"
)
_FALL_EN = (
    r"reduc(?:e[sd]?|ing|tions?)|cut(?:s|ting)?|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|"
    r"declin(?:e[sd]?|ing)|fall(?:s|ing)?|drops?|slash(?:ed|ing)?|sav(?:e|ing)s?"
)
_RISE_EN = (
    r"increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|grow(?:s|ing|th)?|improv(?:e[sd]?|ing|ements?)|"
    r"boost(?:s|ed|ing)?|expan(?:d|ds|ding|sion)|ris(?:e|es|ing)"
)
_BY_EN = re.compile(
    rf"\b(?:(?P<fall>{_FALL_EN})|(?P<rise>{_RISE_EN}))\b[^.;]{{0,110}}?\bby (?:at least |up to "
    rf"|more than |over |around |about |approximately |between |a further |an additional )*$",
    re.IGNORECASE,
)
_OF_EN = re.compile(
    rf"\b(?:an? )?(?:(?P<fall>{_FALL_EN})|(?P<rise>{_RISE_EN}|rises?|increases?))(?: in "
    rf"[^,.;]{{2,60}}?)? of (?:at least |at most |up to |more than |less than |over |around |"
    rf"about )*$",
    re.IGNORECASE,
)
_NOUN_EN = re.compile(
    rf"^ ?(?:[a-z]+ ){{0,4}}?(?:(?P<fall>{_FALL_EN}|below|lower|less)|(?P<rise>{_RISE_EN}|higher))\b",
    re.IGNORECASE,
)
_SINCE_EN = re.compile(
    r"(?:compared (?:to|with)|relative to|against|from|below|above|on|over|than|versus|vs\.?|"
    r"baseline(?: year)?(?: of)?|base year(?: of)?|since)"
    r" (?:a |the |its |their )?(?:baseline of )?(?:(?:fiscal|financial) year "
    r")?(?P<year>(?:19[89]|20[0-3])\d)(?:[/-]\d\d)?\b(?! to\b)"
    r"|\b(?P<levels>(?:19[89]|20[0-3])\d)(?:[/-]\d\d)? (?:levels?|baselines?|values?)"
    r"|\((?P<bracket>(?:19[89]|20[0-3])\d) ?(?:baseline|levels?|base)",
    re.IGNORECASE,
)
_YEARLY_EN = re.compile(
    r"per (?:year|annum)|annually|a year|each year|every year|year[- ]on[- ]year", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change: its direction, the period compared with (None: not said), the words for both."""

    kind: Literal["rise", "fall"]
    since: str | None
    words: str
    since_words: str = ""


def change_zh(before: str, amount_kind: str, context: str) -> ChangeWords | None:
    """Return the change of an amount whose segment starts with `before`; `context`: the sentence."""
    found = _VERB_ZH.search(before)
    if not found:
        return None
    kind: Literal["rise", "fall"] = "rise" if re.fullmatch(RISE_ZH, found["verb"]) else "fall"
    since, words = _since_zh(before) or _since_zh(context) or (None, "")
    if amount_kind not in ("share", "point") and since is None:
        return None
    if found["verb"] in ("降", "减") and amount_kind not in ("share", "point"):
        return None
    return ChangeWords(kind, since, found.group(), words)


def _since_zh(text: str) -> tuple[str, str] | None:
    last = None
    for match in _SINCE_ZH.finditer(text):
        if match["what"]:
            last = (match["what"], match.group())
    if last is not None:
        return last
    found = _LAST_YEAR_ZH.search(text)
    return ("previous_year", found.group()) if found else None


def change_en(before: str, after: str, amount_kind: str, verb: str = "") -> ChangeWords | None:
    """Return the change of an amount between two texts.

    verb: the words of the amount itself, which may be a verb such as halve or double.
    """
    if re.match("halv|doubl|trebl|tripl", verb, re.IGNORECASE):
        dated = _SINCE_EN.search(after[:120])
        base = (dated["year"] or dated["levels"] or dated["bracket"]) if dated else None
        since_words = dated.group() if dated else ""
        if verb.lower().startswith("halv"):
            return ChangeWords("fall", base, verb, since_words)
        return ChangeWords("rise", base, verb, since_words)
    by = _BY_EN.search(before[-170:]) or _OF_EN.search(before[-110:])
    noun = _NOUN_EN.match(after[:60]) if amount_kind in ("share", "point") else None
    found = by or noun
    if found is None:
        return None
    if amount_kind not in ("share", "point") and by is None:
        return None
    kind: Literal["rise", "fall"] = "fall" if found["fall"] else "rise"
    since = _SINCE_EN.search(after[:120]) or _SINCE_EN.search(before[-120:])
    if since is not None:
        year = since["year"] or since["levels"] or since["bracket"]
        return ChangeWords(kind, year, found.group().strip(), since.group())
    yearly = _YEARLY_EN.search(after[:40])
    if amount_kind not in ("share", "point"):
        return None
    return ChangeWords(
        kind,
        "previous_year" if yearly else None,
        found.group().strip(),
        yearly.group() if yearly else "",
    )
