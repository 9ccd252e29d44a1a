"""Amounts of a requirement as phrases, from the text that the ruleset writes.

Layer: verdicts. Input: the text of an amount, a range, a grade or a baseline. Output: phrases.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.errors import Language, TargetcheckError
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text, worded_quantity
from targetcheck.ruleset.fields.plain_values import SINCE, window_of
from targetcheck.verdicts.code_terms import COMPARISON, PERMITTED, word
from targetcheck.verdicts.requirement_phrases import chinese_requirement as chinese
from targetcheck.verdicts.time_terms import since_text, window_text


def written_amount(text: str, key: str, plan: Plan, lang: Language) -> str:
    """Return the amount of a comparison: a quantity, a range, a limit, a span or a period."""
    if key == "within":
        limit = plan.ruleset.all_limits().get(text)
        return (limit.say(lang) if limit else "") or text
    if key == "reported_within":
        span = window_of(text)
        return text if span is None else window_text(span, lang)
    if key == "permitted":
        return _permitted(text, lang)
    if key in SINCE:
        return f"{text}年" if lang == "zh" and text.isdecimal() else since_text(text, lang)
    if key == "words":
        return text
    low, dash, high = text.partition("–")
    return _range(low, high, lang) if dash else _printed(text, lang) if text else text


def _range(low: str, high: str, lang: Language) -> str:
    """Return a range as text: 1至2次, 1 and 2 occurrences; a common unit appears once."""
    joint = "至" if lang == "zh" else " and "
    try:
        least, most = worded_quantity(low), worded_quantity(high)
    except TargetcheckError:
        return _printed(low, lang) + joint + _printed(high, lang)
    if least.unit != most.unit:
        return least.printed(lang) + joint + most.printed(lang)
    if lang == "zh" and not (most.unit.whole or most.unit.kind == "count"):
        return least.printed(lang) + joint + most.printed(lang)  # 10%至20%
    return number_text(least.value, least.digits) + joint + most.printed(lang)


def _permitted(text: str, lang: Language) -> str:
    if text in PERMITTED:
        return word(PERMITTED, text, lang)
    failing, confidence = (number_text(Fraction(part) * 100) for part in text.split("–"))
    if lang == "zh":
        return f"按单个样品不合格率{failing}%、置信度{confidence}%计算"
    return f"a failing rate of {failing} % at {confidence} % confidence"


def _printed(text: str, lang: Language) -> str:
    try:
        return worded_quantity(text).printed(lang)
    except TargetcheckError:
        return _grade(text, lang)


def written_change(kind: str, key: str, amount: str, base: str, lang: Language) -> str:
    """Return a rise or fall since a baseline, as in `a fall of at least 4 % since 2020`."""
    since = since_text(base, lang)
    low, dash, high = amount.partition("–")
    if lang == "zh":
        since = f"{since}年" if since.isdecimal() else since
        shown = _range(low, high, lang) if dash else _printed(amount, lang)
        return chinese.changed(kind, key, shown, since)
    size = word(COMPARISON, key, lang).format(_printed(amount, lang))
    return f"{'a rise' if kind == 'rise' else 'a fall'} of {size} since {since}"


def written_grades(text: str, lang: Language) -> str:
    """Return a grade, or two, as written; `4A` on a scale is not 4 ampere."""
    return ("至" if lang == "zh" else " and ").join(_grade(g, lang) for g in text.split("–"))


def _grade(text: str, lang: Language) -> str:
    grade = text.removesuffix("类")
    return f"class {grade}" if lang == "en" and grade != text else text
