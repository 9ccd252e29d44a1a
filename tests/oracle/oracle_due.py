"""What is due: the figure of the period that ends on the due date decides."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from oracle_amounts import Period, calendar
from oracle_bounds import ANY, Answer, Bounds, Uncovered, bounds_of, measured, place_on_scale, shown
from oracle_figures import Data, Figures, Span


def due_answer(
    fig: Figures, target: Data, require: Data, place: str, due: date, start: date | None
) -> Answer:
    """Return pass, fail or undetermined of one requirement on its due date."""
    for key, joined in (("any", _any), ("all", _all)):
        if key in require:
            parts = [due_answer(fig, target, one, place, due, start) for one in require[key]]
            return Answer(joined([part.status for part in parts]))
    if "words" in require:
        return Answer("undetermined", "needs_judgement")
    if "share_of" in require:
        return _share_of(fig, require, due)
    if "rank_among" in require:
        return _rank(fig, target, require, place, due)
    name, where = measured(target, require, place)
    if "statistic" in fig.indicators[name]:
        return _of_samples(fig, require, name, where, due)
    found = deciding(fig, name, where, due, start)
    if found is None:
        return _silent(fig, require, name, where, due, start)
    one, numbers = found
    bounds = bounds_of(fig, require, name, where, one)
    if bounds is None:
        return Answer("undetermined", "no_baseline")
    printed = fig.printed.get((name, where, one))
    disagrees = printed is not None and abs(printed - numbers[0]) > 1
    if disagrees and bounds.hold(printed) is not bounds.hold(numbers[0]):
        return Answer("undetermined", "inconsistent_report")
    return judged(fig, target, name, bounds, numbers)


def _any(statuses: list[str]) -> str:
    return next((s for s in ("pass", "undetermined") if s in statuses), "fail")


def _all(statuses: list[str]) -> str:
    return next((s for s in ("fail", "undetermined") if s in statuses), "pass")


def deciding(
    fig: Figures, name: str, place: str, due: date, start: date | None
) -> tuple[Period, list[Fraction]] | None:
    """Return the period and the rival figures that decide on the due date."""
    if start is not None and fig.indicators[name].get("nature") == "flow":
        total = fig.total(name, place, start, due)
        return total and (Period(start, due), total)
    found = fig.ending(name, place, due)
    return found[0] if found else None


def judged(
    fig: Figures, target: Data, name: str, bounds: Bounds, numbers: list[Fraction]
) -> Answer:
    """Return the answer of figures, which must agree where two reports differ."""
    asked = target.get("judge", {})
    if asked.get("compare") == "rounded":
        unit = shown(fig, name, bounds, Fraction(1))
        numbers = [rounded(number * unit, asked["round"]) / unit for number in numbers]
    found = {bounds.hold(number) for number in numbers}
    if len(found) > 1:
        return Answer("undetermined", "inconsistent_report")
    least = min(numbers)
    value = place_on_scale(fig, name, shown(fig, name, bounds, least))
    margin = shown(fig, name, bounds, bounds.margin(least))
    if asked.get("compare") == "rounded":
        value = margin = ANY
    return Answer("pass", "met", value, margin) if found == {True} else Answer(
        "fail", "not_met", value, margin
    )  # fmt: skip


def rounded(number: Fraction, how: Data) -> Fraction:
    """Return a positive number rounded to decimals by a rule."""
    step = Fraction(1, 10 ** how["decimals"])
    below, rest = divmod(number, step)
    half = Fraction(1, 2) * step
    up = {
        "truncate": False,
        "up": rest > 0,
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and below % 2 == 1),
    }[how["rule"]]
    return (below + up) * step


def _silent(
    fig: Figures, require: Data, name: str, place: str, due: date, start: date | None
) -> Answer:
    """Return the answer where the deciding figure, or a part of it, is not reported."""
    indicator = fig.indicators[name]
    if indicator.get("nature") == "flow":
        return Answer("undetermined")
    bounds = bounds_of(fig, require, name, place, Period(due, due))
    if "of" not in indicator and "formula" not in indicator:
        if indicator.get("irreversible") and bounds and _locked(fig, name, place, due, bounds):
            return Answer("pass", "locked")
        return Answer("undetermined", "overdue_report" if bounds else ANY)
    met = None if bounds is None else bounds.decide(fig.span(name, place, due))
    return Answer({True: "pass", False: "fail", None: "undetermined"}[met])


def _locked(fig: Figures, name: str, place: str, due: date, bounds: Bounds) -> bool:
    """Return whether the newest report before the due date met what stays met once it is met."""
    earlier = sorted((one.last, n[0]) for one, n in fig.complete(name, place).items())
    met = [bounds.hold(number) for last, number in earlier if last < due]
    return met[-1:] == [True]


def _of_samples(fig: Figures, require: Data, name: str, place: str, due: date) -> Answer:
    number = fig.sampled(name, place, due)
    if number is None:
        kind = fig.indicators[name]["statistic"]["kind"]
        if kind not in ("mean", "median", "percentile"):
            raise Uncovered("what is settled by some of the samples")
        return Answer("undetermined")
    year = Period(date(due.year, 1, 1), due)
    bounds = bounds_of(fig, require, name, place, year)
    return judged(fig, {}, name, bounds, [number])


def group(fig: Figures, name: str) -> list[str]:
    """Return the members of a group of places."""
    return fig.ruleset["groups"][name]["members"]


def share_span(fig: Figures, require: Data, last: date) -> Span:
    """Return all that the share of the members that satisfy the conditions may be, in percent."""
    low = high = whole = Fraction(0)
    for member in group(fig, require["share_of"]):
        weight = Fraction(1)
        if "weight" in require:
            found = fig.ending(require["weight"], member, last)
            if not found:
                raise Uncovered("a weight that is not reported")
            weight = found[0][1][0]
        met = satisfied(fig, require["where"], member, last)
        whole += weight
        low += weight * (met is True)
        high += weight * (met is not False)
    if not whole:
        raise Uncovered("members without weight")
    return Span(100 * low / whole, 100 * high / whole)


def satisfied(fig: Figures, where: Data, place: str, last: date) -> bool | None:
    """Return whether every condition holds of the figures that end on a day."""
    found = []
    for name, comparison in where.items():
        known = fig.ending(name, place, last)
        if not known:
            found.append(None)
            continue
        bounds = bounds_of(fig, comparison, name, place, known[0][0])
        found.append(bounds.hold(known[0][1][0]))
    return False if False in found else None if None in found else True


def _share_of(fig: Figures, require: Data, due: date) -> Answer:
    members = group(fig, require["share_of"])
    if not any(fig.ending(name, m, due) for name in require["where"] for m in members):
        return Answer("undetermined", ANY if "rise" in require else "overdue_report")
    span = share_span(fig, require, due)
    change = require.get("rise")
    shift = Fraction(0)
    if change:
        base = share_span(fig, require, date(int(change["from"]), 12, 31))
        if not base.known:
            return Answer("undetermined")
        shift = base.low
        require = {key: change[key] for key in change if key != "from"}
    pairs = [(k, shift + Fraction(require[k].split(" ")[0])) for k in ("at_least",) if k in require]
    bounds = Bounds(tuple(pairs), "percent")
    met = bounds.decide(span)
    value = span.low if span.known else ANY
    margin = bounds.margin(span.low) if span.known else ANY
    if met is None:
        return Answer("undetermined")
    return Answer("pass" if met else "fail", "met" if met else "not_met", value, margin)


def _rank(fig: Figures, target: Data, require: Data, place: str, due: date) -> Answer:
    """Return the answer of a rank: one more than the members that are strictly better."""
    name, _ = measured(target, require, place)
    sign = -1 if fig.indicators[name].get("better") == "lower" else 1
    own = fig.ending(name, place, due)
    if not own:
        return Answer("undetermined")
    mine = sign * own[0][1][0]
    best = rank = 1
    for member in group(fig, require["rank_among"]):
        found = fig.ending(name, member, due)
        if member == place:
            continue
        best += bool(found) and sign * found[0][1][0] > mine
        rank += not found or sign * found[0][1][0] > mine
    bound = Fraction(require["at_most"])
    met = Bounds((("at_most", bound),), None).decide(Span(Fraction(best), Fraction(rank)))
    if met is None:
        return Answer("undetermined")
    value = Fraction(rank) if best == rank else ANY
    margin = bound - rank if best == rank else ANY
    return Answer("pass" if met else "fail", "met" if met else "not_met", value, margin)


def sustained(
    fig: Figures, target: Data, require: Data, place: str, due: date, start: date
) -> Answer:
    """Return the answer of a promise that every whole period must keep; one miss fails."""
    name, where = measured(target, require, place)
    series = fig.complete(name, where)
    periods = calendar(start, due, fig.indicators[name]["frequency"])
    found = []
    for one in periods:
        if one in series:
            bounds = bounds_of(fig, require, name, where, one)
            found.append(bounds and bounds.hold(series[one][0]))
        elif one.last <= fig.as_of:
            found.append(None)
    if False in found:
        return Answer("fail")
    if fig.as_of >= due:
        return Answer("undetermined" if None in found else "pass")
    if True not in found:
        return (
            Answer("not_due", "before_start")
            if fig.as_of < start
            else Answer("undetermined", "no_data")
        )
    if None in found:
        raise Uncovered("a period without a report before the end")
    return Answer("on_track")
