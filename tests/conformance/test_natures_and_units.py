"""Every nature × unit × requirement × method works on every kernel, or is refused where it is wrong.

What is refused is refused before anything is judged: at the unit that the nature cannot be counted
in, or at the requirement that cannot be compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

pl = pytest.importorskip("polars")
from conformance_cases import HEAD  # noqa: E402
from kernels import CARRIERS, differences  # noqa: E402

from targetcheck import TargetcheckError, compile_plan, evaluate, verdict_table  # noqa: E402
from targetcheck.kernel.progress_methods import METHODS  # noqa: E402

NATURES = ("level", "flow", "share", "count", "class", "done")
UNITS = (None, "percent", "‰", "percentage_point", "index", "mg/L", "亿元", "个", "天", "pH", "℃")
PACES: tuple[dict[str, Any], ...] = (
    *({"method": name} for name in METHODS if name != "manual"),
    {"method": "burn", "total": "days"},
    {
        "method": "manual",
        "status": "at_risk",
        "author": "督查组",
        "date": "2024-06-01",
        "reason": "无",
    },
)
DAYS = ("2019-06-30", "2025-02-01", "2026-02-01")
REFUSED = frozenset(
    {"unit-dimension", "percent-or-points", "points-of-no-share", "about-grade", "quantity-no-unit"}
)
"""What a requirement may be refused for."""


def requirements(nature: str, unit: str | None) -> Iterator[dict[str, Any]]:
    """Yield every comparison, its amounts in the unit of the indicator where it has one."""

    def amount(number: int) -> Any:
        if nature == "class":
            return "Ⅱ"
        told = unit or ("%" if nature == "share" else None)
        number -= 36 if unit == "pH" and number > 36 else 0  # from 40 to 4, inside the range of pH
        return number if told in (None, "index") else f"{number} {told}"

    yield from ({key: amount(44)} for key in ("at_least", "at_most", "above", "below", "equals"))
    yield {"about": amount(44)}
    yield {"between": [amount(43), amount(46)]}
    for size in ("10 %", "5 percentage_point", amount(5)):
        yield {"rise": {"from": 2020, "at_least": size}}
        yield {"fall": {"from": "previous_year", "at_least": size}}
    yield {"rise": {"from": 2020, "at_least": "10 %", "relative": True}}
    yield {"no_worse_than": 2020}
    yield {"better_than": 2020}
    yield {"permitted": "eu_waste_water"}
    yield {"done": True}
    yield {"words": "稳步提升"}
    yield {"rank_among": "peers", "at_most": 1}
    yield {"share_of": "peers", "where": {"i": {"at_least": amount(44)}}, "at_least": "50 %"}
    yield {"any": [{"at_least": amount(44)}, {"rise": {"from": 2020, "at_least": amount(5)}}]}


def ruleset(nature: str, unit: str | None, *, counts: bool) -> dict[str, Any]:
    """Return a ruleset with a target for each requirement and method."""
    indicator = {"zh": "甲指标", "nature": nature, "unit": unit, "of": ["top", "bottom"]}
    absent = {"unit": unit is None, "of": not counts}
    indicator = {k: v for k, v in indicator.items() if not absent.get(k)}
    if nature == "class":
        indicator["scale"] = "grades"
    return HEAD | {
        "places": {"city": {"zh": "示例市", "kind": "c"}, "town": {"zh": "邻市", "kind": "c"}},
        "groups": {"peers": {"zh": "各市", "members": ["city", "town"]}},
        "scales": {"grades": {"zh": "等级", "grades": ["Ⅰ", "Ⅱ", "Ⅲ"]}},
        "indicators": {
            "i": indicator,
            "top": {"zh": "分子", "nature": "count", "unit": "个"},
            "bottom": {"zh": "分母", "nature": "count", "unit": "个"},
        },
        "targets": [
            {"id": f"t{n}", "indicator": "i", "place": "city", "from": 2020, "due": "2025-12-31",
             "require": require, "judge": {"pace": pace}}
            for n, (require, pace) in enumerate(product(requirements(nature, unit), PACES))
        ],
    }  # fmt: skip


def reports(nature: str, unit: str | None, *, counts: bool) -> Any:
    """Return six years of reports that rise from 40 (of pH from 4), or grades and works that stay as they are."""
    rows = []
    told = unit or ("%" if nature == "share" else "")
    said = {"class": "Ⅲ", "done": "未完成"}.get(nature)
    for place, year in product(("city", "town"), range(2019, 2025)):
        value = str(year - 2015 if unit == "pH" else year - 1979)
        parts = [("top", value, "个"), ("bottom", "100", "个")] if counts else [("i", value, told)]
        rows += [
            {"place": place, "indicator": name, "period": str(year), "value": said or number,
             "unit": None if said else measured}
            for name, number, measured in parts
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def compiled(data: dict[str, Any]) -> tuple[Any, set[str]]:
    """Return the plan of all targets that are not refused, and where what is refused stands."""
    try:
        return compile_plan(data), set()
    except TargetcheckError as error:
        found = error.diagnostics
    paths = {d.where.path for d in found}
    if any(path.startswith("$.indicators") for path in paths):
        return None, {f"{d.where.path} {d.code}" for d in found if "indicators" in d.where.path}
    assert {d.code for d in found} <= REFUSED
    assert all(path.startswith("$.targets[") and ".require" in path for path in paths), paths
    wrong = {int(path.split("[")[1].split("]")[0]) for path in paths}
    kept = [target for n, target in enumerate(data["targets"]) if n not in wrong]
    return compile_plan(data | {"targets": kept}) if kept else None, paths


def fits(nature: str, unit: str | None) -> bool:
    """Say whether something of a nature is counted in a unit."""
    parts = unit in ("percent", "‰", "percentage_point")
    return {
        "share": unit in (None, "percent", "‰"),
        "count": not parts,
        "class": unit is None,
        "done": unit is None,
    }.get(nature, True)


@pytest.mark.parametrize("unit", UNITS, ids=str)
@pytest.mark.parametrize("nature", NATURES)
def test_it_works_or_is_refused_where_it_is_wrong(nature: str, unit: str | None) -> None:
    for counts in (False, True) if nature == "share" else (False,):
        plan, refused = compiled(ruleset(nature, unit, counts=counts))
        if not fits(nature, unit):
            assert plan is None
            assert refused == {"$.indicators.i.unit nature-unit"}
            continue
        assert plan is not None
        frame = reports(nature, unit, counts=counts)
        for day in DAYS:
            result = evaluate(plan, frame, as_of=day)
            assert {row.why.code for row in result.set_aside} <= {"after-as-of"}
            result.to_json()
            for verdict in result:
                assert verdict.explain("zh")
                assert verdict.explain("en")
            for carrier, carried in CARRIERS.items() if day == DAYS[1] else ():
                table = verdict_table(plan, carried(frame), as_of=day, engine="columnar")
                assert not differences(result, table.frame.to_dicts()), carrier
