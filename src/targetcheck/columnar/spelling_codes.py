"""Codes of known texts: for each cell the number of its text among those that are known.

Layer: columnar. Input: the known texts and a column. Output: a column of numbers. A hash gives one
candidate, which is compared with the cell itself, so a number is never that of another text. Cells
that differ from their candidate, unknown or sharing its slot, are looked up in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MOST_SLOTS = 1 << 20
SEEDS = 8
"""Number of seeds tried for hashes that give each text a slot of its own."""


class SpellingCodes:
    """Reader of one column of texts; immutable, so that slices can be read in parallel."""

    def __init__(self, texts: Sequence[str] | pl.Series) -> None:
        import polars as pl

        self.known = pl.Series(values=texts, dtype=pl.String)
        self.every = pl.Enum(self.known)
        self.mask = min(MOST_SLOTS, 1 << (4 * len(texts) ** 2).bit_length()) - 1
        for seed in range(SEEDS):
            self.seed = seed
            slots = self._slots(self.known)
            if slots.n_unique() == len(texts):
                break
        codes = pl.Series(range(len(texts)), dtype=pl.UInt32)
        self.slots = pl.zeros(self.mask + 1, pl.UInt32, eager=True).scatter(slots, codes)

    def read(self, texts: pl.Series) -> pl.Series:
        """Return the code of each text, which must not be null; null if the text is not known."""
        import polars as pl

        if not len(self.known):
            return texts.clear(len(texts)).cast(pl.UInt32)
        codes = self.slots[self._slots(texts)]
        same = self.known[codes] == texts
        if same.all():
            return codes
        at = (~same).arg_true()
        found = texts[at].cast(self.every, strict=False).to_physical().cast(pl.UInt32)
        return codes.scatter(at, found)

    def _slots(self, texts: pl.Series) -> pl.Series:
        import polars as pl

        return texts.hash(self.seed).cast(pl.UInt32, wrap_numerical=True) & self.mask
