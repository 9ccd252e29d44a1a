"""Rules as a broadcast table, and the answers to plain numbers as Spark expressions.

Layer: columnar. Input: a Screener and a Spark frame. Output: `Native`: the rows that Spark
answers by itself, answered, and the rows that are left for the reader of cells. The edges are those
of edges.py, so Spark's comparisons of binary numbers are exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from targetcheck.columnar.screening.likely_spellings import spellings
from targetcheck.columnar.screening.lookup_rows import Rule
from targetcheck.columnar.screening.spark_expressions import era_of, named, number_of, plain_status

if TYPE_CHECKING:
    from targetcheck.columnar.screening.screener import Screener

LIMIT = 400_000
"""Rules that are sent to every worker at most; with more, workers make those they meet."""
LISTED = 2_000
"""Spellings of a column at most that are listed to tell rows apart without looking at the rules."""
MOST = 1e250
"""No margin of a number up to this one overflows where all rules are simple (rules.py)."""
OWN = "_targetcheck_"
KEYS = ("indicator", "place", "unit")


@dataclass(frozen=True, slots=True)
class Native:
    """What Spark decides by itself: `rules` joined on `joined`, giving `answers` by name.

    `read` names the columns of the frame that decide; `claimed` says which rows are joined, None
    where only the rules can tell.
    """

    frame: Any
    rules: Any
    joined: Any
    claimed: Any | None
    answers: Mapping[str, Any]
    read: Sequence[str]

    def regular(self) -> Any:
        """Return the frame's plain rows with their answers."""
        from pyspark.sql import functions as f

        names = [n for n in self.frame.columns if n not in self.answers]
        answers = [column.alias(name) for name, column in self.answers.items()]
        found = self.frame.join(f.broadcast(self.rules), self.joined, "inner")
        return found.select(*(named(n) for n in names), *answers)

    def odd(self) -> Any:
        """Return the other rows, brought together so that equal cells are read once.

        The sort lets an adaptive plan see that there are no rows and leave out what would come
        next, which starts Python.
        """
        from pyspark.sql import functions as f

        if self.claimed is None:
            left = self.frame.join(f.broadcast(self.rules), self.joined, "left_anti")
        else:
            left = self.frame.filter(~f.coalesce(self.claimed, f.lit(False)))
        cells = [named(name) for name in self.read]
        return left.repartition(*cells).sortWithinPartitions(*cells)


def native_of(screener: Screener, frame: Any) -> Native | None:
    """Return what Spark can decide of a frame; None where columns or rules are of no such kind."""
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
    """Say that texts of one number are one text; where they are not, the reading of rows fails.

    Among 2⁶⁴ numbers two texts hardly ever share one, and an answer by another text's rule is none.
    As keys of the join the texts would cost as much again.
    """
    from pyspark.sql import functions as f

    same = f.lit(True)
    for mine, theirs in zip(own, texts, strict=True):
        same = same & (mine == theirs)
    why = f.lit("two spellings in this frame share one number; screen it in two parts")
    return f.when(same, True).otherwise(f.raise_error(why).cast("boolean"))


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
        """Whether any listed spellings with an ordinary number are judged by a rule."""
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
        """Return the room left, before it is multiplied with `worth`."""
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
        """Return the columns that are added, for a row beside its rule."""
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
