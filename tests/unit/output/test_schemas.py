from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from town import TOWN, made, town

import targetcheck as tc
from targetcheck.output.ruleset_text.json_schemas import part_schema, result_schema, ruleset_schema
from targetcheck.ruleset_locator import bundled_folder, ruleset_path
from targetcheck.yaml_text.yaml_source import read_document, read_document_text

ROOT = Path(__file__).parents[3]
RESULT = jsonschema.Draft202012Validator(result_schema())
RULESET = jsonschema.Draft202012Validator(ruleset_schema())
PART = jsonschema.Draft202012Validator(part_schema())


def plain(value: Any) -> Any:
    """Give raw data as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def faults(validator: Any, data: Any) -> list[str]:
    return [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(plain(data))]


def undeclared(schema: Any, data: Any, path: str = "$") -> Iterator[str]:
    """Yield every key of some output that its schema does not know."""
    if "$ref" in schema:
        schema = result_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    if "allOf" in schema:
        known = {}
        for part in schema["allOf"]:
            whole = result_schema()["$defs"]["evidence"] if "$ref" in part else part
            known |= whole["properties"]
        schema = {"properties": known}
    if isinstance(data, dict):
        for key, value in data.items():
            if key in schema.get("properties", {}):
                yield from undeclared(schema["properties"][key], value, f"{path}.{key}")
            elif isinstance(schema.get("additionalProperties"), dict):
                # a map by code says what every one of its values is
                yield from undeclared(schema["additionalProperties"], value, f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    if isinstance(data, list):
        for item in data:
            yield from undeclared(schema.get("items", {}), item, f"{path}[]")


@pytest.mark.parametrize("as_of", ["2023-12-31", "2024-06-30", "2024-12-31", "2026-01-01"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_real_output_keeps_the_published_schema(as_of, lang):
    data = json.loads(town(as_of).to_json(lang))
    assert not faults(RESULT, data)
    assert not set(undeclared(result_schema(), data))


def test_the_example_keeps_the_published_schema():
    table = ROOT / "examples" / "huangshi" / "2024q3.csv"
    result = tc.evaluate("hubei/huangshi-yangtze-2024", table, as_of="2024-09-30")
    data = json.loads(result.to_json())
    data["verdicts"] = data["verdicts"][::7]
    assert not faults(RESULT, data)
    assert not set(undeclared(result_schema(), data))


def test_the_schema_refuses_what_is_no_result():
    data = json.loads(made("10").to_json())
    data["verdicts"][0]["status"] = "passed"
    del data["summary"]["fail"]
    assert len(faults(RESULT, data)) == 2


@pytest.mark.parametrize("schema", [result_schema, ruleset_schema, part_schema])
def test_the_schemas_are_schemas(schema):
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", tc.bundled_rulesets())
def test_every_bundled_ruleset_keeps_the_schema(name):
    path = ruleset_path(name)
    assert not faults(RULESET, read_document(path).data)
    for part in sorted(path.parent.glob("*.yaml")):
        data = read_document(part).data
        if not {"targetcheck", "clauses", "sections", "reasons"} & set(data) and "targets" in data:
            data["targets"] = data["targets"][:5]
            assert not faults(PART, data)


def test_shared_parts_keep_the_schema():
    assert not faults(PART, read_document(bundled_folder() / "hubei" / "shared.yaml").data)


def test_the_examples_of_the_language_page_keep_the_schema():
    page = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert not faults(RULESET, read_document_text(example, "language.md").data)


SHORT = """
targetcheck: 1
id: 7
title: 题
document: {number: 1号, issuer: 甲, issued: 2024-01-01}
places: {p: {zh: 甲}}
groups:
defaults: {place: p, due: 2024Q4, lead: 甲局, baseline: 2022}
targets:
  - {id: a, title: 题, require: {done: true}, cite: {clause: 3, quote: 题}}
  - id: b
    indicator: {zh: 占比, nature: share, unit: percent}
    baseline: 2020
    require: {any: [{at_least: 90 %}, {rise: {from: 2022, at_least: 15 percentage_point}}]}
    cite: [{clause: 一, quote: 题}, {clause: 二, quote: 题}]
  - id: c
    indicator: b
    place: [p]
    require: {no_worse_than: 2023}
    due: 2025
  - id: d
    indicator: {zh: 面积, nature: flow, unit: 公顷}
    from: 2024
    tranches: {2024: 68.8 公顷, 2025: 34.4 公顷}
"""


def test_what_the_loader_takes_the_schema_takes():
    document = read_document_text(SHORT, "short.yaml")
    assert len(tc.load_ruleset(document.data).targets) == 4
    assert not faults(RULESET, document.data)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"targts": []}, "$"),
        ({"targetcheck": 2}, "$.targetcheck"),
        ({"targets": [{"id": "a", "indicator": "b", "deu": 2024}]}, "$.targets[0]"),
        ({"targets": [{"id": "a", "strength": "strong"}]}, "$.targets[0].strength"),
        ({"targets": [{"indicator": "b"}]}, "$.targets[0]"),
        ({"targets": [{"id": "a", "require": {"any": [{"at_least": 1}]}}]}, "$.targets[0].require"),
        ({"defaults": {"indicator": "b"}}, "$.defaults"),
    ],
)
def test_what_the_loader_refuses_by_its_shape_the_schema_refuses(change, path):
    data = {**read_document_text(SHORT, "short.yaml").data, **change}
    found = list(RULESET.iter_errors(plain(data)))
    assert [error.json_path for error in found] == [path]
    with pytest.raises(tc.TargetcheckError):
        tc.load_ruleset(data)


def test_a_part_needs_no_head():
    assert not faults(PART, {"targets": [{"id": "a"}]})
    assert faults(RULESET, {"targets": [{"id": "a"}]})


def test_the_golden_ruleset_keeps_the_schema():
    assert not faults(RULESET, read_document(TOWN / "ruleset.yaml").data)
