"""Amounts and requirements as the messages of lint name them.

Layer: lint. Input: amounts, comparisons, requirements. Output: short texts in one language.
"""

from __future__ import annotations

from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.quantities.quantity import Quantity, number_text, quantity
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.comparison import Change, Compare, Test
from targetcheck.ruleset.fields.field_types import NUMBER, Grade, Reference
from targetcheck.ruleset.requirement_tree import AllOf, AnyOf, Done, Words, leaves
from targetcheck.ruleset.validation.amount_checks import named_amounts

SIGNS = {
    "at_least": "≥ ",
    "at_most": "≤ ",
    "above": "> ",
    "below": "< ",
    "equals": "= ",
    "between": "",
    "about": "≈ ",
}


def amount_text(amount: Quantity | Grade, lang: Language) -> str:
    """Return an amount with its unit in one language."""
    if isinstance(amount, Grade):
        return str(amount)
    return number_text(amount.value) if amount.unit is NUMBER else amount.printed(lang)


def base_value_text(value: Fraction, unit: Unit, lang: Language) -> str:
    """Return a value in base units as an amount in a unit of its dimension."""
    return amount_text(quantity(value / unit.factor, unit), lang)


def comparison_text(compare: Compare, lang: Language) -> str:
    """Return a comparison in signs, as in `≥ 95 %`."""
    amounts = named_amounts(compare)
    if compare.between is not None:
        return "–".join(amount_text(amount, lang) for _, amount in amounts)
    said = [SIGNS[key] + amount_text(amount, lang) for key, amount in amounts]
    said += [SIGNS[key] + _limit_text(v) for key, v in compare.moving().items()]
    end = f" ({compare.end})" if compare.end else ""
    return ", ".join(said) + end


def _limit_text(limit: Reference | dict[str, Quantity | Grade]) -> str:
    """Return a limit that is a value from elsewhere, or amounts by place, as it is written."""
    if isinstance(limit, Reference):
        return f"{{{limit}}}"
    return "{" + ", ".join(f"{place}: {amount}" for place, amount in limit.items()) + "}"


def requirement_text(part: AllOf | AnyOf | Done | Words | Test, lang: Language) -> str:
    """Return a requirement in signs and few words."""
    zh = lang == "zh"
    if isinstance(part, Words):
        return f"“{part.words}”" if zh else f'"{part.words}"'
    if isinstance(part, Done):
        return "完成" if zh else "completion"
    if isinstance(part, AnyOf | AllOf):
        en_word, zh_word = ("or", "或") if isinstance(part, AnyOf) else ("and", "且")
        word = f" {zh_word if zh else en_word} "
        return word.join(requirement_text(leaf, lang) for _, leaf in leaves(part))
    return _test(part, lang)


def _test(test: Test, lang: Language) -> str:
    zh = lang == "zh"
    for name, word in (("rise", "增长"), ("fall", "下降")):
        change = getattr(test, name)
        if isinstance(change, Change):
            since = change.since.period
            return (f"较{since}{word} " if zh else f"{name} since {since} ") + comparison_text(
                change, lang
            )
    against = test.since()
    if against is not None:
        key, since = against[0], against[1].period
        if key == "better_than":
            return f"好于{since}" if zh else f"better than {since}"
        return f"不差于{since}" if zh else f"no worse than {since}"
    if test.permitted is not None:
        return f"不合格次数按{test.permitted}" if zh else f"failing samples by {test.permitted}"
    if test.reported_within is not None:
        span = test.reported_within
        return f"期末后{span}内报送" if zh else f"reported within {span}"
    if test.within is not None:
        return f"符合{test.within}" if zh else f"within {test.within}"
    return comparison_text(test, lang)
