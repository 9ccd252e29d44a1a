"""The indices of many definitions that are kept from one table to the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from targetcheck.observations import reported_name
from targetcheck.ruleset.place import Place


@pytest.fixture
def often_switched() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("often_switched")
def test_plans_of_many_places_serve_several_threads_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reported_name, "MANY", 1)

    def found(thread: int) -> set[str | None]:
        place = Place(zh=f"甲{thread}", kind="city")
        return {reported_name.index_of({"a": place}).find(f"甲{thread}") for _ in range(1000)}

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(found, range(4))) == [{"a"}] * 4


def test_one_index_is_kept_for_definitions_that_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"a": Place(zh="甲", kind="city")}
    assert reported_name.index_of(places) is not reported_name.index_of(places)
    monkeypatch.setattr(reported_name, "MANY", 1)
    assert reported_name.index_of(places) is reported_name.index_of(places)
