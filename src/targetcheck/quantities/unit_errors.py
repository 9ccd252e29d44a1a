"""Findings for unknown units and units that cannot be compared.

Layer: quantities. Input: the unit as written. Output: a `Diagnostic` with a correction.
"""

from __future__ import annotations

import re

from targetcheck import limits
from targetcheck.errors import Diagnostic, did_you_mean
from targetcheck.quantities.unit_table import UnitKind, table

_SHORT = 4
Face = tuple[str, str, UnitKind, str]
"""Chinese label, English label, kind and dimension of a unit"""

_WATER = ({"mass", "volume"}, {"mass_flow", "volume_flow"}, {"mass/calendar", "volume/calendar"})

_ADVICE: dict[str, tuple[str, str]] = {
    "ppm": ("write `mg/L`, `mg/kg` or `mL/m³`, whichever is meant, or `ppm: water`, `mass` or"
            " `volume` at the indicator",
            "请写明 mg/L、mg/kg 或 mL/m³，或在指标中写 ppm: water、mass 或 volume"),
    "ppb": ("write `µg/L`, `µg/kg` or `µL/m³`, whichever is meant, or `ppm: water`, `mass` or"
            " `volume` at the indicator",
            "请写明 µg/L、µg/kg 或 µL/m³，或在指标中写 ppm: water、mass 或 volume"),
    "ML": ("write `10³ m³` for megalitres, `mL` for millilitres",
           "兆升请写“千立方米”，毫升请写 mL"),
    "a": ("write `year`, or `t/a` in full", "请写“年”，或写全，如“吨/年”"),
    "兆": ("write `MB`, `Mbps` or `MW`", "请写 MB、Mbps 或 MW"),
    "公倾": ("did you mean `公顷`?", "是否应为“公顷”？"),
    "里": ("write `km`", "请写“公里”"),
    "ton": ("write `tonne`", "请写“吨”"),
    "tons": ("write `tonne`", "请写“吨”"),
    "Mg": ("write `mg` or `t`, whichever is meant", "请写 mg 或 t"),
    "pt": ("write `percentage_point`", "请写“个百分点”"),
    "points": ("write `percentage_point` or `score`", "请写“个百分点”或“分”"),
    "point": ("write `percentage_point` or `score`", "请写“个百分点”或“分”"),
    "级": ("write `个类别` for a step between classes", "等级之差请写“个类别”"),
    "点": ("write `percentage_point`", "请写“个百分点”"),
}  # fmt: skip


def unknown(text: str, key: str, part: str) -> Diagnostic:
    """Return the finding for a unit with an unknown part."""
    hint = _advice(part)
    if part == key or not part:
        en, zh = f"`{text}` is not a known unit", f"无法识别单位“{text}”"
    else:
        en = f"`{text}` is not a known unit, because `{part}` is not one"
        zh = f"无法识别单位“{text}”，因为其中的“{part}”不是单位"
    return Diagnostic("unknown-unit", en, zh, *hint)


def too_long(text: str) -> Diagnostic:
    """Return the finding for a text that is too long for a unit."""
    return Diagnostic(
        "unknown-unit",
        f"`{text[:40]}…` is not a known unit: a unit has at most {limits.UNIT} characters",
        f"无法识别单位“{text[:40]}…”：单位最多{limits.UNIT}个字符",
    )


def apart(a: Face, b: Face) -> Diagnostic:
    """Return the finding for an amount that cannot be converted to a unit."""
    return Diagnostic(
        "unit-dimension",
        f"`{a[1]}` ({a[3]}) cannot be turned into `{b[1]}` ({b[3]})",
        f"单位“{a[0]}”不能换算成“{b[0]}”",
        *_mend(a, b),
    )


def _mend(a: Face, b: Face) -> tuple[str, str]:
    kinds, dimensions = {a[2], b[2]}, {a[3], b[3]}
    if kinds == {"share", "point"}:
        return (
            "write `%` for a share and `percentage_point` for a difference of two shares",
            "比例用 %，两个比例之差用“个百分点”",
        )
    if kinds == {"share", "count"}:
        return ("give numerator and denominator beside the share", "请同时给出分子和分母")
    if dimensions in _WATER:
        return (
            f"report the value in `{b[1]}`; only for water is 1 t about 1 m³",
            f"请以“{b[0]}”填报；只有水才可近似按1吨等于1立方米计",
        )
    return (f"report the value in `{b[1]}`", f"请以“{b[0]}”填报")


def _advice(part: str) -> tuple[str, str]:
    if not part:
        return "write the unit, for example `%` or `个`", "请写明单位，例如 % 或“个”"
    if part in _ADVICE:
        return _ADVICE[part]
    if part in table().multiples:
        return f"name the unit, for example `{part}元`", f"请写明单位，例如“{part}元”"
    if re.fullmatch(r"[-+]?[\d.,]+", part):
        return (
            f"a number is not a unit; write for example `{part} %`",
            f"数字不是单位；请写明单位，例如“{part} %”",
        )
    if "/" in part and "·" in part:
        return (
            "put the denominator in brackets, as in `kg/(ha·a)`",
            "请用括号写明分母，例如 kg/(ha·a)",
        )
    near = nearest(part)
    return (f"did you mean `{near}`?", f"是否应为“{near}”？") if near else ("", "")


def nearest(part: str) -> str:
    """Return the known spelling that differs only in case, else the most similar one."""
    aliases = table().aliases
    folded = part.casefold()
    same = sorted(alias for alias in aliases if alias.casefold() == folded)
    if same:
        return same[0]
    near = did_you_mean(part, aliases)
    return "" if near and _prefixes_apart(part, near) else near


def _prefixes_apart(part: str, near: str) -> bool:
    """Return whether two spellings differ only in a prefix, as `ppm` and `ppb`; never suggested."""
    return len(part) == len(near) and len(part) <= _SHORT and part[1:] == near[1:]
