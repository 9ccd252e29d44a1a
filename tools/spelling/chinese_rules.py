"""What Chinese text of the project keeps to: punctuation, spacing, one word for one thing.

Input: a text. Output: one finding for each place that breaks a rule, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from targetcheck.yaml_text.yaml_source import read_document

HAN = r"[\u3400-\u9fff]"
NAME = re.compile(r"[A-Za-z]+(?:/[A-Z])?[ \-]?\d[\d.\-—]*(?![\d%])|^# \d\d ")
"""A name that ends with a number (GB 3095-2026, Python 3.11), and the number of an example."""
Rule = tuple[str, re.Pattern[str]]
RULES: tuple[Rule, ...] = (
    ("half-width punctuation after a Chinese character", re.compile(rf"{HAN}\s?[,;:?!](?=\s|{HAN}|$)")),
    ("half-width comma before a Chinese character", re.compile(rf"[，。；：、）”》]?[,;?!]{HAN}")),
    ("half-width full stop after a Chinese character", re.compile(rf"{HAN}\.(?=\s|{HAN}|$)")),
    ("half-width bracket around Chinese", re.compile(rf"{HAN}\((?={HAN})|(?<={HAN})\)(?={HAN})")),
    ("straight quotation mark beside a Chinese character", re.compile(rf'{HAN}"{HAN}')),
    ("corner brackets; quotation marks are “ ” and ‘ ’", re.compile("[「」『』]")),
    ("space between Chinese characters", re.compile(rf"{HAN} {HAN}")),
    ("space before a figure", re.compile(rf"{HAN} \d[\d.,]*%?(?![\d.,/]*[A-Za-z/])")),
    ("space behind a figure", re.compile(rf"(?<![；：（\d.])\d(?:[\d.,]*\d)?%? {HAN}")),
    ("space beside full-width punctuation", re.compile(r"(?<=\S) [，。；：、？！（）”》]|[，。；、（“《] (?=\S)")),
)  # fmt: skip
PRINTED = tuple(rule for rule in RULES if not rule[0].startswith("space"))
"""Rules of what is printed, where spaces part columns."""
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>|https?://\S+|[^|\s]+(?: · [^|\s]+)+")
"""Code, addresses, and lists of headings that others write."""
TERMS = Path(__file__).with_name("chinese_terms.yaml")


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule."""

    line: int
    rule: str
    text: str


def prose(page: str) -> str:
    """Return the text of a Markdown page, on the same lines, with X for what is code."""
    without = FENCE.sub(lambda found: "\n" * found[0].count("\n"), page)
    return CODE.sub("X", without)


def punctuation(text: str, rules: tuple[Rule, ...] = RULES) -> Iterator[Finding]:
    """Yield what breaks the rules on punctuation and spaces."""
    for number, line in enumerate(text.split("\n"), 1):
        plain = NAME.sub("X", line)
        for rule, pattern in rules:
            for found in pattern.finditer(plain):
                start, end = max(found.start() - 8, 0), found.end() + 8
                yield Finding(number, rule, plain[start:end])


def terms(text: str) -> Iterator[Finding]:
    """Yield words for which the project has another one."""
    for preferred, pattern in preferred_terms():
        for number, line in enumerate(text.split("\n"), 1):
            for found in pattern.finditer(line):
                yield Finding(number, f"write {preferred}", found[0])


@cache
def preferred_terms() -> list[tuple[str, re.Pattern[str]]]:
    """Return each preferred term with a pattern of the words that it replaces."""
    data: Any = read_document(TERMS).data
    return [(str(term), re.compile("|".join(map(str, words)))) for term, words in data.items()]
