"""Writer of canonical YAML.

Layer: yaml_text. Input: plain data. Output: text that reads back to equal data. Top levels are
written line by line, small parts on one line.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import yaml

from targetcheck.yaml_text.yaml_loader import ImpossibleDate, read_scalar

WIDTH = 100
_STYLE = yaml.emitter.Emitter(io.StringIO(), allow_unicode=True)
_OTHER_READERS = yaml.resolver.Resolver()
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def dump_yaml(data: object) -> str:
    """Return canonical YAML of plain data, with the order of keys kept."""
    if not is_collection(data):
        return scalar_text(data, 0, flow=False) + "\n"
    if not data:
        return flow_text(data) + "\n"
    return "\n".join(_block(data, 0, 0)) + "\n"


def is_collection(value: object) -> bool:
    """Return whether a value is a list or a mapping."""
    return isinstance(value, Mapping) or (
        isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    )


def _block(value: object, indent: int, depth: int) -> list[str]:
    """Return the lines of a collection, each entry on its own line or lines."""
    lines: list[str] = []
    pad = " " * indent
    if isinstance(value, Mapping):
        for key, item in value.items():
            head = f"{pad}{scalar_text(str(key), indent, flow=False, key=True)}:"
            lines += _entry(head, item, indent, depth)
        return lines
    assert isinstance(value, Sequence)
    for item in value:
        if is_collection(item) and item and not fits_one_line(item, indent + 2, depth, True):
            first, *rest = _block(item, indent + 2, depth + 1)
            lines += [f"{pad}- {first[indent + 2 :]}", *rest]
        else:
            text = (
                flow_text(item)
                if is_collection(item)
                else scalar_text(item, indent + 2, flow=False)
            )
            lines.append(f"{pad}- {text}")
    return lines


def _entry(head: str, item: object, indent: int, depth: int) -> list[str]:
    if not is_collection(item):
        return [f"{head} {scalar_text(item, indent + 2, flow=False)}"]
    if not item or fits_one_line(item, _columns(head) + 1, depth, False):
        return [f"{head} {flow_text(item)}"]
    return [head, *_block(item, indent + 2, depth + 1)]


def fits_one_line(value: object, start: int, depth: int, listed: bool) -> bool:
    """Return whether a collection goes on one line: a leaf that fits, or deeper down a small tree."""
    if listed and depth <= 1 and isinstance(value, Mapping):
        return False
    if _height(value) > (1 if depth == 0 else 4):
        return False
    if _has_line_break(value):
        return False
    return start + _columns(flow_text(value)) <= WIDTH


def _height(value: object) -> int:
    if isinstance(value, Mapping):
        return 1 + max((_height(item) for item in value.values()), default=0)
    if is_collection(value):
        assert isinstance(value, Sequence)
        return 1 + max((_height(item) for item in value), default=0)
    return 0


def _has_line_break(value: object) -> bool:
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(_has_line_break(item) for item in value.values())
    return is_collection(value) and any(_has_line_break(item) for item in value)  # type: ignore[attr-defined]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def flow_text(value: object) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        entries = (
            f"{scalar_text(str(k), 0, flow=True, key=True)}: {flow_text(v)}"
            for k, v in value.items()
        )
        return "{" + ", ".join(entries) + "}"
    if is_collection(value):
        assert isinstance(value, Sequence)
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value, 0, flow=True)


def scalar_text(value: object, indent: int, *, flow: bool, key: bool = False) -> str:
    """Return a single value as YAML; a text of several lines as a literal, unless in `flow`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise TypeError(f"YAML cannot hold {type(value).__name__}")
    return _string(value, indent, flow, key)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("YAML cannot hold a number that is not finite")
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent <= 0:
        return format(value, "f")
    if value.adjusted() < 100:
        return str(value)
    # `str` would move the point and write an exponent of three digits, which the loader refuses.
    return f"{'-' * sign}{''.join(map(str, digits))}E+{exponent}"


def _string(text: str, indent: int, flow: bool, key: bool) -> str:
    if "\n" in text and not flow and not key and _fits_literal(text):
        chomp = "|-" if not text.endswith("\n") else "|"
        pad = " " * indent
        lines = text.removesuffix("\n").split("\n")
        return chomp + "".join(f"\n{pad}{line}" if line else "\n" for line in lines)
    shape = _STYLE.analyze_scalar(text)
    plain_allowed = shape.allow_flow_plain if flow else shape.allow_block_plain
    if plain_allowed and not shape.multiline and _reads_as_text(text, key):
        return text
    if shape.allow_single_quoted and not shape.multiline:
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _fits_literal(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return (
        bool(lines[0])
        and bool(lines[-1])
        and all(line == line.strip() and line.isprintable() for line in lines)
    )


def _reads_as_text(text: str, key: bool) -> bool:
    # Keys are always kept as text, so that the year 2024 needs no quotes as a key.
    if key:
        return text not in ("", "<<")
    try:
        if not isinstance(read_scalar(text), str):
            return False
    except ImpossibleDate:
        return False
    # Also quoted if YAML 1.1 would read another type, so that every tool reads the same document.
    tag: str = _OTHER_READERS.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character.isprintable() and code != 0xFEFF:
        return character
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
