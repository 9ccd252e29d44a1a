"""What people write on an item of a problem list, and what of it counts.

Layer: rectification. Input: records of a ledger. Output: the value of each field with who wrote it
and when. Nothing is overwritten: the newest value counts, the older ones stay in the history. What
was written belongs to one opening of the item; an item that is found again starts with empty fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from targetcheck.ledger.run_record import RectificationRecord

FIELDS = ("cause", "measure", "person", "by", "progress")
"""Fields that people fill in: why, what is done, who does it, by when, how far it is."""


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """One value of a field, with who wrote it, when, and in which cell."""

    field: str
    value: str
    who: str
    at: str
    cell: str
    record: int

    def to_dict(self) -> dict[str, object]:
        """Return the value as plain data."""
        return {name: getattr(self, name) for name in type(self).__slots__}


@dataclass(frozen=True, slots=True)
class WrittenFields:
    """Everything written on one opening of an item, oldest first."""

    history: tuple[WrittenValue, ...] = ()

    def latest(self, field: str) -> WrittenValue | None:
        """Return the newest value of a field with its author, or None."""
        return next((each for each in reversed(self.history) if each.field == field), None)

    def text(self, field: str) -> str:
        """Return the newest value of a field, or an empty text."""
        found = self.latest(field)
        return found.value if found is not None else ""

    @property
    def by(self) -> date | None:
        """The day by which the item is to be solved."""
        text = self.text("by")
        return date.fromisoformat(text) if text else None

    @property
    def postponed(self) -> int:
        """How often that day was moved to a later one."""
        days = [each.value for each in self.history if each.field == "by"]
        return sum(later > earlier for earlier, later in pairwise(days))

    def values(self) -> dict[str, str]:
        """Return the newest value of every field."""
        return {field: self.text(field) for field in FIELDS}


def written_on(records: Iterable[RectificationRecord], item: str, opening: int) -> WrittenFields:
    """Return what the records hold for one opening of an item."""
    found = [
        WrittenValue(
            field, said["value"], record.who, record.recorded_at, said["cell"], record.number
        )
        for record in records
        if record.kind == "entry" and (record.item, record.opening) == (item, opening)
        for field, said in record.content().items()
    ]
    return WrittenFields(tuple(found))
