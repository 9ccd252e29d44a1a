"""Docstrings are plain technical English: verbs that name the act, nouns that name the thing."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "Floor:": re.compile(r"^Floor:", re.MULTILINE),  # a layer is `Layer:`
    "Give": re.compile(
        r"^(Give|Gives|Say|Says|Tell|Tells)\b", re.MULTILINE
    ),  # Return, Yield, Print
    "is no": re.compile(r"(?<![Tt]here )\bis no (?!longer\b)"),  # `is not`, or what is invalid
    "nobody": re.compile(r"\bnobody\b", re.IGNORECASE),  # who or what it is
    "told": re.compile(r"\btold\b"),  # reported, declared, converted
}
CODE = re.compile(r"``.*?``|`.*?`", re.DOTALL)
EXCEPTIONS: dict[tuple[str, str], str] = {}
"""(file, name of the definition) → why a word of the list is right there; at most ten"""


@cache
def docstrings(path: Path) -> list[tuple[str, str]]:
    """Return (name of the definition, its docstring without code) for a file."""
    defined = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        (getattr(node, "name", "module"), ast.get_docstring(node))
        for node in ast.walk(tree)
        if isinstance(node, defined)
    ]
    return [(name, CODE.sub("", text)) for name, text in found if text]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_docstrings_avoid_the_word(word):
    found = [
        f"{path.relative_to(ROOT)}: {name}: {text.strip().splitlines()[0]}"
        for folder in ("src", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name, text in docstrings(path)
        if FORBIDDEN[word].search(text) and (path.name, name) not in EXCEPTIONS
    ]
    assert not found, "\n".join(found)


def test_exceptions_are_few_and_reasoned():
    assert len(EXCEPTIONS) <= 10
    assert all(EXCEPTIONS.values())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Floor: plan.", "Floor:"),
        ("Give the row.", "Give"),
        ("Return what is no row.", "is no"),
        ("What nobody reads.", "nobody"),
        ("How it is told.", "told"),
    ],
)
def test_each_pattern_finds_its_word(text, word):
    assert FORBIDDEN[word].search(text)


@pytest.mark.parametrize(
    "text", ["None if there is no row.", "It is no longer used.", "Return it."]
)
def test_plain_sentences_pass(text):
    assert not any(pattern.search(text) for pattern in FORBIDDEN.values())
