"""Canonical order of keys: indicator, requirement, dates, scope, citation.

Layer: authoring. Input: plain data of a ruleset, a shared file or a file of cases. Output: the same
data with known keys in order; keys chosen by the author keep their order.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

from targetcheck.ruleset.comparison import Change, Test
from targetcheck.ruleset.document import Document
from targetcheck.ruleset.fields.field_types import Part
from targetcheck.ruleset.fields.lazy_models import Later
from targetcheck.ruleset.fields.plain_values import COMPARISONS
from targetcheck.ruleset.loading.ruleset_loader import KEYS, LISTS, MAPPINGS, model_of
from targetcheck.ruleset.place import Place
from targetcheck.ruleset.target import Target

TARGET = (
    "id", "title", "action", "indicator", "place", "when", "require", "baseline", "from", "due",
    "every", "milestones", "tranches", "carry", "mode", "strength", "lead", "with", "by", "cite",
    "restates", "disagrees", "serves", "judge", "ignore", "reading", "note", "draft",
    "todo",
)  # fmt: skip
TEST = (
    "of", "at", "share_of", "where", "weight", "rank_among", *COMPARISONS, "end", "rise", "fall",
    "no_worse_than", "better_than", "within", "permitted", "reported_within", "reading",
)  # fmt: skip
FILE = (
    "targetcheck", "id", "title", "document", "note", "use", "include", "fiscal_year_starts", "fiscal_year_named",
    "units", "places", "groups",
    "scales", "limits", "tables", "indicators", "actions", "defaults", "targets", "sums",
    "profiles", "scores", "submissions", "cadences", "escalation", "conclusions", "waivers",
    "overrides", "draft", "todo",
)  # fmt: skip
CHANGE = ("from", *COMPARISONS, "relative")
DEFAULTS = ("place", "action", *TARGET)
PLACE = ("zh", "en", "kind", "in", "aliases")
_WRITTEN: dict[type[Part], tuple[str, ...]] = {
    Target: TARGET,
    Test: TEST,
    Change: CHANGE,
    Place: PLACE,
}
_TEXT = ("zh", "en")


def in_order(data: dict[str, object]) -> dict[str, object]:
    """Return a document with its known keys in order; a document of another kind unchanged."""
    if not set(data) & set(KEYS) or "cases" in data:
        return data
    found = _sorted(data, FILE)
    for key, value in found.items():
        if key == "document":
            found[key] = _piece(value, (Document,))
        elif key in MAPPINGS and isinstance(value, dict):
            found[key] = {name: _piece(item, (model_of(key),)) for name, item in value.items()}
        elif key in LISTS and isinstance(value, list):
            found[key] = [_piece(item, (LISTS[key],)) for item in value]
        elif key == "defaults" and isinstance(value, dict):
            found[key] = _sorted(value, tuple(dict.fromkeys(DEFAULTS)))
    return found


def _sorted(data: dict[str, object], order: tuple[str, ...]) -> dict[str, object]:
    known = {key: data[key] for key in order if key in data}
    return {**known, **{key: value for key, value in data.items() if key not in known}}


def keys_of(model: type[Part]) -> tuple[str, ...]:
    """Return the keys of a definition in canonical order."""
    fields = tuple(f.alias or name for name, f in model.model_fields.items())
    first = _WRITTEN.get(model) or tuple(key for key in _TEXT if key in fields)
    return tuple(dict.fromkeys((*first, *fields)))


def _piece(value: object, models: tuple[type[Part], ...]) -> object:
    """Return a value with its definitions ordered, also inside mappings of definitions."""
    if isinstance(value, list):
        return [_piece(item, models) for item in value]
    if not isinstance(value, dict):
        return value
    model = max(models, key=lambda m: len(set(keys_of(m)) & set(value)), default=None)
    if model is None or not set(keys_of(model)) & set(value):
        if set(value) <= set(_TEXT):
            return _sorted(value, _TEXT)
        return {key: _piece(item, models) for key, item in value.items()}
    nested = {
        f.alias or n: tuple(
            found for part in (f.annotation, *f.metadata) for found in _models_in(part)
        )
        for n, f in model.model_fields.items()
    }
    if model is Target:
        from targetcheck.ruleset.indicators.indicator import Indicator

        nested["indicator"] = (Indicator,)
    return _sorted(
        {key: _piece(item, nested.get(key, ())) for key, item in value.items()}, keys_of(model)
    )


def _models_in(annotation: Any) -> tuple[type[Part], ...]:
    """Return the definition models named in an annotation, at any depth."""
    if isinstance(annotation, Later):
        return (annotation.model(),)
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return (annotation,) if issubclass(annotation, Part) else ()
    return tuple(model for arg in get_args(annotation) for model in _models_in(arg))
