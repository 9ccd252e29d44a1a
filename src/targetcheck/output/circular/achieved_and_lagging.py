"""The lists of a circular: what was reached, what lags, what is missing, what is to be done.

Layer: output. Input: verdicts without repeats, needs and acts that upper floors hand in. Output:
sentences, the most telling first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from targetcheck.errors import Language
from targetcheck.output.bulletin.verdict_lists import UNSURE, Trajectories, periods_in_a_row
from targetcheck.output.circular.circular_counts import group_of, key_of, open_kind
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.output.current_and_lagging import LAGGING
from targetcheck.printable_text import printable
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.responsible_leads import is_issuer, own_places
from targetcheck.verdicts.sentences import chinese_phrases
from targetcheck.verdicts.sentences.verdict_sentence import subject
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from targetcheck.kernel.outcome import Outcome

_NAMED = 2
"""Things that one sentence names before it counts the rest."""


class NeedLike(Protocol):
    """What a requirement still asks for, as `what-if` computes it."""

    @property
    def verdict(self) -> Verdict:
        """The verdict that needs it."""
        ...

    @property
    def outcome(self) -> Outcome:
        """The outcome of the requirement."""
        ...

    @property
    def to_go(self) -> Fraction | None:
        """How far the value is off; None where it is not."""
        ...

    @property
    def per_month(self) -> Fraction | None:
        """What a total has to gain in each month that is left; None for less than one."""
        ...


class MeasuresLike(Protocol):
    """What the document provides for those who lag, in sentences."""

    @property
    def short(self) -> Sequence[str]:
        """The sentences, the most serious first, with the first few who are concerned."""
        ...

    @property
    def whole(self) -> Sequence[str]:
        """The same with everyone who is concerned."""
        ...

    @property
    def readings(self) -> Sequence[str]:
        """How the clauses are read where they leave something open."""
        ...


def achieved(
    verdicts: Sequence[Verdict], as_of: date, earlier: Mapping[Any, str], lang: Language
) -> list[str]:
    """Return what fell due and was met: what is new first, then by margin."""
    found = [v for v in praised(verdicts, as_of) if group_of(v, as_of) == "met"]
    found.sort(key=lambda v: (earlier.get(key_of(v)) == "met", -_margin(v)))
    said = sentences_in(lang)
    return list(dict.fromkeys(said.met(verdict) for verdict in found))


def praised(verdicts: Sequence[Verdict], as_of: date) -> list[Verdict]:
    """Return the verdicts that may be praised.

    None of a place that lags with anything, itself or in a part of it, none of a target that lags
    there, none by a deed that has not come; of what recurs the last due date, if it was met. Of the
    issuer's own place only the target counts.
    """
    if not verdicts:
        return []
    lag = [verdict for verdict in verdicts if verdict.status in LAGGING]
    ruleset = verdicts[0].plan.ruleset
    known, own = ruleset.all_places(), own_places(ruleset)
    places: set[str] = set()
    for verdict in lag:
        place: str | None = verdict.place
        while place in known and place not in own | places:
            places.add(place)
            place = known[place].within
    targets = {(verdict.target, verdict.place) for verdict in lag}
    last: dict[tuple[str, str], date] = {}
    for verdict in verdicts:
        if verdict.due <= as_of:
            key = verdict.target, verdict.place
            last[key] = max(verdict.due, last.get(key, verdict.due))
    names = {name for place in places if (name := known[place].say("zh"))}
    return [
        verdict
        for verdict in verdicts
        if verdict.place not in places
        and not any(name in subject(verdict, "zh") for name in names)
        and (verdict.target, verdict.place) not in targets
        and verdict.due >= last.get((verdict.target, verdict.place), verdict.due)
    ]


def _margin(verdict: Verdict) -> Fraction:
    share = verdict.margin_percent
    return share if share is not None else Fraction(-1)


def ahead(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return what is met before its day, then what is ahead of its schedule, the fastest first."""
    said = sentences_in(lang)
    may = praised(verdicts, as_of)
    early = [v for v in may if group_of(v, as_of) == "met_early" or v.reason == "met_early"]
    fast = [v for v in may if group_of(v, as_of) == "on_track" and _speed(v) > 1]
    fast = [v for v in fast if v not in early]
    fast.sort(key=_speed, reverse=True)
    found = (*sorted(early, key=lambda v: v.outcome.check is None), *fast)
    return list(dict.fromkeys(said.ahead(verdict) for verdict in found))


