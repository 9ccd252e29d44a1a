"""A model makes ready what is met, and says all it always said."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Discriminator, Field, Tag, ValidationError

import targetcheck as tc
from targetcheck.ruleset.fields.field_types import Names, Part
from targetcheck.ruleset.fields.lazy_models import json_schema_of
from targetcheck.ruleset.ruleset import Ruleset


class Leaf(Part):
    name: str
    size: int = Field(1, ge=1)


class Never(Part):
    leaf: Leaf


class Node(Part):
    under: tuple[Tree, ...]


def _kind(raw: Any) -> str:
    return "node" if isinstance(raw, Node) or (isinstance(raw, dict) and "under" in raw) else "leaf"


Tree = Annotated[Annotated[Node, Tag("node")] | Annotated[Leaf, Tag("leaf")], Discriminator(_kind)]


class Whole(Part):
    tree: Tree
    other: Never | None = None
    either: str | Names | Never = ""
    named: dict[str, Leaf] = {}


TREE = {"under": [{"name": "a"}, {"under": [{"name": "b", "size": 2}]}]}


@pytest.fixture(scope="module")
def whole() -> Whole:
    return Whole.model_validate({"tree": TREE, "named": {"x": {"name": "c"}}})


def test_a_model_that_is_not_met_is_not_made_ready(whole: Whole) -> None:
    assert Leaf.__pydantic_complete__
    assert not Never.__pydantic_complete__
    assert isinstance(whole.tree, Node)


def test_pieces_are_written_as_they_were_read(whole: Whole) -> None:
    dumped = whole.model_dump(by_alias=True, exclude_defaults=True)
    assert json.loads(json.dumps(dumped)) == {"tree": TREE, "named": {"x": {"name": "c"}}}
    assert Whole.model_validate(dumped) == whole
    assert hash(Leaf(name="a")) == hash(Leaf(name="a", size=1))


@pytest.mark.parametrize(
    ("raw", "steps"),
    [
        ({"tree": {"under": [{"name": "a", "size": 0}]}}, ("under", 0, "size")),
        ({"tree": {"name": "a", "extra": 1}}, ("tree", "extra")),
        ({"tree": TREE, "named": {"x": {}}}, ("named", "x", "name")),
        ({"tree": TREE, "other": {"leaf": {"name": []}}}, ("other", "leaf", "name")),
    ],
)
def test_a_fault_names_its_place_however_deep(raw: dict[str, Any], steps: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Whole.model_validate(raw)
    places = [list(error["loc"]) for error in caught.value.errors()]
    assert [step for step in places[0] if step in steps] == list(steps)
    assert len(places) == 1


def inner_references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for value in schema.values():
            yield from inner_references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from inner_references(value)


def test_the_schema_holds_everything_before_and_after_a_piece_was_met(whole: Whole) -> None:
    schema = json_schema_of(Whole)
    assert set(schema["$defs"]) == {"Leaf", "Never", "Node"}
    assert set(inner_references(schema)) == {"Leaf", "Never", "Node"}
    Ruleset.model_validate({
        "targetcheck": 1, "id": "x", "title": "x",
        "document": {"number": "1", "issuer": "x", "issued": "2024-01-01"},
    })  # fmt: skip
    pieces = json_schema_of(Ruleset)
    assert set(inner_references(pieces)) == set(pieces["$defs"])
    assert {"Schedule", "Target", "Citation", "GradeTable"} < set(pieces["$defs"])
    assert Whole.model_validate(whole.model_dump(by_alias=True)) == whole


def test_a_pickled_ruleset_is_written_in_a_process_that_has_met_no_piece(tmp_path: Path) -> None:
    """A Spark worker gets its plan this way; pydantic before 2.14 could not write it."""
    ruleset = tc.load_ruleset("hubei/suizhou-yangtze-2024")
    (tmp_path / "ruleset.pickle").write_bytes(pickle.dumps(ruleset))
    code = f"""
import pickle
from pathlib import Path
ruleset = pickle.loads(Path({str(tmp_path / "ruleset.pickle")!r}).read_bytes())
from targetcheck.ruleset.ruleset import to_data
print(len(to_data(ruleset)["targets"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(len(ruleset.targets)), done.stderr
