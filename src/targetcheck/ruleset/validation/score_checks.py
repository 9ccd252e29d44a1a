"""Validation of scores: names, grades, coefficients, amounts.

Layer: ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.indicators.formula import FormulaError, names_in
from targetcheck.ruleset.indicators.indicator import Indicator, of_indicator
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.ruleset.scoring_scheme import Item, ScoreSpec, Slope
from targetcheck.ruleset.validation.amount_checks import Found, check_level, named_amounts
from targetcheck.ruleset.validation.derived_indicator_checks import known_across


def score_references(score: ScoreSpec) -> Iterator[tuple[str, str | None, Path]]:
    """Yield (section, id, path below the score) of everything a score refers to."""
    for number, part in enumerate(score.parts):
        yield "scores", part, ("parts", number)
    for number, item in enumerate(score.items):
        yield "scores", item.score, ("items", number, "score")
    if isinstance(score.place, str | tuple):
        places = (score.place,) if isinstance(score.place, str) else score.place
        for place in places:
            yield "places", place, ("place",)
    for number, item in enumerate(score.items):
        yield "indicators", item.indicator, ("items", number, "indicator")
        yield "groups", item.group, ("items", number, "group")
        for member in item.weights:
            yield "places", member, ("items", number, "weights", member)
    for number, veto in enumerate(score.vetoes):
        yield "places", veto.place, ("vetoes", number, "place")


def score_targets(score: ScoreSpec) -> Iterator[tuple[str, Path]]:
    """Yield (target, path below the score) for the targets of a score."""
    for number, item in enumerate(score.items):
        if item.target is not None:
            yield item.target, ("items", number, "target")
    for number, veto in enumerate(score.vetoes):
        yield veto.target, ("vetoes", number, "target")


def check_score(name: str, score: ScoreSpec, ruleset: Ruleset) -> Found:
    """Yield (path below the score, finding) for every error in a score."""
    grades = [grade.grade for grade in score.grades]
    for number, veto in enumerate(score.vetoes):
        if veto.grade not in grades:
            yield ("vetoes", number, "grade"), _no_grade(name, veto.grade, grades)
    if score.across is not None:
        yield from known_across(score.across, ("across",), ruleset)
    edges = [g.at_least for g in score.grades if g.at_least is not None]
    unbounded = any(grade.at_least is None for grade in score.grades[:-1])
    if unbounded or edges != sorted(set(edges), reverse=True):
        yield ("grades",), _unordered(name)
    for number, item in enumerate(score.items):
        for path, found in _item(name, item, ruleset):
            yield ("items", number, *path), found
    for part in names_of_formula(score):
        if part not in ruleset.scores and part not in ruleset.all_indicators():
            yield ("formula",), _unknown_part(name, part)
    if score.formula is not None:
        try:
            names_in(score.formula)
        except FormulaError as error:
            yield ("formula",), error.diagnostic
    if name in _behind(name, ruleset):
        yield (), _circle(name)


def names_of_formula(score: ScoreSpec) -> tuple[str, ...]:
    """Return the scores and indicators in the formula of a score; () if it is unreadable."""
    try:
        return names_in(score.formula) if score.formula is not None else ()
    except FormulaError:
        return ()


def _behind(name: str, ruleset: Ruleset) -> set[str]:
    """Return the scores from which a score is made, directly or indirectly."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        score = ruleset.scores.get(ahead.pop())
        if score is not None and score.across is None:
            parts = (*score.parts, *names_of_formula(score), *(i.score or "" for i in score.items))
            new = [part for part in parts if part in ruleset.scores and part not in found]
            found |= set(new)
            ahead += new
    return found


def _item(name: str, item: Item, ruleset: Ruleset) -> Found:
    indicator = ruleset.all_indicators().get(item.indicator or "")
    target = next((t for t in ruleset.targets if t.id == item.target), None)
    scored = ruleset.all_indicators().get(target.indicator) if target else None
    if item.slope is not None and scored is not None and not _in_points(item.slope, scored):
        for found in check_level(item.slope.per, of_indicator(scored), name, ruleset):
            yield ("slope", "per"), found
    if indicator is None:
        return
    for number, band in enumerate(item.bands):
        for key, amount in named_amounts(band):
            for found in check_level(amount, of_indicator(indicator), name, ruleset):
                yield ("bands", number, key), found
        if isinstance(band.points, str):
            yield from _formula(name, band.points, ("bands", number, "points"))
    spec = ruleset.all_scales().get(indicator.scale or "")
    for grade in item.coefficients if spec else ():
        assert spec is not None
        try:
            spec.scale(indicator.scale or "").rank(grade)
        except TargetcheckError as error:
            yield ("coefficients",), error.diagnostics[0]


def _in_points(slope: Slope, scored: Indicator) -> bool:
    """Return whether a deduction per percentage point applies to a share."""
    unit = of_indicator(scored).unit
    points = isinstance(slope.per, Quantity) and slope.per.unit.kind == "point"
    return points and unit is not None and unit.kind == "share"


def _formula(name: str, formula: str, path: Path) -> Found:
    try:
        if set(names_in(formula)) <= {"x"}:
            return
    except FormulaError as error:
        yield path, error.diagnostic
        return
    yield (
        path,
        Diagnostic(
            "score-formula",
            f"the points `{formula}` of `{name}` may only contain `x`",
            f"“{name}”的分值算式“{formula}”只能含 x",
            "write for example `10 * (1 + x)`",
            "例如写作 10 * (1 + x)",
        ),
    )


def _unknown_part(name: str, part: str) -> Diagnostic:
    return Diagnostic(
        "score-formula",
        f"the formula of `{name}` names `{part}`, which is neither a score nor an indicator",
        f"“{name}”的算式中的 {part} 既不是得分也不是指标",
        "write the id of a score or of an indicator",
        "请写得分或指标的编号",
    )


def _circle(name: str) -> Diagnostic:
    return Diagnostic(
        "score-circle",
        f"the score `{name}` is made from itself",
        f"得分“{name}”由它自己得出",
        "define one of the scores without the others",
        "请使其中一个得分不依赖其余各个",
    )


def _no_grade(name: str, grade: str, grades: list[str]) -> Diagnostic:
    return Diagnostic(
        "score-grade",
        f"the score `{name}` has no grade `{grade}`",
        f"得分“{name}”没有等次“{grade}”",
        f"its grades are {', '.join(grades) or 'none'}",
        f"已有等次：{'、'.join(grades) or '无'}",
    )


def _unordered(name: str) -> Diagnostic:
    return Diagnostic(
        "score-grades",
        f"the grades of `{name}` are not in order from best to worst",
        f"“{name}”的等次没有从高到低书写",
        "write the best grade first, and the last one without `at_least`",
        "请从最好的等次写起，最后一档不写 at_least",
    )
