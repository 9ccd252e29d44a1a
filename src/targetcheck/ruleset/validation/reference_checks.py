"""Validation of references between the definitions of a ruleset: names, units, dates.

Layer: ruleset. Input: a Ruleset whose definitions are valid one by one. Output: Diagnostics with
locations; an empty list means that a plan can be compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, Where, did_you_mean
from targetcheck.first_use import on_first_use
from targetcheck.ruleset.comparison import Compare, Test, limit_indicators
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.place import Group, Place
from targetcheck.ruleset.requirement_tree import Path, leaves
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.target import Each, Submission, Target
from targetcheck.ruleset.validation.amount_checks import check_amounts, check_sum
from targetcheck.ruleset.validation.circle_checks import check_circles
from targetcheck.ruleset.validation.date_checks import (
    check_dates,
    check_submission,
    due_twice,
    dues_given_twice,
)
from targetcheck.ruleset.validation.derived_indicator_checks import (
    check_derivations,
    check_statistic,
    references,
)
from targetcheck.ruleset.validation.elsewhere_checks import check_measured
from targetcheck.ruleset.validation.name_checks import check_names
from targetcheck.ruleset.validation.nature_checks import check_nature

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators import formula
    from targetcheck.ruleset.indicators.grading_and_index import GradeTable
    from targetcheck.ruleset.validation import grading_and_index_checks
else:
    formula = on_first_use("targetcheck.ruleset.indicators.formula")
    grading_and_index_checks = on_first_use(
        "targetcheck.ruleset.validation.grading_and_index_checks"
    )

Locate = Callable[[Path], Where]


def check_links(
    ruleset: Ruleset,
    locate: Locate,
    declared: Mapping[str, Iterable[str]] = {},
    broken: Container[int] = (),
) -> list[Diagnostic]:
    """Return every finding about names, units and dates.

    `declared` holds the ids of faulty definitions, and `broken` the indices of targets without
    their faulty keys, so that one error is not reported twice.
    """
    return list(_Linker(ruleset, locate, declared, broken).run())


class _Linker:
    """Names of one ruleset, and the findings about them."""

    def __init__(
        self,
        ruleset: Ruleset,
        locate: Locate,
        declared: Mapping[str, Iterable[str]],
        broken: Container[int],
    ) -> None:
        self.ruleset = ruleset
        self.broken = broken
        self.locate = locate
        self.declared = {key: set(names) for key, names in declared.items()}
        self.names = {
            "places": set(ruleset.all_places()),
            "groups": set(ruleset.all_groups()),
            "scales": set(ruleset.all_scales()),
            "limits": set(ruleset.all_limits()),
            "tables": set(ruleset.all_tables()),
            "scores": set(ruleset.scores),
            "indicators": set(ruleset.all_indicators()),
            "actions": set(ruleset.actions),
        }
        self.kinds = {p.kind for p in ruleset.all_places().values() if p.kind}

    def run(self) -> Iterator[Diagnostic]:
        for name, place in self.ruleset.places.items():
            yield from self.place(("places", name), place)
        for name, group in self.ruleset.groups.items():
            yield from self.group(("groups", name), group)
        for name, indicator in self.ruleset.indicators.items():
            yield from self.indicator(("indicators", name), indicator)
        yield from self.under((), check_circles(self.ruleset))
        for name, table in self.ruleset.all_tables().items():
            yield from self.table(("tables", name), table)
        yield from self.statistics()
        yield from self.under((), check_names(self.ruleset))
        ids = [target.id for target in self.ruleset.targets]
        if self.ruleset.scores:
            yield from self.scores(ids)
        for name, submission in self.ruleset.submissions.items():
            yield from self.submission(("submissions", name), submission)
        if self.ruleset.escalation or self.ruleset.conclusions:
            yield from self.escalation(ids)
        first = {name: number for number, name in reversed([*enumerate(ids)])}
        for number, target in enumerate(self.ruleset.targets):
            path: Path = ("targets", number)
            if first[target.id] != number:
                yield self.finding("defined-twice", target.id, path, "targets")
            yield from self.target(path, target, ids)
            if number not in self.broken:
                yield from self.under(path, check_dates(target, self.ruleset))
                yield from self.twice_due(path, target)
        yield from self.judgements(ids)

    def scores(self, ids: list[str]) -> Iterator[Diagnostic]:
        """Yield findings about scores; their checks are imported here, since few rulesets have any."""
        from targetcheck.ruleset.validation.score_checks import (
            check_score,
            score_references,
            score_targets,
        )

        for name, score in self.ruleset.scores.items():
            for kind, ref, below in score_references(score):
                yield from self.known(kind, ref, ("scores", name, *below))
            for ref, below in score_targets(score):
                yield from self.existing(ref, ids, ("scores", name, *below))
            yield from self.under(("scores", name), check_score(name, score, self.ruleset))

    def escalation(self, ids: list[str]) -> Iterator[Diagnostic]:
        """Yield findings about ladders and conclusions; their checks are imported here too."""
        from targetcheck.ruleset.validation.escalation_checks import (
            check_escalation,
            escalation_references,
        )

        for kind, named, spot in escalation_references(self.ruleset):
            if kind == "targets":
                yield from self.existing(str(named), ids, spot)
            else:
                yield from self.known(kind, named, spot)
        yield from self.under((), check_escalation(self.ruleset))

    def twice_due(self, path: Path, target: Target) -> Iterator[Diagnostic]:
        """Yield a finding for each milestone with the same due date as another requirement."""
        for below, other, due in dues_given_twice(target):
            here, there = self.locate((*path, *below)), self.locate((*path, *other))
            yield due_twice(target.id, due, here, there)

    def statistics(self) -> Iterator[Diagnostic]:
        """Yield findings about statistics and scores that profiles name."""
        for profile_name, profile in self.ruleset.profiles.items():
            for number, score in enumerate(profile.scores):
                yield from self.known("scores", score, ("profiles", profile_name, "scores", number))
            for name, statistic in profile.statistics.items():
                path = ("profiles", profile_name, "statistics", name)
                yield from self.known("indicators", name, path)
                for of, below in statistic.indicators():
                    yield from self.known("indicators", of, (*path, *below))
                yield from self.known("limits", statistic.limit, (*path, "limit"))
                yield from self.under(path, check_statistic(name, statistic, self.ruleset))

    def judgements(self, ids: list[str]) -> Iterator[Diagnostic]:
        """Yield findings about waivers, overrides and sums."""
        for section in ("waivers", "overrides"):
            for number, item in enumerate(getattr(self.ruleset, section)):
                yield from self.existing(item.target, ids, (section, number, "target"))
                yield from self.known("places", item.place, (section, number, "place"))
        for number, total in enumerate(self.ruleset.sums):
            yield from self.under(("sums", number), check_sum(total))

    def under(self, path: Path, found: Iterator[tuple[Path, Diagnostic]]) -> Iterator[Diagnostic]:
        for below, diagnostic in found:
            yield diagnostic.at(self.locate((*path, *below)))

    def known(self, kind: str, name: str | None, path: Path) -> Iterator[Diagnostic]:
        """Yield a finding unless `name` is an id of that kind."""
        if name is None or name in self.names[kind] or name in self.declared.get(kind, ()):
            return
        yield self.finding(f"{SINGULAR[kind]}-unknown", name, path, kind)

    def finding(self, code: str, name: str, path: Path, kind: str) -> Diagnostic:
        word, zh = SINGULAR[kind], CHINESE[kind]
        where = self.locate(path)
        if code == "defined-twice":
            return Diagnostic(
                code,
                f"the {word} `{name}` is defined twice",
                f"{zh}“{name}”重复定义",
                "give each its own id",
                "每项须有自己的编号",
                where,
            )
        near = did_you_mean(name, self.names.get(kind, set()))
        return Diagnostic(
            code,
            f"unknown {word} `{name}`",
            f"没有定义{zh}“{name}”",
            f"did you mean `{near}`?" if near else f"define it under `{kind}`",
            f"是否应为“{near}”？" if near else f"请在 {kind} 下定义",
            where,
        )

    def place(self, path: Path, place: Place) -> Iterator[Diagnostic]:
        yield from self.known("places", place.within, path)
        above, steps = place.within, 0
        while above in self.ruleset.all_places() and steps < 100:
            above, steps = self.ruleset.all_places()[above].within, steps + 1
        if steps >= 100:
            yield _circle(path[1], self.locate(path))

    def group(self, path: Path, group: Group) -> Iterator[Diagnostic]:
        for member in group.members:
            yield from self.known("places", member, path)
        yield from self.known("places", group.within, path)

    def indicator(self, path: Path, item: Indicator) -> Iterator[Diagnostic]:
        for name in item.of:
            yield from self.known("indicators", name, path)
        if item.nature == "class" and item.scale is None:
            yield self.finding("scale-unknown", "", path, "scales")
        yield from self.known("scales", item.scale, path)
        if item.formula is not None:
            try:
                for name in formula.names_in(item.formula):
                    yield from self.known("indicators", name, path)
            except formula.FormulaError as error:
                yield error.diagnostic.at(self.locate(path))
        for kind, ref, below in references(item):
            yield from self.known(kind, ref, (*path, *below))
        yield from self.under(path, check_nature(str(path[1]), item))
        yield from self.under(path, check_derivations(str(path[1]), item, self.ruleset))

    def table(self, path: Path, table: GradeTable) -> Iterator[Diagnostic]:
        yield from self.known("scales", table.scale, (*path, "scale"))
        for name in table.items:
            yield from self.known("indicators", name, (*path, "items", name))
            for others in table.items[name].otherwise.values():
                for other in others:
                    yield from self.known("indicators", other, (*path, "items", name, "otherwise"))
        yield from self.under(
            path, grading_and_index_checks.check_table(str(path[1]), table, self.ruleset)
        )

    def target(self, path: Path, target: Target, ids: list[str]) -> Iterator[Diagnostic]:
        yield from self.known("indicators", target.indicator, (*path, "indicator"))
        yield from self.known("actions", target.action, (*path, "action"))
        for name in target.restates + tuple(d.target for d in target.disagrees):
            yield from self.existing(name, ids, path)
        yield from self.places((*path, "place"), target.place)
        for place, _, _ in target.tranche_amounts():
            yield from self.known("places", place, (*path, "tranches", place or ""))
        for below, requirement in target.requirements():
            for tip, leaf in leaves(requirement):
                if isinstance(leaf, Test):
                    yield from self.test((*path, *below, *tip), leaf)
        for name, compare in target.when.items():
            yield from self.known("indicators", name, (*path, "when", name))
            yield from self.limits((*path, "when", name), compare)
        yield from self.under(path, check_amounts(target, self.ruleset))
        yield from self.under(path, check_measured(target, self.ruleset))

    def existing(self, name: str, ids: list[str], path: Path) -> Iterator[Diagnostic]:
        """Yield a finding unless `name` is the id of a target, also of a faulty one."""
        if name in ids or name in self.declared.get("targets", ()):
            return
        yield _no_target(name, did_you_mean(name, ids), self.locate(path))

    def test(self, path: Path, test: Test) -> Iterator[Diagnostic]:
        yield from self.known("indicators", test.of, (*path, "of"))
        yield from self.known("indicators", test.weight, (*path, "weight"))
        yield from self.known("places", test.at, (*path, "at"))
        yield from self.known("groups", test.share_of, (*path, "share_of"))
        yield from self.known("groups", test.rank_among, (*path, "rank_among"))
        yield from self.known("limits", test.within, (*path, "within"))
        yield from self.limits(path, test)
        for name, compare in test.where.items():
            yield from self.known("indicators", name, (*path, "where", name))
            yield from self.limits((*path, "where", name), compare)

    def limits(self, path: Path, compare: Compare) -> Iterator[Diagnostic]:
        """Yield a finding for each unknown indicator whose value is a limit."""
        for name, below in limit_indicators(compare):
            yield from self.known("indicators", name, (*path, *below))

    def submission(self, path: Path, item: Submission) -> Iterator[Diagnostic]:
        for name in item.indicators:
            yield from self.known("indicators", name, (*path, "indicators"))
        yield from self.places((*path, "places"), item.places)
        yield from self.under(path, check_submission(str(path[1]), item))

    def places(self, path: Path, place: str | tuple[str, ...] | Each) -> Iterator[Diagnostic]:
        """Yield findings about the places that a target or a submission names."""
        if isinstance(place, Each):
            if place.each not in self.kinds:
                yield from self.known("groups", place.each, (*path, "each"))
            yield from self.known("places", place.within, (*path, "in"))
        else:
            for name in (place,) if isinstance(place, str) else place:
                yield from self.known("places", name, path)


def _circle(name: object, where: Where) -> Diagnostic:
    return Diagnostic(
        "place-circle",
        f"the place `{name}` is inside itself",
        f"地区“{name}”的上级关系形成循环",
        "correct `in`",
        "请修正 in",
        where,
    )


def _no_target(name: str, near: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "target-unknown",
        f"the target `{name}` does not exist",
        f"没有目标“{name}”",
        f"did you mean `{near}`?" if near else "name the `id` of a target of this ruleset",
        f"是否应为“{near}”？" if near else "请写本规则集中目标的 id",
        where,
    )


SINGULAR = {
    "places": "place",
    "groups": "group",
    "scales": "scale",
    "limits": "limit",
    "tables": "table",
    "scores": "score",
    "indicators": "indicator",
    "actions": "action",
    "targets": "target",
}
CHINESE = {
    "places": "地区",
    "groups": "成员组",
    "scales": "等级",
    "limits": "限值",
    "tables": "分类表",
    "scores": "得分",
    "indicators": "指标",
    "actions": "行动",
    "targets": "目标",
}
