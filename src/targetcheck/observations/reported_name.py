"""Names of places and indicators in reports: the id that a spelling means, or a finding.

Layer: observations. Input: definitions of the ruleset. Output: functions from a spelling to an id.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from targetcheck.errors import Diagnostic, Severity, TargetcheckError, did_you_mean
from targetcheck.first_use import pattern
from targetcheck.name_index import NameIndex

if TYPE_CHECKING:
    from targetcheck.ruleset.indicators.indicator import Indicator
    from targetcheck.ruleset.place import Category, Dimension, Place

    Pieces = (
        Mapping[str, Place]
        | Mapping[str, Indicator]
        | Mapping[str, Dimension]
        | Mapping[str, Category]
    )


MANY = 500
"""Number of definitions from which on an index is kept."""
_KEPT: deque[tuple[Pieces, int, NameIndex]] = deque(maxlen=4)
_BRACKET = pattern(r"(?P<base>.+?)\s*[(（\[](?P<inside>.+)[)）\]]")


def named(column: str, pieces: Pieces) -> Callable[[str], str]:
    """Return a function from a text to the id that it names."""
    known = index_of(pieces)
    zh = {"place": "地区", "indicator": "指标"}[column]

    def find(text: str) -> str:
        raw = text.strip()
        found = known.find(raw)
        if found is not None:
            return found
        rivals = known.rivals(raw)
        if rivals:
            raise _refuse(
                f"{column}-ambiguous",
                f"the {column} `{raw}` may be {' or '.join(f'`{rival}`' for rival in rivals)}",
                f"{zh}“{raw}”可能指{'或'.join(rivals)}",
                f"write the id of the {column} that is meant, in its own upper and lower case",
                f"请改填其中一个{zh}的编号，区分大小写",
                "warning",
            )
        if not raw:
            raise _refuse(
                f"{column}-unknown",
                f"the {column} is blank",
                f"{zh}为空",
                f"in a mapping file, write `{column}s: {{'': …}}` if a blank cell is the whole, or"
                f" `fill: [{column}]` if it repeats the cell above",
                f"空单元格表示总体的，请在列对应文件中写“{column}s: {{'': …}}”；与上一单元格相同的，"
                f"请写“fill: [{column}]”",
                "warning",
            )
        near = did_you_mean(raw, known.texts())
        bracket = _BRACKET.fullmatch(raw) if column == "indicator" else None
        hint = ("use an id, a name or an alias of the ruleset", "请用规则集中的编号、名称或别名")
        if bracket and known.find(bracket["base"]):
            base, inside = bracket["base"], bracket["inside"]
            hint = (
                f"`{base}` is: write `{inside}` in the column `unit` if that is its unit",
                f"“{base}”在规则集中；如“{inside}”是单位，请写在“单位”列",
            )
        elif near:
            meant = pieces.get(near)  # an id, for which people have a name
            en, name_zh = (meant.en or near, meant.zh or near) if meant else (near, near)
            hint = (f"did you mean `{en}`?", f"是否应为“{name_zh}”？")
        raise _refuse(
            f"{column}-unknown",
            f"the {column} `{raw}` is not in the ruleset",
            f"规则集中没有{zh}“{raw}”",
            *hint,
            "warning",
        )

    return find


def index_of(pieces: Pieces) -> NameIndex:
    """Return an index of the ids, names and aliases of definitions, which do not change.

    The last indices of many definitions are kept, since each table needs them several times.
    """
    for known, size, index in tuple(_KEPT):  # other threads may add to it meanwhile
        if known is pieces and size == len(pieces):
            return index
    index = NameIndex({name: (p.zh, p.en, *p.aliases) for name, p in pieces.items()})
    if len(pieces) >= MANY:
        _KEPT.append((pieces, len(pieces), index))
    return index


def names_of(pieces: Pieces) -> Callable[[str], str | None]:
    """Return a function from a spelling in the data to an id, or None."""
    return index_of(pieces).find


def codes_of(column: str, pieces: Pieces) -> Callable[[str], tuple[str | None, str]]:
    """Return a function from a spelling in the data to an id, or to the code of its finding."""
    known = index_of(pieces)

    def find(text: str) -> tuple[str | None, str]:
        name = known.find(text.strip())
        if name is not None:
            return name, ""
        return None, f"{column}-{'ambiguous' if known.rivals(text.strip()) else 'unknown'}"

    return find


def _refuse(
    code: str, en: str, zh: str, hint_en: str = "", hint_zh: str = "", severity: Severity = "error"
) -> TargetcheckError:
    return TargetcheckError(Diagnostic(code, en, zh, hint_en, hint_zh, severity=severity))
