"""A small input never costs much time or memory: what goes beyond a limit is a finding."""

from __future__ import annotations

import io
import re
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from damaged_town import AS_OF, RULESET

import targetcheck as tc
from targetcheck import limits
from targetcheck.errors import TargetcheckError
from targetcheck.files import read_stream
from targetcheck.observations.observation_reader import read_observations
from targetcheck.periods.period_parser import parse_due, parse_period
from targetcheck.periods.period_sequence import periods_between
from targetcheck.quantities.quantity import number_text, parse_quantity
from targetcheck.quantities.rounding import magnitude
from targetcheck.quantities.unit import find_unit
from targetcheck.ruleset.indicators.formula import calculate, parsed
from targetcheck.tables.table_reader import read_table

ROOT = Path(__file__).parents[2]
SOON = 10
"""Seconds within which every one of these inputs is refused, also on a busy machine."""
HUGE = "9" * 10_000_000


def each(name, values):
    """Parametrize by number: the values are too long to be names of tests."""
    return pytest.mark.parametrize(name, values, ids=map(str, range(len(values))))


@pytest.fixture(autouse=True)
def soon():
    began = time.process_time()
    yield
    assert time.process_time() - began < SOON


def codes(made):
    with pytest.raises(TargetcheckError) as refused:
        made()
    return {found.code for found in refused.value.diagnostics}


def aside(row):
    plan = tc.compile_plan(_ruleset())
    table = read_table([{"place": "a", "indicator": "i", "period": "2024", "unit": "mg/L", **row}])
    return {one.why.code for one in read_observations(table, plan).aside}


def _ruleset(**changes):
    from targetcheck.yaml_text.yaml_source import read_document_text

    return {**read_document_text(RULESET, "town.yaml").data, **changes}


def target(**changes):
    (first,) = _ruleset()["targets"]
    return _ruleset(targets=[{**first, **changes}])


def indicators(**of_i):
    return _ruleset(indicators={"i": {"zh": "浓度", "unit": "mg/L"} | of_i})


@each("value",
    ["1e999999999", "-1e999999999", "1e-999999999", "1E+999999999999999999", "9" * 10_000, "0." + "1" * 10_000],
)  # fmt: skip
def test_a_number_in_json_that_is_too_long_sets_its_row_aside(town, value):
    town.rows("big.json", town.row().replace(" 4,", f" {value},"), town.row(place="b"))
    done = town.run("evaluate", "town.yaml", "big.json", *AS_OF)
    assert done.returncode == 0
    assert b"number-too-long" in done.stderr


@pytest.mark.parametrize("column", ["weight", "numerator", "denominator"])
def test_every_column_of_numbers_has_the_limit(column):
    cells = {"numerator": 1, "denominator": 2, column: Decimal("1e999999999")}
    shares = indicators(unit="percent", nature="share")
    shares["targets"] = target(require={"at_most": "5 %"})["targets"]
    plan = tc.compile_plan(shares)
    row = {"place": "a", "indicator": "i", "period": "2024", "value": None, **cells}
    (one,) = read_observations(read_table([row]), plan).aside
    assert one.why.code == "number-too-long"


@each("value", [10**10_000, -(10**10_000), Decimal(HUGE), Decimal("1e-99999")])
def test_a_number_of_python_that_is_too_long_sets_its_row_aside(value):
    assert aside({"value": value}) in ({"number-too-long"}, {"value-unreadable"})


@each("cell", ["1E401", "<1E401", ">1e999", "约1e-500"])
def test_a_text_of_a_number_that_is_too_long_sets_its_row_aside(cell):
    assert aside({"value": cell}) == {"number-too-long"}


def test_the_longest_number_is_read():
    assert not aside({"value": Decimal("9" * limits.MAGNITUDE)})
    assert not aside({"value": Decimal("1e-100")})
    assert not aside({"value": Decimal("0.1" + "0" * 350 + "1")})
    assert not aside({"value": Decimal("0." + "3" * limits.DIGITS)})


@each("period", [Decimal("1e999999999"), 10**10_000, HUGE, "1e999999999"])
def test_a_period_that_is_too_long_sets_its_row_aside(period):
    assert aside({"value": 4, "period": period}) == {"period-unreadable"}


