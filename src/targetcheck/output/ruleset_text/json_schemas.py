"""JSON Schemas of rulesets, for editors, and of results, for programs.

Layer: output. Output: plain data. The schema of rulesets is generated from the model and extended
by the short forms that the loader accepts: places and dates from `defaults`, inline indicators, a
single entry in place of a list.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from targetcheck.output.ruleset_text.json_schema_descriptions import describe
from targetcheck.ruleset.fields.lazy_models import json_schema_of
from targetcheck.ruleset.fields.plain_values import FIRST_REPORT, SINCE
from targetcheck.ruleset.loading.ruleset_loader import DEFAULTS, LISTS, MAPPINGS
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.version import __version__

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLES = {
    "ruleset": "The promises of one document, for targetcheck",
    "part": "A file that a ruleset of targetcheck includes or uses",
}


def result_schema() -> Schema:
    """Return the schema of the JSON result."""
    text = files(__package__).joinpath("result.schema.json").read_text("utf-8")
    return _identified("result", json.loads(text))


def ruleset_schema() -> Schema:
    """Return the schema of a ruleset file."""
    schema = json_schema_of(Ruleset)
    pieces = schema["$defs"]
    for piece in (schema, *pieces.values()):
        _plain_titles(piece)
    _open_target(pieces["Target"])
    _open_baselines(pieces)
    _open_methods(pieces)
    properties = schema["properties"]
    for key in (*MAPPINGS, *LISTS):
        properties[key]["type"] = [properties[key]["type"], "null"]
    names = {"type": "array", "items": {"type": "string"}}
    properties["include"] = {"anyOf": [{"type": "string"}, names]}
    properties["defaults"] = _defaults(pieces["Target"])
    _numbers_as_text(schema)
    return _identified("ruleset", {**describe(schema), "title": _TITLES["ruleset"]})


def part_schema() -> Schema:
    """Return the schema of a file for `include` or `use`: the same keys, none required."""
    schema = ruleset_schema()
    del schema["required"]
    said = {"title": _TITLES["part"], "description": "Pieces of a ruleset."}
    return _identified("part", {**schema, **said})


def _identified(name: str, schema: Schema) -> Schema:
    """Return a schema with its dialect and a name that holds for this version alone."""
    return {**schema, "$schema": DIALECT, "$id": f"urn:targetcheck:{__version__}:{name}"}


def _open_target(target: Schema) -> None:
    """Allow place from `defaults`, a title as the deliverable, and an inline indicator."""
    properties = target["properties"]
    target["required"] = ["id"]
    properties["indicator"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Indicator"}]}
    cite = {"$ref": "#/$defs/Citation"}
    properties["cite"] = {"anyOf": [cite, {"type": "array", "items": cite}]}


def _open_baselines(pieces: Schema) -> None:
    """Allow a period alone as a baseline, and `from` for the start of a schedule."""
    label = {"type": ["string", "integer"], "examples": [2022, "2024Q3", "previous_year"]}
    starts = label | {"examples": [2022, "2024Q3", FIRST_REPORT]}
    owners = (("Change", "from"), *(("Test", key) for key in SINCE))
    for piece, key, named, bare in (
        ("Target", "baseline", "StartBaseline", starts),
        *((piece, key, "Baseline", label) for piece, key in owners),
    ):
        properties = pieces[piece]["properties"]
        said = {k: v for k, v in properties[key].items() if k == "description"}
        ref = {"$ref": f"#/$defs/{named}"}
        properties[key] = {"anyOf": [bare, ref, {"type": "null"}], **said}
    for name in ("Baseline", "StartBaseline"):
        start = pieces[name]
        start["properties"]["from"] = start["properties"]["period"]
        del start["required"]
        start["anyOf"] = [{"required": [key]} for key in ("period", "from", "first_since")]


def _open_methods(pieces: Schema) -> None:
    """Allow short forms of table, tie rule and the method that a key implies."""
    tables = pieces["Permitted"]["properties"]["table"]["anyOf"][0]
    _or_one_word(pieces["Test"]["properties"], "permitted", tables)
    for piece in pieces.values():
        ties = piece.get("properties", {}).get("ties", {})
        if ties.get("$ref") == "#/$defs/Ties":
            _or_one_word(piece["properties"], "ties", {"enum": ["better", "worse"]})
    for key, name in (("budget", "Burn"), ("year_to_date", "Remaining")):
        implied = {k: v for k, v in pieces[name].items() if k != "required"}
        said = pieces["Profile"]["properties"][key].get("description")
        pieces["Profile"]["properties"][key] = implied | ({"description": said} if said else {})


def _or_one_word(properties: Schema, key: str, word: Schema) -> None:
    written = dict(properties[key])
    said = {k: written.pop(k) for k in ("description", "default") if k in written}
    forms = written.get("anyOf", [written])
    properties[key] = {"anyOf": [word, *forms], **said}


def _defaults(target: Schema) -> Schema:
    properties = {key: target["properties"][key] for key in DEFAULTS}
    return {
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
        "description": "defaults for the targets of this file",
    }


def _plain_titles(piece: Schema) -> None:
    """Remove titles that only repeat the keys."""
    for key, schema in piece.get("properties", {}).items():
        if isinstance(schema, dict) and schema.get("title") == key.replace("_", " ").title():
            del schema["title"]


def _numbers_as_text(node: Any) -> None:
    """Allow a number as text: YAML reads `clause: 3` as a number."""
    if isinstance(node, dict):
        if node.get("type") == "string" and not {"enum", "const", "pattern"} & set(node):
            node["type"] = ["string", "number"]
        for value in node.values():
            _numbers_as_text(value)
    elif isinstance(node, list):
        for value in node:
            _numbers_as_text(value)
