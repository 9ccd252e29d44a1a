"""Screening rules as a broadcast table, and Spark expressions for the results of numeric cells.

Layer: columnar. Input: a Screener and a Spark frame. Output: `Native`: the rows that Spark screens
itself, with results, and the rows left for the cell reader. Bounds are those of exact_window.py, so
Spark's float comparisons are exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.screening.lookup_rows import Rule
from targetcheck.columnar.screening.spark_expressions import era_of, named, number_of, plain_status
from targetcheck.columnar.screening.spark_spellings import spellings

if TYPE_CHECKING:
    from targetcheck.columnar.screening.screener import Screener

LIMIT = 400_000
"""Maximum number of rules broadcast; beyond it, workers create the rules they need."""
LISTED = 2_000
"""Maximum number of spellings of a column listed in an expression in place of a join."""
MOST = 1e250
"""Largest number whose margin cannot overflow if all rules are simple (lookup_rows.py)."""
OWN = "_targetcheck_"
KEYS = ("indicator", "place", "unit")


@dataclass(frozen=True, slots=True)
class Native:
    """Rows that Spark screens itself: `rules` joined on `joined`, with `answers` by name.

    `read` names the columns that decide; `claimed` marks the rows that are joined, None if only the
    rules can determine that.
    """

    frame: Any
    rules: Any
    joined: Any
    claimed: Any | None
    answers: Mapping[str, Any]
    read: Sequence[str]

    def regular(self) -> Any:
        """Return the frame's numeric rows with their results."""
        from pyspark.sql import functions as f

        names = [n for n in self.frame.columns if n not in self.answers]
        answers = [column.alias(name) for name, column in self.answers.items()]
        found = self.frame.join(f.broadcast(self.rules), self.joined, "inner")
        return found.select(*(named(n) for n in names), *answers)

    def odd(self) -> Any:
        """Return the other rows, sorted so that equal cells are read once.

        The sort lets adaptive query execution detect an empty result and skip the following stage,
        which would start Python.
        """
        from pyspark.sql import functions as f

        if self.claimed is None:
            left = self.frame.join(f.broadcast(self.rules), self.joined, "left_anti")
        else:
            left = self.frame.filter(~f.coalesce(self.claimed, f.lit(False)))
        cells = [named(name) for name in self.read]
        return left.repartition(*cells).sortWithinPartitions(*cells)


