"""One code, what it belongs to, and its sentences.

Layer: output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from targetcheck.errors import Language

KINDS = {
    "status": ("状态", "status of a verdict"),
    "reason": ("判定理由", "reason of a verdict"),
    "flag": ("提示", "flag of a verdict"),
    "lint": ("规则集检查", "finding of lint"),
    "error": ("出错、提示", "error or note"),
}


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code, what it belongs to, and its sentences: `zh`, `en`, `hint_zh`, `hint_en`."""

    code: str
    kind: str
    texts: tuple[Mapping[str, str], ...]

    def kind_text(self, lang: Language) -> str:
        """Return what the code belongs to."""
        return KINDS[self.kind][lang == "en"]

    def first(self, lang: Language) -> str:
        """Return the first sentence."""
        return self.texts[0][lang]