def _speed(verdict: Verdict) -> Fraction:
    pace = verdict.outcome.pacing
    if pace is None or pace.method != "schedule" or pace.ratio is None:
        return Fraction(0)
    return pace.ratio


def missed_verdicts(
    verdicts: Sequence[Verdict], as_of: date, groups: Sequence[str]
) -> list[Verdict]:
    """Return what was not met: what is binding and does not come again first, then by distance."""
    found = [v for v in verdicts if group_of(v, as_of) in groups]
    return sorted(found, key=_gravity)


def _gravity(verdict: Verdict) -> tuple[bool, bool, bool, Fraction]:
    share = verdict.margin_percent
    return (
        verdict.strength != "binding",
        verdict.question.recurring and verdict.reason != "lapsed",
        share is None,
        share or Fraction(0),
    )


def missed(found: Sequence[Verdict], courses: Trajectories, lang: Language) -> list[str]:
    """Return what was not met."""
    said = sentences_in(lang)
    return [_overlaid(said.missed(v, periods_in_a_row(v, courses)), v, lang) for v in found]


def names(found: Sequence[Verdict], lang: Language) -> list[str]:
    """Return the names of verdicts, for those that no sentence has room for."""
    said = sentences_in(lang)
    told = list(map(said.listed, found))
    return [
        name if told.count(name) == 1 else said.by_its_day(name, verdict.due)
        for name, verdict in zip(told, found, strict=True)
    ]


