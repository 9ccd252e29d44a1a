"""An old report says nothing of today, whatever is judged by whatever method, on every kernel."""

from __future__ import annotations

import pytest

pl = pytest.importorskip("polars")
from kernels import CARRIERS, differences  # noqa: E402
from test_natures_and_units import compiled, reports, ruleset  # noqa: E402

from targetcheck import evaluate, verdict_table  # noqa: E402

KINDS = (("level", "mg/L"), ("flow", "亿元"), ("share", None), ("count", "个"), ("class", None))
DAY = "2025-02-01"
BY_PERSON = ("person_judged", "locked_in", "locked_out")


@pytest.mark.parametrize(("nature", "unit"), KINDS)
def test_no_old_report_says_where_something_stands(nature: str, unit: str | None) -> None:
    data = ruleset(nature, unit, counts=False)
    data["profiles"] = {"any-age": {"zh": "不限", "stale_after_days": None}}
    plan, _ = compiled(data)
    frame = reports(nature, unit, counts=False).filter(pl.col("period") <= "2022")
    result = evaluate(plan, frame, as_of=DAY)
    patient = evaluate(plan.ruleset, frame, as_of=DAY, profile="any-age")
    for verdict, before in zip(result, patient, strict=True):
        assert "stale" not in before.flags
        if before.reason in BY_PERSON or before.outcome.parts:
            continue
        if before.status in ("on_track", "at_risk"):
            assert (verdict.status, verdict.reason) == ("undetermined", "stale"), before
            assert verdict.outcome.missing
            assert "stale" in verdict.flags
        else:
            assert (verdict.status, verdict.reason) == (before.status, before.reason)
    assert {v.reason for v in result} & {"stale"}
    for carrier, carried in CARRIERS.items():
        table = verdict_table(plan, carried(frame), as_of=DAY, engine="columnar")
        assert not differences(result, table.frame.to_dicts()), carrier
