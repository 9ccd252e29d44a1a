"""Data of one verdict: status, reason and everything needed to explain and reproduce it.

Layer: verdicts. Input: a target instance of the plan and its Outcome. Output: VerdictData.
explanation_text.py makes sentences from it, verdict_json.py records; verdict.py combines them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from targetcheck.errors import Language
from targetcheck.first_use import cached_property, on_first_use, pattern
from targetcheck.kernel.outcome import Outcome
from targetcheck.observations.observation import Observation, SetAside
from targetcheck.plan.plan import Plan, Question
from targetcheck.printable_text import printable
from targetcheck.quantities.unit import Unit
from targetcheck.ruleset.fields.plain_values import Text

if TYPE_CHECKING:
    from targetcheck.ruleset.document import Citation
    from targetcheck.ruleset.profile import Override, Waiver
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Target
    from targetcheck.verdicts import responsible_leads
else:
    responsible_leads = on_first_use("targetcheck.verdicts.responsible_leads")


def target_title(ruleset: Ruleset, target: Target, lang: Language) -> str:
    """Return the title of a target, else the name of its indicator."""
    if target.title is not None:
        return target.title.say(lang)
    return ruleset.all_indicators()[target.indicator].say(lang) or target.id


class Status(StrEnum):
    """Status of a verdict."""

    PASS = "pass"
    FAIL = "fail"
    MISSED = "missed"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    NOT_DUE = "not_due"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


Cause = Literal["data", "judgement", "conflict"]
CAUSES: tuple[Cause, ...] = ("data", "judgement", "conflict")
JUDGEMENT = ("needs_judgement", "not_judged_yet")
"""Reasons for which a person has to judge; no data would help."""
CONFLICT = ("inconsistent_report", "total_exceeded", "series_break")
"""Reasons for which reported data contradict each other."""
OMITTED = "……"
"""What stands between two quotes of one document for the words between them."""
OUTSIDE = "outside_scope"
"""Flag of verdicts outside the submission that is evaluated, and the key of their number."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Inputs of a verdict, so that it can be reproduced."""

    ruleset: str
    ruleset_digest: str
    data_digest: str
    engine: str
    profile: str
    as_of: date
    known_at: date | None


