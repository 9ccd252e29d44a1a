"""One document while it is loaded: its valid definitions, their locations, its errors.

Layer: ruleset. Input: YamlSource. Output: sections of the expected shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from targetcheck.errors import Diagnostic, Where
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

    def locate(self, path: Path) -> Where:
        """Return the location of a definition in its file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.origins:
                document, start = self.origins[path[:end]]
                return document.where((*start, *path[end:]))
        return self.document.where(path)


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
