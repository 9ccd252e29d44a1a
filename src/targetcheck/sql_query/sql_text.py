"""The SELECT that judges what is due, and the list of what it leaves out.

Layer: sql_query. Input: a Plan, a dialect, the name of the table of reports. Output: `SqlText`. The
table has `place`, `indicator`, `period_start`, `period_end` and `value`, which is exact and in the
unit of the indicator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from targetcheck.errors import Language
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Plan
from targetcheck.sql_query.sql_decidable_promises import (
    REASONS,
    Beyond,
    Edge,
    Stated,
    Unstated,
    fits,
    promises,
)
from targetcheck.sql_query.sql_dialect import (
    AMOUNT_DIGITS,
    DIALECTS,
    FACTOR_DIGITS,
    Dialect,
    DialectName,
)
from targetcheck.sql_query.sql_template import QUERY

DATES = ("due", "first_day", "period_start", "base_first", "base_end", "base_start")
TEXTS = ("question", "place_set", "elsewhere", "target", "part", "fold", "strength", "indicator",
         "how", "clause")  # fmt: skip
FACTORS = ("low_per", "low_times", "high_per", "high_times")
AMOUNTS = ("low_amount", "high_amount")
FLAGS = ("low_open", "high_open", "positive")
COLUMNS = (*TEXTS, *DATES, *FACTORS, *AMOUNTS, *FLAGS)
"""Columns of the terms in the query, which hold for every place of their set."""
Cells = dict[str, object]


@dataclass(frozen=True, slots=True)
class SqlText:
    """A query, how many target instances it judges, and those that it does not."""

    text: str
    stated: int
    unstated: tuple[Unstated, ...]

    def counts(self) -> dict[str, int]:
        """Return how many target instances are not stated, by the key of the reason."""
        return dict(Counter(each.reason for each in self.unstated))


def sql_text(
    plan: Plan, dialect: DialectName, table: str = "observations", lang: Language = "en"
) -> SqlText:
    """Return the query of a plan for a database."""
    stated: list[Stated] = []
    unstated: list[Unstated] = []
    indicators: dict[str, str] = {}
    for each in promises(plan):
        if isinstance(each, Unstated):
            unstated.append(each)
            continue
        name = each.check.measure.indicator
        try:
            indicators.setdefault(name, _indicator_row(plan.indicators[name]))
        except Beyond as beyond:
            unstated.append(Unstated(each.question, str(beyond)))
            continue
        stated.append(each)
    left_out = {id(each.question) for each in unstated}
    kept = [each for each in stated if id(each.question) not in left_out]
    text = "\n".join(
        (*_heading(plan, unstated, lang), _query(plan, kept, indicators, dialect, table))
    )
    return SqlText(text, len({id(each.question) for each in kept}), tuple(unstated))


def _query(
    plan: Plan,
    kept: Sequence[Stated],
    indicators: dict[str, str],
    dialect: DialectName,
    table: str,
) -> str:
    words = DIALECTS[dialect]
    terms, places = _terms(plan, kept)
    nothing = "(" + ", ".join(["NULL"] * len(COLUMNS)) + ")"
    limits = list(indicators.values()) or ["(NULL, NULL, NULL, NULL, NULL, NULL)"]
    return QUERY.format(
        table=table,
        columns=", ".join(COLUMNS),
        terms=",\n    ".join(terms or [nothing]),
        places=",\n    ".join(places or ["(NULL, NULL)"]),
        own=", ".join(f"t.{name}" for name in COLUMNS[3:]),
        typed=",\n    ".join(_typed(words)),
        indicators=",\n    ".join(limits),
        text=words.text,
        factor=f"DECIMAL({FACTOR_DIGITS}, 0)",
        amount=f"DECIMAL({AMOUNT_DIGITS}, 0)",
        value=words.value.format("r.value"),
        exact=words.exact.format("r.value"),
        piece_days=words.days.format("period_start", "period_end"),
        span_days=words.days.format("p.first_day", "s.ends"),
        total=words.total.format("SUM(value)"),
    )


def _terms(plan: Plan, kept: Sequence[Stated]) -> tuple[list[str], list[str]]:
    """Return the rows of the terms and of the places; equal terms are one row for all places."""
    alike: dict[tuple[tuple[object, ...], ...], list[str]] = {}
    for _, parts in groupby(kept, key=lambda each: id(each.question)):
        listed = list(parts)
        rows = tuple(tuple(_cells(plan, each).values()) for each in listed)
        alike.setdefault(rows, []).append(listed[0].question.place)
    sets: dict[tuple[str, ...], str] = {}
    terms = []
    for number, (rows, places) in enumerate(alike.items()):
        head = (str(number), sets.setdefault(tuple(places), str(len(sets))))
        terms += ["(" + ", ".join(map(_literal, (*head, *row))) + ")" for row in rows]
    located = [
        f"({_literal(key)}, {_literal(place)})" for places, key in sets.items() for place in places
    ]
    return terms, located


def _typed(words: Dialect) -> Iterator[str]:
    """Yield each column of the promises with its type; the rows themselves are text."""
    kinds = dict.fromkeys(DATES, "DATE") | dict.fromkeys(TEXTS, words.text)
    kinds |= dict.fromkeys(FACTORS, f"DECIMAL({FACTOR_DIGITS}, 0)")
    kinds |= dict.fromkeys(AMOUNTS, f"DECIMAL({AMOUNT_DIGITS}, 0)")
    for name in COLUMNS:
        yield f"CAST({name} AS {kinds.get(name, 'INTEGER')}) AS {name}"


def _cells(plan: Plan, each: Stated) -> Cells:
    """Return what holds of a check whatever its place, by column."""
    question, check, base = each.question, each.check, each.base
    cites = plan.ruleset.target(question.target).cite
    how = "fixed" if base is None else "times" if each.positive else "plus"
    elsewhere = check.measure.place if check.measure.place != question.place else None
    cells: Cells = {
        "elsewhere": elsewhere,
        "target": question.target,
        "part": f"{each.part:04}",
        "fold": each.fold,
        "strength": question.strength,
        "indicator": check.measure.indicator,
        "how": how,
        "clause": "；".join(dict.fromkeys(cite.clause for cite in cites)) or None,
        "due": question.due,
        "first_day": each.first,
        "period_start": each.period_start,
        "base_first": base.start if base is not None else None,
        "base_end": base.end if base is not None else None,
        "base_start": each.base_start,
        "positive": int(each.positive),
        **_edge_cells("low", each.low),
        **_edge_cells("high", each.high),
    }
    return {name: cells[name] for name in COLUMNS[2:]}


def _edge_cells(name: str, edge: Edge | None) -> dict[str, object]:
    return {
        f"{name}_per": edge.per if edge else None,
        f"{name}_times": edge.times if edge else None,
        f"{name}_amount": edge.amount if edge else None,
        f"{name}_open": int(edge.is_open) if edge else None,
    }


def _literal(cell: object) -> str:
    if cell is None:
        return "NULL"
    return "'" + str(cell).replace("\\", "").replace("'", "''") + "'"


def _indicator_row(spec: IndicatorPlan) -> str:
    """Return the plausible range of an indicator, and what makes its values whole numbers."""
    whole: int | None = None
    if spec.nature == "count" or (spec.unit is not None and spec.unit.whole):
        factor = fits(spec.unit.factor, FACTOR_DIGITS) if spec.unit is not None else 1
        if factor.denominator != 1:
            raise Beyond("width")
        whole = factor.numerator
    cells: list[object] = [spec.id]
    for edge in (spec.low, spec.high):
        cells += [edge.denominator, edge.numerator] if edge is not None else [None, None]
    return "(" + ", ".join(_literal(cell) for cell in (*cells, whole)) + ")"


def _heading(plan: Plan, unstated: Sequence[Unstated], lang: Language) -> Iterator[str]:
    """Yield comments: what the query reads, and what it leaves out with the reason."""
    zh = lang == "zh"
    yield f"-- {plan.ruleset.id} · {plan.profile_name}"
    grouped: dict[tuple[str, str], list[date]] = {}
    for each in unstated:
        key = (each.question.target, each.reason)
        grouped.setdefault(key, []).append(each.question.due)
    if grouped:
        yield "-- 以下目标未写入查询：" if zh else "-- not in this query:"
    for (target, reason), dues in grouped.items():
        count = f"{len(dues)}项" if zh else f"{len(dues)} due"
        yield f"--   {target} ({count}): {REASONS[reason][zh]}"
