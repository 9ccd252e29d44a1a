"""Sentences of an English briefing.

Layer: output. Input: verdicts. Output: sentences with their full stop. The functions are those of
chinese_sentences; the wording is its own and no translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from targetcheck.kernel.outcome import Outcome
from targetcheck.printable_text import printable
from targetcheck.verdicts.progress_text import pace_phrase, ratio_text
from targetcheck.verdicts.requirement_text import datum_names
from targetcheck.verdicts.sentences.amount_text import (
    amount,
    decimals,
    difference,
    percent,
    planned,
    whole_up,
)
from targetcheck.verdicts.sentences.english_phrases import compared, day, found, period
from targetcheck.verdicts.sentences.place_and_title import subject_name
from targetcheck.verdicts.sentences.verdict_sentence import demanded, subject
from targetcheck.verdicts.time_terms import missing_when
from targetcheck.verdicts.verdict import Verdict


def reported_period(as_of: date) -> str:
    """Return the period of which a briefing speaks: the quarter that ends, else the day."""
    ends = {(3, 31): 1, (6, 30): 2, (9, 30): 3, (12, 31): 4}
    number = ends.get((as_of.month, as_of.day))
    return day(as_of) if number is None else f"{as_of.year} Q{number}"


def quoted(text: str) -> str:
    """Return a text in quotation marks; marks inside become single ones."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def titled(text: str) -> str:
    """Return the name of a document."""
    return opened(text)


def about(verdict: Verdict) -> str:
    """Return who has to do what."""
    return opened(printable(subject(verdict, "en")).rstrip(".;,"))


def listed(verdict: Verdict) -> str:
    """Return who has to do what, as a list of names has it."""
    return about(verdict)


def by_its_day(name: str, due: date) -> str:
    """Return a name with its due date, where several have the name."""
    return f"{name} ({day(due)})"