@dataclass(frozen=True)
class VerdictData:
    """The verdict on one target instance, without wording."""

    question: Question
    outcome: Outcome
    plan: Plan
    provenance: Provenance
    aside: tuple[SetAside, ...] = ()
    waiver: Waiver | None = None
    override: Override | None = None
    silent_since: tuple[SetAside, ...] = ()
    """rows without a value for periods after that of the value, the oldest first"""
    outside_scope: bool = False
    """whether it lies outside the submission that is evaluated"""

    def __repr__(self) -> str:
        key = f"{self.target}@{self.place}@{self.due}"
        return printable(f"<Verdict {key}: {self.status}, {self.reason}>")

    @property
    def target(self) -> str:
        """Id of the target."""
        return self.question.target

    @property
    def place(self) -> str:
        """Id of the place that is bound."""
        return self.question.place

    @property
    def due(self) -> date:
        """Due date."""
        return self.question.due

    @property
    def strength(self) -> str:
        """binding, expected or aspirational."""
        return self.question.strength

    @property
    def status(self) -> Status:
        """The computed status, independent of waivers and overrides."""
        return Status(self.outcome.status)

    @property
    def reason(self) -> str:
        """Reason for the status, as a code."""
        return self.outcome.reason

    @property
    def judged_by_person(self) -> bool:
        """Whether a person's word decides, rather than stands beside what was computed."""
        check = self.outcome.check
        words = check is not None and check.kind == "words"
        return words and self.outcome.reason == "person_judged"

    @property
    def cause(self) -> Cause | None:
        """Why the verdict is undetermined: no data, a person must judge, data disagree; else None."""
        if self.status != Status.UNDETERMINED:
            return None
        if self.reason in JUDGEMENT:
            return "judgement"
        return "conflict" if self.reason in CONFLICT else "data"

    @property
    def flags(self) -> tuple[str, ...]:
        """Qualifications of the verdict, as codes."""
        overlays = (
            ("waived", self.waiver),
            ("overridden", self.override and not self.judged_by_person),
            ("row_set_aside", self.aside),
            (OUTSIDE, self.outside_scope),
        )
        return (*self.outcome.flags, *(flag for flag, there in overlays if there))

    @property
    def only_set_aside(self) -> bool:
        """Whether values were reported, and none of them is used."""
        return is_silent(self.outcome) and any(one.holds_value for one in self.aside)

    @cached_property
    def spec(self) -> Target:
        """The target as the ruleset defines it."""
        return self.plan.ruleset.target(self.target)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Clause and quote; a milestone's own before its target's."""
        target, stage = self.spec, self.question.stage
        own = target.milestones[stage].cite if stage is not None else None
        return (own,) if own is not None else target.cite

    @property
    def clauses(self) -> str:
        """The clauses by name, each once."""
        return "；".join(dict.fromkeys(cite.clause for cite in self.citations))

    @property
    def quotes(self) -> str:
        """All words that are quoted, in their order: a heading and the sentence below it, say."""
        return OMITTED.join(dict.fromkeys(cite.quote for cite in self.citations))

    @cached_property
    def lead(self) -> tuple[str, ...]:
        """Lead departments (牵头单位) responsible for the place: the target's, else its action's."""
        return responsible_leads.leads_of(self.plan.ruleset, self.spec, self.place)

    @property
    def support(self) -> tuple[str, ...]:
        """Departments that cooperate (配合单位): the target's own, else its action's."""
        return responsible_leads.departments(self.plan.ruleset, self.spec, "support")

    @property
    def responsible(self) -> tuple[str, ...]:
        """Departments that carry it out (责任单位): the target's own, else its action's."""
        return responsible_leads.departments(self.plan.ruleset, self.spec, "by")

    @property
    def unit(self) -> Unit | None:
        """Unit of the clause, also that of the margin; None for classes and deliverables."""
        check = self.outcome.check
        return check.written_unit if check is not None else None

    def in_unit(self, value: Fraction | None) -> Fraction | None:
        """Return a value of the measure in the unit of the clause."""
        bound = self.outcome.bound
        if value is None or bound is None or bound.per_unit == 1:
            return value
        return value / bound.per_unit

    @property
    def value(self) -> Fraction | None:
        """The value that was compared, in the unit of the clause; exact."""
        compared, point = self.outcome.compared, self.outcome.point
        if compared is not None and compared.value is not None:
            return self.in_unit(compared.value)
        return self.in_unit(point.value) if point is not None else None

    @property
    def margin(self) -> Fraction | None:
        """Signed distance to the bound in the unit of the clause; positive if it is met."""
        return self.in_unit(self.outcome.margin)

    @property
    def margin_percent(self) -> Fraction | None:
        """The margin in percent of the required amount."""
        bound, margin = self.outcome.bound, self.outcome.margin
        edges = bound.edges() if bound is not None else ()
        if margin is None or not edges or edges[0] == 0 or self.unit is None:
            return None
        return margin / abs(edges[0]) * 100

    @property
    def gap(self) -> Fraction | None:
        """Amount still missing, in the unit of the clause; 0 once met."""
        margin = self.margin
        if margin is None:
            return None
        return -margin if margin < 0 else Fraction(0)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations that the verdict rests on, without duplicates."""
        found: dict[int, Observation] = {}
        for outcome in (self.outcome, *_all_parts(self.outcome)):
            told = (outcome.point, *(each.point for each in outcome.conditions))
            for observation in (o for point in told if point for o in point.observations):
                found[observation.row] = observation
        return tuple(found.values())

    def title(self, lang: Language) -> str:
        """Return the title of the target."""
        return target_title(self.plan.ruleset, self.spec, lang)

    def place_name(self, lang: Language) -> str:
        """Return the name of the place."""
        place = self.plan.ruleset.all_places().get(self.place)
        return (place.say(lang) if place else "") or self.place

    def __str__(self) -> str:
        return f"{self.target} {self.place} {self.due}: {self.status} ({self.reason})"


