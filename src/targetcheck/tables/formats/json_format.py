"""Reader of JSON, and of dictionaries of cells or columns.

Layer: tables. Output: raw rows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import decode_utf8, read_bytes
from targetcheck.tables.formats.python_cell import NO_TEXT, NoCell, is_text, raw_cell
from targetcheck.tables.raw_table import RawRows, RowPlaces, refuse, refuse_wide


class _Object(dict[str, Any]):
    """A JSON object that records duplicate keys."""

    twice: tuple[str, ...] = ()


def read_json(path: str | os.PathLike[str], name: str) -> RawRows:
    """Return the rows of a JSON file: a list of objects, also below one key, or columns."""
    data = _parse(decode_utf8(read_bytes(path, name), name), name, 0)
    if isinstance(data, Mapping):
        key, rows = _wrapped(data, name)
        if rows is not None:
            return from_rows(rows, name, "json", path=f"$.{key}[{{}}]")
    if isinstance(data, Mapping) and data and all(isinstance(v, list) for v in data.values()):
        return from_columns(data, name, "json")
    if isinstance(data, list):
        return from_rows(data, name, "json", path="$[{}]")
    raise TargetcheckError(_shape(Where(name, path="$")))


def _wrapped(data: Mapping[str, Any], name: str) -> tuple[str, list[Any] | None]:
    """Return the one list of rows inside an object, with its key, such as `data` or `records`."""
    if isinstance(data.get("observations"), list):
        return "observations", data["observations"]
    lists = [
        key
        for key, value in data.items()
        if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value)
    ]
    if len(lists) > 1:
        raise TargetcheckError(_several(lists, Where(name, path="$")))
    if lists:
        return lists[0], data[lists[0]]
    nested = [(k, *_wrapped(v, name)) for k, v in data.items() if isinstance(v, Mapping)]
    held = [(f"{key}.{inner}", rows) for key, inner, rows in nested if rows is not None]
    return held[0] if len(held) == 1 else ("", None)


def read_json_lines(path: str | os.PathLike[str], name: str) -> RawRows:
    """Return the rows of a file with one JSON object per line."""
    lines = decode_utf8(read_bytes(path, name), name).split("\n")
    numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
    rows: list[object] = []
    found: list[Diagnostic] = []
    for number in numbers:
        try:
            rows.append(_parse(lines[number - 1], name, number - 1))
        except TargetcheckError as error:
            found += error.diagnostics
    refuse(found)
    return from_rows(rows, name, "json", lines=numbers)


def from_rows(
    rows: Iterable[object], name: str, native: str, lines: Sequence[int] = (), path: str = ""
) -> RawRows:
    """Return raw rows of dictionaries; a missing key is an empty cell."""
    listed = list(rows)
    places = RowPlaces(name, lines or _count(listed, path), path=path)
    headers: dict[str, int] = {}
    columns: list[list[object]] = []
    found: list[Diagnostic] = []
    for index, row in enumerate(listed):
        if not isinstance(row, Mapping):
            found.append(_shape(places[index]))
            continue
        found += [_twice(key, places[index]) for key in getattr(row, "twice", ())]
        refuse_wide(max(len(row), len(headers)), places[index])
        for key, value in row.items():
            if not is_text(str(key)):
                found.append(_no_cell(places[index], NO_TEXT))
                continue
            at = headers.setdefault(str(key), len(columns))
            if at == len(columns):
                columns.append([])
            column = columns[at]
            if len(column) <= index:
                column.extend([None] * (index - len(column)))
                column.append(_cell(value, places, index, str(key), found))
            else:
                found.append(_twice(str(key), places[index]))
    refuse(found)
    for column in columns:
        column.extend([None] * (len(listed) - len(column)))
    return RawRows(name, list(headers), columns, places, native, header_place=Where(name))


def from_columns(data: Mapping[Any, Any], name: str, native: str) -> RawRows:
    """Return raw rows of a dictionary of columns, which must have the same length."""
    refuse_wide(len(data), Where(name))
    listed = {key: _column(values, name, str(key)) for key, values in data.items()}
    lengths = {len(values) for values in listed.values()}
    if len(lengths) > 1:
        raise TargetcheckError(_lengths({str(k): len(v) for k, v in listed.items()}, name))
    count = lengths.pop() if lengths else 0
    places = RowPlaces(name, range(1, count + 1))
    found: list[Diagnostic] = []
    columns = [
        values
        if _all_text(values)
        else [_cell(value, places, row, str(key), found) for row, value in enumerate(values)]
        for key, values in listed.items()
    ]
    refuse(found)
    headers = [str(key) for key in listed]
    refuse([_no_cell(Where(name), NO_TEXT) for header in headers if not is_text(header)])
    return RawRows(name, headers, columns, places, native, header_place=Where(name))


def _count(rows: list[object], path: str) -> Sequence[int]:
    """Return row numbers from 1, or zeros if the path already has the index."""
    return [0] * len(rows) if path else range(1, len(rows) + 1)


def _column(values: object, name: str, key: str) -> list[object]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise TargetcheckError(_no_cell(Where(name, path=key), type(values).__name__))
    return list(values)


def _all_text(values: list[object]) -> bool:
    """Return whether every value is a text that can be a cell as it is; most columns are."""
    return set(map(type, values)) == {str} and is_text("".join(cast("list[str]", values)))


def _cell(value: object, places: RowPlaces, row: int, key: str, found: list[Diagnostic]) -> object:
    try:
        return raw_cell(value)
    except NoCell as error:
        place = places[row]
        path = f"{place.path}.{key}" if place.path else key
        found.append(_no_cell(Where(place.file, line=place.line, path=path), str(error)))
        return None


def _parse(text: str, name: str, above: int) -> Any:
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=str,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = Where(name, line=above + error.lineno, column=error.colno)
        raise TargetcheckError(_syntax(where, error.msg)) from None
    except RecursionError:
        raise TargetcheckError(_syntax(Where(name), "nested too deep")) from None


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 300 else Decimal(digits)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        found.twice = tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1))
    return found


def _syntax(where: Where, problem: str) -> Diagnostic:
    return Diagnostic(
        "json-syntax",
        f"this is not JSON: {problem[:1].lower()}{problem[1:]}",
        f"此处不是合法的 JSON：{problem}",
        "JSON needs double quotes, commas between entries, and no comment",
        "JSON 要用双引号，各项之间用逗号，不能有注释",
        where,
    )


def _shape(where: Where) -> Diagnostic:
    return Diagnostic(
        "table-shape",
        "a table is a list of rows, and each row a mapping from column to cell",
        "表应是行的列表，每行是从列名到内容的映射",
        'write `[{"place": …, "indicator": …, "period": …, "value": …}]`',
        '请写成 [{"place": …, "indicator": …, "period": …, "value": …}]',
        where,
    )


def _several(keys: list[str], where: Where) -> Diagnostic:
    shown = "`, `".join(keys)
    return Diagnostic(
        "table-shape",
        f"there are several lists of rows: `{shown}`",
        f"有多个并列的行列表：“{shown}”",
        "put the rows at the top, or under `observations`",
        "请把数据行放在最外层，或放在 observations 下",
        where,
    )


def _twice(key: str, where: Where) -> Diagnostic:
    return Diagnostic(
        "json-duplicate-key",
        f"the key `{key}` is given twice in this row",
        f"该行的键“{key}”重复出现",
        "keep one of them",
        "请只保留一个",
        where,
    )


def _no_cell(where: Where, kind: str) -> Diagnostic:
    return Diagnostic(
        "table-cell",
        f"a cell cannot have a value of type {kind}",
        f"单元格中不能是 {kind} 类型的值",
        "give a number, a text, a date, true, false or nothing",
        "请给出数字、文字、日期、真假值或空值",
        where,
    )


def _lengths(lengths: dict[str, int], name: str) -> Diagnostic:
    shown = ", ".join(f"{key}: {length}" for key, length in lengths.items())
    return Diagnostic(
        "table-shape",
        f"the columns differ in length: {shown}",
        f"各列长度不同：{shown}",
        "give every column one entry for each row",
        "每列每行都要有一项",
        Where(name),
    )
