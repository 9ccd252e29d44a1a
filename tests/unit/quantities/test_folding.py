from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from targetcheck.quantities import pint_units, precomputed_units
from targetcheck.quantities.unit import find_unit
from targetcheck.quantities.unit_table import table


def test_the_table_is_what_pint_says_now() -> None:
    assert precomputed_units.TABLE.read_text(encoding="utf-8") == precomputed_units.table_text()


def test_pint_knows_no_unit_of_its_own() -> None:
    with pytest.raises(Exception, match="picohenry"):
        pint_units.fold([("picohenry", 1)])


@pytest.mark.parametrize("prefix", precomputed_units.MULTIPLES)
def test_multiples_are_worth_what_pint_says(prefix: str) -> None:
    suffix = precomputed_units.MULTIPLES[prefix][0]
    dimension, worth = pint_units.fold([(f"{prefix}mu", 1)])
    unit = find_unit(f"mu_{suffix}")
    assert (unit.dimension, unit.factor) == (dimension, worth)


@pytest.mark.parametrize("name", table().composites)
def test_a_listed_composite_is_worth_its_parts(name: str) -> None:
    unit = find_unit(name)
    above, _, below = name.partition("/")
    expected = find_unit(above).factor if "·" not in above else Fraction(0)
    for part in below.strip("()").split("·"):
        expected /= find_unit(part).factor
    assert unit.factor == expected


def test_a_composite_that_is_not_listed_is_folded_by_pint() -> None:
    assert find_unit("艘/(亿元·周)").factor == Fraction(1, 100_000_000 * 7 * 86400)
    assert find_unit("平方公里/(万人·年)").dimension == "area/(calendar·count)"


def test_usual_units_are_found_without_loading_pint() -> None:
    probe = (
        "import sys\n"
        "from targetcheck.periods import period_parser\n"
        "from targetcheck.quantities import ordinal_scale, quantity, rounding, unit\n"
        "for text in '万亩 亿元 mg／L 万吨/日 元/平方米 张/千人 t/a 吨标准煤/万元 篇/年'.split():\n"
        "    quantity.parse_quantity('1 ' + text)\n"
        "period_parser.parse_period('2024年1—9月')\n"
        "print(sorted({'pint', 'dateutil', 'pandas', 'numpy'} & set(sys.modules)))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env=_environment(),
    )
    assert found.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"}
