"""The circular (通报): two to four pages of prose made from verdicts, with annexes."""

from __future__ import annotations

from dataclasses import replace

from targetcheck.output.circular.circular_annexes import (
    annexes,
    check_annexes,
    chosen_annexes,
)
from targetcheck.output.circular.circular_fields import (
    ANNEXES,
    CircularInputs,
    field_names,
    office_fields,
)
from targetcheck.output.circular.circular_template import Circular, text_blocks

__all__ = [
    "ANNEXES",
    "Circular",
    "CircularInputs",
    "check_annexes",
    "circular",
    "field_names",
    "office_fields",
]


def circular(
    inputs: CircularInputs, template: str | None = None, name: str = "", *, brief: bool = False
) -> Circular:
    """Return the circular; `inputs.annexes` names those that go with it, none where it is empty.

    `template` is the text of a Markdown template, `name` what errors call it. Raises
    TargetcheckError (`circular-counts`, `circular-template`, `circular-field`).
    """
    inputs = replace(inputs, compared=inputs.compared.inside)
    names = () if brief else chosen_annexes(inputs)
    filled = replace(inputs, annexes=names)
    blocks, fields = text_blocks(filled, template, name)
    title = next((block.text for block in blocks if block.kind == "title"), fields["title"])
    made = annexes(inputs, names)
    return Circular(inputs.lang, title, blocks, made, fields)
