"""The name of what is judged: a place and a title as one name, in which nothing is said twice.

Layer: verdicts. Input: names. Output: one name. 各县（市、区）工作机制 of one county is its 工作机制.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from targetcheck.errors import Language

_EACH_ZH = re.compile(
    r"(?:每个|各个|各|每)(?:涉农)?"
    r"(?:县（市、区）|县市区|市县|县区|地区|地(?!区)|县(?!级|市)|市(?!场|级|县)|区(?!域)|街道|园区)的?"
)
_EACH_EN = re.compile(r",? (?:in |of |for )?(?:each|every) (?:county|district|city|place|park)\b")
_OTHER_WORDS = "场民政容区值县控价、"
"""Characters after 市 with which it is another word than the city's own."""


def subject_name(place: str, title: str, lang: Language, *, one_of_many: bool = True) -> str:
    """Return place and title as one name; `one_of_many`: the title speaks of each such place.

    The place is not repeated where the title names it, nor a word with which both end and begin.
    """
    if not place or place in title:
        return title
    if lang == "en":
        name = _EACH_EN.sub("", title) if one_of_many else title
        return f"{place}, {name}"
    each = _EACH_ZH.match(title) if one_of_many else None
    if each is not None and len(title) - each.end() > 1:
        title = title[each.end() :]
    if title[:1] == "全" and title[1:2] == place[-1]:
        title = title[1:]
    return place + title[_shared(place, title) :]


def named_alone(place: str, title: str, names: Iterable[str], lang: Language) -> str:
    """Return a title that names several places as that of one of them; empty for any other title.

    大冶湖、三山湖、保安湖水质 of 保安湖 is 保安湖水质. A list that shortens its names stays, with the place
    before it: Baoan Lake, water of Daye, Sanshan and Baoan Lake.
    """
    joint = r"(?:[、，]|以及|[和及与])" if lang == "zh" else r"(?:, and |, | and )"
    if place not in title or not re.search(joint, title):
        return ""
    known = sorted({name for name in names if name and name in title}, key=len, reverse=True)
    one = "|".join(map(re.escape, known))
    for listed in re.finditer(rf"(?:{one})(?:{joint}(?:{one}))+", title):
        if place in re.split(joint, listed[0]):
            return title[: listed.start()] + place + title[listed.end() :]
    own = re.escape(place)
    if lang == "en" and re.search(rf"{joint}{own}|{own}{joint}", title):
        return f"{place}, {title}"
    return ""


def _shared(place: str, title: str) -> int:
    """Return how many characters end the place and begin the title."""
    for size in range(min(len(place), len(title) - 1), 1, -1):
        if place.endswith(title[:size]):
            return size
    if title.startswith("省级"):
        return int(place[-1] == "省")
    return int(place[-1] == title[0] == "市" and title[1:2] not in _OTHER_WORDS)
