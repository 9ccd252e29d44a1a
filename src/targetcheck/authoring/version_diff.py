"""Differences between two versions of a ruleset.

Layer: authoring. Input: two plans. Output: `VersionChange`s in the order of the targets, each of
one kind. Names, notes, comments and order have no effect on verdicts and are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from targetcheck.authoring.stringency import relation
from targetcheck.plan.plan import Check, Fold, Plan, Question
from targetcheck.ruleset.document import Citation
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Target

Kind = Literal[
    "stricter", "looser", "earlier", "later", "new", "dropped", "recited", "reassigned", "renamed",
    "changed",
]  # fmt: skip
STRENGTHS = ("aspirational", "expected", "binding")
MODES = ("reach", "maintain", "sustain")


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One difference: its kind, its subject, the places, the old and the new value.

    `old` and `new` are target instances if a requirement or a date changed, else plain values.
    """

    kind: Kind
    target: str
    matter: str = ""
    places: tuple[str, ...] = ()
    old: object = None
    new: object = None
    dues: tuple[date, ...] = ()


def changes(old: Plan, new: Plan) -> tuple[VersionChange, ...]:
    """Return all differences of the new version that affect verdicts."""
    olds = {t.id: t for t in old.ruleset.targets}
    news = {t.id: t for t in new.ruleset.targets}
    renamed = dict(_renamed(old, new))
    found: list[VersionChange] = []
    for name, target in news.items():
        before = renamed.get(name, name)
        if before not in olds:
            found.append(
                VersionChange("new", name, dues=_dues(new, name), places=_places(new, name))
            )
            continue
        if before != name:
            found.append(VersionChange("renamed", name, old=before, new=name))
        found += _of_target(olds[before], target, old, new)
    gone = [n for n in olds if n not in news and n not in renamed.values()]
    found += [VersionChange("dropped", n, dues=_dues(old, n), places=_places(old, n)) for n in gone]
    return (*found, *_of_ruleset(old.ruleset, new.ruleset))


def _renamed(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    """Yield (new id, old id) of targets that are equal except for their id."""
    olds = {t.id: _content(t) for t in old.ruleset.targets}
    news = {t.id: _content(t) for t in new.ruleset.targets}
    free = {name: content for name, content in olds.items() if name not in news}
    for name, content in news.items():
        if name in olds:
            continue
        match = next((n for n, c in free.items() if c == content), None)
        if match is not None:
            del free[match]
            yield name, match


def _content(target: Target) -> object:
    plain = target.model_dump(exclude={"id", "note", "title", "restates", "disagrees", "ignore"})
    return {**plain, "indicator": "" if target.indicator == target.id else target.indicator}


def _of(plan: Plan, target: str) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in plan.questions:
        if question.target == target:
            found.setdefault(question.place, []).append(question)
    return {place: sorted(qs, key=lambda q: q.due) for place, qs in found.items()}


def _dues(plan: Plan, target: str) -> tuple[date, ...]:
    return tuple(sorted({q.due for q in plan.questions if q.target == target}))


def _places(plan: Plan, target: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q.place for q in plan.questions if q.target == target))


def _of_target(before: Target, after: Target, old: Plan, new: Plan) -> Iterator[VersionChange]:
    name = after.id
    olds, news = _of(old, before.id), _of(new, name)
    added = tuple(p for p in news if p not in olds)
    lost = tuple(p for p in olds if p not in news)
    if added:
        yield VersionChange("new", name, "place", added)
    if lost:
        yield VersionChange("dropped", name, "place", lost)
    apart = [c for p in news if p in olds for c in _at_place(name, p, olds[p], news[p])]
    yield from _grouped(apart)
    yield from _manner(before, after)
    if _measured(before, old) != _measured(after, new):
        yield VersionChange("changed", name, "measured")
    if _cites(before) != _cites(after):
        yield VersionChange("recited", name, old=_cites(before), new=_cites(after))
    for matter in ("lead", "support", "by"):
        olds_, news_ = _duty(before, matter, old.ruleset), _duty(after, matter, new.ruleset)
        if olds_ != news_:
            yield VersionChange("reassigned", name, matter, old=olds_, new=news_)


