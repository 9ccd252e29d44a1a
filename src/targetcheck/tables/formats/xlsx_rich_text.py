"""Shown content of rich text, whose runs differ in font.

Layer: tables. Struck-out runs are ignored. A superscript run is the power of a unit or of ten
(`m³`, `10⁴`), else a footnote mark, which is not part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_POWER_BASE = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmhµμun]?m|10|[×x*]\s*10|[smhdLt]|kW|ha)$")
_POWER = re.compile(r"[-+−]?[0-9]{1,3}")
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_MARK = 4
"""Characters of a footnote mark at most; a longer raised run is text."""


def seen_runs(runs: Iterable[Any]) -> tuple[str, bool]:
    """Return the shown text of runs, and whether all of it is struck out."""
    seen, struck = "", False
    for run in runs:
        text = str(getattr(run, "text", run) or "")
        font = getattr(run, "font", None)
        if font is not None and font.strike:
            struck = struck or bool(text.strip())
        elif font is not None and font.vertAlign == "superscript":
            seen += _raised(seen, text)
        else:
            seen += text
    return seen, struck and not seen.strip()


def whole_text(runs: Iterable[Any]) -> str:
    """Return the text of all runs, whatever their fonts."""
    return "".join(str(getattr(run, "text", run) or "") for run in runs)


def _raised(before: str, text: str) -> str:
    bare = text.strip()
    if _POWER.fullmatch(bare) and _POWER_BASE.search(before.rstrip()):
        return bare.translate(_RAISED)
    return "" if len(bare) <= _MARK else text
