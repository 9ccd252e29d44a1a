"""Places and indicators of SDMX codelists as definitions of a ruleset.

Layer: interchange. Input: `SdmxCodes`. Output: plain data. A code that cannot be an id of a
ruleset gets one and stays as an alias. Unit, nature and direction come from annotations, where there are any;
SDMX codelists have no place for them, so nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from targetcheck.interchange.sdmx.codelist_reader import SdmxCode, SdmxCodes
from targetcheck.name_index import is_id
from targetcheck.quantities.unit import is_unit
from targetcheck.ruleset.indicators.indicator import Better, Nature

Record = dict[str, object]
_LANGUAGES = {"zh": ("zh", "zh-CN", "zh-Hans"), "en": ("en", "en-GB", "en-US")}


def pieces_of(codes: SdmxCodes) -> Record:
    """Return the definitions of places and indicators, and an empty list of targets."""
    places, indicators = _ids(codes.places), _ids(codes.indicators)
    scales = dict(filter(None, (_scale(code) for code in codes.indicators)))
    return {
        **({"scales": scales} if scales else {}),
        "places": {places[code.id]: _place(code, places) for code in codes.places},
        "indicators": {
            indicators[code.id]: _indicator(code, indicators) for code in codes.indicators
        },
        "targets": [],
    }


def _ids(codes: Iterable[SdmxCode]) -> Mapping[str, str]:
    """Return an id for every code; two codes never get the same one."""
    ids: dict[str, str] = {}
    for code in codes:
        name = code.id if is_id(code.id) else re.sub(r"[^\w.-]+", "_", code.id) or "code"
        while name in ids.values():
            name += "_"
        ids[code.id] = name
    return ids


def _named(code: SdmxCode, ids: Mapping[str, str]) -> Record:
    said = {
        lang: next((code.names[tag] for tag in tags if code.names.get(tag)), "")
        for lang, tags in _LANGUAGES.items()
    }
    if not any(said.values()):
        said["en"] = next(filter(None, code.names.values()), code.id)
    made: Record = {lang: text for lang, text in said.items() if text}
    return made if ids[code.id] == code.id else {**made, "aliases": [code.id]}


def _place(code: SdmxCode, ids: Mapping[str, str]) -> Record:
    made = _named(code, ids)
    made |= {"in": ids[code.parent]} if code.parent else {}
    return {**made, "kind": code.notes["KIND"]} if code.notes.get("KIND") else made


def _scale(code: SdmxCode) -> tuple[str, Record] | None:
    name, _, grades = code.notes.get("SCALE", "").partition(": ")
    return (name, {"grades": grades.split("|")}) if "|" in grades else None


def _indicator(code: SdmxCode, ids: Mapping[str, str]) -> Record:
    made, notes = _named(code, ids), code.notes
    scale = _scale(code)
    if notes.get("NATURE") in get_args(Nature) and (scale or notes["NATURE"] != "class"):
        made["nature"] = notes["NATURE"]
    if scale:
        made["scale"] = scale[0]
    if is_unit(notes.get("UNIT_MEASURE", "")):
        made["unit"] = notes["UNIT_MEASURE"]
    if notes.get("BETTER") in get_args(Better):
        made["better"] = notes["BETTER"]
    return made
