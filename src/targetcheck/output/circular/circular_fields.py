"""Every field that the text of a circular may name, computed from the results.

Layer: output. Input: CircularInputs. Output: field → text, number or list, under an English and a
Chinese name alike. field_names.csv says what each means.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where, did_you_mean
from targetcheck.output.bulletin.earlier_results import ComparedResults
from targetcheck.output.bulletin.verdict_lists import Trajectories, courses_of
from targetcheck.output.circular import (
    achieved_and_lagging,
    places_and_actions,
    title_and_addressees,
)
from targetcheck.output.circular.achieved_and_lagging import MeasuresLike, NeedLike
from targetcheck.output.circular.circular_counts import (
    CircularCounts,
    counts_of,
    group_of,
    key_of,
    left_out,
    moved_since,
    open_kind,
)
from targetcheck.output.circular.problem_fields import ProblemsLike, problem_fields
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.output.result_heading import own_readings, scope_name
from targetcheck.plan.restated_targets import Stated, stated_once, without_repeats
from targetcheck.printable_text import printable
from targetcheck.quantities.rounding import round_decimals
from targetcheck.verdicts.sentences.amount_text import decimals, percent_text
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import OUTSIDE, made_up, says_made_up

Fields = dict[str, Any]
OFFICE = ("issuer", "number", "date", "contact", "copies", "resubmit_by", "rectify_by")
"""Fields that only an office knows, set by `--set NAME=TEXT`."""
ANNEXES = {
    "targets": ("目标任务完成情况表（按牵头单位）", "All targets by lead department"),
    "lagging": ("未达标和进度滞后项清单", "What is not met or behind"),
    "open": ("待判定项清单", "What is undetermined"),
    "problems": ("问题清单", "List of problems"),
    "notes": ("有关说明", "Notes on method and data"),
}
"""The annexes by the names that `--annex` takes, in their order."""
MOST = {
    "failures": 12,
    "lagging": 12,
    "gaps": 10,
    "misses": 5,
    "unreported": 6,
    "achieved": 6,
    "early": 6,
    "measures": 8,
    "by_place": 3,
    "by_action": 6,
    "judges": 6,
    "overdue_problems": 5,
    "reopened_problems": 3,
    "close_calls": 3,
}
"""Most items of each list that a circular prints, the most important list first."""
_MORE = {"by_action": "more_actions"}
UNLISTED = {"failures": 16, "misses": 6, "lagging": 12}
"""Lists whose items beyond those printed are told by name, and how many names at most."""


class FieldName(NamedTuple):
    """A field: its name in English and in Chinese, and what it holds in both languages."""

    en: str
    zh: str
    holds_en: str
    holds_zh: str


@cache
def field_names() -> tuple[FieldName, ...]:
    """Return the names of all fields, in the order of a circular."""
    text = files(__package__).joinpath("field_names.csv").read_text("utf-8")
    return tuple(FieldName(*row) for row in csv.reader(text.splitlines()[1:]))


@dataclass(frozen=True)
class CircularInputs:
    """What a circular is made from; needs, measures and problems come from floors above this one.

    `problems` is the problem list of the ledger, None without one.
    `measures` are sentences of what follows for whom, None where the document has no ladder.
    `annexes` are the ids of the annexes that go with it, `office` what only an office knows.
    """

    compared: ComparedResults
    lang: Language
    needs: Sequence[NeedLike] = ()
    measures: MeasuresLike | None = None
    annexes: Sequence[str] = ()
    office: Mapping[str, str] = field(default_factory=dict)
    problems: ProblemsLike | None = None


@dataclass(frozen=True)
class _Facts:
    """What several fields are computed from."""

    inputs: CircularInputs
    known: tuple[Stated[Verdict], ...]
    verdicts: list[Verdict]
    counts: CircularCounts
    courses: Trajectories

    @cached_property
    def troubles(self) -> dict[str, list[Verdict]]:
        """What was not met, what fell short of what was expected and what is behind, in order."""
        as_of, missed = self.inputs.compared.now.as_of, achieved_and_lagging.missed_verdicts
        return {
            "failures": missed(self.verdicts, as_of, ("failed", "failed_early")),
            "misses": missed(self.verdicts, as_of, ("missed", "missed_early")),
            "lagging": achieved_and_lagging.lagging_verdicts(self.verdicts),
        }

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of the same."""
        lang = self.inputs.lang
        return {
            key: achieved_and_lagging.names(found, lang) for key, found in self.troubles.items()
        }


