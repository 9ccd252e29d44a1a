"""Rows of an annex: verdicts that say the same of several due dates or places are one row.

Layer: output. Input: verdicts without repeats. Output: AnnexRows, in the order of the document. What
is not met or behind keeps a row for each due date.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from targetcheck.errors import Language
from targetcheck.output.bulletin.blocks import Cell
from targetcheck.output.bulletin.verdict_lists import NONE
from targetcheck.output.current_and_lagging import LAGGING
from targetcheck.plan.restated_targets import Stated
from targetcheck.printable_text import printable
from targetcheck.verdicts.verdict import Verdict

PLACES = 4
"""Places that a row names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """The verdicts of one row, by place and by due date."""

    members: tuple[Stated[Verdict], ...]

    @property
    def stated(self) -> Stated[Verdict]:
        """The verdict that is due last, of the first place."""
        place = self.members[0].item.place
        return max(
            (member for member in self.members if member.item.place == place),
            key=lambda member: member.item.due,
        )

    @property
    def verdict(self) -> Verdict:
        """The same without its repeats."""
        return self.stated.item

    @property
    def count(self) -> Cell:
        """How many verdicts the row stands for."""
        return Cell(str(len(self.members)), sort=len(self.members))

    def places(self, lang: Language) -> Cell:
        """Return the places by name, of many the first and how many there are."""
        names = dict.fromkeys(printable(m.item.place_name(lang)) for m in self.members)
        shown = list(names)[:PLACES]
        left = len(names) - len(shown)
        if lang == "zh":
            return Cell("、".join(shown) + (f"等{len(names)}个" if left else "") or NONE)
        return Cell(", ".join(shown) + (f" and {left} more" if left else "") or NONE)

    def due(self, lang: Language) -> Cell:
        """Return the due date, of several the last."""
        days = sorted({member.item.due for member in self.members})
        last = days[-1].isoformat()
        until = "至" if lang == "zh" else "to "
        return Cell(last if len(days) == 1 else f"{until}{last}", sort=days[0].isoformat())


def annex_rows(
    known: Iterable[Stated[Verdict]],
    said: Callable[[Verdict], Hashable],
    shown: Callable[[Verdict], Hashable],
) -> list[AnnexRow]:
    """Return the rows of some verdicts.

    `said` is what the due dates of one row have in common, `shown` what its places have besides.
    """
    dues: dict[tuple[Hashable, ...], list[Stated[Verdict]]] = {}
    for number, stated in enumerate(known):
        verdict = stated.item
        own = number if verdict.status in LAGGING else None
        key = (verdict.target, verdict.place, str(verdict.status), said(verdict), own)
        dues.setdefault(key, []).append(stated)
    places: dict[tuple[Hashable, ...], list[Stated[Verdict]]] = {}
    for group in dues.values():
        last = max((stated.item for stated in group), key=lambda verdict: verdict.due)
        days = tuple(sorted(stated.item.due for stated in group))
        alike = (last.target, days, str(last.status), said(last), shown(last))
        places.setdefault(alike, []).extend(group)
    return [AnnexRow(tuple(group)) for group in places.values()]
