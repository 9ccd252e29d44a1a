"""Every code that the program prints, with its sentences.

Layer: output. Input: terms of verdicts, rules of lint, `code_list.json` (written by `make
messages`). Output: ListedCodes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from targetcheck.errors import Diagnostic, Language, TargetcheckError, did_you_mean
from targetcheck.verdicts.code_terms import FLAG, REASON, STATUS

KINDS = {
    "status": ("结论", "status of a verdict"),
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


@cache
def listed_codes() -> tuple[ListedCode, ...]:
    """Return every code: those of verdicts, those of lint, then errors, each in its order."""
    terms = {"status": STATUS, "reason": REASON, "flag": FLAG}
    found = [
        ListedCode(code, kind, ({"zh": zh, "en": en},))
        for kind, words in terms.items()
        for code, (zh, en) in words.items()
    ]
    written = json.loads((Path(__file__).parent / "code_list.json").read_text("utf-8"))
    lint = _lint_codes()
    made = [
        ListedCode(code, "lint" if code in lint else "error", tuple(texts))
        for code, texts in written.items()
    ]
    return (*found, *(c for c in made if c.kind == "lint"), *(c for c in made if c.kind == "error"))


def _lint_codes() -> frozenset[str]:
    """Return the codes of lint by the names of its files; output does not import lint."""
    folder = Path(__file__).parents[1] / "lint" / "rules"
    return frozenset(path.stem.replace("_", "-") for path in folder.glob("*.py"))


def code_named(code: str) -> ListedCode:
    """Return a code; raise TargetcheckError (`code-unknown`) with the closest one."""
    known = {listed.code: listed for listed in reversed(listed_codes())}
    if code in known:
        return known[code]
    near = did_you_mean(code, known)
    raise TargetcheckError(
        Diagnostic(
            "code-unknown",
            f"there is no code `{code}`",
            f"没有代码“{code}”",
            f"did you mean `{near}`?" if near else "`targetcheck rule` lists all",
            f"是否应为“{near}”？" if near else "targetcheck rule 列出全部代码",
        )
    )
