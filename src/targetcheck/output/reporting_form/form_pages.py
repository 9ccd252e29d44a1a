"""Pages of a form: who fills in which rows, the text and valid input of each cell.

Layer: output. Input: a Request and whether pages are by lead or by place. Output: `Page`s of plain
cells. A row stands once, on the page of its first lead, and names the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from targetcheck.errors import Language
from targetcheck.observations.judgement import WORDS, judgement_key
from targetcheck.observations.observation import Observation, Observations
from targetcheck.output.reporting_form.data_request import (
    Request,
    RequestedJudgement,
    RequestedValue,
)
from targetcheck.output.reporting_form.form_columns import (
    AT_END,
    DATA,
    DONE,
    JUDGED,
    JUDGEMENTS,
    OWN,
    STATUS,
    YEAR_SO_FAR,
    FormColumn,
    since_text,
)
from targetcheck.output.verdict_columns import short_number
from targetcheck.periods.period import Period
from targetcheck.plan.data_dependencies import checks_of
from targetcheck.plan.indicator_plan import IndicatorPlan
from targetcheck.plan.plan import Check, Plan, Question
from targetcheck.quantities.quantity import number_text
from targetcheck.ruleset.target import Target
from targetcheck.verdicts.requirement_text import requirement_text
from targetcheck.verdicts.verdict_data import target_title

By = Literal["lead", "place"]
Entry = Literal["number", "whole", "choice", "date", "text"]
_CITED = 1
"""Clauses that a row names before it counts the rest."""
_ADDED = 8
"""Empty rows for members that no ruleset names."""


@dataclass(frozen=True, slots=True)
class Field:
    """Valid input of a cell: a number within limits, one of several choices, a date, or text."""

    entry: Entry
    low: Fraction | None = None
    high: Fraction | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form: its texts by column, and the valid input of the cells to fill in."""

    texts: dict[str, str]
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True)
class Page:
    """What one lead or place fills in: rows of data, rows to judge, and rows that others fill in."""

    title: str
    values: tuple[FormRow, ...]
    judgements: tuple[FormRow, ...]
    elsewhere: dict[str, int] = field(default_factory=dict)
    """other pages with rows that this lead answers for as well, with their number"""


def columns_of(rows: Iterable[FormRow], columns: tuple[FormColumn, ...]) -> list[FormColumn]:
    """Return the columns of a sheet, without those in which nothing stands."""
    used = {name for row in rows for name in (*row.texts, *row.fields)}
    return [column for column in columns if not column.optional or column.name in used]


def pages(
    request: Request, plan: Plan, period: Period, by: By, lang: Language, known: Observations
) -> list[Page]:
    """Return the pages of the form, in the order in which the ruleset names leads or places."""
    maker = _Rows(plan, period, lang, known)
    values: dict[str, list[FormRow]] = {}
    judged: dict[str, list[FormRow]] = {}
    elsewhere: dict[str, dict[str, int]] = {}
    none = "未注明牵头单位" if lang == "zh" else "No lead department"
    for asked in request.values:
        leads = list(asked.leads) or [none]
        title = leads[0] if by == "lead" else maker.place(asked.place or asked.questions[0].place)
        values.setdefault(title, []).extend(maker.values(asked, leads[1:]))
        _note(elsewhere, leads, title, by)
    for one in request.judgements:
        leads = list(one.leads) or [none]
        title = leads[0] if by == "lead" else maker.place(one.question.place)
        judged.setdefault(title, []).append(maker.judgement(one, leads[1:]))
        _note(elsewhere, leads, title, by)
    titles = dict.fromkeys((*values, *judged, *(elsewhere if by == "lead" else ())))
    return [
        Page(
            title,
            _numbered(values.get(title, ())),
            _numbered(judged.get(title, ())),
            elsewhere.get(title, {}),
        )
        for title in titles
    ]


def _note(elsewhere: dict[str, dict[str, int]], leads: list[str], title: str, by: By) -> None:
    for lead in leads[1:] if by == "lead" else ():
        found = elsewhere.setdefault(lead, {})
        found[title] = found.get(title, 0) + 1


def _numbered(rows: Iterable[FormRow]) -> tuple[FormRow, ...]:
    return tuple(
        replace(row, texts={"number": str(number), **row.texts})
        for number, row in enumerate(rows, start=1)
    )


