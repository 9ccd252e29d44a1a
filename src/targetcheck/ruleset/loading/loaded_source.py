"""One document while it is loaded: its valid definitions, their locations, its errors.

Layer: ruleset. Input: YamlSource. Output: sections of the expected shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.quantities.parts_per import PartsOf, parts_of
from targetcheck.quantities.unit import find_known_unit
from targetcheck.ruleset.place import Dimension
from targetcheck.yaml_text.yaml_source import Path, YamlSource


@dataclass(slots=True)
class LoadedSource:
    """One document while loading: valid definitions with their locations, and errors.

    `broken`: keys removed from faulty targets; `lost`: ids of targets that stay invalid.
    """

    document: YamlSource
    valid: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, tuple[YamlSource, Path]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    broken: dict[int, frozenset[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    defaults: dict[str, object] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    parts: Mapping[str, PartsOf] = field(default_factory=dict)
    """of what `ppm` is a part, by indicator"""

    def locate(self, path: Path) -> Where:
        """Return the location of a definition in its file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.origins:
                document, start = self.origins[path[:end]]
                return document.where((*start, *path[end:]))
        return self.document.where(path)


def parts_of_documents(documents: Iterable[YamlSource]) -> dict[str, PartsOf]:
    """Return of what `ppm` is a part, for every indicator that documents define."""
    found: dict[str, PartsOf] = {}
    for document in documents:
        written = document.data.get("indicators")
        for name, raw in written.items() if isinstance(written, dict) else ():
            of = parts_of_indicator(raw)
            if of is not None:
                found[str(name)] = of
    return found


def parts_of_indicator(raw: object) -> PartsOf | None:
    """Return of what `ppm` is a part for an indicator: as it says, else as its unit says."""
    if not isinstance(raw, dict):
        return None
    stated = raw.get("ppm")
    if stated in ("volume", "mass", "water"):
        return stated  # type: ignore[no-any-return]
    unit = str(raw.get("unit") or "")
    if not unit:
        return None
    try:
        return parts_of(None, find_known_unit(unit).dimension)
    except TargetcheckError:
        return None


def agreed_parts(parts: Mapping[str, PartsOf]) -> PartsOf | None:
    """Return of what `ppm` is a part in every indicator that says so, if they all agree."""
    return next(iter(parts.values())) if len(set(parts.values())) == 1 else None


def parts_inside(raw: object, known: Mapping[str, PartsOf]) -> PartsOf | None:
    """Return of what `ppm` is a part inside an indicator: as it says, else as all others say.

    What others say is for its conditions on them; its own unit in `ppm` needs its own word.
    """
    own = parts_of_indicator(raw)
    unit = str(raw.get("unit") or "") if isinstance(raw, dict) else ""
    return own or (None if unit.strip().casefold() in ("ppm", "ppb") else agreed_parts(known))


def parts_of_target(reading: LoadedSource, raw: object) -> PartsOf | None:
    """Return of what `ppm` is a part in a target: as its indicator says, else as all others say."""
    indicator = raw.get("indicator") if isinstance(raw, dict) else None
    if isinstance(indicator, dict):
        return parts_inside(indicator, reading.parts)
    return reading.parts.get(str(indicator)) or agreed_parts(reading.parts)


def mapping_in(reading: LoadedSource, key: str) -> dict[str, object]:
    """Return a section that is a mapping; empty if it is not there."""
    return _of_kind(reading, key, dict, "a mapping", "映射") or {}


def sequence_in(reading: LoadedSource, key: str) -> list[object]:
    """Return a section that is a list; empty if it is not there."""
    return _of_kind(reading, key, list, "a list", "列表") or []


def _of_kind(reading: LoadedSource, key: str, kind: type, en: str, zh: str) -> Any:
    raw = reading.document.data.get(key)
    if raw is None or isinstance(raw, kind):
        return raw
    where = reading.document.where((key,))
    hint = ("see docs/reference/language.md for its shape", "写法见 docs/reference/language.md")
    said = (f"`{key}` must be {en}", f"{key} 应为{zh}")
    reading.found.append(Diagnostic("section-shape", *said, *hint, where))
    return None


@dataclass(frozen=True, slots=True)
class Expanded:
    """A raw definition, the entry that it is made from, and what is wrong with it."""

    name: Any
    source: Any
    raw: object
    found: tuple[tuple[Path, Diagnostic], ...] = ()


def dimensions_of(documents: Iterable[YamlSource]) -> dict[str, Dimension]:
    """Return the dimensions that documents declare; invalid ones are reported where they are read."""
    found: dict[str, Dimension] = {}
    for document in documents:
        written = document.data.get("dimensions")
        for name, raw in written.items() if isinstance(written, dict) else ():
            with suppress(ValidationError):
                found[str(name)] = Dimension.model_validate(raw)
    return found


def in_order(reading: LoadedSource, key: str) -> tuple[Any, ...]:
    """Return the valid entries of a list, closing the gaps of faulty ones."""
    valid = reading.valid.get(key, {})
    origins = [reading.origins[key, number] for number in sorted(valid)]
    for path in [p for p in reading.origins if p[0] == key]:
        del reading.origins[path]
    for number, origin in enumerate(origins):
        reading.origins[key, number] = origin
    if key == "targets":
        moved = {old: new for new, old in enumerate(sorted(valid))}
        reading.broken = {moved[n]: keys for n, keys in reading.broken.items()}
    return tuple(valid[number] for number in sorted(valid))