@each(
    "changes",
    [
        {"require": {"at_most": Decimal("1e999999999")}},
        {"require": {"at_most": f"{HUGE} mg/L"}},
        {"require": {"at_most": 10**10_000}},
        {"require": {"at_most": f"5 {'m·' * 5000}L"}},
    ],
)
def test_amounts_of_a_ruleset_have_the_limit(changes):
    assert codes(lambda: tc.load_ruleset(target(**changes))) <= {
        "number-too-long", "quantity-unreadable", "unknown-unit", "document-value",
    }  # fmt: skip


@each(
    "changes",
    [
        {"profiles": {"p": {"close_call": "1e999999999"}}},
        {"profiles": {"p": {"confidence": Decimal("1e-999999999")}}},
        {"profiles": {"p": {"stale_after_days": 10**9}}},
        {"profiles": {"p": {"pace": {"method": "cagr", "window_years": 10**9}}}},
        {"scores": {"s": {"items": {"x": {"full": "1e999999999"}}}}},
    ],
)
def test_settings_of_a_ruleset_have_the_limit(changes):
    assert codes(lambda: tc.load_ruleset(_ruleset(**changes)))


@pytest.mark.parametrize("key", ["decimals", "significant"])
@pytest.mark.parametrize("count", [999_999_999, -999_999_999, 101])
def test_rounding_has_the_limit(key, count):
    statistic = {"statistic": "mean", "of": "j", "round": {key: count}}
    assert codes(lambda: tc.load_ruleset(indicators(**statistic)))


@each("formula", ["1e999999999 * i", "i / 1e-999999999", "1" * 1000, "1e999 + i", HUGE])
def test_formulas_have_the_limit(formula):
    assert codes(lambda: parsed(formula)) <= {"number-too-long", "formula-unreadable"}


def test_a_formula_that_grows_without_end_has_no_value():
    assert calculate("*".join(["i"] * 280), {"i": Fraction(10**99)}) is None


def test_a_formula_of_any_length_and_depth_is_calculated():
    assert calculate("+".join(["i"] * 10_000), {"i": Fraction(1)}) == 10_000
    assert calculate("(" * 10_000 + "i" + ")" * 10_000, {"i": Fraction(1)}) == 1
    assert calculate("-" * 10_000 + "i", {"i": Fraction(1)}) == 1


@each("unit", ["(" * 3000 + "m" + ")" * 3000, "m" * 10_000_000, "m/" * 50 + "m", "亿亿亿m9·m9·m9"])
def test_units_have_the_limit(unit):
    assert codes(lambda: find_unit(unit)) == {"unknown-unit"}


@each("every", ["99999999999 years", "50001 days", f"{'9' * 10_000} months"])
def test_recurrences_have_the_limit(every):
    with pytest.raises(ValueError, match="recurrence"):
        periods_between(parse_due("2024"), parse_due("2025"), every)
    assert codes(lambda: tc.load_ruleset(target(every=every)))


def test_the_number_of_periods_ends():
    span = date(1800, 1, 1), date(2300, 1, 1)
    assert codes(lambda: list(periods_between(*span, "day"))) == {"periods-too-many"}
    assert len(list(periods_between(*span, "week"))) > 26_000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1799-12-31", "2301-01-01"])
def test_days_lie_in_years_that_calendars_reach(day):
    assert codes(lambda: parse_period(date.fromisoformat(day))) == {"period-unreadable"}


def test_an_include_stays_in_its_folder_is_a_file_and_has_a_size(town, monkeypatch):
    outside = town.folder.parent / "outside.yaml"
    outside.write_text("places: {z: {zh: 丁}}\n", encoding="utf-8")
    (town.folder / "leads-out.yaml").symlink_to(outside)
    (town.folder / "zero.yaml").symlink_to("/dev/zero")
    for name in (
        "/dev/zero",
        "../outside.yaml",
        str(outside),
        "leads-out.yaml",
        "zero.yaml",
        "n" * 5000,
        ".",
    ):
        town.write("town.yaml", RULESET.replace("id: town", f"id: town\ninclude: ['{name}']"))
        found = codes(lambda: tc.load_ruleset(town.folder / "town.yaml"))
        assert found & {"include-outside", "include-name", "file-is-folder"}, name
    monkeypatch.setattr(limits, "YAML_BYTES", 10_000)
    town.write("part.yaml", "note: " + "x" * 20_000)


