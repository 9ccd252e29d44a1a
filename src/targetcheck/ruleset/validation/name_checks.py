"""Validation of names: valid ids, and names that can be distinguished.

Layer: ruleset. Input: a Ruleset whose definitions are valid one by one. Output: Diagnostics, each
with its path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from targetcheck.errors import Diagnostic
from targetcheck.name_index import ID_SIGNS, is_id, shared_names
from targetcheck.ruleset.indicators.indicator import Indicator
from targetcheck.ruleset.place import Place
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.ruleset import Ruleset

_SECTIONS = (
    "places", "groups", "scales", "limits", "tables", "indicators", "actions", "profiles", "scores",
    "escalation", "cadences", "conclusions",
)  # fmt: skip


def check_names(ruleset: Ruleset) -> Iterator[tuple[Path, Diagnostic]]:
    """Yield every finding about ids and names, with its path."""
    if not is_id(ruleset.id) and ruleset.id != "?":
        yield ("id",), _no_id(ruleset.id)
    for section in _SECTIONS:
        for name in getattr(ruleset, section):
            if not is_id(name):
                yield (section, name), _no_id(name)
    for number, target in enumerate(ruleset.targets):
        if not is_id(target.id):
            yield ("targets", number, "id"), _no_id(target.id)
    yield from _shared("places", ruleset.all_places())
    yield from _shared("indicators", ruleset.all_indicators())


def _shared(
    section: str, pieces: Mapping[str, Place] | Mapping[str, Indicator]
) -> Iterator[tuple[Path, Diagnostic]]:
    spellings: dict[str, Iterable[str]] = {
        name: (p.zh, p.en, *p.aliases) for name, p in pieces.items()
    }
    seen: set[tuple[str, str]] = set()
    for first, text, second, other in shared_names(spellings):
        if (first, second) not in seen:
            seen.add((first, second))
            yield (section, second), _shared_name((first, text), (second, other))


def _no_id(name: str) -> Diagnostic:
    shown = name.encode("unicode_escape").decode() if not name.isprintable() else name
    return Diagnostic(
        "id-alphabet",
        f"`{shown}` cannot be an id",
        f"“{shown}”不能作为编号",
        f"an id holds letters, digits and `{' '.join(ID_SIGNS)}`, all in their plain forms",
        f"编号只能由文字、数字和{' '.join(ID_SIGNS)}组成，不得使用全角、上下标等变体字符",
    )


def _shared_name(one: tuple[str, str], other: tuple[str, str]) -> Diagnostic:
    both = f"`{one[1]}`" if one[1] == other[1] else f"`{one[1]}` and `{other[1]}`"
    zh = f"“{one[1]}”" if one[1] == other[1] else f"“{one[1]}”和“{other[1]}”"
    return Diagnostic(
        "name-shared",
        f"a table cannot distinguish `{one[0]}` from `{other[0]}`: both are named {both}",
        f"数据表无法区分“{one[0]}”和“{other[0]}”：两者的名称均为{zh}",
        "give each a distinct name, id and aliases",
        "请为二者写明各不相同的编号、名称和别名",
    )
