"""YAML loader: text to plain data with the location of every value and key.

Layer: yaml_text. Input: YAML text. Output: plain data and marks. The node graph is walked here and
not constructed by the parser's own loader, so that every finding is collected, numbers stay exact,
and no tag ever creates an object.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.first_use import on_first_use, pattern

if TYPE_CHECKING:
    from targetcheck.yaml_text import yaml_syntax_errors
else:
    yaml_syntax_errors = on_first_use("targetcheck.yaml_text.yaml_syntax_errors")

Path = tuple[str | int, ...]
Marks = dict[Path, tuple[int, int]]

_PLAIN = "plain"
_PLAIN_KEY = pattern(r"\w[\w-]*")
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooDeep(Exception):
    """Raised for a document that is nested too deep."""


class _GraphLoader(_BASE):  # type: ignore[misc]
    """Composer of nodes only: a plain scalar keeps its own tag in place of a guessed type."""

    depth = 0

    def resolve(self, kind: type[Any], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return _PLAIN if implicit[0] else "tag:yaml.org,2002:str"
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self.depth += 1
        if self.depth > limits.YAML_DEPTH:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1


def path_text(path: Path) -> str:
    """Return a path as written in messages, as in `$.targets[3].due`."""
    text = "$"
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if _PLAIN_KEY.fullmatch(step) else f'["{step}"]'
    return text


def read_nodes(text: str, name: str) -> tuple[object, Marks, Marks, tuple[Diagnostic, ...]]:
    """Return the data of a YAML text, the marks of its values and keys, and its errors.

    Raises TargetcheckError if it cannot be read at all: syntax, depth or size.
    """
    loader: Any = None
    try:
        loader = _GraphLoader(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        if "nesting depth" in str(error):  # the C scanner has its own depth limit
            raise TargetcheckError(_too_deep(name)) from None
        raise TargetcheckError(yaml_syntax_errors.syntax_finding(error, text, name)) from None
    except UnicodeEncodeError as error:
        raise TargetcheckError(
            yaml_syntax_errors.character_finding(text, error.start, name)
        ) from None
    except _TooDeep:
        raise TargetcheckError(_too_deep(name)) from None
    finally:
        if loader is not None:
            loader.dispose()
    if root is None:
        return None, {}, {}, ()
    walk = _Walk(name)
    data = walk.value(root, ())
    return data, walk.marks, walk.key_marks, tuple(walk.found)


class _Walk:
    """State of one pass over the node graph: locations, findings, open nodes, a count."""

    __slots__ = ("count", "found", "key_marks", "marks", "name", "open")

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: Marks = {}
        self.key_marks: Marks = {}
        self.found: list[Diagnostic] = []
        self.open: set[int] = set()
        self.count = 0

    def value(self, node: Any, path: Path) -> object:
        self.count += 1
        if self.count > limits.YAML_VALUES:
            raise TargetcheckError(_too_large(Where(self.name), f"{limits.YAML_VALUES:,} values"))
        mark = node.start_mark
        self.marks[path] = (mark.line + 1, mark.column + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if id(node) in self.open:
            self._add(node, path, _RECURSIVE)
            return None
        if len(path) > limits.YAML_DEPTH:
            raise TargetcheckError(
                _too_large(self._where(node, path), f"{limits.YAML_DEPTH} levels")
            )
        self.open.add(id(node))
        data = self._mapping(node, path) if node.id == "mapping" else self._sequence(node, path)
        self.open.discard(id(node))
        return data

    def _scalar(self, node: Any, path: Path) -> object:
        if node.tag != _PLAIN:
            if node.tag != "tag:yaml.org,2002:str":
                self._add(node, path, _tag(node.tag))
            return node.value
        try:
            return read_scalar(node.value)
        except ImpossibleDate:
            self._add(node, path, _bad_date(node.value))
            return None

    def _sequence(self, node: Any, path: Path) -> list[object]:
        if node.tag != "tag:yaml.org,2002:seq":
            self._add(node, path, _tag(node.tag))
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]

    def _mapping(self, node: Any, path: Path) -> dict[str, object]:
        if node.tag != "tag:yaml.org,2002:map":
            self._add(node, path, _tag(node.tag))
        data: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            step = (*path, key)
            if key in data:
                self._add(key_node, step, _duplicate(key, self.key_marks[step][0]))
                continue
            mark = key_node.start_mark
            self.key_marks[step] = (mark.line + 1, mark.column + 1)
            data[key] = self.value(value_node, step)
        return data

    def _key(self, node: Any, path: Path) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._add(node, path, _ODD_KEY)
        elif node.tag not in (_PLAIN, "tag:yaml.org,2002:str"):
            self._add(node, path, _tag(node.tag))
        elif node.tag == _PLAIN and node.value == "<<":
            self._add(node, path, _MERGE_KEY)
        else:
            return str(node.value)
        return None

    def _where(self, node: Any, path: Path) -> Where:
        mark = node.start_mark
        return Where(self.name, line=mark.line + 1, column=mark.column + 1, path=path_text(path))

    def _add(self, node: Any, path: Path, finding: Diagnostic) -> None:
        self.found.append(finding.at(self._where(node, path)))


_RECURSIVE = Diagnostic(
    "yaml-recursive-alias",
    "this `*alias` contains itself",
    "别名循环引用自身",
    "write the value out",
    "请把内容直接写出来",
)
_ODD_KEY = Diagnostic(
    "yaml-key",
    "a key is a list or a mapping",
    "键不能是列表或映射",
    "keys are single words or texts; quote a key that starts with a bracket",
    "键只能是文字；以括号开头的键请加引号",
)
_MERGE_KEY = Diagnostic(
    "yaml-merge-key",
    "the merge key `<<` is not part of YAML 1.2",
    "合并键 << 不属于 YAML 1.2",
    "use `*alias` for a whole value, or write the entries out",
    "请用“*别名”引用整个值，或把各项写出来",
)


def _duplicate(key: str, line: int) -> Diagnostic:
    return Diagnostic(
        "yaml-duplicate-key",
        f"the key `{key}` is given twice, first on line {line}",
        f"键“{key}”重复出现，首次在第{line}行",
        "keep one of them",
        "请只保留一个",
    )


def _bad_date(text: str) -> Diagnostic:
    return Diagnostic(
        "yaml-bad-date",
        f"`{text}` is not a day of the calendar",
        f"“{text}”不是存在的日期",
        "write an existing day as year-month-day, as in 2024-12-31",
        "请写存在的日期，如2024-12-31",
    )


def _tag(tag: str) -> Diagnostic:
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    return Diagnostic(
        "yaml-tag",
        f"the tag `{shown}` is not accepted",
        f"不接受标签“{shown}”",
        "remove it, or quote a text that starts with `!`",
        "请删去标签；以“!”开头的文字请加引号",
    )


def _too_deep(name: str) -> Diagnostic:
    return _too_large(Where(name), f"{limits.YAML_DEPTH} levels")


def _too_large(where: Where, limit: str) -> Diagnostic:
    zh = limit.replace(" values", " 个值").replace(" levels", " 层")
    return Diagnostic(
        "yaml-too-large",
        f"the document has more than {limit}",
        f"文档超过{zh}",
        "split it, and use fewer aliases",
        "请拆分文档，并减少别名",
        where,
    )


Scalar = str | int | Decimal | bool | date | None

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Lengths are bounded so that reading a number costs no more than reading its text.
_NUMBER = pattern(
    r"[-+]?(?:(?P<whole>0|[1-9][0-9]{0,299})"
    r"|(?:(?:0|[1-9][0-9]{0,299})(?:\.[0-9]{0,300})?|\.[0-9]{1,300})(?:[eE][-+]?[0-9]{1,2})?)"
)
_DATE = pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class ImpossibleDate(ValueError):
    """Raised for a text in the form of a date that does not exist."""


def read_scalar(text: str) -> Scalar:
    """Return the value of a plain scalar; raise `ImpossibleDate` for texts like 2024-02-30."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or not text.isascii():
        return text
    number = _NUMBER.fullmatch(text)
    if number:
        return int(text) if number["whole"] is not None else Decimal(text)
    day = _DATE.fullmatch(text)
    if day:
        try:
            return date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            raise ImpossibleDate(text) from None
    return text