@each("name", ["n" * 5000, "../outside", "/etc/passwd", "a\0b", "hubei/../../x"])
def test_a_use_is_a_name(town, name):
    assert codes(lambda: tc.load_ruleset(_ruleset(use=[name]))) & {
        "include-name",
        "include-outside",
    }


def test_a_yaml_file_has_a_size(town):
    town.write("town.yaml", RULESET + "note: " + "x" * (limits.YAML_BYTES + 1))
    assert codes(lambda: tc.load_ruleset(town.folder / "town.yaml")) == {"file-too-large"}


def test_a_device_is_no_file(town):
    for words in (["evaluate", "town.yaml", "/dev/zero"], ["evaluate", "/dev/zero", "d.csv"]):
        done = town.run(*words, *AS_OF)
        assert done.returncode == 2
    done = town.run("evaluate", "town.yaml", "d.csv", *AS_OF, "--mapping", "/dev/zero")
    assert done.returncode == 2
    assert b"file-device" in done.stderr


@pytest.mark.parametrize("kind", ["csv", "json", "columns", "frame"])
def test_a_table_has_so_many_columns(town, kind):
    names = [f"c{n}" for n in range(1_000_000)]
    if kind == "csv":
        source = town.write("wide.csv", ",".join(names) + "\n" + "1," * 999_999 + "1\n")
    elif kind == "json":
        source = [dict.fromkeys(names, 1)]
    elif kind == "columns":
        source = {name: [1] for name in names}
    else:
        import polars as pl

        source = pl.DataFrame({name: [1] for name in names[:20_000]})
    assert codes(lambda: read_table(source)) == {"table-too-wide"}


def test_a_long_text_is_no_amount():
    assert codes(lambda: parse_quantity(HUGE)) == {"quantity-unreadable"}


@pytest.mark.parametrize("power", [5000, -5000, 100_000])
def test_a_computed_number_of_any_size_is_printed(power):
    value = Fraction(10) ** power * 3
    assert magnitude(value) == power
    assert number_text(value) == f"3.00000E{power:+d}"


def test_a_case_that_wants_an_endless_number_differs(town):
    town.write("cases/one.yaml", (
        "cases:\n- {id: c, target: x, place: a, as_of: 2025-01-01, value: 4 mg/L, "
        "want: {status: pass, value: '1e999999999'}}\n"
    ))  # fmt: skip
    assert town.code("test", "town.yaml") in (1, 2)


def test_the_page_lists_every_limit():
    page = (ROOT / "docs/reference/limits.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    declared = {name for name in vars(limits) if name.isupper()}
    assert named == declared
    for name in declared - {"YEARS"}:
        shown = re.search(rf"^\| `{name}` \| ([0-9,]+)", page, re.MULTILINE)
        assert shown
        assert int(shown[1].replace(",", "")) == getattr(limits, name)


def test_what_is_within_reach():
    for number, fits in (
        (10**100 - 1, True), (10**100, False), (-(10**100), False), (Decimal("1e99"), True),
        (Decimal("1e100"), False), (Decimal("1e-100"), True), (Decimal("1e-101"), False),
        (Decimal("0." + "1" * 401), False), (Decimal("0e999999999"), False),
        (Decimal("NaN"), False), (Decimal("Infinity"), False), (0, True), (Decimal(0), True),
    ):  # fmt: skip
        assert limits.within(number) is fits, number


def test_a_read_sets_aside_no_more_than_there_is():
    """A browser never takes memory back that was set aside once, however little was read."""
    asked = []

    class Source(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    assert read_stream(Source(b"1" * 3_000_000), "x") == b"1" * 3_000_000
    assert max(asked) <= 2**20
    assert codes(lambda: read_stream(Source(b"12345"), "x", most=4)) == {"file-too-large"}
    assert read_stream(Source(b"1234"), "x", most=4) == b"1234"
