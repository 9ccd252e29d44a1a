"""Which language the program speaks.

Floor: cli. Comes in: the environment. Goes out: `zh` or `en`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum

from targetcheck.errors import Language


class Lang(StrEnum):
    """The languages of the program."""

    ZH = "zh"
    EN = "en"


def default_language(environment: Mapping[str, str] | None = None) -> Language:
    """Give Chinese where the locale is Chinese, else English; LC_ALL goes before LANG."""
    given = os.environ if environment is None else environment
    locale = given.get("LC_ALL") or given.get("LC_MESSAGES") or given.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def chosen(lang: Lang | None) -> Language:
    """Give the language asked for, else that of the locale."""
    if lang is None:
        return default_language()
    return "zh" if lang is Lang.ZH else "en"


def language_of(arguments: Sequence[str]) -> Language:
    """Give the language of a command line that could not be read as a whole."""
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[number + 1] if number + 1 < len(arguments) else "")
            if value in ("zh", "en"):
                return "zh" if value == "zh" else "en"
    return default_language()


def say(en: str, zh: str) -> str:
    """Give a text of the help in the language of the locale."""
    return zh if default_language() == "zh" else en
