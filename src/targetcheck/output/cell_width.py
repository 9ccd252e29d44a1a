"""Width of text on a terminal, in character cells.

Layer: output. Input: text. Output: cells. Characters of ambiguous width (✔ has one cell, but ▲ ● “ ”
Ⅲ — have one or two) take two on terminals set up for Chinese fonts; everywhere else, and in files,
one.
"""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from typing import TextIO
from unicodedata import east_asian_width

SETTING = "TARGETCHECK_AMBIGUOUS_WIDTH"
"""Environment variable: 1 or 2, for terminals that are not recognised."""
_ENCODINGS = frozenset("gbk gb2312 gb18030 cp936 big5 big5hkscs cp950 euckr cp949 cp932".split())
_CODE_PAGES = frozenset({932, 936, 949, 950})
wide: ContextVar[bool] = ContextVar("wide", default=False)
"""Whether characters of ambiguous width take two cells."""


def cell_width(text: str) -> int:
    """Return the cells that a text takes."""
    from rich.cells import cell_len

    cells = cell_len(text)
    return cells + sum(map(ambiguous, text)) if wide.get() and not text.isascii() else cells


def ambiguous(character: str) -> bool:
    """Return whether a character is one or two cells wide, depending on the terminal."""
    return east_asian_width(character) == "A"


def wide_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal on which ambiguous characters take two cells."""
    given = os.environ.get(SETTING, "")
    if given in ("1", "2"):
        return given == "2"
    if stream is None or not stream.isatty():
        return False
    if os.environ.get("VTE_CJK_WIDTH") == "wide":
        return True
    encoding = (getattr(stream, "encoding", None) or "").replace("-", "").replace("_", "").lower()
    return encoding in _ENCODINGS or _chinese_console()


def _chinese_console() -> bool:
    """Return whether the Windows console uses a Chinese, Japanese or Korean code page."""
    if sys.platform != "win32" or os.environ.get("WT_SESSION"):
        return False
    import ctypes

    return ctypes.windll.kernel32.GetConsoleOutputCP() in _CODE_PAGES
