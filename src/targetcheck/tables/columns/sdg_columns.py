"""Data files of Open SDG sites: `indicator_1-1-1.csv`, from `Year` to `Value`.

Layer: tables. Such a file names neither its place nor, outside its name, its indicator. The place
is the only one of the ruleset; the indicator is looked up by number, series and unit, joined by
`|`, as `new --from-open-sdg` writes them in `aliases`. A column `Progress` holds the values that
progress is judged by. Years such as `2003-05` may be three years or a month: they are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from targetcheck.quantities.unit import is_unit
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.columns.disaggregation import part_reasons
from targetcheck.tables.columns.sdmx_columns import plain_units
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.raw_table import RawRows
from targetcheck.tables.rejection_reasons import COLUMN

SEPARATOR = " | "
_FILE = re.compile(r"(?:indicator_)?(?P<number>\w{1,3}-\w{1,3}-[\w-]{1,20})")
_SPAN = re.compile(r"\s*(?P<first>\d{4})\s*[-–/]\s*(?P<last>\d{2})\s*")
_KEPT = ("year", "units", "value", "unit multiplier", "observation status", "obs status")
_SPECIAL = (*_KEPT, "series", "progress", "unit measure", "geocode", "comments", "source")
_IGNORED = "STRUCTURE_ID"
"""A heading that is read as no field and no breakdown."""


def indicator_number(file: str) -> str | None:
    """Return the number of the indicator that a data file is named after: `1-1-1`."""
    found = _FILE.fullmatch(PurePath(file).stem)
    return found["number"] if found and PurePath(file).suffix.lower() == ".csv" else None


def named_by_file(raw: RawRows, file: str, known: Vocabulary | None) -> RawRows:
    """Return the rows of an Open SDG data file with columns of place and indicator.

    Other tables are returned as they are, and so are those for which the ruleset has several places.
    Every column that Open SDG does not define is a breakdown, also `Geography` and `Status`.
    """
    number, at = indicator_number(file), sdg_columns(raw.headers)
    place = _only_place(known)
    if number is None or place is None or known is None or not at:
        return raw
    headers = [
        text if plain in _KEPT else _IGNORED
        for text, plain in zip(raw.headers, map(_plain, raw.headers), strict=True)
    ]
    columns = list(raw.columns)
    if "progress" in at:
        headers[at["value"]], headers[at["progress"]] = _IGNORED, "Value"
    keys = list(_keys(raw, at))
    parts = part_reasons(_breakdowns(raw.headers), raw.columns, len(raw.places))
    names = _indicators(number, keys, parts, known)
    if "units" in at:
        columns[at["units"]] = _known_units(raw.columns[at["units"]])
    spans = map(_span_reason, raw.columns[at["year"]])
    reasons: list[object] = [part or span for part, span in zip(parts, spans, strict=True)]
    return replace(
        raw,
        headers=[*headers, "place", "indicator", COLUMN],
        columns=[*columns, [place] * len(reasons), names, reasons],
    )


def sdg_columns(headers: Sequence[str]) -> Mapping[str, int]:
    """Return the columns that Open SDG defines, by name; none if the table is of another kind."""
    plain = [_plain(text) for text in headers]
    found = {name: plain.index(name) for name in _SPECIAL if name in plain}
    return found if plain[:1] == ["year"] and "value" in found else {}


def headline_units(raw: RawRows, series: str) -> set[str]:
    """Return the units of the rows of a series, or of all, that are of the whole, as written."""
    at = sdg_columns(raw.headers)
    if "units" not in at:
        return set()
    parts = part_reasons(_breakdowns(raw.headers), raw.columns, len(raw.places))
    keys = zip(_keys(raw, at), parts, strict=True)
    return {unit for (of, unit), part in keys if not part and unit and series in ("", of)}


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", " ")


def _breakdowns(headers: Sequence[str]) -> dict[int, str]:
    return {n: text for n, text in enumerate(headers) if _plain(text) not in _SPECIAL}


def _only_place(known: Vocabulary | None) -> str | None:
    ids = {name for _, name in known.places.folded()} if known is not None else set()
    return ids.pop() if len(ids) == 1 else None


def _keys(raw: RawRows, at: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield series and unit of each row."""
    for row in range(len(raw.places)):
        series, unit = (
            str(raw.columns[at[name]][row] or "").strip() if name in at else ""
            for name in ("series", "units")
        )
        yield series, unit


def _indicators(
    number: str,
    keys: Sequence[tuple[str, str]],
    parts: Sequence[str],
    known: Vocabulary,
) -> list[object]:
    """Return the indicator of each row; the number alone stands for the only series of a file."""
    whole = {key for key, part in zip(keys, parts, strict=True) if not part} or set(keys)
    found: dict[tuple[str, str], str] = {}
    for series, unit in dict.fromkeys(keys):
        full = [number, *filter(None, (series, unit))]
        found[series, unit] = SEPARATOR.join(full)
        by_series = {u for s, u in whole if s == series}
        shorter = (
            full,
            [number, series] if series and len(by_series) <= 1 else [],
            [number, unit] if unit and len({s for s, u in whole if u == unit}) <= 1 else [],
            [number] if len(whole) <= 1 else [],
        )
        for named in filter(None, shorter):
            if known.indicator(SEPARATOR.join(named)) is not None:
                found[series, unit] = SEPARATOR.join(named)
                break
    return [found[key] for key in keys]


def _known_units(cells: Sequence[object]) -> list[object]:
    """Return units that are known; a unit in prose is part of the name of the indicator."""
    return [cell if isinstance(cell, str) and is_unit(cell) else "" for cell in plain_units(cells)]


def _span_reason(cell: object) -> str | None:
    found = None if is_blank(cell) else _SPAN.fullmatch(str(cell))
    return f"year-span:{str(cell).strip()}" if found else None
