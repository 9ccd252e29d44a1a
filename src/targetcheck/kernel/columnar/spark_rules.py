"""Rules as a broadcast table, and the answers to plain numbers as Spark expressions.

Floor: kernel. Comes in: a Screener and a Spark frame. Goes out: `Native`: the rows that Spark
answers by itself, answered, and the rows that are left for the reader of cells. The edges are those
of edges.py, so Spark's comparisons of binary numbers are exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from targetcheck.kernel.columnar.rules import Rule
from targetcheck.kernel.columnar.spark_cells import era_of, number_of, plain_status
from targetcheck.kernel.columnar.spellings import spellings

if TYPE_CHECKING:
    from targetcheck.kernel.columnar.screen import Screener

LIMIT = 400_000
"""Rules that are sent to every worker at most; with more, workers make those they meet."""
OWN = "_targetcheck_"
KEYS = ("indicator", "place", "unit")


@dataclass(frozen=True, slots=True)
class Native:
    """What Spark decides by itself: `rules` joined on `joined`, giving `answers` by name.

    `read` names the columns of the frame that decide.
    """

    frame: Any
    rules: Any
    joined: Any
    answers: Mapping[str, Any]
    read: Sequence[str]

    def regular(self) -> Any:
        """Give the frame's plain rows with their answers."""
        from pyspark.sql import functions as f

        names = [n for n in self.frame.columns if n not in self.answers]
        answers = [column.alias(name) for name, column in self.answers.items()]
        found = self.frame.join(f.broadcast(self.rules), self.joined, "inner")
        return found.select(*(named(n) for n in names), *answers)

    def odd(self) -> Any:
        """Give the other rows, brought together so that equal cells are read once.

        The sort lets an adaptive plan see that there are no rows and leave out what would come
        next, which starts Python.
        """
        from pyspark.sql import functions as f

        left = self.frame.join(f.broadcast(self.rules), self.joined, "left_anti")
        cells = [named(name) for name in self.read]
        return left.repartition(*cells).sortWithinPartitions(*cells)


def native_of(screener: Screener, frame: Any) -> Native | None:
    """Give what Spark can decide of a frame; None where columns or rules are of no such kind."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import StringType

    found = screener.columns_of(frame.columns)
    kinds = {field.name: field.dataType for field in frame.schema.fields}
    value = number_of(named(found["value"]), kinds[found["value"]])
    plain = _plain(found, kinds)
    era = era_of(found, kinds, screener.levels.eras)
    keys = [name for name in KEYS if name in found]
    if value is None or plain is None or era is None:
        return None
    if any(kinds[found[name]] != StringType() for name in keys):
        return None
    table = _Table.of(screener, keys)
    if table is None:
        return None
    rules = frame.sparkSession.createDataFrame(table.arrow())
    own = [f.col(OWN + name) for name in (*keys, "era")]
    rules = rules.withColumn(OWN + "key", f.xxhash64(*own))
    texts = [f.coalesce(named(found[name]), f.lit("")) for name in keys] + [era]
    same = f.lit(True)
    for mine, theirs in zip(own, texts, strict=True):
        same = same & (mine == theirs)
    sane = table.sane(value)
    # Equal texts are asked for within the margin: as keys of the join they would cost as much
    # again, and a number that is none is not finite, so that an unequal hit is no answer.
    checked = f.when(same, f.col(OWN + "worth")).otherwise(f.lit(math.nan))
    finite = f.abs(table.room(value) * checked) < f.lit(math.inf)
    joined = (f.xxhash64(*texts) == f.col(OWN + "key")) & finite & plain & sane
    answers = table.answers(value, screener.detail)
    return Native(frame, rules, joined, answers, list(found.values()))


def named(name: str) -> Any:
    """Give a column by its name, whatever the name holds."""
    from pyspark.sql import functions as f

    return f.col("`" + name.replace("`", "``") + "`")


def _plain(found: Mapping[str, str], kinds: Mapping[str, Any]) -> Any | None:
    """Say which rows hold nothing but a number; None where the status is no text."""
    from pyspark.sql import functions as f

    plain = f.lit(True)
    for name in ("qualifier", "numerator", "denominator"):
        if name in found:
            plain = plain & named(found[name]).isNull()
    if "status" in found:
        status = plain_status(named(found["status"]), kinds[found["status"]])
        return None if status is None else plain & status
    return plain


@dataclass(frozen=True, slots=True)
class _Table:
    """Rules in the columns that comparing them needs."""

    rules: Sequence[Rule]
    keys: Sequence[str]
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
            simple=all(rule.simple for rule in rules),
            bounded=any(math.isfinite(e) for r in rules for e in (r.sane.low, r.sane.high)),
            whole=any(rule.whole for rule in rules),
        )

    def arrow(self) -> Any:
        """Give the rules as an Arrow table."""
        import pyarrow as pa

        at = {"indicator": 0, "place": 1, "unit": 2}
        columns: dict[str, Any] = {
            name: [r.key[at[name]] for r in self.rules] for name in self.keys
        }
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
        """Give the room left, before it is multiplied with `worth`."""
        from pyspark.sql import functions as f

        if self.simple:
            return value - f.col(OWN + "edge")
        return f.least(value - f.col(OWN + "low"), f.col(OWN + "high") - value)

    def sane(self, value: Any) -> Any:
        """Say which numbers need no second look."""
        from pyspark.sql import functions as f

        sane = f.lit(True)
        if self.bounded:
            sane = (value >= f.col(OWN + "sane_low")) & (value <= f.col(OWN + "sane_high"))
        if self.whole:
            sane = sane & (~f.col(OWN + "whole") | (value == f.rint(value)))
        return sane

    def answers(self, value: Any, detail: bool) -> dict[str, Any]:
        """Give the columns that are added, for a row beside its rule."""
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