def lagging_verdicts(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return what is at risk: what is binding first, then the farthest behind."""
    found = [v for v in verdicts if v.status == "at_risk"]
    return sorted(
        found,
        key=lambda v: (v.strength != "binding", _speed(v) or Fraction(1), -v.outcome.lagging),
    )


def lagging(verdicts: Sequence[Verdict], courses: Trajectories, lang: Language) -> list[str]:
    """Return what is behind."""
    said = sentences_in(lang)
    return [
        _overlaid(said.lagging(v, periods_in_a_row(v, courses)), v, lang)
        for v in lagging_verdicts(verdicts)
    ]


def _overlaid(sentence: str, verdict: Verdict, lang: Language) -> str:
    """Add who has waived a target, or judged it otherwise."""
    waiver, override = verdict.waiver, verdict.override
    if waiver is not None:
        if lang == "zh":
            until = chinese_phrases.day(waiver.until)
            return f"{sentence.rstrip('。')}（经{waiver.approver}批准免予考核，至{until}止）。"
        return f"{sentence.rstrip('.')} (waived by {waiver.approver} until {waiver.until})."
    if override is not None and not verdict.judged_by_person:
        status = word(STATUS, override.status, lang)
        if lang == "zh":
            return f"{sentence.rstrip('。')}（经{override.author}评定为{status}）。"
        return f"{sentence.rstrip('.')} (judged {status} by {override.author})."
    return sentence


def unreported_verdicts(verdicts: Sequence[Verdict], as_of: date) -> list[Verdict]:
    """Return what fell due and lacks its report."""
    return [v for v in verdicts if group_of(v, as_of) == "due_open" and open_kind(v) != "people"]


def unreported(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return who has not reported what, whoever owes most first."""
    said = sentences_in(lang)
    return [
        said.unreported(
            list(dict.fromkeys(map(said.datum, owed)))[:_NAMED], _other(owed, lead), len(owed)
        )
        for lead, owed in by_lead(unreported_verdicts(verdicts, as_of), lang)
    ]


def _other(owed: Sequence[Verdict], lead: str) -> str:
    """Return the lead of some verdicts; nothing where it is the issuer, which does not blame itself."""
    own = owed[0].lead and all(is_issuer(name, owed[0].plan.ruleset) for name in owed[0].lead)
    return "" if own else lead


def by_lead(verdicts: Iterable[Verdict], lang: Language) -> list[tuple[str, list[Verdict]]]:
    """Return verdicts by the departments in the lead, who have most first."""
    joint = "、" if lang == "zh" else ", "
    none = "未注明牵头单位" if lang == "zh" else "no lead department"
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(printable(joint.join(verdict.lead)) or none, []).append(verdict)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def to_be_judged(verdicts: Sequence[Verdict], lang: Language) -> list[tuple[str, int]]:
    """Return how many targets each lead has for people to judge."""
    found = [
        v
        for v in verdicts
        if v.status == "undetermined" and open_kind(v) == "people" and v.override is None
    ]
    return [(lead, len(group)) for lead, group in by_lead(found, lang)]


def close_calls(verdicts: Sequence[Verdict], lang: Language) -> list[str]:
    """Return the verdicts that rounding or provisional reports could turn."""
    said = sentences_in(lang)
    kinds = ("rounding_sensitive", "close_call", "provisional", "estimated", "unvalidated")
    words = {
        "rounding_sensitive": ("修约后结论可能改变", "rounding could change it"),
        "close_call": ("接近要求值", "close to the limit"),
        "provisional": ("所用为初步数据，待核实", "the value is provisional"),
        "estimated": ("所用为估计值，待核实", "the value is an estimate"),
        "unvalidated": ("所用数据未经核实", "the value is not validated"),
    }
    told = []
    for verdict in verdicts:
        flags = [flag for flag in kinds if flag in verdict.flags and flag in UNSURE]
        if flags:
            known = [words[flag][0 if lang == "zh" else 1] for flag in flags]
            told.append(
                said.ended(f"{said.about(verdict)}{_colon(lang)}{said.found(verdict)}", *known)
            )
    return told


def _colon(lang: Language) -> str:
    return "" if lang == "zh" else ": "


def gaps(needs: Iterable[NeedLike], verdicts: Sequence[Verdict], lang: Language) -> list[str]:
    """Return what each lagging target still needs, in the order in which they lag."""
    said = sentences_in(lang)
    by_key: dict[Any, list[NeedLike]] = {}
    for need in needs:
        by_key.setdefault(key_of(need.verdict), []).append(need)
    told = []
    for verdict in lagging_verdicts(verdicts):
        if verdict.waiver is None:
            known = [n for n in by_key.get(key_of(verdict), ()) if n.to_go is not None]
            steps = _steps(known, verdict, said) if known else iter((said.to_reach(verdict),))
            told.append(said.needed(verdict, steps))
    return told


def _steps(needs: Sequence[NeedLike], verdict: Verdict, said: Any) -> Iterator[str]:
    for need in needs:
        assert need.to_go is not None
        yield said.to_do(need.to_go, need.outcome, verdict, need.per_month)


_OVER = ("failed", "failed_early", "missed", "missed_early")


def overdue(verdicts: Sequence[Verdict], as_of: date) -> list[Verdict]:
    """Return what was not met on a day that does not come again."""
    again = recurring(verdicts, as_of)
    found = missed_verdicts(verdicts, as_of, _OVER)
    return [v for v in found if v not in again and v.waiver is None]


def recurring(verdicts: Sequence[Verdict], as_of: date) -> list[Verdict]:
    """Return what was not met in a period that is over, and falls due again."""
    ahead_of = {(v.target, v.place) for v in verdicts if v.due > as_of}
    found = missed_verdicts(verdicts, as_of, ("failed", "missed"))
    return [
        v
        for v in found
        if v.question.recurring
        and v.reason != "lapsed"  # which no later period makes good
        and (v.target, v.place) in ahead_of
        and v.waiver is None
    ]


def resumed(again: Sequence[Verdict], verdicts: Sequence[Verdict], as_of: date) -> list[Verdict]:
    """Return those of the recurring ones that were met in a later period, which is over too."""
    later = [v for v in verdicts if group_of(v, as_of) == "met"]
    return [
        v
        for v in again
        if any((w.target, w.place) == (v.target, v.place) and w.due > v.due for w in later)
    ]


def waived(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return what lags and is waived: nothing more is asked of it."""
    return [v for v in verdicts if v.status in LAGGING and v.waiver is not None]


def next_dues(verdicts: Sequence[Verdict], as_of: date, most: int = 3) -> list[tuple[date, int]]:
    """Return the next days on which anything falls due, with how many verdicts."""
    found: dict[date, int] = {}
    for verdict in verdicts:
        if verdict.due > as_of and verdict.status != "not_applicable":
            found[verdict.due] = found.get(verdict.due, 0) + 1
    return sorted(found.items())[:most]
