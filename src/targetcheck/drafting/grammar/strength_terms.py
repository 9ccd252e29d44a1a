"""Words that make a promise weaker or stronger.

Layer: drafting. Input: the words of a sentence before and after an amount. Output: StrengthWords.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Strength = Literal["binding", "expected", "aspirational"]
_ASPIRATIONAL_ZH = re.compile(
    r"力争|争取(?!资金|政策|各项|上级|中央|国家|省)|努力(?:实现|达到|使)|力求|冲刺|谋划(?:实施|建设)?"
)
_EXPECTED_ZH = re.compile(r"原则上|一般(?!公共|债券|工业|固|纳税|性)|预计|预期性|预期")
_BINDING_ZH = re.compile(r"约束性|确保|必须|不得|严禁|应当|务必|坚决")
_ASPIRATIONAL_EN = re.compile(
    r"\b(?:aim(?:s|ing)? (?:to|for|at)|seek(?:s|ing)? to|aspir(?:e|es|ation|ing)|"
    r"endeavou?r(?:s|ing)?|striv(?:e|es|ing)|ambition|"
    r"hope(?:s)? to|work(?:s|ing)? towards?|explor(?:e|es|ing)|intend(?:s)? to|strives?)\b",
    re.IGNORECASE,
)
_EXPECTED_EN = re.compile(
    r"\b(?:expect(?:s|ed)?|anticipat(?:e|es|ed)|indicative|projected|estimated|should "
    r"normally|in principle|forecast)\b",
    re.IGNORECASE,
)
_BINDING_EN = re.compile(
    r"\b(?:must|shall|will|required to|commit(?:s|ted|ment)?(?: to)?|ensure[sd]?|legally binding|mandatory)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StrengthWords:
    """A strength with the words it came from; `explicit`: they stand right at the amount."""

    strength: Strength
    words: str
    explicit: bool


def strength_zh(own: str, leading: str) -> StrengthWords:
    """Return the strength of a promise.

    own: the segment of the amount, up to it. leading: the sentence up to the segment; 力争 at its
    head governs every item up to the next semicolon.
    """
    weak: tuple[tuple[re.Pattern[str], Strength], ...] = (
        (_ASPIRATIONAL_ZH, "aspirational"),
        (_EXPECTED_ZH, "expected"),
    )
    for pattern, strength in weak:
        found = pattern.search(own)
        if found:
            return StrengthWords(strength, found.group(), explicit=True)
    bound = _BINDING_ZH.search(own)
    if bound:
        return StrengthWords("binding", bound.group(), explicit=True)
    head = _heads(leading)
    if head is not None:
        return head
    found = _BINDING_ZH.search(leading)
    return StrengthWords("binding", found.group() if found else "", explicit=False)


def _heads(leading: str) -> StrengthWords | None:
    """Return the strength that a word at the head of a list lends to later items."""
    for segment in reversed(re.split("[，,]", leading)):
        found = re.search(r"力争|争取|力求|原则上", segment)
        if found and not re.search(r"[\u4e00-\u9fff]{5}", segment[: found.start()]):
            weak: Strength = "expected" if found.group() == "原则上" else "aspirational"
            return StrengthWords(weak, found.group(), explicit=False)
        if _BINDING_ZH.search(segment):
            return None
    return None


def strength_en(own: str, leading: str) -> StrengthWords:
    """Return the strength of an English promise: of its clause, else of the sentence before."""
    patterns: tuple[tuple[re.Pattern[str], Strength], ...] = (
        (_ASPIRATIONAL_EN, "aspirational"),
        (_EXPECTED_EN, "expected"),
        (_BINDING_EN, "binding"),
    )
    for text, explicit in ((own, True), (leading, False)):
        found = [
            (match.end(), strength, match.group())
            for pattern, strength in patterns
            for match in pattern.finditer(text)
        ]
        weak = [item for item in found if item[1] != "binding"]
        if weak or found:
            _, strength, words = max(weak or found)
            return StrengthWords(strength, words, explicit)
    return StrengthWords("binding", "", explicit=False)


def strength_behind(after: str) -> StrengthWords | None:
    """Return the strength that a bracket at the end of a sentence names: （力争）, (expected)."""
    found = re.search(
        r"[（(](力争类?|预期性|约束性|aspirational|expected|indicative|binding)[）)]\.?$",
        after.rstrip(" 。."),
    )
    if found is None:
        return None
    words = found[1]
    if words in ("力争", "力争类", "aspirational"):
        return StrengthWords("aspirational", words, explicit=True)
    if words in ("约束性", "binding"):
        return StrengthWords("binding", words, explicit=True)
    return StrengthWords("expected", words, explicit=True)


def strength_of_nature(text: str) -> StrengthWords | None:
    """Return the strength of a cell such as 约束性, 预期性, or None."""
    if "约束" in text or re.search(r"\bbinding|mandatory\b", text, re.IGNORECASE):
        return StrengthWords("binding", text.strip(), explicit=True)
    if "预期" in text or re.search(r"\bindicative|expected\b", text, re.IGNORECASE):
        return StrengthWords("expected", text.strip(), explicit=True)
    return None
