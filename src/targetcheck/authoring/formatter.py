"""Formatter: one canonical form of a ruleset file, comments preserved.

Layer: authoring. Input: YAML text. Output: the same document in the layout of `to_yaml`, known keys
in order, comments at their entries. A result that parses differently is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from targetcheck.authoring.key_order import in_order
from targetcheck.authoring.yaml_comments import Remarks, read_remarks
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.yaml_text.yaml_source import Path, YamlSource, read_document_text
from targetcheck.yaml_text.yaml_writer import fits_one_line, flow_text, is_collection, scalar_text


def formatted(text: str, name: str) -> str:
    """Return a YAML text in canonical form.

    Raises TargetcheckError if the text cannot be read, and `format-unsafe` if the result would
    parse to different data.
    """
    document = read_document_text(text, name)
    remarks = read_remarks(document.text)
    made = write(in_order(document.data), remarks)
    _same(document, remarks, made)
    return made


def write(data: Mapping[str, object], remarks: Remarks) -> str:
    """Return data as canonical YAML with comments."""
    _lift(data, (), remarks)
    return "\n".join([*remarks.head, *_Writer(remarks).mapping(data, (), 0)]) + "\n"


def _same(document: YamlSource, remarks: Remarks, made: str) -> None:
    again = read_document_text(made, document.name)
    if again.data != document.data or read_remarks(made).texts() != remarks.texts():
        raise TargetcheckError(
            Diagnostic(
                "format-unsafe",
                "this file cannot be laid out anew without a change",
                "此文件重新排版后会与原文不一致",
                "move comments out of the middle of values, and report the file",
                "请把注释移出值的中间，并反馈此文件",
                Where(document.name),
            )
        )


class _Writer:
    """Writer of nested blocks; a short value goes on one line unless a comment is inside it."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.holders = remarks.holders()

    def mapping(self, data: Mapping[str, object], path: Path, indent: int) -> list[str]:
        lines: list[str] = []
        for number, (key, item) in enumerate(data.items()):
            here = (*path, key)
            pad = " " * indent
            lines += self._above(here, indent, first=number == 0)
            head = f"{pad}{scalar_text(str(key), indent, flow=False, key=True)}:"
            lines += self._entry(head, item, here, indent)
            lines += self._below(here, indent)
        return lines

    def _entry(self, head: str, item: object, path: Path, indent: int) -> list[str]:
        if not is_collection(item):
            first, *rest = f"{head} {scalar_text(item, indent + 2, flow=False)}".split("\n")
            return [first + self._behind(path), *rest]
        if self._on_one_line(item, len(head) + _wide(head) + 1, path, listed=False):
            return [f"{head} {flow_text(item)}{self._behind(path)}"]
        return [head + self._behind(path), *self._block(item, path, indent + 2)]

    def _block(self, item: object, path: Path, indent: int) -> list[str]:
        if isinstance(item, Mapping):
            return self.mapping(item, path, indent)
        assert isinstance(item, Sequence)
        return self.sequence(item, path, indent)

    def sequence(self, data: Sequence[object], path: Path, indent: int) -> list[str]:
        lines: list[str] = []
        pad = " " * indent
        for number, item in enumerate(data):
            here = (*path, number)
            lines += self._above(here, indent, first=number == 0)
            if is_collection(item) and not self._on_one_line(item, indent + 2, here, listed=True):
                lines += self._item(item, here, indent)
            else:
                text = (
                    flow_text(item)
                    if is_collection(item)
                    else scalar_text(item, indent + 2, flow=False)
                )
                first, *rest = f"{pad}- {text}".split("\n")
                lines += [first + self._behind(here), *rest]
            lines += self._below(here, indent)
        return lines

    def _item(self, item: object, path: Path, indent: int) -> list[str]:
        """Return the lines of a list item; comments above its first key go above its dash."""
        pad = " " * indent
        body = self._block(item, path, indent + 2)
        lead = 0
        while not body[lead].strip() or body[lead].lstrip().startswith("#"):
            lead += 1
        above = [f"{pad}{line.strip()}" if line.strip() else "" for line in body[:lead]]
        if path in self.remarks.behind:
            above.append(f"{pad}{self.remarks.behind[path]}")
        return [*above, f"{pad}- {body[lead][indent + 2 :]}", *body[lead + 1 :]]

    def _on_one_line(self, item: object, start: int, path: Path, *, listed: bool) -> bool:
        if not item:
            return True
        depth = len(path) - 1
        return path not in self.holders and fits_one_line(item, start, depth, listed)

    def _above(self, path: Path, indent: int, *, first: bool) -> list[str]:
        lines = self.remarks.above.get(path, [])
        pad = " " * indent
        made = [f"{pad}{line}" if line else "" for line in lines]
        return made[1:] if first and made and not made[0] else made

    def _behind(self, path: Path) -> str:
        text = self.remarks.behind.get(path)
        return f"  {text}" if text else ""

    def _below(self, path: Path, indent: int) -> list[str]:
        return [f"{' ' * indent}{line}" for line in self.remarks.below.get(path, [])]


def _lift(data: object, path: Path, remarks: Remarks) -> None:
    """Move comments above the first key of a list item to the item.

    They are written above its dash, which is where the reader finds them again.
    """
    for key, item in _entries(data):
        _lift(item, (*path, key), remarks)
        first = next(iter(_entries(item)), None)
        if first is not None and not isinstance(data, Mapping):
            lines = remarks.above.pop((*path, key, first[0]), [])
            if lines:
                blank = not lines[0]  # no comment is possible between a dash and its first key
                remarks.above.setdefault((*path, key), []).extend(lines[blank:])


def _entries(data: object) -> Iterable[tuple[str | int, object]]:
    """Return the entries of a mapping or list with their keys or indices; none for a scalar."""
    if isinstance(data, Mapping):
        return data.items()
    if isinstance(data, Sequence) and not isinstance(data, str):
        return enumerate(data)
    return ()


def _wide(text: str) -> int:
    import unicodedata

    return sum(unicodedata.east_asian_width(c) in "WF" for c in text)
