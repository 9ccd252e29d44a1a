"""Suggested mapping file for what a table leaves ambiguous.

Layer: output. Input: findings on rows set aside, and doubts. Output: lines of YAML, ready to save.
If only a person can decide, one choice is active and the others are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from targetcheck.errors import Diagnostic, Language, did_you_mean
from targetcheck.periods.fiscal_and_school_year import is_dashed_pair, is_fiscal
from targetcheck.periods.period_label_reader import plain_label
from targetcheck.yaml_text.yaml_writer import scalar_text

_QUOTED = re.compile(r"`([^`]+)`")
_QUALIFIER = re.compile(r"qualifiers: \{(?P<code>[^:]+): ")


def mapping_lines(
    found: Sequence[Diagnostic], places: Iterable[str], indicators: Iterable[str], lang: Language
) -> list[str]:
    """Return the mapping for some findings, empty if a mapping cannot resolve any."""
    codes = {one.code for one in found}
    lines: list[str] = []
    if codes & {"number-mark-open", "number-mark-mixed", "number-mark-wrong"}:
        lines.append(_line("decimal: ','", "'.'", lang))
    sentinels = _texts(found, ("value-sentinel-open", "figure-of-nines"))
    if sentinels:
        lines.append(_line(f"missing: [{', '.join(sentinels)}]", "[]", lang))
    unread = [one for one in found if one.code == "value-unreadable"]
    if any("brackets:" in one.hint_en for one in unread):
        lines.append(_line("brackets: minus", "plain", lang))
    qualifiers = {m["code"] for one in unread if (m := _QUALIFIER.search(one.hint_en))}
    if qualifiers:
        said = ", ".join(f"{_yaml(code)}: '<'" for code in sorted(qualifiers))
        lines.append(_line(f"qualifiers: {{{said}}}", "'>' '~' '='", lang))
    lines += _fiscal(_texts(found, ("period-unreadable",)), lang)
    if "basis-open" in codes:
        lines.append(_line("basis: year_to_date", "since_start, period", lang))
    if codes & {"row-hidden", "column-hidden", "value-unseen"}:
        lines.append("hidden: read")
    blank = [one for one in found if one.code.endswith("-unknown") and "is blank" in one.en]
    names = sorted({one.code.removesuffix("-unknown") for one in blank})
    if names:
        lines.append(f"fill: [{', '.join(names)}]")
    for key, code, known in (
        ("places", "place-unknown", places), ("indicators", "indicator-unknown", indicators),
    ):  # fmt: skip
        lines += _names(key, _texts(found, (code,)), list(known), lang)
    return lines


def _line(said: str, other: str, lang: Language) -> str:
    return f"{said}  # {'或' if lang == 'zh' else 'or'} {other}"


def _texts(found: Sequence[Diagnostic], codes: tuple[str, ...]) -> list[str]:
    """Return the texts that findings with some codes concern, without duplicates."""
    quoted = (_QUOTED.search(one.en) for one in found if one.code in codes)
    return list(dict.fromkeys(match[1] for match in quoted if match))


def _fiscal(labels: Sequence[str], lang: Language) -> list[str]:
    plain = [plain_label(label) for label in labels]
    open_ = [label for label in plain if is_fiscal(label) or is_dashed_pair(label)]
    if not open_:
        return []
    zh = lang == "zh"
    lines = [f"fiscal_year_starts: 4  # {'起始月份' if zh else 'the first month'}"]
    if any(not re.search(r"\d{4}[-/~]\d", label) for label in open_):
        lines.append(_line("fiscal_year_named: end", "start", lang))
    return lines


def _names(key: str, names: Sequence[str], known: list[str], lang: Language) -> list[str]:
    """Return candidates for unknown names; a name without candidate is left to fill in."""
    lines: list[str] = []
    near = {name: did_you_mean(name, known) for name in names}
    if any(near.values()):
        lines.append(f"{key}:")
        lines += [f"  {_yaml(n)}: {_yaml(code)}" for n, code in near.items() if code]
    word = "编号" if lang == "zh" else "id"
    far = [name for name, code in near.items() if not code]
    lines += [f"# {key}: {{{_yaml(name)}: {word}}}" for name in far[:5]]
    return lines


def _yaml(text: str) -> str:
    return scalar_text(text, 0, flow=True)