def native_of(screener: Screener, frame: Any) -> Native | None:
    """Return the part of a frame that Spark can screen; None if columns or rules do not allow it."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import StringType

    found = screener.columns_of(frame.columns)
    kinds = {field.name: field.dataType for field in frame.schema.fields}
    value = number_of(named(found["value"]), kinds[found["value"]])
    plain = _plain(found, kinds)
    era = era_of(found, kinds, screener.levels.eras)
    keys = [name for name in KEYS if name in found]
    if value is None or plain is None or era is None or screener.excuses.look_regular():
        return None
    if any(kinds[found[name]] != StringType() for name in keys):
        return None
    table = _Table.of(screener, keys)
    if table is None:
        return None
    keys = [*keys, "era"] if screener.levels.eras else keys
    texts = [era if name == "era" else named(found[name]) for name in keys]
    if "unit" in keys and any(rule.key[2] == "" for rule in table.rules):
        at = keys.index("unit")
        texts[at] = f.coalesce(texts[at], f.lit(""))
    own = [f.col(OWN + name) for name in keys]
    rules = frame.sparkSession.createDataFrame(table.arrow())
    rules = rules.withColumn(OWN + "key", f.xxhash64(*own))
    number = f.xxhash64(*texts)
    joined = number == f.col(OWN + "key")
    claimed = None
    if table.even:
        claimed = value.between(-MOST, MOST) & plain
        joined = joined & claimed
        for text, listed in zip(texts, table.listed, strict=True):
            claimed = claimed & text.isin(listed)
    else:
        margin = table.room(value) * f.col(OWN + "worth")
        joined = joined & (f.abs(margin) < f.lit(math.inf)) & plain & table.sane(value)
    joined = joined & _alike(own, texts)
    answers = table.answers(value, screener.detail)
    return Native(frame, rules, joined, claimed, answers, list(found.values()))


def _alike(own: Sequence[Any], texts: Sequence[Any]) -> Any:
    """Return an expression that fails the query if two different texts have the same hash.

    With 64-bit hashes that hardly ever happens, and a wrong rule is never applied. Joining by the
    texts themselves would cost twice as much.
    """
    from pyspark.sql import functions as f

    same = f.lit(True)
    for mine, theirs in zip(own, texts, strict=True):
        same = same & (mine == theirs)
    why = f.lit("two spellings in this frame share one number; screen it in two parts")
    return f.when(same, True).otherwise(f.raise_error(why).cast("boolean"))


def _plain(found: Mapping[str, str], kinds: Mapping[str, Any]) -> Any | None:
    """Return which rows hold only a number; None if the status is not text."""
    from pyspark.sql import functions as f

    plain = f.lit(True)
    for name in ("qualifier", "numerator", "denominator", "lower", "upper"):
        if name in found:
            plain = plain & named(found[name]).isNull()
    if "status" in found:
        status = plain_status(named(found["status"]), kinds[found["status"]])
        return None if status is None else plain & status
    return plain


@dataclass(frozen=True, slots=True)
class _Table:
    """Rules as columns for comparison."""

    rules: Sequence[Rule]
    keys: Sequence[str]
    eras: bool
    simple: bool
    bounded: bool
    whole: bool

    @classmethod
    def of(cls, screener: Screener, keys: Sequence[str]) -> _Table | None:
        texts = spellings(screener.levels)
        if "place" not in keys:
            texts["place"] = [screener.place or ""]
        if "unit" not in keys:
            texts["unit"] = [""]
        made = screener.book.rules(texts["indicator"], texts["place"], texts["unit"])
        rules = list(islice(made, LIMIT + 1))
        if not rules or len(rules) > LIMIT:
            return None
        return cls(
            rules,
            keys,
            eras=bool(screener.levels.eras),
            simple=all(rule.simple for rule in rules),
            bounded=any(math.isfinite(e) for r in rules for e in (r.sane.low, r.sane.high)),
            whole=any(rule.whole for rule in rules),
        )

    @property
    def listed(self) -> list[list[str]]:
        """The spellings of each column."""
        return [
            sorted({str(rule.key[KEYS.index(name)]) for rule in self.rules}) for name in self.keys
        ]

    @property
    def even(self) -> bool:
        """Whether a rule decides for every combination of listed spellings and an ordinary number."""
        if not self.simple or self.bounded or self.whole or self.eras:
            return False
        sizes = [len(texts) for texts in self.listed]
        return max(sizes) <= LISTED and len(self.rules) == math.prod(sizes)

    def arrow(self) -> Any:
        """Return the rules as an Arrow table."""
        import pyarrow as pa

        at = {"indicator": 0, "place": 1, "unit": 2}
        columns: dict[str, Any] = {
            name: [r.key[at[name]] for r in self.rules] for name in self.keys
        }
        if self.eras:
            columns["era"] = pa.array([r.key[3] for r in self.rules], pa.int32())
        if self.simple:
            columns["edge"] = [r.edge for r in self.rules]
            columns["worth"] = [r.slope for r in self.rules]
        else:
            columns["low"] = [r.window.low for r in self.rules]
            columns["high"] = [r.window.high for r in self.rules]
            columns["worth"] = [r.worth for r in self.rules]
        if self.bounded:
            columns["sane_low"] = [r.sane.low for r in self.rules]
            columns["sane_high"] = [r.sane.high for r in self.rules]
        if self.whole:
            columns["whole"] = [r.whole for r in self.rules]
        return pa.table({OWN + name: values for name, values in columns.items()})

    def room(self, value: Any) -> Any:
        """Return the margin before multiplication with `worth`."""
        from pyspark.sql import functions as f

        if self.simple:
            return value - f.col(OWN + "edge")
        return f.least(value - f.col(OWN + "low"), f.col(OWN + "high") - value)

    def sane(self, value: Any) -> Any:
        """Return which numbers need no cell reader."""
        from pyspark.sql import functions as f

        sane = f.lit(True)
        if self.bounded:
            sane = (value >= f.col(OWN + "sane_low")) & (value <= f.col(OWN + "sane_high"))
        if self.whole:
            sane = sane & (~f.col(OWN + "whole") | (value == f.rint(value)))
        return sane

    def answers(self, value: Any, detail: bool) -> dict[str, Any]:
        """Return the result columns for a row joined with its rule."""
        from pyspark.sql import functions as f

        # Adding zero turns −0.0 into 0.0.
        margin = self.room(value) * f.col(OWN + "worth") + f.lit(0.0)
        ends = OWN + "low", OWN + "high"
        met = margin >= f.lit(0.0) if self.simple else value.between(*map(f.col, ends))
        found = {"verdict": f.when(met, "pass").otherwise("fail"), "margin": margin}
        if detail:
            found["reason"] = f.when(met, "met").otherwise("not_met")
            found["gap"] = f.greatest(-margin, f.lit(0.0)) + f.lit(0.0)
        return found
