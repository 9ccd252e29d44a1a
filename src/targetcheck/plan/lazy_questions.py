"""Target instances that differ only in their place: compiled once, created per place on demand.

Layer: plan. Input: the target instances of a target at the placeholder `HERE`, from
ruleset_compiler.py. Output: `Questions`, the sequence that a Plan holds. The columnar and Spark
engines read its `batches` and create no instance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any, overload

from targetcheck.gc_pause import uncollected
from targetcheck.plan.plan import HERE, Check, Fold, Measure, Question


@dataclass(frozen=True, slots=True)
class Batch:
    """Target instances of one target at several places, ordered place by place.

    The place `HERE` in an instance, and in its measures, is a placeholder for each of `places`.
    """

    questions: tuple[Question, ...]
    places: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.questions) * len(self.places)

    def laid(self) -> Iterator[Question]:
        """Yield the target instances of every place; parts that do not name the place are shared."""
        if all(question.place != HERE for question in self.questions):
            yield from self.questions  # of a single place
            return
        yield from self._on(self.places)

    def at(self, numbers: Iterable[int]) -> Iterator[Question]:
        """Yield target instances by their indices in the batch, without creating the others."""
        if all(question.place != HERE for question in self.questions):
            yield from (self.questions[number] for number in numbers)
            return
        alike: _Alike = {}
        makers: dict[int, _Make] = {}
        here, known = -1, dict[int, Measure]()
        for number in numbers:
            place, which = divmod(number, len(self.questions))
            if place != here:
                here, known = place, {}
            if which not in makers:
                makers[which] = _question(self.questions[which], alike)
            yield makers[which](self.places[place], known)

    def of_places(self, places: Collection[str]) -> Batch:
        """Return the part of the batch for some of its places."""
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
    """The target instances of a plan, created on first access and then cached."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self.batches = tuple(batch for batch in batches if batch)
        """batches of target instances, not expanded by place"""

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
        """Return the target instances with these indices, without creating the others."""
        starts = list(accumulate(map(len, self.batches), initial=0))
        found: list[Question] = []
        with uncollected():
            for place, several in groupby(numbers, lambda n: bisect_right(starts, n) - 1):
                first = starts[place]
                found += self.batches[place].at(number - first for number in several)
        return tuple(found)

    def patterns(self, numbers: Iterable[int]) -> tuple[Question, ...]:
        """Return the target instances with these indices, each once for all its places."""
        starts = list(accumulate(map(len, self.batches), initial=0))
        found = {}
        for number in numbers:
            place = bisect_right(starts, number) - 1
            asked = self.batches[place].questions
            which = (number - starts[place]) % len(asked)
            found[place, which] = asked[which]
        return tuple(found.values())

    def of_places(self, places: Collection[str]) -> Questions:
        """Return the target instances of some places."""
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
"""Function that creates an object for a place; its second argument caches measures there."""


def _question(question: Question, alike: _Alike) -> _Make:
    """Return a function that creates a target instance for a place; it shares a tree without place."""
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
    """Return a function that creates a tree for a place, or None if the tree names no place."""
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
    """Return a function that copies an object except some fields, and a setter for each of those.

    A million target instances are created like this; `dataclasses.replace` takes five times as
    long.
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
