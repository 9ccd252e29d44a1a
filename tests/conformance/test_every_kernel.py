"""Columns say of every case kept as data what the reference says, whatever frame carries it.

What they leave to the reference is told in the log and stands in `declined.yaml`, case by case.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest

pl = pytest.importorskip("polars")
import narwhals as nw  # noqa: E402
from kernels import (  # noqa: E402
    CARRIERS,
    KEY,
    TOLD,
    Asked,
    asked,
    declared,
    differences,
    left_text,
    write_declared,
)

from targetcheck import verdict_table  # noqa: E402
from targetcheck.evaluation.large_tables.columnar_evaluation import LEFT  # noqa: E402

ASKED = asked()


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.case.id)
def test_case(one: Asked, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> None:
    found: list[str] = []
    aside = sorted((a.row, a.why.code) for a in one.result.set_aside)
    for name, carried in CARRIERS.items():
        caplog.clear()
        with caplog.at_level(logging.WARNING, "targetcheck"):
            table = verdict_table(
                one.plan, carried(one.frame), as_of=one.as_of, known_at=one.known_at,
                engine="columnar",
            )  # fmt: skip
        lines = differences(one.result, table.frame.to_dicts())
        if list(table.set_aside.iter_rows()) != aside or table.rows != len(one.frame):
            lines.append(f"set aside {table.set_aside.rows()} of {table.rows}, wanted {aside}")
        if table.used != one.result.used:
            lines.append(f"{table.used} rows used, wanted {one.result.used}")
        if nw.from_native(table.to_native()).implementation.name.lower() != name:
            lines.append(f"handed on as {type(table.to_native())}")
        if not request.config.getoption("--update-golden"):
            lines += _declared(one, table, caplog.messages)
        found += [f"{name}: {line}" for line in lines]
    if found:
        pytest.fail("\n".join((one.case.note, *found)), pytrace=False)


def _declared(one: Asked, table: Any, said: list[str]) -> list[str]:
    """Compare what was left with the list and with the log."""
    told = left_text(table.left, len(one.plan.questions))
    wanted = declared()["declined"]["columnar"].get(one.case.id, "")
    lines = [] if told == wanted else [f"left: {told!r}, declared: {wanted!r}"]
    of_reference = int((table.frame["kernel"] == "reference").sum())
    if of_reference != sum(table.left.values()):
        lines.append(f"the reference answered {of_reference}, told are {told}")
    logged = [line for line in said if "came from the reference engine" in line]
    if len(logged) != bool(told):
        lines.append(f"left {told!r}, and the log says {logged}")
    return lines


def test_the_list_names_known_cases_and_every_reason(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        write_declared()
        declared.cache_clear()
    listed = declared()
    assert listed["reasons"] == dict(LEFT)
    assert not listed["declined"]["reference"]
    entries = listed["declined"]["columnar"].values()
    assert {part.split()[0] for entry in entries for part in entry.split(", ")} <= set(LEFT)
    assert set(listed["declined"]["columnar"]) <= {one.case.id for one in ASKED}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_answers_come_back_as_the_kind_of_frame_that_came(carrier: str) -> None:
    one = next(one for one in ASKED if one.case.rows)
    table = verdict_table(
        one.plan, CARRIERS[carrier](one.frame), as_of=one.as_of, engine="columnar"
    )
    rows = nw.from_native(table.to_native(), eager_only=False).lazy().collect("polars")
    assert not differences(one.result, rows.to_native().select(*KEY, *TOLD).to_dicts())
