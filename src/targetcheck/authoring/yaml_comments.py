"""Comments and blank lines of a YAML text, each attached to an entry.

Layer: authoring. Input: valid YAML text. Output: `Remarks`, keyed by the path of the entry, so that
a comment moves with its entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from targetcheck.yaml_text.yaml_source import Path

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MODELINE = "# yaml-language-server:"
"""Comment by which an editor finds the schema; it is kept at the top of the file."""


@dataclass(slots=True)
class Remarks:
    """Comments by path: above, behind and below an entry; `head`: at the start of the file.

    An empty line in `above` is a blank line of the author.
    """

    head: list[str] = field(default_factory=list)
    above: dict[Path, list[str]] = field(default_factory=dict)
    behind: dict[Path, str] = field(default_factory=dict)
    below: dict[Path, list[str]] = field(default_factory=dict)

    def holders(self) -> frozenset[Path]:
        """Return the paths of values that contain a comment and must therefore span lines."""
        commented = [p for p, lines in self.above.items() if any(lines)]
        found = (*commented, *self.behind, *self.below)
        return frozenset(p[:n] for p in found for n in range(len(p)))

    def texts(self) -> list[str]:
        """Return every comment, sorted, to check that none was lost."""
        lines = [*self.head, *self.behind.values()]
        lines += [
            line for group in (self.above, self.below) for ls in group.values() for line in ls
        ]
        return sorted(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a mapping or list: its start and the end of its value."""

    path: Path
    line: int
    column: int
    end: tuple[int, int]


def read_remarks(text: str) -> Remarks:
    """Return the comments and blank lines of a YAML text."""
    entries, scalars = _layout(text)
    entries.sort(key=lambda e: (e.line, e.column, len(e.path)))
    remarks, waiting = Remarks(), list[tuple[int, str]]()
    starts: dict[int, list[_Entry]] = {}
    for entry in entries:
        starts.setdefault(entry.line, []).append(entry)
    last: list[_Entry] = []
    for number, line in enumerate(text.splitlines()):
        here = starts.get(number, [])
        if here:
            _settle(remarks, waiting, here[0], last)
            waiting, last = [], [*last, *here]
        mark = _comment(line, number, scalars)
        if mark is None:
            if not line.strip() and not _within(number, 0, scalars):
                waiting.append((0, ""))
        elif line[:mark].strip() and last:
            _set_behind(remarks, last, (number, mark), line[mark:].rstrip())
        else:
            waiting.append((mark, line[mark:].rstrip()))
    _settle(remarks, waiting, None, last)
    return remarks


def _set_behind(remarks: Remarks, last: list[_Entry], at: tuple[int, int], comment: str) -> None:
    """Attach a comment behind code to the outermost entry that ends before it on its line."""
    line = last[-1].line
    if at[0] != line:
        ended = [e for e in last if e.end <= at and e.end[0] == at[0]] or last[-1:]
        entry = ended[0]
    else:
        row = [e for e in last if e.line == line]
        entry = next((e for e in row if e.end <= at), row[-1])
    held = remarks.behind.get(entry.path)
    remarks.behind[entry.path] = f"{held} {comment}" if held else comment


def _settle(
    remarks: Remarks, waiting: list[tuple[int, str]], coming: _Entry | None, last: list[_Entry]
) -> None:
    """Attach pending comments to the next entry, or to the previous one if indented deeper."""
    lines = list(waiting)
    if not last:
        _settle_head(remarks, lines)
    deeper = -1 if coming is None else coming.column
    while last and lines and lines[0][1] and lines[0][0] > deeper:
        column = lines[0][0]
        owner = next((e for e in reversed(last) if e.column == column), None)
        if owner is None and coming is not None:
            break
        path = owner.path if owner else last[-1].path[:1]
        remarks.below.setdefault(path, []).append(lines.pop(0)[1])
    kept = [text for _, text in lines]
    if coming is None:
        if any(kept) and last:
            remarks.below.setdefault(last[-1].path[:1], []).extend(t for t in kept if t)
        return
    squeezed = [t for n, t in enumerate(kept) if t or (n + 1 == len(kept) or kept[n + 1])]
    if squeezed and (last or any(squeezed)):
        remarks.above[coming.path] = squeezed


def _settle_head(remarks: Remarks, lines: list[tuple[int, str]]) -> None:
    """Keep at the head of the file what a blank line separates from the first entry.

    The editor's modeline stays there too.
    """
    blank = max((n for n, (_, text) in enumerate(lines) if not text), default=-1)
    head = lines[: blank + 1]
    while lines[len(head) :] and lines[len(head)][1].startswith(MODELINE):
        head.append(lines[len(head)])
    del lines[: len(head)]
    texts = [text for _, text in head]
    while texts and not texts[0]:
        texts.pop(0)
    squeezed = [t for n, t in enumerate(texts) if t or texts[n - 1]]
    remarks.head = squeezed


Spans = list[tuple[tuple[int, int], tuple[int, int]]]


def _comment(line: str, number: int, scalars: Spans) -> int | None:
    """Return the column at which a comment starts on a line, or None."""
    start = line.find("#")
    while start != -1:
        alone = start == 0 or line[start - 1] in " \t"
        if alone and not _within(number, start, scalars):
            return start
        start = line.find("#", start + 1)
    return None


def _within(line: int, column: int, scalars: Spans) -> bool:
    return any(first <= (line, column) < last for first, last in scalars)


def _layout(text: str) -> tuple[list[_Entry], Spans]:
    """Return every entry with its position, and the spans of scalars."""
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    lines = text.splitlines()
    entries: list[_Entry] = []
    scalars: Spans = []
    for path, key, node in _walk(root, ()):
        if isinstance(node, yaml.ScalarNode):
            scalars.append(_span(node, lines))
        if key is not None and isinstance(key, yaml.ScalarNode):
            scalars.append(_span(key, lines))
        if path:
            mark = (key or node).start_mark
            end = (node.end_mark.line, node.end_mark.column)
            if isinstance(node, yaml.CollectionNode) and not node.flow_style:
                end = (node.end_mark.line + 1, 0)  # a block scalar continues below its last line
            column = mark.column if key is not None else max(0, mark.column - 2)
            entries.append(_Entry(path, mark.line, column, end))
    return entries, scalars


def _span(node: Any, lines: list[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    first = (node.start_mark.line, node.start_mark.column)
    last = (node.end_mark.line, node.end_mark.column)
    if node.style in ("|", ">"):
        first = (first[0] + 1, 0)  # the line of the block indicator may end in a comment
        row = last[0] - 1 if last[1] == 0 else last[0]
        while row >= first[0] and row < len(lines) and not lines[row].strip():
            row -= 1
        last = (row + 1, 0)
    return first, last


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Yield (path, key node or None, value node), parents first; an alias is walked once."""
    seen: set[int] = set()
    ahead: list[tuple[Path, Any, Any]] = [(path, None, node)]
    while ahead:
        here, key, value = ahead.pop()
        yield here, key, value
        if value is None or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, yaml.MappingNode):
            ahead += [((*here, str(k.value)), k, v) for k, v in value.value]
        elif isinstance(value, yaml.SequenceNode):
            ahead += [((*here, n), None, v) for n, v in enumerate(value.value)]
