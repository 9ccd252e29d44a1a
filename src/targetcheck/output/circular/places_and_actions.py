"""What a circular says of places and of the actions of the document.

Layer: output. Input: verdicts without repeats. Output: sentences and counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from targetcheck.errors import Language
from targetcheck.output.circular.circular_counts import counts_of, group_of, open_kind
from targetcheck.output.circular_sentences import sentences_in
from targetcheck.printable_text import printable
from targetcheck.verdicts.place_kind_terms import KINDS
from targetcheck.verdicts.verdict import Verdict

LEAST = 3
"""Places that are ranked, and verdicts due that each of them must have, at least."""
SHOWN = (
    (("met", "met_early"), "达标", "met"),
    (("failed", "failed_early"), "未达标", "not met"),
    (("missed", "missed_early"), "未达预期", "short of what was expected"),
    (("at_risk",), "有风险", "at risk"),
    (("due_open", "ahead_open"), "待判定", "undetermined"),
)
"""Groups that a part of the document is described by."""


def of_places(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return who is first and last among places of one kind that have enough due to compare."""
    said = sentences_in(lang)
    return [said.ranked(title, rows) for title, rows in _comparable(verdicts, as_of, lang)]


def places_to_compare(verdicts: Sequence[Verdict]) -> bool:
    """Return whether there are places of one kind at all."""
    return any(len(members) > 1 for members in _alike(verdicts).values())


def _alike(verdicts: Sequence[Verdict]) -> dict[tuple[str, str], dict[str, list[Verdict]]]:
    found: dict[tuple[str, str], dict[str, list[Verdict]]] = {}
    for verdict in verdicts:
        place = verdict.plan.ruleset.all_places().get(verdict.place)
        if place is not None and place.kind:
            key = (place.within or "", place.kind)
            found.setdefault(key, {}).setdefault(verdict.place, []).append(verdict)
    return found


def _comparable(
    verdicts: Sequence[Verdict], as_of: date, lang: Language
) -> list[tuple[str, list[tuple[str, int, int]]]]:
    found = []
    for (within, kind), members in _alike(verdicts).items():
        rows = []
        for of_one in members.values():
            counts = counts_of(of_one, as_of)
            if counts.due >= LEAST:
                rows.append((printable(of_one[0].place_name(lang)), counts.met, counts.due))
        if len(rows) >= LEAST:
            rows.sort(key=lambda row: -Fraction(row[1], row[2]))
            places = verdicts[0].plan.ruleset.all_places()
            parent = (places[within].say(lang) or within) if within in places else ""
            names = KINDS.get(kind, (kind, kind))
            title = f"{parent}各{names[0]}" if lang == "zh" else f"{names[1]} of {parent}"
            found.append((title, rows))
    return found


def of_actions(verdicts: Sequence[Verdict], as_of: date, lang: Language) -> list[str]:
    """Return how the parts of the document stand, those with most trouble first."""
    actions = verdicts[0].plan.ruleset.actions if verdicts else {}
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.spec.action in actions:
            found.setdefault(verdict.spec.action or "", []).append(verdict)
    ordered = sorted(found, key=lambda name: _trouble(found[name], as_of), reverse=True)
    told = [
        _of_action(printable(actions[name].say(lang) or name), found[name], as_of, lang)
        for name in ordered
    ]
    said = [text for text in told if text]
    return said if len(said) > 1 else []  # one part repeats the whole


def _trouble(verdicts: Sequence[Verdict], as_of: date) -> tuple[int, int]:
    groups = [group_of(v, as_of) for v in verdicts]
    bad = sum(g in ("failed", "failed_early", "missed", "missed_early", "at_risk") for g in groups)
    return bad, sum(g in ("met", "met_early") for g in groups)


def _of_action(name: str, verdicts: Sequence[Verdict], as_of: date, lang: Language) -> str:
    """Return the counts of one part; nothing where none of it has anything to say yet."""
    groups = [group_of(v, as_of) for v in verdicts]
    counts = [
        (zh if lang == "zh" else en, sum(g in names for g in groups)) for names, zh, en in SHOWN
    ]
    spoken = any(count for _, count in counts[:4])
    people = all(v.status == "undetermined" and open_kind(v) == "people" for v in verdicts)
    if people:
        return f"{name}均为定性任务，待人工评定" if lang == "zh" else f"{name}: needs judgement"
    if not spoken:
        return ""
    told: str = sentences_in(lang).counted(name, counts, len(verdicts))
    return told
