"""What each unit is worth, told a second time: by pint's own registry, and by the definitions of
units that pint does not have. Nothing here reads the tables or the code under test.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pint

# In pint's stock registry these stand under another name, or need a power.
STOCK = {
    "square_metre": "m**2", "square_kilometre": "km**2", "square_centimetre": "cm**2",
    "cubic_metre": "m**3", "cubic_centimetre": "cm**3", "litre": "L", "millilitre": "mL",
    "tonne": "metric_ton", "kilovolt_ampere": "kV*A", "megavolt_ampere": "MV*A",
    "kilowatt_hour": "kW*h", "megawatt_hour": "MW*h", "gigawatt_hour": "GW*h",
    "megabit_per_second": "Mbit/s", "gigabit_per_second": "Gbit/s",
    "tonne_kilometre": "metric_ton*km", "steam_tonne": "metric_ton/h",
}  # fmt: skip

# Definitions that pint does not have: 1 亩 is a fifteenth of a hectare, a tonne of coal equivalent
# is 29.307 GJ (GB/T 2589), a 斤 half a kilogram; months and years only count each other.
DEFINED = {
    "mu": (Fraction(1, 15), "ha"),
    "jin": (Fraction(1, 2), "kg"),
    "tonne_coal_equivalent": (Fraction("29.307"), "GJ"),
    "kilogram_coal_equivalent": (Fraction("0.029307"), "GJ"),
    "gram_coal_equivalent": (Fraction("0.000029307"), "GJ"),
    "hundred_millilitres": (Fraction(1, 10), "L"),
    "tonne_oil_equivalent": (Fraction("41.868"), "GJ"),
    "kilotonne_oil_equivalent": (Fraction(41868), "GJ"),
    "megatonne_oil_equivalent": (Fraction(41868000), "GJ"),
}
# Tonnes of carbon dioxide and of its equivalent are told in tonnes.
CARBON = {
    f"carbon_{kind}{size}": worth
    for kind in ("", "equivalent_")
    for size, worth in {
        "gram": Fraction(1, 10**6), "kilogram": Fraction(1, 1000), "tonne": Fraction(1),
        "kilotonne": Fraction(1000), "megatonne": Fraction(10**6), "gigatonne": Fraction(10**9),
    }.items()
}  # fmt: skip
COUNTED = {
    **CARBON,
    "per_ten_thousand": Fraction(1, 10**4), "per_hundred_thousand": Fraction(1, 10**5),
    "whole_share": Fraction(1), "percent": Fraction(1, 100), "per_mille": Fraction(1, 1000),
    "percentage_point": Fraction(1), "per_mille_point": Fraction(1, 10),
    "month": Fraction(1), "quarter": Fraction(3), "half_year": Fraction(6), "year": Fraction(12),
    "megawatt_peak": Fraction(1), "kilowatt_peak": Fraction(1, 1000),
    "petaflops": Fraction(1), "exaflops": Fraction(1000),
    "standard_cubic_metre": Fraction(1), "passenger_kilometre": Fraction(1000),
}  # fmt: skip
SYMBOLS = {
    "mg": "milligram", "ug": "microgram", "ng": "nanogram", "g": "gram", "kg": "kilogram",
    "t": "tonne", "L": "litre", "mL": "millilitre", "m3": "cubic_metre", "m2": "square_metre",
    "m": "metre", "km": "kilometre", "mm": "millimetre", "km2": "square_kilometre",
    "ha": "hectare", "d": "day", "h": "hour", "s": "second", "kWh": "kilowatt_hour",
    "tce": "tonne_coal_equivalent", "kgce": "kilogram_coal_equivalent",
    "gce": "gram_coal_equivalent", "%": "percent",
    "hundred_mL": "hundred_millilitres", "PE": "population_equivalent",
}  # fmt: skip
MULTIPLES = {
    "100": 10**2, "1k": 10**3, "10k": 10**4, "100k": 10**5, "1m": 10**6, "10m": 10**7,
    "100m": 10**8, "1b": 10**9, "10b": 10**10, "1t": 10**12,
}  # fmt: skip
LONE = frozenset(
    "index times pH score grade_step carbon_tonne working_day age_year degree_celsius decibel "
    "gross_tonnage deadweight_tonne turbidity_unit probable_number colony_unit yuan us_dollar euro "
    "hong_kong_dollar pound_sterling yen won swiss_franc australian_dollar canadian_dollar "
    "indian_rupee rouble singapore_dollar population_equivalent item MPN CFU tCO2 plaque_unit".split()
)


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    return pint.UnitRegistry(non_int_type=Fraction)


@cache
def worth(name: str, counter: bool = False) -> Fraction:
    """Give what one of a unit is worth in the base of its kind; a counter is worth one."""
    if "/" in name:
        above, below = name.split("/", 1)
        return _product(above) / _product(below)
    head, mark, suffix = name.rpartition("_")
    if mark and suffix in MULTIPLES:
        return worth(head, counter) * MULTIPLES[suffix]
    if counter or name in LONE:
        return Fraction(1)
    if name in COUNTED:
        return COUNTED[name]
    times, stock = DEFINED.get(name, (Fraction(1), STOCK.get(name, name)))
    root = _registry().Quantity(Fraction(1), stock).to_root_units()
    return times * Fraction(root.magnitude)


def _product(text: str) -> Fraction:
    found = Fraction(1)
    for part in re.split(r"[·()]+", text.strip("()")):
        found *= worth(SYMBOLS.get(part, part))
    return found
