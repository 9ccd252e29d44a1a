"""Sentences about differences between two versions, in Chinese and English.

Layer: authoring. Input: VersionChanges with their plans. Output: a sentence for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from targetcheck.authoring.version_diff import VersionChange
from targetcheck.errors import Language
from targetcheck.plan.plan import Plan, Question
from targetcheck.verdicts.code_terms import STRENGTH, Words, word
from targetcheck.verdicts.requirement_text import requirement_text, with_mode

KIND: Words = {
    "stricter": ("更严", "stricter"),
    "looser": ("更宽", "looser"),
    "earlier": ("提前", "earlier"),
    "later": ("推后", "later"),
    "new": ("新增", "new"),
    "dropped": ("取消", "dropped"),
    "recited": ("依据变更", "re-cited"),
    "reassigned": ("责任变更", "reassigned"),
    "renamed": ("改名", "renamed"),
    "changed": ("变更", "changed"),
}
DUTY: Words = {
    "lead": ("牵头单位", "lead"),
    "support": ("配合单位", "supporting departments"),
    "by": ("责任单位", "responsible departments"),
}
MATTER: Words = {
    "when": ("适用条件", "its condition"),
    "baseline": ("起点值", "its baseline"),
    "measured": ("指标口径", "the definition of its indicator"),
}
_FEW = 3


def change_text(change: VersionChange, old: Plan, new: Plan, lang: Language) -> str:
    """Return a difference as a sentence without a full stop, its kind first."""
    kind = word(KIND, change.kind, lang)
    body = _body(change, old, new, lang)
    if not change.target:
        return f"{kind}：{body}" if lang == "zh" else f"{kind}: {body}"
    name = f"“{change.target}”" if lang == "zh" else f"`{change.target}`"
    at = _at(change, old, new, lang)
    return f"{kind}：{name}{at}{body}" if lang == "zh" else f"{kind}: {name}{at} {body}"


def _at(change: VersionChange, old: Plan, new: Plan, lang: Language) -> str:
    """Return places and due dates, if the difference concerns only some of them."""
    if change.matter not in ("require", "due"):
        return ""
    names = [_place(p, old, new, lang) for p in change.places]
    dues = change.dues if change.matter == "require" or change.kind in ("new", "dropped") else ()
    parts = [_few(names, lang), _few([d.isoformat() for d in dues], lang)]
    inner = ("，" if lang == "zh" else ", ").join(part for part in parts if part)
    return f"（{inner}）" if lang == "zh" else f" ({inner})"


def _body(change: VersionChange, old: Plan, new: Plan, lang: Language) -> str:
    zh = lang == "zh"
    if change.matter in ("require", "due"):
        return _stage(change, old, new, lang)
    if change.kind in ("new", "dropped"):
        return _whole(change, old, new, lang)
    if change.kind == "recited":
        was, now = (_cites(c) for c in (change.old, change.new))
        return f"依据由{was}改为{now}" if zh else f"citation changed from {was} to {now}"
    if change.kind == "renamed":
        return f"原名“{change.old}”" if zh else f"renamed from `{change.old}`"
    if change.kind == "reassigned":
        duty = word(DUTY, change.matter, lang)
        was, now = (_few(list(c), lang) or ("无" if zh else "none")
                    for c in (change.old, change.new) if isinstance(c, tuple))  # fmt: skip
        return f"{duty}由{was}改为{now}" if zh else f"{duty} changed from {was} to {now}"
    if change.matter in ("strength", "mode"):
        table = STRENGTH if change.matter == "strength" else MODES
        was, now = (word(table, str(c), lang) for c in (change.old, change.new))
        return f"由{was}改为{now}" if zh else f"changed from {was} to {now}"
    return _other(change, lang)


MODES: Words = {
    "reach": ("到期达到", "to be reached"),
    "maintain": ("持续保持", "to be kept"),
    "sustain": ("每期均须达到", "to hold in every period"),
}


def _other(change: VersionChange, lang: Language) -> str:
    zh, was, now = lang == "zh", change.old, change.new
    if change.matter == "from":
        none = "未写明" if zh else "none"
        was, now = was or none, now or none
        return f"起算日由{was}改为{now}" if zh else f"start date changed from {was} to {now}"
    if change.matter == "document":
        return f"文号由{was}改为{now}" if zh else f"document number changed from {was} to {now}"
    if change.matter == "profiles":
        return f"评判方案有变：{now}" if zh else f"profiles changed: {now}"
    if change.matter == "sum":
        return (
            f"合计由{was}改为{now}，或分项不同"
            if zh
            else f"the sum changed from {was} to {now}, or its parts differ"
        )
    matter = word(MATTER, change.matter, lang)
    return f"{matter}有变" if zh else f"{matter} changed"


def _stage(change: VersionChange, old: Plan, new: Plan, lang: Language) -> str:
    zh = lang == "zh"
    was, now = change.old, change.new
    before = _required(was, old, lang) if isinstance(was, Question) else ""
    after = _required(now, new, lang) if isinstance(now, Question) else ""
    if change.kind == "new":
        return f"另要求{after}" if zh else f"new requirement: {after}"
    if change.kind == "dropped":
        return f"不再要求{before}" if zh else f"requirement dropped: {before}"
    if change.matter == "due":
        assert isinstance(was, Question)
        assert isinstance(now, Question)
        return (
            f"时限由{was.due}改为{now.due}"
            if zh
            else f"due date changed from {was.due} to {now.due}"
        )
    return f"由{before}改为{after}" if zh else f"requirement changed from {before} to {after}"


def _whole(change: VersionChange, old: Plan, new: Plan, lang: Language) -> str:
    zh, fresh = lang == "zh", change.kind == "new"
    if change.matter == "sum":
        return "合计核对" if zh else "check that the parts add up"
    names = _few([_place(p, old, new, lang) for p in change.places], lang)
    if change.matter == "place":
        if zh:
            return f"{'增加' if fresh else '不再包括'}考核对象{names}"
        return f"{'now applies to' if fresh else 'no longer applies to'} {names}"
    plan = new if fresh else old
    question = next((q for q in plan.questions if q.target == change.target), None)
    asked = _required(question, plan, lang) if question is not None else ""
    dues = _few([d.isoformat() for d in change.dues], lang)
    return f"：{names}，{asked}，{dues}" if zh else f"({names}) {asked} by {dues}"


def _required(question: Question, plan: Plan, lang: Language) -> str:
    return with_mode(requirement_text(question.tree, plan, lang), question.mode, lang)


def _cites(cites: object) -> str:
    from targetcheck.ruleset.document import Citation

    listed = [c for c in cites if isinstance(c, Citation)] if isinstance(cites, tuple) else []
    return "；".join(f"{c.clause}“{c.quote}”" for c in listed) or "–"


def _place(place: str, old: Plan, new: Plan, lang: Language) -> str:
    known = new.ruleset.all_places().get(place) or old.ruleset.all_places().get(place)
    return (known.say(lang) if known is not None else "") or place


def _few(names: Sequence[str | date], lang: Language) -> str:
    shown = [str(name) for name in names[:_FEW]]
    more = len(names) - len(shown)
    joined = ("、" if lang == "zh" else ", ").join(shown)
    if not more:
        return joined
    return f"{joined}等{len(names)}项" if lang == "zh" else f"{joined} and {more} more"
