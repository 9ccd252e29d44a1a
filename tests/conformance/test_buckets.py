"""However many buckets places are dealt into, the answers are those of one machine."""

from __future__ import annotations

import logging

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
from kernels import Asked, asked, dealt, differences  # noqa: E402

from targetcheck.evaluation.large_tables.spark_evaluation import answering  # noqa: E402
from targetcheck.plan.data_dependencies import places_together  # noqa: E402

SEVERAL = [one for one in asked() if len(one.case.ruleset.get("places", ())) > 1]
"""Cases in which there is something to deal."""


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "targetcheck")


@pytest.mark.parametrize("one", SEVERAL, ids=lambda one: one.case.id)
def test_case(one: Asked) -> None:
    for count in (1, 2, 7):
        sent, parts = dealt(one, count)
        rows = [row for part in parts for row in pl.from_arrow(answering(sent)(part)).to_dicts()]
        assert not differences(one.result, rows), count


@pytest.mark.parametrize("one", SEVERAL, ids=lambda one: one.case.id)
def test_places_that_bear_on_each_other_share_a_bucket(one: Asked) -> None:
    sent, _ = dealt(one, 7)
    together = places_together(one.plan)
    for verdict in one.result:
        read = {observation.place for observation in verdict.observations}
        declared = read & together.keys()
        assert {together[place] for place in declared} <= {together[verdict.place]}
        # rows of places that only the reports name go to bucket 0
        assert {sent.bucket.get(place, 0) for place in read} <= {sent.bucket[verdict.place]}


def test_places_that_do_not_are_dealt_apart() -> None:
    spread = [one for one in SEVERAL if len(set(dealt(one, 7)[0].bucket.values())) > 1]
    assert len(spread) > len(SEVERAL) / 4
