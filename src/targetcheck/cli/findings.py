"""Errors that a user can mend, all at once, on standard error.

Floor: cli.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from targetcheck.errors import Diagnostic, Language, TargetcheckError, Where

SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}


class Faults:
    """Everything that keeps a command from running, gathered from step after step."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    @contextmanager
    def kept(self, place: str = "") -> Iterator[None]:
        """Keep what the step refuses; `place` stands for a place that it does not know."""
        try:
            yield
        except TargetcheckError as error:
            for found in error.diagnostics:
                nowhere = place and not str(found.where)
                self.found.append(found.at(Where(place)) if nowhere else found)

    def check(self) -> None:
        """Raise TargetcheckError with everything kept, if anything was."""
        if self.found:
            raise TargetcheckError(dict.fromkeys(self.found))


def finding_lines(found: Iterable[Diagnostic], lang: Language) -> list[str]:
    """Give each finding as a line that starts with its severity."""
    column = 0 if lang == "zh" else 1
    colon = "：" if lang == "zh" else ": "
    return [f"{SEVERITY[f.severity][column]}{colon}{f.text(lang)}" for f in found]