def fields_of(inputs: CircularInputs) -> Fields:
    """Return every field under its English and its Chinese name, every list in full.

    Raises TargetcheckError (`circular-counts`) where the counts do not add up.
    """
    result = inputs.compared.now
    known = stated_once(result.verdicts, result.ruleset)
    verdicts = [stated.item for stated in known]
    facts = _Facts(inputs, known, verdicts, counts_of(verdicts, result.as_of), courses_of(result))
    made: Fields = {
        **_document(facts),
        **_office(facts),
        **_counted(facts),
        **_since(facts),
        **_listed(facts),
        **_next(facts),
        **problem_fields(inputs.problems, inputs.lang),
        **_annexes(inputs),
    }
    made |= {more_of(name): 0 for name in MOST}
    made |= {f"unlisted_{name}": facts.names[name] for name in UNLISTED}
    assert set(made) == {name.en for name in field_names()}
    return made | {entry.zh: made[entry.en] for entry in field_names()}


def more_of(name: str) -> str:
    """Return the field that says how many items of a list are left out."""
    return _MORE.get(name, f"more_{name}")


def shortened(fields: Fields, most: Mapping[str, int]) -> Fields:
    """Return the fields with the first items of each list, and how many are left out."""
    zh = {entry.en: entry.zh for entry in field_names()}
    cut: Fields = {}
    for name in MOST:
        listed, count = fields[name], most[name]
        cut |= {name: listed[:count], more_of(name): max(0, len(listed) - count)}
    for name in UNLISTED:
        key, first = f"unlisted_{name}", most[name]
        cut[key] = fields[key][first : first + most[key]]
    return fields | cut | {zh[name]: value for name, value in cut.items()}


def _document(facts: _Facts) -> Fields:
    result, lang = facts.inputs.compared.now, facts.inputs.lang
    ruleset, said = result.ruleset, sentences_in(facts.inputs.lang)
    known_at = result.provenance.known_at
    return {
        "title": said.titled(printable(title_and_addressees.document_name(ruleset, lang))),
        "document_number": printable(ruleset.document.number),
        "period": said.reported_period(result.as_of),
        "as_of": said.day(result.as_of),
        "known_at": said.day(known_at) if known_at is not None else "",
        "addressees": title_and_addressees.addressees(facts.verdicts, ruleset, lang),
        "clause": _clause(facts),
        "rows": result.rows,
        "used": result.used,
        "set_aside": len(result.set_aside),
        "illustrative": result.illustrative,
        "sample": any(map(made_up, result.observations.all))
        or any(says_made_up(aside.source) for aside in result.observations.aside),
        "scope": scope_name(result, lang),
        "outside_scope": (result.whole or result).summary().get(OUTSIDE, 0),
        "not_reported": left_out(result, facts.counts.total),
    }


def _clause(facts: _Facts) -> str:
    """Return the words by which the document asks for circulars, else nothing."""
    cites = [c.cite for c in facts.inputs.compared.now.ruleset.cadences.values() if c.cite]
    cites.sort(key=lambda cite: "通报" not in cite.quote)
    return sentences_in(facts.inputs.lang).quoted(printable(cites[0].quote)) if cites else ""


def _office(facts: _Facts) -> Fields:
    """Return what only an office knows: as given, else its blank."""
    given, zh = dict(facts.inputs.office), facts.inputs.lang == "zh"
    issuer = facts.inputs.compared.now.ruleset.document.issuer
    made: Fields = {"issuer": printable(issuer)}
    blanks = {
        "number": "",
        "date": "××××年×月×日" if zh else "(date)",
        "contact": "",
        "copies": "",
        "resubmit_by": "×月×日" if zh else "(date)",
        "rectify_by": "×月×日" if zh else "(date)",
    }
    return {**blanks, **made, **{name: printable(text) for name, text in given.items()}}


