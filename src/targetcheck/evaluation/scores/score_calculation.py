"""Calculation of scores from verdicts: vetoes, items, grades, ranks, in that order.

Layer: evaluation. Input: a Result with its observations. Output: Scores.

    by status       points = full × share of that status
    by distance     points = max(floor, full − deduct × shortfall ÷ per)
    by stage        points = full × mean of the coefficients of the projects' stages
    by members      points = full × Σ weight of members that pass ÷ Σ weight, each 1 by default
    by bands        points of the first band that holds; (0.1, 0.5] is {above: 0.1, at_most: 0.5}

Sources of the forms: 环发〔2014〕107号 (grades, the lower of two scores), 环水体〔2016〕179号 (vetoes, share
of sections that pass), the assessment of river-basin plans 2008–2010 (stages; a section monitored
from both sides of a border counts 0.7 by one's own result and 0.3 by the other's).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from targetcheck.evaluation.scores.place_score import Ends, ItemScore, Score, Vetoed
from targetcheck.evaluation.scores.score_combination import (
    grade_of_score,
    of_pieces,
    ranked_scores,
    under_vetoes,
)
from targetcheck.evaluation.scores.score_item import by_score
from targetcheck.kernel.derived_values.formula_interval import formula_ends
from targetcheck.kernel.derived_values.missing_data import reported_data
from targetcheck.kernel.observation_choice import by_end
from targetcheck.kernel.observation_view import View
from targetcheck.kernel.outcome import Point
from targetcheck.plan.bound import Bound
from targetcheck.plan.bound_from_comparison import bound_of, in_unit
from targetcheck.plan.place_tree import PlaceTree
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity
from targetcheck.ruleset.fields.field_types import Text
from targetcheck.ruleset.indicators.formula import calculate, names_in
from targetcheck.ruleset.scoring_scheme import Item, PointBand, ScoreSpec, Veto
from targetcheck.verdicts.requirement_text import datum_text
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import authority_word

_ZERO = Fraction(0)
EARNED = {"pass": 1, "on_track": 1, "at_risk": 0, "fail": 0, "missed": 0}
"""Share of the points by status, unless an item declares its own."""


BEHIND = ("fail", "missed", "at_risk")
"""Statuses of a period that count as behind."""


class Verdicts(Protocol):
    """The part of a Result that scores use."""

    def __getitem__(self, key: tuple[str, str] | tuple[str, str, date]) -> Verdict: ...
    def __iter__(self) -> Iterator[Verdict]: ...


@dataclass
class Scoring:
    """The scores of one result; each is computed once."""

    verdicts: Verdicts
    view: View
    known: dict[tuple[str, str], Score] = field(default_factory=dict)
    bounds: dict[tuple[str, int], Bound] = field(default_factory=dict)
    """of the bands of an indicator, each made once"""

    def of(self, name: str) -> tuple[Score, ...]:
        """Return the scores with a name, one for each place, in written order, with ranks."""
        spec = self.view.plan.ruleset.scores[name]
        places = PlaceTree(self.view.plan.ruleset).bound_by(spec.place)
        return ranked_scores(spec, [self.score(name, place) for place in places])

    def score(self, name: str, place: str) -> Score:
        """Return the score of a place."""
        if (name, place) not in self.known:
            spec = self.view.plan.ruleset.scores[name]
            where = self.view.plan.ruleset.all_places().get(place)
            empty = Score(
                name,
                Text(spec.zh, spec.en),
                place,
                Text(where.zh, where.en) if where else Text(),
                Fraction(0),
                None,
                missing=(name,),
            )
            self.known[name, place] = empty  # a score that contains itself has no points
            self.known[name, place] = self._score(spec, empty)
        return self.known[name, place]

    def _score(self, spec: ScoreSpec, empty: Score) -> Score:
        vetoes = tuple(v for veto in spec.vetoes if (v := self.veto(veto, empty.place)))
        items = self.items(spec, empty.place)
        parts = tuple(self.score(part, at) for at in self.spots(spec, empty) for part in spec.parts)
        made: tuple[ItemScore | Score, ...] = (*items, *parts)
        missing = tuple(dict.fromkeys(m for piece in made for m in _lacking(piece)))
        if spec.formula is not None:
            full, shown, ends, missing = self.by_formula(spec, spec.formula, empty.place)
        else:
            full, shown, ends = of_pieces(spec, items, parts)
        points, (least, most) = under_vetoes(vetoes, shown, ends)
        if any(v.certain and v.points is not None for v in vetoes):
            missing = ()
        elif points is None and not missing:
            missing = tuple(spec.parts) or (empty.id,)
        found = replace(empty, full=full, points=points, items=items, parts=parts, vetoes=vetoes,
                        points_least=least, points_most=most)  # fmt: skip
        grade = grade_of_score(spec, found)
        if found.open or (spec.grades and grade is None):
            open_ = (datum for veto in vetoes for datum in veto.missing)
            missing = tuple(dict.fromkeys((*missing, *open_)))
        missing = reported_data(self.view.plan, missing)
        names = tuple(self.datum(name) for name in missing)
        return replace(found, grade=grade, missing=missing, missing_names=names)

    def by_formula(
        self, spec: ScoreSpec, formula: str, place: str
    ) -> tuple[Fraction, Fraction | None, Ends, tuple[str, ...]]:
        """Return (full, points, ends, missing) of arithmetic over scores and latest values."""
        full = Fraction(spec.full or 0)
        values: dict[str, Fraction] = {}
        ends: dict[str, Ends] = {}
        missing: dict[str, None] = {}
        for name in names_in(formula):
            if name in self.view.plan.ruleset.scores:
                score = self.score(name, place)
                value, ends[name], open_ = score.points, score.ends, score.open
                named = score.missing or (name,)
            else:
                point = self.latest(name, place, None)
                value = point.value if point is not None else None
                ends[name], open_ = (value, value), value is None
                named = (point.missing if point is not None else ()) or (f"{name}@{place}",)
            if open_:
                missing |= dict.fromkeys(named)
            if value is not None:
                values[name] = value
        if len(values) < len(ends):
            return full, None, (None, None), tuple(missing)
        points = calculate(formula, values)
        both = formula_ends(formula, ends) if missing else (points, points)
        if both[0] is None or both[1] is None:
            return full, None, (None, None), tuple(missing)
        return full, points, both, tuple(missing)

    def spots(self, spec: ScoreSpec, score: Score) -> tuple[str, ...]:
        """Return the places whose scores are combined: the place itself, or members inside it."""
        if spec.across is None:
            return (score.place,)
        tree = PlaceTree(self.view.plan.ruleset)
        return tuple(m for m in tree.members(spec.across) if tree.inside(m, score.place))

    def members(self, item: Item, place: str) -> dict[str, Fraction]:
        """Return the members of an item with their weights, in written order."""
        tree = PlaceTree(self.view.plan.ruleset)
        group = tree.members(item.group) if item.group else ()
        kept = [m for m in group if not item.inside or tree.inside(m, place)]
        named = dict.fromkeys((*kept, *item.weights)) or {place: None}
        return {m: Fraction(item.weights.get(m, 1)) for m in named}

    def datum(self, name: str) -> Text:
        """Return the display name of a missing datum, or of a target without a verdict."""
        plan = self.view.plan
        if (score := plan.ruleset.scores.get(name)) is not None:
            return Text(score.zh or name, score.en or name)
        target, _, place = name.partition("@")
        spec = next((t for t in plan.ruleset.targets if t.id == target), None)
        if spec is None or " " in place or target in plan.indicators:
            return Text(datum_text(name, plan, "zh"), datum_text(name, plan, "en"))
        where = plan.ruleset.all_places().get(place)
        indicator = plan.ruleset.all_indicators()[spec.indicator]
        title = spec.title or Text(indicator.zh, indicator.en)
        place_zh, place_en = (where.say("zh"), where.say("en")) if where else (place, place)
        return Text(f"{place_zh} {title.say('zh')}", f"{place_en} {title.say('en')}")

    def veto(self, veto: Veto, place: str) -> Vetoed | None:
        """Return a veto that applies or may apply, else None."""
        verdict = self.verdict(veto.target, veto.place or place, None)
        status = "undetermined" if verdict is None else str(verdict.status)
        if status not in (*veto.status, "undetermined"):
            return None
        points = None if veto.points is None else Fraction(veto.points)
        if status in veto.status:
            return Vetoed(veto.target, veto.grade, True, points, veto.reason)
        missing = () if verdict is None else verdict.outcome.missing
        missing = missing or (f"{veto.target}@{veto.place or place}",)
        return Vetoed(veto.target, veto.grade, False, points, veto.reason, missing)

    def verdict(self, target: str, place: str, due: date | None) -> Verdict | None:
        """Return a verdict, or None if the target does not bind the place."""
        try:
            return self.verdicts[(target, place, due) if due else (target, place)]
        except KeyError:
            return None

    @cached_property
    def periods(self) -> dict[tuple[str, str], list[Verdict]]:
        """Return the verdicts of each recurring target at each place."""
        found: dict[tuple[str, str], list[Verdict]] = {}
        for verdict in self.verdicts:
            if verdict.question.recurring:
                found.setdefault((verdict.target, verdict.place), []).append(verdict)
        return found

    def lagging(self, verdict: Verdict) -> int:
        """Return the number of consecutive lagging periods up to and including this one."""
        if not verdict.question.recurring:
            return verdict.outcome.lagging
        known = self.periods[verdict.target, verdict.place]
        due = [v for v in known if v.due <= verdict.due and v.status != "not_due"]
        behind = [str(v.status) in BEHIND for v in sorted(due, key=lambda v: v.due, reverse=True)]
        return behind.index(False) if False in behind else len(behind)

    def items(self, spec: ScoreSpec, place: str) -> tuple[ItemScore, ...]:
        """Return the points of the items, without items that restate another's target."""
        made = [self.item(item, n, place) for n, item in enumerate(spec.items, 1)]
        told = {
            n: verdict
            for n, item in enumerate(spec.items)
            if item.target is not None and not item.compliant
            and (verdict := self.verdict(item.target, place, item.due)) is not None
        }  # fmt: skip
        once = {id(v) for v in without_repeats(told.values(), self.view.plan.ruleset)}
        again = {n for n, verdict in told.items() if id(verdict) not in once}
        return tuple(
            replace(item, points=None, missing=(), left_out=True) if n in again else item
            for n, item in enumerate(made)
        )

    def item(self, item: Item, number: int, place: str) -> ItemScore:
        """Return the points of an item at a place."""
        full = Fraction(item.full)
        label = item.id or item.target or item.indicator or item.score or str(number)
        empty = ItemScore(label, self.named(item), full, None)
        if item.target is not None:
            found = self.by_target(item, item.target, place, empty)
        elif item.score is not None:
            found = by_score(item, self.score(item.score, place), empty, self.view.plan.profile)
        else:
            found = self.by_indicator(item, place, empty)
        if found.points is not None or found.left_out or item.unknown == "unknown":
            return found
        zero = item.unknown == "zero"
        return replace(found, points=Fraction(0) if zero else None, left_out=not zero)

    def named(self, item: Item) -> Text:
        """Return the display name of an item."""
        ruleset = self.view.plan.ruleset
        if item.score is not None:
            score = ruleset.scores[item.score]
            return Text(score.zh or item.score, score.en or item.score)
        if item.indicator is not None:
            spec = ruleset.all_indicators()[item.indicator]
            return Text(spec.zh, spec.en)
        target = ruleset.target(item.target or "")
        indicator = ruleset.all_indicators()[target.indicator]
        return target.title or Text(indicator.zh, indicator.en)

    def by_target(self, item: Item, target: str, place: str, empty: ItemScore) -> ItemScore:
        """Return the points of a verdict, or of the members whose verdicts pass."""
        if item.compliant:
            return self.by_members(item, target, place, empty)
        verdict = self.verdict(target, place, item.due)
        if verdict is None:
            return replace(empty, missing=(f"{target}@{place}",))
        status, lagging = str(verdict.status), self.lagging(verdict)
        empty = replace(empty, status=status, lagging=lagging)
        if status == "not_applicable" and status not in item.status:
            return replace(empty, left_out=True)
        if item.slope is not None:
            return self.by_distance(item, verdict, empty)
        share = item.status.get(status, EARNED.get(status))  # type: ignore[call-overload]
        words = [authority_word(verdict, lang) for lang in ("zh", "en")] if item.label else []
        share = next((item.label[word] for word in words if word in item.label), share)
        if share is None:
            missing = verdict.outcome.missing or (f"{target}@{place}",)
            return replace(empty, missing=missing)
        return replace(empty, points=empty.full * Fraction(share))

    def by_distance(self, item: Item, verdict: Verdict, empty: ItemScore) -> ItemScore:
        """Return full points minus a deduction for every unit missing."""
        slope, outcome = item.slope, verdict.outcome
        assert slope is not None
        if verdict.status == "pass":
            return replace(empty, points=empty.full)
        if verdict.status == "undetermined" or outcome.margin is None or outcome.check is None:
            missing = outcome.missing or (f"{verdict.target}@{verdict.place}",)
            return replace(empty, missing=missing)
        per = in_unit(slope.per, outcome.check.unit) if isinstance(slope.per, Quantity) else 1
        short = max(-outcome.margin, Fraction(0))
        points = empty.full - Fraction(slope.deduct) * short / per
        return replace(empty, points=max(Fraction(slope.floor), points))

    def by_members(self, item: Item, target: str, place: str, empty: ItemScore) -> ItemScore:
        """Return points by the share of members that pass; all their verdicts are required."""
        members = self.members(item, place)
        found = {m: self.verdict(target, m, item.due) for m in members}
        silent = [m for m, v in found.items() if v is None or v.status == "undetermined"]
        lagging = max((self.lagging(v) for v in found.values() if v is not None), default=0)
        empty = replace(empty, lagging=lagging)
        if silent:
            return replace(empty, missing=tuple(f"{target}@{m}" for m in silent))
        passed = [w for m, w in members.items() if (v := found[m]) and v.status == "pass"]
        share = sum(passed, Fraction(0)) / sum(members.values())
        return replace(empty, points=empty.full * share)

    def by_indicator(self, item: Item, place: str, empty: ItemScore) -> ItemScore:
        """Return the points of a value by bands, or of stages by coefficients."""
        assert item.indicator is not None
        if item.bands:
            point = self.latest(item.indicator, place, item.due)
            if point is None or point.value is None:
                return replace(empty, missing=(f"{item.indicator}@{place}",))
            return replace(empty, points=self.banded(item.indicator, item.bands, point.value))
        members = self.members(item, place)
        stages = {m: self.latest(item.indicator, m, item.due) for m in members}
        silent = [m for m, p in stages.items() if p is None or p.value is None]
        if silent:
            return replace(empty, missing=tuple(f"{item.indicator}@{m}" for m in silent))
        scale = self.view.plan.indicators[item.indicator].scale
        by_rank = _coefficients(item.coefficients, scale)
        ranks = {m: int(p.value or 0) for m, p in stages.items() if p}
        earned = sum((by_rank.get(ranks[m], Fraction(0)) * w for m, w in members.items()), _ZERO)
        return replace(empty, points=empty.full * earned / sum(members.values()))

    def latest(self, indicator: str, place: str, due: date | None) -> Point | None:
        """Return the latest point, or that of the day `due`."""
        points = by_end(self.view.points(indicator, place, self.view.plan.profile.accept))
        return points.get(due) if due else next(reversed(points.values()), None)

    def banded(
        self, indicator: str, bands: Sequence[PointBand], value: Fraction
    ) -> Fraction | None:
        """Return the points of the first band that holds; None outside every band."""
        spec = self.view.plan.indicators[indicator]
        upward, tolerance = spec.better == "higher", self.view.plan.profile.tolerance_share
        for band in bands:
            key = indicator, id(band)  # of the ruleset, which outlives the scores
            if key not in self.bounds:
                self.bounds[key] = bound_of(
                    band, spec.unit, spec.scale, upward=upward, tolerance=tolerance
                )
            if self.bounds[key].holds(value):
                if isinstance(band.points, str):
                    return calculate(band.points, {"x": value})
                return Fraction(band.points)
        return Fraction(0)


def _coefficients(written: Mapping[str, object], scale: Scale | None) -> dict[int, Fraction]:
    return {scale.rank(grade): Fraction(str(c)) for grade, c in written.items()} if scale else {}


def _lacking(piece: ItemScore | Score) -> tuple[str, ...]:
    left_out = isinstance(piece, ItemScore) and piece.left_out
    return piece.missing if piece.open and not left_out else ()
