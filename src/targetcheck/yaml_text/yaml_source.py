"""Reader of a YAML file, a YAML text or a dictionary.

Layer: yaml_text. Output: `YamlSource`: plain data (text, exact numbers, dates, lists, mappings)
with the line and column of every value and key, so that findings can point at them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes, shown_name
from targetcheck.first_use import pattern
from targetcheck.yaml_text.yaml_loader import Path, path_text, read_nodes

_SURROGATE = pattern("[\ud800-\udfff]")
__all__ = ["Path", "YamlSource", "read_document", "read_document_text"]


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A document as written: its plain data, its text, and the location of each part."""

    name: str
    data: dict[str, object]
    marks: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    key_marks: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)
    found: tuple[Diagnostic, ...] = field(default=(), repr=False)

    def where(self, path: Path, key: bool = False) -> Where:
        """Return the location of the value at `path`, or of its key; else of its nearest ancestor."""
        mark = self.key_marks.get(path) if key else None
        for length in range(len(path), -1, -1):
            mark = mark or self.marks.get(path[:length])
            if mark:
                break
        line, column = mark or (0, 0)
        return Where(self.name, line=line, column=column, path=path_text(path))


def read_document(
    source: str | os.PathLike[str] | Mapping[Any, object],
    name: str | None = None,
    *,
    lenient: bool = False,
) -> YamlSource:
    """Return the source of a YAML file or of a dictionary.

    Raises TargetcheckError. With `lenient`, duplicate keys, impossible dates and the like are kept
    in `found`, to be reported together with later findings.
    """
    if isinstance(source, Mapping):
        return _from_mapping(source, name or "<dict>")
    path = os.fspath(source)
    shown = name or shown_name(path)
    return read_document_text(
        decode_utf8(read_bytes(path, shown, limits.YAML_BYTES), shown), shown, lenient=lenient
    )


def read_document_text(text: str, name: str, *, lenient: bool = False) -> YamlSource:
    """Return the source of a YAML text; messages name it `name`."""
    text = text.removeprefix("\ufeff")
    data, marks, key_marks, found = read_nodes(text, name)
    if found and not (lenient and isinstance(data, dict)):
        raise TargetcheckError(found)
    if not isinstance(data, dict):
        line, column = marks.get((), (1, 1))
        raise TargetcheckError(
            Diagnostic(
                "yaml-not-mapping",
                "the document is empty" if data is None else "the document has no keys at its top",
                "文档是空的" if data is None else "文档最外层没有键",
                "start with `key: value` lines",
                "请以“键: 值”的形式书写",
                Where(name, line=line, column=column, path="$"),
            )
        )
    return YamlSource(name, data, marks, key_marks, text, found)


def _from_mapping(source: Mapping[Any, object], name: str) -> YamlSource:
    found: list[Diagnostic] = []
    data = _plain(source, (), name, found)
    if found or not isinstance(data, dict):
        raise TargetcheckError(found)
    return YamlSource(name, data)


def _plain(value: object, path: Path, name: str, found: list[Diagnostic]) -> object:
    if isinstance(value, str):
        if not _SURROGATE.search(value):
            return value
        found.append(_refused("a text with half a character", "不完整的字符", path, name))
        return None
    if isinstance(value, Mapping) and len(path) <= limits.YAML_DEPTH:
        return _plain_mapping(value, path, name, found)
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value.isoformat()
    if value is None or isinstance(value, (bool, str, date)):
        return value
    if isinstance(value, int) and limits.within(value):
        return int(value)
    if isinstance(value, float):
        # repr gives the shortest decimal, which is what the author of the dictionary wrote.
        value = Decimal(repr(float(value)))
    if isinstance(value, Decimal) and limits.within(value):
        return value
    if isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()):
        found.append(
            _refused(
                f"a number beyond 10^{limits.MAGNITUDE}",
                f"超过10的{limits.MAGNITUDE}次方的数",
                path,
                name,
            )
        )
        return None
    if len(path) > limits.YAML_DEPTH:
        found.append(
            _refused(
                "a structure nested too deep, or inside itself",
                "嵌套过深或包含自身的结构",
                path,
                name,
            )
        )
    elif isinstance(value, (list, tuple)):
        return [_plain(item, (*path, i), name, found) for i, item in enumerate(value)]
    else:
        found.append(_refused(f"`{value!r}`"[:80], f"“{value!r}”"[:80], path, name))
    return None


def _plain_mapping(
    value: Mapping[Any, object], path: Path, name: str, found: list[Diagnostic]
) -> dict[str, object]:
    data: dict[str, object] = {}
    for key, item in value.items():
        text = str(key)
        step = (*path, text)
        if _SURROGATE.search(text):
            found.append(_refused("a key with half a character", "含不完整字符的键", path, name))
            continue
        if text in data:
            found.append(_refused(f"the key `{key}` twice", f"重复的键“{key}”", step, name))
        data[text] = _plain(item, step, name, found)
    return data


def _refused(what: str, zh: str, path: Path, name: str) -> Diagnostic:
    return Diagnostic(
        "document-value",
        f"a ruleset cannot hold {what}",
        f"规则集中不能包含{zh}",
        "use text, whole or decimal numbers, true, false, dates, lists and mappings",
        "请使用文字、数字、true、false、日期、列表和映射",
        Where(name, path=path_text(path)),
    )