class _Rows:
    """Maker of the rows of a form."""

    def __init__(self, plan: Plan, period: Period, lang: Language, known: Observations) -> None:
        self.plan, self.period, self.lang, self.known = plan, period, lang, known
        self.joint = "；" if lang == "zh" else "; "

    def place(self, place: str) -> str:
        """Return the name of a place."""
        found = self.plan.ruleset.all_places().get(place)
        return (found.say(self.lang) if found is not None else "") or place

    def values(self, asked: RequestedValue, others: list[str]) -> Iterator[FormRow]:
        """Yield the row of a value; of a group that the data define, members and empty rows."""
        row = FormRow(self._texts(asked, others), self._fields(asked))
        if not asked.group:
            yield row
            return
        same = {"required": "同上" if self.lang == "zh" else "as above", "clause": ""}
        for number, place in enumerate((*self._members(asked), *[""] * _ADDED)):
            yield self._member(row, asked, place, same if number else {})

    def _members(self, asked: RequestedValue) -> list[str]:
        """Return the members that have reported this indicator before, but not for this span."""
        found: dict[str, bool] = {}
        for (indicator, place), reports in self.known.at.items():
            if indicator == asked.indicator.id:
                found[place] = any(f.period.end == asked.span.end for f in reports)
        return [place for place, there in found.items() if not there]

    def _member(
        self, row: FormRow, asked: RequestedValue, place: str, same: dict[str, str]
    ) -> FormRow:
        texts, fields = {**row.texts, **same, "member_of": asked.group}, dict(row.fields)
        if asked.weight:
            fields["weight"] = Field("number", Fraction(0))
        if place:
            texts |= {"place": place, "place_name": self.place(place)}
        else:
            del texts["place"]
            texts["place_name"], fields["place_name"] = "", Field("text")
        return FormRow(texts, fields)

    def _texts(self, asked: RequestedValue, others: list[str]) -> dict[str, str]:
        spec, lang = asked.indicator, self.lang
        named = self.plan.ruleset.all_indicators().get(spec.id)
        texts = {
            "indicator_name": (named.say(lang) if named is not None else "") or spec.id,
            "place_name": self.place(asked.place),
            "period": _period(asked, self.period).text(lang),
            "required": self._required(asked),
            "clause": self._clauses(asked.targets.values(), others),
            "indicator": spec.id,
            "place": asked.place,
        }
        if spec.unit is not None and (unit := spec.unit.label(lang)):
            texts["unit"] = unit
        if basis := _basis(asked, lang):
            texts["basis"] = basis
        if asked.last is not None:
            texts["last"] = _last(asked.last, spec, lang)
        return texts

    def _required(self, asked: RequestedValue) -> str:
        """Return what each target requires, and the next due date; what a baseline is for."""
        nearest, spec = asked.nearest(), asked.indicator
        trees = [
            tree
            for question in nearest
            for tree in (_changes(question) if asked.baseline else (question.tree,))
        ]
        said = dict.fromkeys(requirement_text(tree, self.plan, self.lang) for tree in trees)
        text, due = self.joint.join(said), asked.due()
        if spec.aggregate == "ratio_of_sums" and asked.place in self._parts(spec.id):
            text += (
                "（须填分子、分母）" if self.lang == "zh" else " (give numerator and denominator)"
            )
        if asked.baseline:
            return f"基期值，用于：{text}" if self.lang == "zh" else f"Baseline for: {text}"
        late = due < self.period.start
        if self.lang == "zh":
            return f"{text}；时限{due}{'（补报）' if late else ''}"
        return f"{text}; due {due}{' (overdue)' if late else ''}"

    def _parts(self, indicator: str) -> set[str]:
        """Return the places whose values a parent adds up."""
        below = self.plan.children.get(indicator, {}).values()
        return {place for places in below for place in places}

    def _clauses(self, targets: Iterable[Target], others: list[str]) -> str:
        """Return the first clauses, without duplicates, and the leads that answer together."""
        cites = dict.fromkeys(c.clause for target in targets for c in target.cite if c.clause)
        text, more = self.joint.join(list(cites)[:_CITED]), len(cites) > _CITED
        if more:
            text += f"等{len(cites)}处" if self.lang == "zh" else f" and {len(cites) - _CITED} more"
        if not others:
            return text
        names = "、".join(others)
        with_others = f"会同：{names}" if self.lang == "zh" else f"with {names}"
        return self.joint.join(filter(None, (text, with_others)))

    def _fields(self, asked: RequestedValue) -> dict[str, Field]:
        spec, lang = asked.indicator, self.lang
        found = {
            "value": _value(spec, lang),
            "status": Field("choice", choices=STATUS[lang]),
            "note": Field("text"),
        }
        if choices := _bases(asked, lang):
            found["basis"] = Field("choice", choices=choices)
        if spec.nature == "share":
            found["numerator"] = found["denominator"] = Field("number", Fraction(0))
        if spec.nature == "done":
            found["completed"] = Field("date")
        return found

    def judgement(self, one: RequestedJudgement, others: list[str]) -> FormRow:
        """Return the row of a target that a person judges."""
        question, lang = one.question, self.lang
        texts = {
            "title": target_title(self.plan.ruleset, one.target, lang),
            "place_name": self.place(question.place),
            "period": self.period.text(lang),
            "required": requirement_text(question.tree, self.plan, lang),
            "due": question.due.isoformat(),
            "clause": self._clauses((one.target,), others),
            "indicator": one.target.indicator,
            "place": question.place,
            "judged": judgement_key(question.target, question.place, question.due),
        }
        if one.last is not None:
            word = WORDS.get(one.last.word, (one.last.word, one.last.word))[lang == "en"]
            told = one.last.period.text(lang)
            texts["last"] = f"{word}（{told}）" if lang == "zh" else f"{word} ({told})"
        fields = {
            "judgement": Field("choice", choices=JUDGEMENTS[lang]),
            "note": Field("text"),
            "judged_by": Field("text"),
            "judged_on": Field("date"),
        }
        return FormRow(texts, fields)