def office_fields(given: Sequence[str]) -> dict[str, str]:
    """Return `NAME=TEXT` pairs by the English names; raise TargetcheckError for other names."""
    names = {
        name: entry.en
        for entry in field_names()
        if entry.en in OFFICE
        for name in (entry.en, entry.zh)
    }
    found: dict[str, str] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals or name not in names:
            near = did_you_mean(name, names)
            listed = ", ".join(OFFICE), "、".join(e.zh for e in field_names() if e.en in OFFICE)
            raise TargetcheckError(
                Diagnostic(
                    "circular-field",
                    f"`{pair}` does not set a field that an office fills in",
                    f"“{pair}”不是可由发文单位填写的字段",
                    f"did you mean `{near}=…`?"
                    if near
                    else f"write NAME=TEXT, where NAME is one of {listed[0]}",
                    f"是否应为“{near}=…”？" if near else f"请写“字段=内容”，字段可为：{listed[1]}",
                    Where("--set"),
                )
            )
        found[names[name]] = text
    return found


def _counted(facts: _Facts) -> Fields:
    counts, verdicts, known = facts.counts, facts.verdicts, facts.known
    names = "due met failed missed due_open ahead met_early failed_early missed_early on_track"
    names += " at_risk before_start not_done_yet unpaced ahead_open not_applicable"
    kinds = [
        (open_kind(v), v.due <= facts.inputs.compared.now.as_of)
        for v in verdicts
        if v.status == "undetermined"
    ]
    return {
        **{name: getattr(counts, name) for name in names.split()},
        "targets": len({v.target for v in verdicts}),
        "items": counts.total,
        "places": len({v.place for v in verdicts}),
        "due_rate": percent_text(counts.due_rate) if counts.due_rate is not None else "",
        "reached": sum(v.status == "on_track" and v.reason == "met_early" for v in verdicts),
        "repeated": sum(len(stated.repeats) for stated in known),
        "open_data": sum(kind == "data" for kind, _ in kinds),
        "open_people": sum(kind == "people" for kind, _ in kinds),
        "open_conflict": sum(kind == "conflict" for kind, _ in kinds),
        "due_people": sum(kind == "people" and due for kind, due in kinds),
        "ahead_people": sum(kind == "people" and not due for kind, due in kinds),
        "own_readings": own_readings(known),
    }


def _since(facts: _Facts) -> Fields:
    """Return what has changed since the period before."""
    compared, lang = facts.inputs.compared, facts.inputs.lang
    then, now = compared.promised[0], compared.now
    first = compared.previous is not None and then is None
    made: Fields = {
        "previous_as_of": "",
        "first": first,
        "recomputed": False,
        "few": False,
        "rate_change": "",
        "newly_met": 0,
        "newly_failed": 0,
        "turned_at_risk": 0,
        "recovered": 0,
    }
    if then is None:
        return made
    before = without_repeats(then.verdicts, then.ruleset)
    counts = counts_of(before, then.as_of)
    moved = moved_since(facts.verdicts, now.as_of, before, then.as_of)
    change = ""
    if counts.due_rate is not None and facts.counts.due_rate is not None:
        change = _rate_change(facts.counts.due_rate - counts.due_rate, lang)
    return made | {
        "previous_as_of": sentences_in(lang).day(then.as_of),
        "recomputed": then.provenance.data_digest == now.provenance.data_digest,
        "few": min(counts.due, facts.counts.due) < places_and_actions.LEAST,
        "rate_change": change,
        **{name: getattr(moved, name) for name in moved.__slots__},
    }


def _rate_change(points: Any, lang: Language) -> str:
    if not points:
        return "与上期持平" if lang == "zh" else "unchanged"
    near = round_decimals(abs(points), 1, "half_even")
    size = decimals(near or abs(points))
    if lang == "zh":
        return f"{'提高' if points > 0 else '下降'}{size}个百分点"
    return f"{'up' if points > 0 else 'down'} {size} percentage points"


