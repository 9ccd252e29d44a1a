"""The sentences of a circular, in Chinese and in English."""

from __future__ import annotations

from typing import Any

from targetcheck.errors import Language
from targetcheck.output.circular_sentences import chinese_sentences, english_sentences


def sentences_in(lang: Language) -> Any:
    """Return the module that says things in a language."""
    return chinese_sentences if lang == "zh" else english_sentences
