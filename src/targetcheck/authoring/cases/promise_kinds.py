"""Forms of requirement that a ruleset uses, each with its key.

Layer: authoring. Input: a Ruleset. Output: form codes with their targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Language
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.comparison import Test
from targetcheck.ruleset.fields.field_types import Grade
from targetcheck.ruleset.requirement_tree import Done, Words, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Target
from targetcheck.verdicts.code_terms import Words as Table

FORMS: Table = {
    "level": ("数值要求", "level or range"),
    "relative": ("相对基期变化", "relative change"),
    "points": ("百分点变化", "change in points"),
    "any": ("任一即可", "any of several"),
    "all": ("须全部满足", "all of several"),
    "milestones": ("阶段目标", "milestones"),
    "total": ("累计总量", "total over time"),
    "tranches": ("分年任务", "tranches"),
    "tranches-by-place": ("分地分年任务", "tranches by place"),
    "rate": ("每期要求", "rate per period"),
    "each": ("每个地区", "each of"),
    "share-of": ("成员占比", "share of members"),
    "weighted-share": ("加权成员占比", "weighted share"),
    "class": ("类别", "ordinal class"),
    "limit": ("现行限值", "dated limit"),
    "maintain": ("保持", "maintain"),
    "sustain": ("每期均须", "sustained"),
    "no-worse": ("不退步", "no worse than"),
    "full": ("全覆盖", "100 %"),
    "none": ("无一例", "none left"),
    "condition": ("附条件", "under a condition"),
    "rank": ("位次", "rank"),
    "deliverable": ("限期完成", "dated deliverable"),
    "formula": ("由其他指标计算", "formula"),
    "sum": ("合计相符", "sums that agree"),
    "words": ("定性任务", "qualitative"),
    "about": ("左右", "about"),
}


def forms_of(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """Return a mapping from form to its targets; a target may have several forms."""
    found: dict[str, list[str]] = {}
    for target in ruleset.targets:
        for form in dict.fromkeys(_forms(target, ruleset)):
            found.setdefault(form, []).append(target.id)
    if ruleset.sums:
        found["sum"] = [item.id for item in ruleset.sums]
    return {form: tuple(found[form]) for form in FORMS if form in found}


def form_text(form: str, lang: Language) -> str:
    """Return the name of a form."""
    return FORMS[form][0 if lang == "zh" else 1]


def _forms(target: Target, ruleset: Ruleset) -> Iterator[str]:
    indicator = ruleset.all_indicators().get(target.indicator)
    if target.milestones:
        yield "milestones"
    if target.tranches:
        own = all(place is None for place, _, _ in target.tranche_amounts())
        yield "tranches" if own else "tranches-by-place"
    if target.every:
        yield "rate"
    if isinstance(target.place, Each | tuple):
        yield "each"
    if target.mode != "reach":
        yield target.mode
    if target.when:
        yield "condition"
    if indicator is not None and indicator.formula:
        yield "formula"
    if indicator is not None and indicator.nature == "flow":
        yield "total"
    for _, requirement in target.requirements():
        for key in ("any", "all"):
            if isinstance(getattr(requirement, key, None), tuple):
                yield key
        for _, leaf in leaves(requirement):
            yield from _of_leaf(leaf)


def _of_leaf(leaf: Done | Words | Test) -> Iterator[str]:
    if isinstance(leaf, Done | Words):
        yield "deliverable" if isinstance(leaf, Done) else "words"
        return
    if leaf.share_of:
        yield "weighted-share" if leaf.weight else "share-of"
    if leaf.rank_among:
        yield "rank"
    if leaf.within:
        yield "limit"
    if leaf.no_worse_than is not None:
        yield "no-worse"
    if leaf.better_than is not None:
        yield "better"
    if leaf.permitted is not None:
        yield "permitted-failures"
    for change in (leaf.rise, leaf.fall):
        if change is not None:
            amount = getattr(change, change.given()[0])
            amount = amount[0] if isinstance(amount, tuple) else amount
            points = isinstance(amount, Quantity) and amount.unit.kind == "point"
            yield "points" if points else "relative"
    for name in leaf.given():
        amount = getattr(leaf, name)
        amount = amount[0] if isinstance(amount, tuple) else amount
        if name in leaf.moving():
            yield "limit"
        elif isinstance(amount, Grade):
            yield "class"
        elif name == "about":
            yield "about"
        elif name == "at_most" and amount.value == 0:
            yield "none"
        elif name in ("at_least", "equals") and str(amount).replace(" ", "") in ("100%", "100％"):
            yield "full"
        elif not leaf.share_of and not leaf.rank_among:
            yield "level"
