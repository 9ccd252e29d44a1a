"""SDMX specifics: labels after codes, deletions, codes of units.

Layer: tables. A column `REF_AREA: Reference area` with `MZ: Mozambique` is the code column with
labels. A row with ACTION D retracts earlier rows with the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from targetcheck.first_use import pattern
from targetcheck.quantities.unit import is_unit
from targetcheck.tables.columns.column_names import code_in, fold_header, is_labelled, read_header
from targetcheck.tables.columns.disaggregation import is_part_heading
from targetcheck.tables.known_names import Vocabulary
from targetcheck.tables.raw_table import RawRows

_UNITS = {"pc": "%", "pt": "%", "percent": "%"}
_ACTIONS = {
    **dict.fromkeys(("", "i", "a", "m", "r", "information", "append", "merge", "replace"), ""),
    **dict.fromkeys(("d", "delete"), "row-deleted"),
}
_KEYS = ("place", "indicator", "period", "year", "quarter", "month")
_SEPARATED = pattern(r"STRUCTURE\[(?P<mark>[^\]])\]")
_BRACKETS = pattern(r"\[[^\]]*\]$")
_TIGHT = pattern(r"(?P<code>[A-Za-z0-9_@$\-]+):(?P<label>[^\s/].*)", re.DOTALL)
_NAMES = "STRUCTURE_NAME"
_ID = pattern(r"[A-Z][A-Z0-9_@$\-]*")


def spaced_labels(raw: RawRows) -> RawRows:
    """Return the rows with `FREQ: Frequency` for `FREQ:Frequency`, as central banks write labels.

    Times of day have colons too, and values may: their columns keep their cells.
    """
    if not {fold_header(text) for text in raw.headers} & {"structure", "dataflow", "structureid"}:
        return raw
    headers, columns = list(raw.headers), list(raw.columns)
    for at, text in enumerate(headers):
        found = _TIGHT.fullmatch(text.strip())
        if found is None:
            continue
        headers[at] = f"{found['code']}: {found['label']}"
        if read_header(headers[at]).name not in ("period", "value", "reported_at"):
            spaced = {c: _TIGHT.sub(r"\g<code>: \g<label>", c) for c in set(map(str, columns[at]))}
            columns[at] = [spaced[str(cell)] for cell in columns[at]]
    return replace(raw, headers=headers, columns=columns)


def without_labels(raw: RawRows, known: Vocabulary) -> RawRows:
    """Return the rows with codes only, if a column holds codes with labels."""
    raw = _names_joined(_without_brackets(raw))
    labelled = [at for at, text in enumerate(raw.headers) if is_labelled(text)]
    if not labelled:
        return raw
    columns = list(raw.columns)
    for at in labelled:
        choose = _chooser(read_header(raw.headers[at]).name, known)
        plain = {cell: choose(cell) for cell in set(columns[at]) if isinstance(cell, str)}
        columns[at] = [plain[c] if isinstance(c, str) else c for c in columns[at]]
    return replace(raw, columns=columns)


def _without_brackets(raw: RawRows) -> RawRows:
    """Return the rows with plain headings, where `STRUCTURE[;]` says that cells hold several values.

    Several codes of one status become letters, as Eurostat writes them: `P;B` is `pb`.
    """
    found = _SEPARATED.fullmatch(raw.headers[0].strip()) if raw.headers else None
    if found is None:
        return raw
    headers = [_BRACKETS.sub("", text.strip()) for text in raw.headers]
    columns = list(raw.columns)
    for at, text in enumerate(headers):
        if read_header(text).name == "status":
            columns[at] = [_letters(str(cell or ""), found["mark"]) for cell in columns[at]]
    return replace(raw, headers=headers, columns=columns)


def _letters(cell: str, mark: str) -> str:
    return cell.replace(mark, "").casefold() if mark in cell else cell


def _names_joined(raw: RawRows) -> RawRows:
    """Return the rows with `code: name` in one column, where names stand in columns of their own."""
    if not any(fold_header(text) == "structurename" for text in raw.headers):
        return raw
    headers = [text.strip() for text in raw.headers]
    columns = list(raw.columns)
    for at in range(1, len(headers)):
        if _ID.fullmatch(headers[at]) or not _ID.fullmatch(headers[at - 1]):
            continue
        pairs = zip(columns[at - 1], columns[at], strict=True)
        columns[at - 1] = [f"{code}: {name}" if name else code for code, name in pairs]
        headers[at - 1], headers[at] = f"{headers[at - 1]}: {headers[at]}", _NAMES
    return replace(raw, headers=headers, columns=columns)


def _chooser(name: str | None, known: Vocabulary) -> Callable[[str], str]:
    """Return a function that takes the code of a cell, or the label if only that is known."""

    def is_known(text: str) -> bool:
        if name == "unit":
            return is_unit(text)
        names = {"place": known.place, "indicator": known.indicator}.get(name or "")
        return names is None or names(text) is not None

    def choose(cell: str) -> str:
        code, colon, label = cell.partition(": ")
        if not colon:
            return cell
        return label.strip() if not is_known(code) and is_known(label) else code.strip()

    return choose


def plain_units(cells: Sequence[object]) -> list[object]:
    """Return a column of units with SDMX codes and `Percentage (%)` in normal spelling."""
    texts = {cell for cell in set(cells) if isinstance(cell, str)}
    plain: dict[object, str] = {cell: unit for cell in texts if (unit := _plain_unit(cell)) != cell}
    return [plain.get(cell, cell) for cell in cells] if plain else list(cells)


def _plain_unit(cell: str) -> str:
    text = cell.strip()
    if not text or is_unit(text):
        return cell
    if text.casefold() in _UNITS:
        return _UNITS[text.casefold()]
    if len(text) > 3 and text.isascii() and text.isalpha() and text.isupper():
        # A code such as PERSONS; short ones stay, since MG and mg are not the same.
        return text.lower() if is_unit(text.lower()) else cell
    base, bracket, inside = text.rstrip(")）").partition("(" if "(" in text else "（")
    return inside.strip() if bracket and base.strip() and is_unit(inside.strip()) else cell


def action_column(headers: Sequence[str]) -> int | None:
    """Return the position of the column ACTION, or None."""
    return next((n for n, h in enumerate(headers) if fold_header(code_in(h)) == "action"), None)


def action_reasons(raw: RawRows, rows: int) -> list[str]:
    """Return for each row the reason why SDMX does not count it, or an empty text.

    A deletion retracts the rows above it with the same key; a blank key cell matches any value. Of
    two rows with the same key the later one replaces the other if their actions differ; if they do
    not, and the values do, neither counts.
    """
    at = action_column(raw.headers)
    framed = bool({"structure", "dataflow"} & {fold_header(code_in(h)) for h in raw.headers})
    if at is None and not framed:
        return [""] * rows
    written = [""] * rows
    if at is not None:
        written = [code_in(str(cell or "")).strip() for cell in raw.columns[at]]
    actions = [action.casefold() for action in written]
    if not framed and not set(actions) <= _ACTIONS.keys():
        return [""] * rows  # an action of a plan, and no column of SDMX
    told = {w: _ACTIONS.get(w.casefold(), f"action-unknown:{w}") for w in set(written)}
    reasons = [told[cell] for cell in written]
    keyed = [raw.columns[n] for n in _keys(raw)]
    if "row-deleted" not in told.values() and len(set(zip(*keyed, strict=True))) == rows:
        return reasons
    texts = [[str(cell or "").strip() for cell in cells] for cells in keyed]
    standing: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(zip(*texts, strict=True)):
        if reasons[row] != "row-deleted":
            standing.setdefault(key, []).append(row)
            continue
        if _of_attributes(raw, row):
            continue
        covered = [other for other in standing if _covers(key, other)] if "" in key else [key]
        for other in covered:
            for above in standing.pop(other, ()):
                reasons[above] = reasons[above] or "row-deleted"
    if framed:
        for alike in standing.values():
            if len(alike) > 1:
                _settle(alike, actions, reasons, raw)
    return reasons


def _of_attributes(raw: RawRows, row: int) -> bool:
    """Return whether a deletion is of attributes only: they have a dash, and the value has none."""
    cells = [str(column[row] or "").strip() for column in raw.columns]
    return not cells[_value_at(raw)] and "-" in cells


def _settle(alike: list[int], actions: list[str], reasons: list[str], raw: RawRows) -> None:
    """Set aside rows of one key that are replaced, or that contradict each other."""
    value = _value_at(raw)
    dated = next(
        (n for n, h in enumerate(raw.headers) if read_header(h).name == "reported_at"), None
    )
    kept: dict[object, int] = {}
    for row in alike:
        cell = str(raw.columns[value][row] or "").strip()
        if reasons[row] or not cell:
            continue
        day = "" if dated is None else str(raw.columns[dated][row] or "").strip()
        above = kept.get(day)
        if above is not None and actions[above] != actions[row]:
            reasons[above] = f"row-replaced:{raw.places[row].line}"
        elif above is not None and str(raw.columns[value][above]).strip() != cell:
            reasons[above] = f"row-key-twice:{raw.places[row].line}"
            reasons[row] = f"row-key-twice:{raw.places[above].line}"
        kept[day] = row


def _value_at(raw: RawRows) -> int:
    return next((n for n, h in enumerate(raw.headers) if read_header(h).name == "value"), 0)


def _keys(raw: RawRows) -> list[int]:
    """Return the columns that identify an observation."""
    value = _value_at(raw)
    wanted = [
        n
        for n, text in enumerate(raw.headers)
        if read_header(text).name in _KEYS
        or is_part_heading(text)
        or (n < value and read_header(text).name is None and fold_header(code_in(text)) != "action")
    ]
    return [n for n in wanted if _varies(raw.columns[n])] or wanted[:1]


def _varies(cells: Sequence[object]) -> bool:
    return bool(cells) and cells.count(cells[0]) != len(cells)


def _covers(deleted: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(cell in ("", there) for cell, there in zip(deleted, other, strict=True))