def _listed(facts: _Facts) -> Fields:
    inputs, verdicts = facts.inputs, facts.verdicts
    lang, as_of, then = inputs.lang, inputs.compared.now.as_of, inputs.compared.promised[0]
    earlier = {key_of(v): group_of(v, then.as_of) for v in then.verdicts} if then else {}
    aside = {(one.why.zh if lang == "zh" else one.why.en) for one in inputs.compared.now.set_aside}
    missed = achieved_and_lagging.missed
    owing = achieved_and_lagging.by_lead(
        achieved_and_lagging.unreported_verdicts(verdicts, as_of), lang
    )
    return {
        "by_place": places_and_actions.of_places(verdicts, as_of, lang),
        "places_alike": places_and_actions.places_to_compare(verdicts),
        "by_action": places_and_actions.of_actions(verdicts, as_of, lang),
        "achieved": achieved_and_lagging.achieved(verdicts, as_of, earlier, lang),
        "early": achieved_and_lagging.ahead(verdicts, as_of, lang),
        "failures": missed(facts.troubles["failures"], facts.courses, lang),
        "misses": missed(facts.troubles["misses"], facts.courses, lang),
        "lagging": achieved_and_lagging.lagging(verdicts, facts.courses, lang),
        "unreported": achieved_and_lagging.unreported(verdicts, as_of, lang),
        "owing": [(lead, len(owed)) for lead, owed in owing],
        "close_calls": achieved_and_lagging.close_calls(verdicts, lang),
        "unreported_items": len(achieved_and_lagging.unreported_verdicts(verdicts, as_of)),
        "set_aside_kinds": len(aside),
        "in_doubt": len(inputs.compared.now.doubts),
    }


def _next(facts: _Facts) -> Fields:
    inputs, verdicts = facts.inputs, facts.verdicts
    lang, as_of = inputs.lang, inputs.compared.now.as_of
    said = sentences_in(lang)
    judges = achieved_and_lagging.to_be_judged(verdicts, lang)
    overdue = achieved_and_lagging.overdue(verdicts, as_of)
    back = achieved_and_lagging.recurring(verdicts, as_of)
    since = achieved_and_lagging.resumed(back, verdicts, as_of)
    again = [verdict for verdict in back if verdict not in since]
    measures = inputs.measures
    return {
        "gaps": achieved_and_lagging.gaps(inputs.needs, verdicts, lang),
        "overdue": len(overdue),
        "overdue_names": list(dict.fromkeys(map(said.listed, overdue)))[:2],
        "recurring": len(again),
        "recurring_names": list(dict.fromkeys(map(said.listed, again)))[:2],
        "resumed": len(since),
        "resumed_names": list(dict.fromkeys(map(said.listed, since)))[:2],
        "waived": len(achieved_and_lagging.waived(verdicts)),
        "judges": judges,
        "to_judge": sum(count for _, count in judges),
        "ladder": measures is not None,
        "measures": list(measures.short) if measures is not None else [],
        "measures_read": measures is not None and bool(measures.readings),
        "next_due": [
            _due(day, count, lang) for day, count in achieved_and_lagging.next_dues(verdicts, as_of)
        ],
    }


def _due(day: date, count: int, lang: Language) -> str:
    told = sentences_in(lang).day(day)
    return f"{told}{count}个" if lang == "zh" else f"{count} on {told}"


def _annexes(inputs: CircularInputs) -> Fields:
    """Return the number of each annex under its id, empty for one that is left out."""
    word: Callable[[int], str] = lambda n: f"附件{n}" if inputs.lang == "zh" else f"Annex {n}"  # noqa: E731
    numbers = {name: word(n) for n, name in enumerate(inputs.annexes, start=1)}
    names = [ANNEXES[name][0 if inputs.lang == "zh" else 1] for name in inputs.annexes]
    return {
        "annexes": names,
        **{f"annex_{name}": numbers.get(name, "") for name in ANNEXES},
    }