def opened(text: str) -> str:
    """Return a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def with_lead(verdict: Verdict) -> str:
    """Return who has to do what, and who is in the lead."""
    lead = named(verdict.lead)
    everyone = lead.startswith("各牵头单位")  # which names nobody
    return about(verdict) if everyone or not lead else f"{about(verdict)} (lead: {lead})"


def named(departments: Sequence[str], most: int = 3) -> str:
    """Return departments by name, of many the first and how many more there are."""
    told, left = printable(", ".join(departments[:most])), len(departments) - most
    return f"{told} and {left} more" if left > 0 else told


def asked(verdict: Verdict) -> str:
    """Return what is required."""
    if getattr(verdict.question.tree, "kind", "") == "done":
        aim = " (aspirational)" if verdict.strength == "aspirational" else ""
        return f"to be done by {day(verdict.due)}{aim}"
    return demanded(verdict, "en")


def paced(verdict: Verdict) -> str:
    """Return how a value stands to its schedule, in the words of the method that judged it."""
    outcome = verdict.outcome
    pace, check, point = outcome.pacing, outcome.check, outcome.point
    if pace is None or check is None:
        return ""
    if pace.method != "schedule" or pace.asked is None or point is None or point.value is None:
        return pace_phrase(outcome, "en")
    if pace.ratio is None:
        return ""
    goal, behind, _ = planned(outcome)
    told = f"the schedule asks for {amount(goal, outcome, 'en', edge=False)}"
    if pace.ratio < 0:
        return f"{told}, and the value moves away from it"
    rate = f"{percent(Fraction(ratio_text(pace.ratio)))} of the schedule is met"
    if behind <= 0:
        return f"{told}; {rate}"
    return f"{told}; {rate}, {difference(behind, outcome, 'en')} behind"


def ended(*parts: str) -> str:
    """Return a sentence of the parts that say something."""
    return "; ".join(part for part in parts if part).rstrip(".") + "."


def met(verdict: Verdict) -> str:
    """Return what was reached."""
    if getattr(verdict.question.tree, "kind", "") == "done":
        return ended(f"{about(verdict)}: {found(verdict)}")
    return ended(f"{about(verdict)}: {found(verdict)}", f"required {asked(verdict)}")


def ahead(verdict: Verdict) -> str:
    """Return what is met before its day, or ahead of its schedule."""
    told = f"{about(verdict)}: {found(verdict)}"
    if verdict.status == "pass" or verdict.reason == "met_early":
        return ended(told, f"already meets what {day(verdict.due)} asks for")
    pace = verdict.outcome.pacing
    rate = percent(Fraction(ratio_text(pace.ratio))) if pace and pace.ratio is not None else ""
    return ended(told, f"{rate} of what the schedule asks for" if rate else "")


def missed(verdict: Verdict, run: int) -> str:
    """Return what was not reached, by how much, and for how many due dates in a row."""
    row = f"missed {run} times in a row" if run > 1 else ""
    said = f"{with_lead(verdict)}: {asked(verdict)}"
    if verdict.reason == "lapsed":
        said = f"{said}, which one period settles"
    return ended(said, found(verdict), compared(verdict), row)


def lagging(verdict: Verdict, run: int) -> str:
    """Return what is behind, by how much, and for how many reports in a row."""
    row = f"behind in each of the last {run} reports" if run > 1 else ""
    paces = paced(verdict)
    if paces:
        return ended(f"{with_lead(verdict)}: {found(verdict)}", paces, row)
    said = f"{with_lead(verdict)}: {asked(verdict)}"
    return ended(said, found(verdict), compared(verdict), row)


def unreported(names: Sequence[str], lead: str, total: int) -> str:
    """Return who has not reported what, the first few by name."""
    more = total - len(names)
    rest = f" and {more} more" if more > 0 else ""
    return ended(f"{lead or 'The issuer itself'}: {'; '.join(names)}{rest}")


def datum(verdict: Verdict) -> str:
    """Return the datum that a verdict waits for: who, what, and of which period."""
    if not verdict.outcome.missing:
        return about(verdict)
    key, _, label = verdict.outcome.missing[0].partition(" ")
    name = printable(subject_name(*datum_names(key, verdict.plan, "en"), "en"))
    when = missing_when(label, verdict.due, "en", period)
    return f"{name} ({when})" if when else name


def counted(name: str, groups: Sequence[tuple[str, int]], total: int) -> str:
    """Return how the verdicts of one part of the document stand."""
    left = total - sum(count for _, count in groups)
    shown = [f"{count} {word}" for word, count in groups if count]
    shown += [f"{left} not due"] if left else []
    return f"{titled(name)} ({total}): {', '.join(shown)}"


def ranked(group: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Return who is first and who is last by the share that is met, with the counts."""
    told = [f"{name} ({met_}/{due})" for name, met_, due in rows]
    rates = [Fraction(met_, due) for _, met_, due in rows]
    head = f"Of the {group}, " if group else ""
    if rates[0] == rates[-1]:
        return f"{head}{', '.join(told)} met the same share of what was due."
    first = [text for text, rate in zip(told, rates, strict=True) if rate == rates[0]]
    last = [text for text, rate in zip(told, rates, strict=True) if rate == rates[-1]]
    return opened(
        f"{head}{', '.join(first)} met most of what was due, and {', '.join(last)} met least."
    )


def needed(verdict: Verdict, steps: Iterator[str]) -> str:
    """Return what a target still needs, and who sees to it."""
    lead = named(verdict.lead)
    return ended(f"{about(verdict)}: " + ", ".join(steps), f"lead: {lead}" if lead else "")


def to_reach(verdict: Verdict) -> str:
    """Return that a requirement is to be met by its day, where no single amount is missing."""
    return f"to be met by {day(verdict.due)}"


def to_do(gap: Fraction, outcome: Outcome, verdict: Verdict, per_month: Fraction | None) -> str:
    """Return what is to be done by the due date, and what that is in a month."""
    check, bound = outcome.check, outcome.bound
    assert check is not None
    until = f"by {day(verdict.due)}"
    if check.scale is not None:
        return f"{decimals(gap)} grade{'' if gap == 1 else 's'} better {until}"
    size = difference(gap, outcome, "en")
    if bound is not None and bound.low is None:
        return f"{size} less {until}" if gap else f"below the limit {until}"
    pace = ""
    if per_month:
        whole_month = whole_up(per_month, outcome, upward=True)  # things are counted whole
        least = "at least " if whole_month != per_month else ""
        pace = f", that is {least}{difference(whole_month, outcome, 'en')} a month"
    return f"{size} more {until}{pace}" if gap else f"above its present level {until}"