def _at_place(
    name: str, place: str, olds: Sequence[Question], news: Sequence[Question]
) -> Iterator[VersionChange]:
    """Yield the changes at a place; instances are paired by due date, the rest in order."""
    by_due = {q.due: q for q in olds}
    pairs = [(by_due[q.due], q) for q in news if q.due in by_due]
    kept = {q.due for _, q in pairs}
    rest_old = [q for q in olds if q.due not in kept]
    rest_new = [q for q in news if q.due not in kept]
    moved = list(zip(rest_old, rest_new, strict=False))
    for before, after in sorted([*pairs, *moved], key=lambda pair: pair[1].due):
        if before.due != after.due:
            kind: Kind = "earlier" if after.due < before.due else "later"
            yield VersionChange(kind, name, "due", (place,), before, after)
        found = relation(before.tree, after.tree)
        if found != "same":
            yield VersionChange(found, name, "require", (place,), before, after)
    for question in rest_old[len(moved) :]:
        yield VersionChange("dropped", name, "due", (place,), question, None, (question.due,))
    for question in rest_new[len(moved) :]:
        yield VersionChange("new", name, "due", (place,), None, question, (question.due,))


def _grouped(found: Sequence[VersionChange]) -> Iterator[VersionChange]:
    """Merge equal changes of several places or due dates."""
    groups: dict[object, list[VersionChange]] = {}
    for change in found:
        groups.setdefault(_mark(change), []).append(change)
    for group in groups.values():
        first = group[0]
        places = tuple(dict.fromkeys(p for change in group for p in change.places))
        dues = tuple(sorted({d for change in group for d in _days(change)}))
        yield VersionChange(
            first.kind, first.target, first.matter, places, first.old, first.new, dues
        )


def _days(change: VersionChange) -> tuple[date, ...]:
    shown = change.new if isinstance(change.new, Question) else change.old
    return (shown.due,) if isinstance(shown, Question) else change.dues


def _mark(change: VersionChange) -> object:
    old, new = change.old, change.new
    if change.matter == "due" and isinstance(old, Question) and isinstance(new, Question):
        return change.kind, change.matter, old.due, new.due
    asked = tuple(_asked(q.tree) if isinstance(q, Question) else None for q in (old, new))
    return change.kind, change.matter, asked


def _asked(tree: Check | Fold) -> object:
    if isinstance(tree, Fold):
        return tree.kind, tuple(_asked(part) for part in tree.parts)
    return tree.requirement, tree.measure.where


def _manner(before: Target, after: Target) -> Iterator[VersionChange]:
    """Yield changes of strength, mode, start and condition."""
    for matter, order in (("strength", STRENGTHS), ("mode", MODES)):
        was, now = getattr(before, matter), getattr(after, matter)
        if was != now:
            up = order.index(now) > order.index(was)
            yield VersionChange("stricter" if up else "looser", after.id, matter, old=was, new=now)
    if before.start != after.start:
        yield VersionChange("changed", after.id, "from", old=before.start, new=after.start)
    if before.when != after.when:
        yield VersionChange("changed", after.id, "when")
    if before.baseline != after.baseline:
        yield VersionChange("changed", after.id, "baseline")


def _measured(target: Target, plan: Plan) -> object:
    """Return the definition of the target's indicator, without its names."""
    from dataclasses import replace

    spec = plan.indicators[target.indicator]
    return replace(spec, id="")


def _cites(target: Target) -> tuple[Citation, ...]:
    return (*target.cite, *(m.cite for m in target.milestones if m.cite is not None))


def _duty(target: Target, matter: str, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the departments of a target: its own, else those of its action."""
    own: tuple[str, ...] = getattr(target, matter)
    action = ruleset.actions.get(target.action or "")
    return own or (getattr(action, matter) if action is not None else ())


def _of_ruleset(old: Ruleset, new: Ruleset) -> Iterator[VersionChange]:
    if old.document.number != new.document.number:
        yield VersionChange(
            "changed", "", "document", old=old.document.number, new=new.document.number
        )
    if old.profiles != new.profiles:
        names = {n for n in {*old.profiles, *new.profiles}
                 if old.profiles.get(n) != new.profiles.get(n)}  # fmt: skip
        yield VersionChange("changed", "", "profiles", new=", ".join(sorted(names)))
    olds, news = ({s.id: s for s in r.sums} for r in (old, new))
    for name in dict.fromkeys((*olds, *news)):
        was, now = olds.get(name), news.get(name)
        if was is None or now is None:
            yield VersionChange("new" if was is None else "dropped", name, "sum")
        elif (was.total, was.parts) != (now.total, now.parts):
            yield VersionChange("changed", name, "sum", old=str(was.total), new=str(now.total))
