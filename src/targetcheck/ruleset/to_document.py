"""A `Ruleset` becomes plain data and YAML again; reading it back gives the same ruleset.

Floor: model.
"""

from __future__ import annotations

from typing import Any

from targetcheck.ruleset.fields.field_types import Part
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.yaml_text.yaml_source import dump_yaml


def to_data(part: Part) -> dict[str, Any]:
    """Give a piece as plain data with the keys of the language; defaults are left out."""
    return part.model_dump(by_alias=True, exclude_defaults=True)


def to_yaml(ruleset: Ruleset) -> str:
    """Give a ruleset as YAML in its canonical form."""
    data = to_data(ruleset)
    head = ("targetcheck", "id", "title", "document", "note", "use")
    return dump_yaml({k: data[k] for k in (*(k for k in head if k in data), *data)})


def canonical(ruleset: Ruleset) -> dict[str, Any]:
    """Give what a ruleset means, shared parts resolved: what its digest is made of."""
    data = to_data(ruleset)
    for key in ("places", "groups", "scales", "limits", "indicators"):
        pieces = getattr(ruleset, f"all_{key}")()
        data[key] = {name: to_data(piece) for name, piece in pieces.items()}
    if tables := ruleset.all_tables():
        data["tables"] = {name: to_data(table) for name, table in tables.items()}
    return data