def _all_parts(outcome: Outcome) -> tuple[Outcome, ...]:
    return tuple(p for part in outcome.parts for p in (part, *_all_parts(part)))


_MADE_UP = pattern(r"示例|虚拟数据|illustrative|not published", re.IGNORECASE)


def made_up(observation: Observation) -> bool:
    """Return whether an observation is marked as illustrative, in its source or its note."""
    return says_made_up(observation.source) or says_made_up(observation.note)


def says_made_up(source: str) -> bool:
    """Return whether a text about the origin of a figure marks it as illustrative."""
    return bool(_MADE_UP.search(source))


def illustrative(answer: VerdictData) -> bool:
    """Return whether any observation behind a verdict is marked as illustrative."""
    return any(made_up(observation) for observation in answer.observations)


def own_reading(answer: VerdictData) -> str | None:
    """Return the author's interpretation of words that leave an amount, date or scope open.

    None if the verdict rests on no interpretation.
    """
    return "; ".join(dict.fromkeys(_readings(answer.outcome))) or None


def _readings(outcome: Outcome) -> list[str]:
    check = outcome.check
    own = [check.own_reading] if check is not None and check.own_reading else []
    return own + [text for part in outcome.parts for text in _readings(part)]


_BY_REASON = ("met_early", "holding", "slipping", "unsteady", "locked")
"""Reasons that have a word of their own."""
_NOTHING = ("undetermined", "not_due")


def is_silent(outcome: Outcome) -> bool:
    """Return whether no value at all is known, by the reason that is given."""
    return outcome.point is None and outcome.reason in ("no_data", "overdue_report")


def excuse_text(answer: VerdictData, lang: Language) -> str | None:
    """Return the stated reason why nothing was reported, where that is the answer; else None."""
    known = answer.plan.profile.excused
    said = (known[c].say(lang) or c if c in known else c for c in _excuse_codes(answer))
    return ("、" if lang == "zh" else ", ").join(said) or None


def excuse_counts(answers: Iterable[VerdictData]) -> dict[str, int]:
    """Return how many verdicts are excused for which stated reason, by its code; of several `a+b`."""
    named = ("+".join(_excuse_codes(answer)) for answer in answers)
    return dict(sorted(Counter(filter(None, named)).items()))


def _excuse_codes(answer: VerdictData) -> tuple[str, ...]:
    """Return the codes of the stated reasons of an excused verdict; none of any other."""
    point = answer.outcome.point
    if answer.outcome.reason != "excused" or point is None:
        return ()
    return tuple(dict.fromkeys(o.excuse for o in point.observations if o.excuse))


def authority_word(answer: VerdictData, lang: Language) -> str | None:
    """Return the word of the authority whose method judged: `sun`, `on track`, 良好; or None.

    It is the label of the band where a pace was rated, else that of the reason. On the due date the
    words `met` and `not_met`, where they are declared, go before that of the band. Of an excused
    period it is the stated reason for the silence. The standard names of bands are no words of an
    authority; explanations show them.
    """
    outcome = answer.outcome
    if outcome.reason == "excused":
        return excuse_text(answer, lang)
    band = outcome.pacing.label if outcome.pacing is not None else None
    word = _declared_word(answer)
    if band is not None and (word is None or outcome.reason not in ("met", "not_met")):
        word = band
    return (word.say(lang) or None) if word is not None else None


def _declared_word(answer: VerdictData) -> Text | None:
    """Return the word that the method's labels declare for a verdict, whatever its band."""
    check, key = answer.outcome.check, _word_key(answer)
    if check is None or not key:
        return None
    word: Text | None = getattr((check.judge.pace or answer.plan.profile.pace).labels, key)
    return word


def _word_key(answer: VerdictData) -> str:
    """Return the name of the label of a verdict without a rated band."""
    status, reason = answer.outcome.status, answer.outcome.reason
    if reason in _BY_REASON:
        return reason
    if status == "pass":
        return "met"
    if status in ("fail", "missed"):
        return "not_met"
    silent = answer.outcome.point is None or answer.outcome.compared is None
    return "no_data" if status in _NOTHING and silent else ""
