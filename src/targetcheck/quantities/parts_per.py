"""Units `ppm` and `ppb`, which mean nothing until an indicator says of what they are parts.

Layer: quantities. Input: the text of a unit, and what it is a part of: a volume, a mass, or water.
Output: `mL/m3`, `mg/kg`, `mg/L` and a thousandth of them; None for any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from targetcheck.first_use import pattern
from targetcheck.quantities.unit import Unit, declared_finder, find_known_unit

PartsOf = Literal["volume", "mass", "water"]

_PARTS_PER = pattern(r"pp(?P<size>[mb])(?P<of>[vw]?)", re.IGNORECASE)
_OF_SUFFIX: dict[str, PartsOf] = {"v": "volume", "w": "mass"}
_OF_DIMENSION: dict[str, PartsOf] = {"volume/volume": "volume", "mass/mass": "mass"}
_UNITS: dict[PartsOf, tuple[str, str]] = {
    "volume": ("mL/m3", "uL/m3"),
    "mass": ("mg/kg", "ug/kg"),
    "water": ("mg/L", "ug/L"),
}


def parts_of(stated: PartsOf | None, dimension: str) -> PartsOf | None:
    """Return of what `ppm` is a part: as stated, else as the dimension of a unit says."""
    return stated or _OF_DIMENSION.get(dimension)


def find_parts(text: str, of: PartsOf | None) -> Unit | None:
    """Return the unit that `ppm` or `ppb` means; `ppmv` and `ppmw` say it themselves."""
    found = _PARTS_PER.fullmatch(text.strip())
    meant = (_OF_SUFFIX.get(found["of"].lower()) or of) if found else None
    if found is None or meant is None:
        return None
    return find_known_unit(_UNITS[meant][found["size"].lower() == "b"])


@contextmanager
def parts_in_force(of: PartsOf | None) -> Iterator[None]:
    """Return a context in which `find_unit` knows `ppm` and `ppb`."""
    outer = declared_finder.get()

    def find(text: str) -> Unit | None:
        return find_parts(text, of) or (outer(text) if outer is not None else None)

    token = declared_finder.set(outer if of is None else find)
    try:
        yield
    finally:
        declared_finder.reset(token)