def _changes(question: Question) -> tuple[Check, ...]:
    """Return the checks of a target that compare with a baseline."""
    checks = tuple(checks_of(question.tree))
    return tuple(c for c in checks if c.change is not None) or checks


def _period(asked: RequestedValue, period: Period) -> Period:
    """Return the period that a row shows; a total since an earlier day shows the one that ends it."""
    if asked.since is None:
        return asked.span
    return period if asked.span.end == period.end else Period(asked.span.end, asked.span.end)


def _basis(asked: RequestedValue, lang: Language) -> str:
    """Return what the target needs of a value, in words; nothing for a deliverable or a class."""
    nature, since = asked.indicator.nature, asked.since
    if nature in ("done", "class"):
        return ""
    if since is not None:
        if since == date(asked.span.end.year, 1, 1):
            return YEAR_SO_FAR[lang]
        return since_text(since.year, since.month, since.day, lang)
    at_end = nature == "count" or asked.span.start == asked.span.end
    at_end = at_end or (nature == "level" and asked.indicator.frequency is None)
    return AT_END[lang] if at_end and nature != "flow" else OWN[lang]


def _bases(asked: RequestedValue, lang: Language) -> tuple[str, ...]:
    """Return the words that a cell of the basis offers, the one that is preset first."""
    preset = _basis(asked, lang)
    if not preset:
        return ()
    flow = asked.indicator.nature == "flow"
    more = (OWN[lang], YEAR_SO_FAR[lang]) if flow else (AT_END[lang], OWN[lang], YEAR_SO_FAR[lang])
    return tuple(dict.fromkeys((preset, *more)))


def _last(observation: Observation, spec: IndicatorPlan, lang: Language) -> str:
    """Return a value that was reported before, with its period."""
    value, period = observation.value, observation.period.text(lang)
    if value is None:
        text = observation.text
    elif spec.nature == "done":
        text = DONE[lang][value != 1]
    elif spec.scale is not None:
        text = spec.scale.grade(int(value))
    else:
        text = short_number(value)
        text = spec.unit.after(text, lang) if spec.unit is not None else text
    return f"{text}（{period}）" if lang == "zh" else f"{text} ({period})"


def _value(spec: IndicatorPlan, lang: Language) -> Field:
    if spec.nature == "done":
        return Field("choice", choices=DONE[lang])
    if spec.scale is not None:
        return Field("choice", choices=tuple(spec.scale.grades))
    plain = spec.unit is None or spec.unit.factor == 1
    if plain and (spec.nature == "count" or (spec.unit is not None and spec.unit.whole)):
        return Field("whole", spec.low if spec.low is not None else Fraction(0), spec.high)
    if spec.nature == "share" and spec.low is None and spec.high is None:
        whole = spec.unit is not None and spec.unit.name == "percent"
        return Field("number", Fraction(0), Fraction(100) if whole else None)
    return Field("number", spec.low, spec.high)


def range_text(field: Field, lang: Language) -> str:
    """Return the valid range of a cell, for the error message of a wrong entry."""
    low = number_text(field.low) if field.low is not None else ""
    high = number_text(field.high) if field.high is not None else ""
    whole = field.entry == "whole"
    if lang == "zh":
        kind = "整数" if whole else "数值"
        ends = f"（{low or '…'}至{high or '…'}）" if low or high else ""
        return f"请填写{kind}{ends}，单位见“单位”列；没有数据请留空"
    kind = "a whole number" if whole else "a number"
    ends = f" ({low or '…'} to {high or '…'})" if low or high else ""
    return f"Enter {kind}{ends} in the unit beside it; leave the cell empty if there is none"


SHEETS: tuple[tuple[Literal["values", "judgements"], tuple[FormColumn, ...]], ...] = (
    ("values", DATA),
    ("judgements", JUDGED),
)
"""Sheets of a page: what it holds, and its columns."""
