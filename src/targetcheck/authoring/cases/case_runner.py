"""Runner of test cases: differences from the expected verdicts, and the outcomes covered.

Layer: authoring. Input: plans of a ruleset and cases. Output: one `Ran` for each case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from targetcheck import limits
from targetcheck.authoring.cases.case_file import Case, key_of
from targetcheck.errors import Language, did_you_mean
from targetcheck.evaluation import Result, evaluate_table
from targetcheck.evaluation.submission_scope import scope_of, within
from targetcheck.plan.plan import Plan
from targetcheck.quantities.quantity import number_text
from targetcheck.tables.table_reader import concat, read_table
from targetcheck.verdicts.verdict import Verdict

Plans = Callable[[str | None], Plan]
"""Function from the name of a profile to the plan of the ruleset."""


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """One difference from the expected result; `field` is empty if there is no such verdict."""

    key: str
    field: str
    wanted: str
    got: str

    def text(self, lang: Language) -> str:
        """Return the difference as a sentence without a full stop."""
        if not self.field:
            if lang == "zh":
                return f"没有结论 {self.key}" + (f"（{self.got}）" if self.got else "")
            return f"there is no verdict `{self.key}`" + (f" ({self.got})" if self.got else "")
        at = f"{self.key}: " if self.key else ""
        if lang == "zh":
            return f"{at}{self.field}为“{self.got}”，应为“{self.wanted}”"
        return f"{at}{self.field} is {self.got}, expected {self.wanted}"


@dataclass(frozen=True, slots=True)
class Ran:
    """A case that was run: its differences, the outcomes it covered and its verdicts."""

    case: Case
    differences: tuple[CaseDifference, ...]
    shown: tuple[tuple[str, str, str], ...] = ()
    """(target, status, reason) of every verdict that the case expects"""
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """rows that were set aside, by code"""

    @property
    def passed(self) -> bool:
        """Whether the case has no differences."""
        return not self.differences


def run_case(case: Case, plans: Plans) -> Ran:
    """Return the result of a case; raise TargetcheckError if its data cannot be read."""
    plan = plans(case.profile)
    result = _evaluated(case, plan)
    differences: list[CaseDifference] = []
    found: list[tuple[str, Verdict]] = []
    for key, want in case.want.items():
        verdict = _verdict(result, plan, key)
        if isinstance(verdict, str):
            differences.append(CaseDifference(key, "", "", verdict))
            continue
        found.append((key, verdict))
        differences += _compared(key, verdict, want)
    aside = dict(sorted(Counter(row.why.code for row in result.set_aside).items()))
    differences += _totals(case, result, aside)
    good = {d.key for d in differences}
    shown = tuple((v.target, str(v.status), v.reason) for key, v in found if key not in good)
    return Ran(case, tuple(differences), shown, tuple(found), aside)


def _evaluated(case: Case, plan: Plan) -> Result:
    if case.summary is None:
        asked = {key_of(key)[0] for key in case.want}
        plan = replace(plan, questions=tuple(q for q in plan.questions if q.target in asked))
    tables = [read_table(file) for file in case.data]
    table = read_table(list(case.rows), f"{case.where.file} {case.id}") if case.rows else concat([])
    result = evaluate_table(plan, concat([*tables, table]), case.as_of, case.known_at)
    return result if case.scope is None else within(result, scope_of(plan, case.scope))


def _verdict(result: Result, plan: Plan, key: str) -> Verdict | str:
    """Return the verdict of a key, or the closest existing key as a suggestion."""
    target, place, due = key_of(key)
    try:
        if place is None:
            return result[target]
        return result[target, place] if due is None else result[target, place, due]
    except KeyError:
        known = {q.target for q in plan.questions}
        if target not in known:
            return did_you_mean(target, known)
        own = [f"{target}@{q.place}@{q.due}" for q in plan.questions if q.target == target]
        return did_you_mean(key, own) or ", ".join(own[:3])


def _compared(key: str, verdict: Verdict, want: Mapping[str, object]) -> Iterator[CaseDifference]:
    for name, wanted in want.items():
        if name in ("flags", "missing", "without"):
            held = verdict.outcome.missing if name == "missing" else verdict.flags
            listed = wanted if isinstance(wanted, list) else [wanted]
            odd = [x for x in listed if (str(x) in held) is (name == "without")]
            if odd:
                names = ", ".join(map(str, odd))
                yield CaseDifference(key, name, names, ", ".join(held) or "–")
            continue
        got = READ[name](verdict)
        if not _same(got, wanted):
            yield CaseDifference(key, name, str(wanted), _told(got))


def _totals(case: Case, result: Result, aside: Mapping[str, int]) -> Iterator[CaseDifference]:
    if case.set_aside is not None and aside != dict(sorted(case.set_aside.items())):
        yield CaseDifference("", "set_aside", _counts(case.set_aside), _counts(aside))
    if case.summary is not None:
        summary = {status: n for status, n in result.summary().items() if n}
        if summary != dict(case.summary):
            yield CaseDifference("", "summary", _counts(case.summary), _counts(summary))


def _counts(counts: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in counts.items()) + "}"


def _same(got: object, wanted: object) -> bool:
    if isinstance(got, int | Fraction) and wanted is not None:
        try:
            return Fraction(got) == _exact(wanted)
        except (ArithmeticError, ValueError):
            return False
    return ("" if got is None else str(got)) == ("" if wanted is None else str(wanted))


def _exact(wanted: object) -> Fraction:
    """Return the number that a case expects; raise ValueError if it is invalid or too long."""
    text = str(wanted)
    top, over, bottom = text.partition("/")
    if over:
        return Fraction(int(top[: limits.DIGITS]), int(bottom[: limits.DIGITS]))
    number = Decimal(text)
    if not limits.within(number):
        raise ValueError(text[:40])
    return Fraction(number)


def _told(got: object) -> str:
    return number_text(got) if isinstance(got, Fraction) else "–" if got is None else str(got)


def _value(verdict: Verdict) -> object:
    from targetcheck.verdicts.verdict_json import value_of

    value = value_of(verdict, "zh")
    return value if isinstance(value, str) else verdict.value


READ: dict[str, Callable[[Verdict], object]] = {
    "status": lambda v: str(v.status),
    "reason": lambda v: v.reason,
    "strength": lambda v: v.strength,
    "value": _value,
    "unit": lambda v: v.unit.zh if v.unit else None,
    "margin": lambda v: v.margin,
    "margin_percent": lambda v: v.margin_percent,
    "gap": lambda v: v.gap,
    "period": lambda v: v.outcome.point.period.label if v.outcome.point else None,
    "compared_by": lambda v: v.outcome.compared.how if v.outcome.compared else None,
}
"""Fields of a verdict that a case may expect, besides flags and missing data."""
