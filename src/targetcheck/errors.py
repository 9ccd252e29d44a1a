"""Findings as data: a code, a location, one sentence and one hint, in Chinese and English.

Layer: lowest; imports nothing of the package but `first_use` and `name_likeness`. A `Diagnostic` is
a finding. A `TargetcheckError` carries several, sorted by location, so that all errors of an input
are reported together.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from targetcheck.first_use import on_first_use

if TYPE_CHECKING:
    from targetcheck import name_likeness
else:
    name_likeness = on_first_use("targetcheck.name_likeness")

Severity = Literal["error", "warning", "note"]
Language = Literal["zh", "en"]
LANGUAGE = "TARGETCHECK_LANG"
"""Environment variable: zh or en, before the locale."""
spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
"""Language given on the command line, which decides for the whole command."""


def default_language(environment: Mapping[str, str] | None = None) -> Language:
    """Return the language given to the command, else TARGETCHECK_LANG, else that of the locale.

    LC_ALL takes precedence over LC_MESSAGES and LANG; any locale but a Chinese one is English.
    """
    given = os.environ if environment is None else environment
    if environment is None and (language := spoken.get()) is not None:
        return language
    own = given.get(LANGUAGE, "").lower()
    if own.startswith(("zh", "en")):
        return "zh" if own.startswith("zh") else "en"
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := given.get(k))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """Location of a finding; unknown parts keep their defaults.

    `line` and `column` count from 1, and 0 means unknown; `cell` is a spreadsheet address such as
    `C7`; `path` is the location inside a document, as in `$.targets[3].due`.
    """

    file: str = ""
    sheet: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.sheet:
            place += f"[{self.sheet}]"
        if self.cell:
            place += f"!{self.cell}"
        elif self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        return f"{place} {self.path}".strip()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable `code`, a sentence in `zh` and `en`, and a hint in each."""

    code: str
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    where: Where = field(default_factory=Where)
    severity: Severity = "error"

    def at(self, where: Where) -> Diagnostic:
        """Return the same finding at another location."""
        return replace(self, where=where)

    def text(self, lang: Language = "en") -> str:
        """Return the finding in a language: location, code, sentence, hint.

        English has the code first, as compilers do; Chinese has it last, in square brackets.
        """
        place = str(self.where)
        if lang == "zh":
            hint = f"（{self.hint_zh}）" if self.hint_zh else ""
            return f"{f'{place}：' if place else ''}{self.zh}{hint}[{self.code}]"
        hint = f" ({self.hint_en})" if self.hint_en else ""
        return f"{f'{place}: ' if place else ''}{self.code}: {self.en}{hint}"


class TargetcheckError(Exception):
    """Raised when an input cannot be used; holds every finding, sorted by location.

    An unmet target is a verdict and never raises.
    """

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        found = [diagnostics] if isinstance(diagnostics, Diagnostic) else list(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(found, key=lambda d: d.where))
        super().__init__("\n".join(d.text() for d in self.diagnostics))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the known name closest to `name`, or an empty string if none is close."""
    return name_likeness.closest_name(name, known)


def checked_language(lang: str) -> None:
    """Raise TargetcheckError (`language-unknown`) for a language other than `zh` and `en`."""
    if lang not in ("zh", "en"):
        raise TargetcheckError(
            Diagnostic(
                "language-unknown",
                f"`{lang}` is not a language of targetcheck",
                f"不支持语言“{lang}”",
                "use `zh` or `en`",
                "可用：zh、en",
            )
        )


class Faults:
    """Errors of a command, collected over its steps."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    @contextmanager
    def kept(self, place: str = "") -> Iterator[None]:
        """Collect the errors of a step; `place` is the location of errors without one."""
        try:
            yield
        except TargetcheckError as error:
            for found in error.diagnostics:
                nowhere = place and not str(found.where)
                self.found.append(found.at(Where(place)) if nowhere else found)

    def check(self) -> None:
        """Raise TargetcheckError with all collected errors, if any."""
        if self.found:
            raise TargetcheckError(dict.fromkeys(self.found))


def finding_lines(found: Iterable[Diagnostic], lang: Language) -> list[str]:
    """Return each finding as a line that starts with its severity."""
    column = 0 if lang == "zh" else 1
    colon = "：" if lang == "zh" else ": "
    return [f"{SEVERITY[f.severity][column]}{colon}{f.text(lang)}" for f in found]
