"""Ranking of places by the share of decided verdicts that are met or on track.

Layer: output. Input: verdicts. Output: groups of ranked places. Only places of one kind below the
same parent are ranked together. Shares are compared exactly; equal shares have equal ranks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from targetcheck.errors import Language
from targetcheck.plan.restated_targets import without_repeats
from targetcheck.printable_text import printable
from targetcheck.verdicts.place_kind_terms import place_kind
from targetcheck.verdicts.sentences.amount_text import percent_text
from targetcheck.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset

WELL = ("pass", "on_track")
JUDGED = ("pass", "on_track", "at_risk", "fail", "missed")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place: `well` of `judged` verdicts are met or on track; `open` verdicts are undecided."""

    rank: int
    place: str
    name: str
    well: int
    judged: int
    open: int
    failed: int

    @property
    def rate(self) -> Fraction:
        """Share in percent, exact."""
        return Fraction(100 * self.well, self.judged)

    @property
    def label(self) -> str:
        """Share and counts as text."""
        return f"{percent_text(self.rate)} ({self.well}/{self.judged})"


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """Places that are ranked together, with the name of their common parent."""

    title: str
    rows: tuple[Ranked, ...]


def ranking(
    verdicts: Iterable[Verdict], ruleset: Ruleset, lang: Language
) -> tuple[RankedGroup, ...]:
    """Return every group with at least two places that have decided verdicts."""
    places = ruleset.all_places()
    groups: dict[tuple[str, str], dict[str, list[Verdict]]] = {}
    for verdict in without_repeats((v for v in verdicts if not v.outside_scope), ruleset):
        place = places.get(verdict.place)
        key = (place.within or "", place.kind or "") if place is not None else ("", "")
        groups.setdefault(key, {}).setdefault(verdict.place, []).append(verdict)
    found = []
    for (within, kind), members in groups.items():
        rows = _ranked(members, lang)
        if len(rows) > 1:
            parent = places.get(within)
            names = (
                (parent.say(lang) if parent is not None else "") or within,
                place_kind(kind, lang),
            )
            found.append(RankedGroup(printable(" · ".join(filter(None, names))), rows))
    return tuple(found)


def _ranked(members: dict[str, list[Verdict]], lang: Language) -> tuple[Ranked, ...]:
    counted = []
    for place, verdicts in members.items():
        judged = [v for v in verdicts if v.status in JUDGED]
        if judged:
            well = sum(v.status in WELL for v in judged)
            failed = sum(v.status in ("fail", "missed") for v in judged)
            name = printable(verdicts[0].place_name(lang))
            counted.append((place, name, well, len(judged), len(verdicts) - len(judged), failed))
    counted.sort(key=lambda row: (-Fraction(row[2], row[3]), row[5]))
    shares = [Fraction(row[2], row[3]) for row in counted]
    return tuple(
        Ranked(shares.index(share) + 1, *row) for share, row in zip(shares, counted, strict=True)
    )
