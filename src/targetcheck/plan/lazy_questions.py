"""Questions that differ in their place alone: lowered once, laid on each place when asked for.

Layer: plan. Input: the questions of a target at `HERE` (from_model.py). Output: `Questions`,
the sequence that a Plan holds. Who works in columns reads its `batches` and makes no question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import accumulate
from typing import Any, overload

from targetcheck.gc_pause import uncollected
from targetcheck.plan.plan import HERE, Check, Fold, Measure, Question


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions of one target at each of several places, in the order place by place.

    A question, and a measure, whose place is `HERE` stands for each of `places`.
    """

    questions: tuple[Question, ...]
    places: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.questions) * len(self.places)

    def laid(self) -> Iterator[Question]:
        """Yield the questions, each at its place; what does not name the place is shared."""
        if all(question.place != HERE for question in self.questions):
            yield from self.questions  # of a single place
            return
        yield from self._on(self.places)

    def at(self, number: int) -> Question:
        """Return one question by its number in the batch."""
        if all(question.place != HERE for question in self.questions):
            return self.questions[number]
        place, which = divmod(number, len(self.questions))
        return tuple(self._on(self.places[place : place + 1]))[which]

    def of_places(self, places: Collection[str]) -> Batch:
        """Return the part of the batch that some places are asked."""
        if all(question.place != HERE for question in self.questions):
            own = tuple(question for question in self.questions if question.place in places)
            return Batch(own, self.places)
        return Batch(self.questions, tuple(place for place in self.places if place in places))

    def _on(self, places: Iterable[str]) -> Iterator[Question]:
        alike: _Alike = {}
        makers = [_question(question, alike) for question in self.questions]
        for place in places:
            known: dict[int, Measure] = {}
            for make in makers:
                yield make(place, known)


class Questions(Sequence[Question]):
    """The questions of a plan; made when the first of them is asked for, and then kept."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self.batches = tuple(batch for batch in batches if batch)
        """what there is to ask, without a question for each place"""

    @cached_property
    def _all(self) -> tuple[Question, ...]:
        with uncollected():
            return tuple(question for batch in self.batches for question in batch.laid())

    def __len__(self) -> int:
        return sum(map(len, self.batches))

    def __iter__(self) -> Iterator[Question]:
        return iter(self._all)

    @overload
    def __getitem__(self, index: int) -> Question: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Question, ...]: ...
    def __getitem__(self, index: int | slice) -> Question | tuple[Question, ...]:
        return self._all[index]

    def pick(self, numbers: Iterable[int]) -> tuple[Question, ...]:
        """Return some of the questions, without making the others."""
        starts = list(accumulate(map(len, self.batches), initial=0))
        found = []
        for number in numbers:
            place = bisect_right(starts, number) - 1
            found.append(self.batches[place].at(number - starts[place]))
        return tuple(found)

    def of_places(self, places: Collection[str]) -> Questions:
        """Return the questions that some places are asked."""
        return Questions(batch.of_places(places) for batch in self.batches)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Questions):
            return self.batches == other.batches or self._all == other._all
        return self._all == other

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return f"Questions({len(self)} in {len(self.batches)} batches)"


_Alike = dict[Measure, Measure]
_Known = dict[int, Measure]
_Make = Callable[[str, _Known], Any]
"""Gives an object at a place; what has been measured there before is in the second argument."""


def _question(question: Question, alike: _Alike) -> _Make:
    """Return what lays a question on a place; the tree of one that names no place is shared."""
    if question.place != HERE:
        return lambda _place, _known: question
    tree = _tree(question.tree, alike)
    copy, put_place, put_tree = _copier(question, "place", "tree")

    def make(place: str, known: _Known) -> object:
        new = copy()
        put_place(new, place)
        put_tree(new, tree(place, known) if tree else question.tree)
        return new

    return make


def _tree(tree: Check | Fold, alike: _Alike) -> _Make | None:
    """Return what lays a tree on a place, None for one that names none."""
    if isinstance(tree, Fold):
        return _fold(tree, alike)
    if tree.measure.place != HERE:
        return None
    measure = alike.setdefault(tree.measure, tree.measure)
    number = id(measure)
    copy, put_measure = _copier(tree, "measure")
    copy_measure, put_place = _copier(measure, "place")

    def make(place: str, known: _Known) -> object:
        there: Any = known.get(number)
        if there is None:
            there = known[number] = copy_measure()
            put_place(there, place)
        new = copy()
        put_measure(new, there)
        return new

    return make


def _fold(tree: Fold, alike: _Alike) -> _Make | None:
    parts = [(part, _tree(part, alike)) for part in tree.parts]
    if not any(make for _, make in parts):
        return None
    return lambda place, known: Fold(
        tree.kind, tuple(make(place, known) if make else part for part, make in parts)
    )


def _copier(pattern: Any, *left_out: str) -> tuple[Any, ...]:
    """Return what copies all fields but some, and what puts each of those.

    A million questions are made like this; `replace` takes five times as long.
    """
    kind = type(pattern)
    puts = {f.name: getattr(kind, f.name).__set__ for f in fields(kind)}
    kept = [(put, getattr(pattern, n)) for n, put in puts.items() if n not in left_out]
    new = object.__new__

    def copy() -> object:
        made = new(kind)
        for put, value in kept:
            put(made, value)
        return made

    return (copy, *(puts[name] for name in left_out))
