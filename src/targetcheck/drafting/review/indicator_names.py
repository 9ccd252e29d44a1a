"""Indicators of a draft by their names, so that a review can let two targets share one.

Layer: drafting. Input: data of the files of a draft. Output: the same data, changed in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

Data = dict[str, Any]


def shared_indicators(files: Mapping[str, Data]) -> Data:
    """Return the indicators by id that the files of a draft define for several targets."""
    return {key: spec for data in files.values() for key, spec in _listed(data).items()}


def rename(target: Data, text: str, files: Mapping[str, Data]) -> None:
    """Rename what a target measures, or join it to the indicator of that name if there is one.

    A deed gets another title. A target that shared an indicator and gets a new name has an indicator
    of its own from then on.

    Args:
        target: A target of `files`, changed in place.
        text: The new name, or the id of a shared indicator.
        files: Every file of the draft by name; the one with `document` gets indicators that a
            target defined alone so far and two share now.

    Raises:
        ValueError: The indicators differ in nature, or the one to rename is not defined here.
    """
    if isinstance(target.get("title"), Mapping):
        target["title"] = _named(target["title"], text)
        return
    shared = shared_indicators(files)
    own = target.get("indicator")
    spec = own if isinstance(own, Mapping) else shared.get(str(own))
    if spec is None:
        raise ValueError(text)
    found = next((key for key, one in shared.items() if text in (key, *_names(one))), "")
    if not found:
        other = next(
            (
                one
                for one in _alone(files)
                if one is not target and text in _names(one["indicator"])
            ),
            None,
        )
        if other is None:
            target["indicator"] = _named(spec, text)
            return
        _same_nature(other["indicator"], spec, text)
        found = next(key for n in count(1) if (key := f"i{n:02d}") not in shared)
        head = next(data for data in files.values() if "document" in data)
        head["indicators"] = {**_listed(head), found: other["indicator"]}
        other["indicator"] = found
    else:
        _same_nature(shared[found], spec, text)
    target["indicator"] = found


def _listed(data: Mapping[str, Any]) -> Data:
    found = data.get("indicators")
    return dict(found) if isinstance(found, Mapping) else {}


def _alone(files: Mapping[str, Data]) -> Iterator[Data]:
    """Yield the targets that define their indicator themselves."""
    for data in files.values():
        for target in data.get("targets") or []:
            if isinstance(target.get("indicator"), Mapping):
                yield target


def _names(spec: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(spec[key]) for key in ("zh", "en") if spec.get(key))


def _named(spec: Mapping[str, Any], text: str) -> Data:
    return {**spec, "zh" if "zh" in spec else "en": text}


def _same_nature(one: Mapping[str, Any], other: Mapping[str, Any], text: str) -> None:
    if one.get("nature", "level") != other.get("nature", "level"):
        raise ValueError(text)
