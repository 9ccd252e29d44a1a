"""Normalisation of unit spellings.

Layer: quantities. Input: a unit as written. Output: a normal spelling, and the factors of a
composite (`千克/(公顷·年)`). It knows no unit.
"""

from __future__ import annotations

import re
import unicodedata

from targetcheck import limits
from targetcheck.first_use import pattern

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED_RUN = pattern(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_INVISIBLE = pattern(r"(?:[\s\u200b-\u200f\u2060\ufeff]|_(?!\d))+")
_PER = pattern(r"\bper\b(?![\s_]*(?:cent|mille))", re.IGNORECASE)
_DIVISION = pattern(r"/?\s*每|[÷∕⁄／]")
_PRODUCT = pattern(r"[·⋅∙•・‧*×✕]")
_DOT = pattern(r"(?<=[^\W\d])\.(?=[^\W\d])|(?<=[a-zA-Z]\d)\.(?=[^\W\d])")
_POWER = pattern(r"(?<=[^\W\d])\^(?=-?\d)|(?<=\))\^(?=-?\d)")
_TRAILING_POWER = pattern(r"(.*[^\W\d])(-?[1-9])")
_DASH = pattern(r"[−–—]")


_PERCENT_OF = pattern(
    r"(?:as\s+)?(?:a\s+)?(?:%|per\s?cent(?:age)?|pct\.?)\s+of\s+\S.*", re.IGNORECASE | re.DOTALL
)


_COUNTED = (
    r"(?:(?:number of|new|reported|registered|maternal|infant|under-five|neonatal)\s+)*"
    r"(?:deaths|cases|births|events|infections|persons|people|women|children|admissions|patients)\s+"
)
_RATE_OF = pattern(
    rf"(?:{_COUNTED})?per\s+(?P<of>1[, ]?000|10[, ]?000|100[, ]?000)\s+(?:[a-z-]+\s+){{0,3}}"
    r"(?:births|population|people|persons|inhabitants|residents|women|men|children|adults|patients"
    r"|deliveries|students|households)\b.*",
    re.IGNORECASE,
)
_RATES = {"1000": "‰", "10000": "per 10,000", "100000": "per 100,000"}


def ratio_unit(text: str) -> str:
    """Return the unit of a ratio that says of what it is one: `% of population` is `%`.

    `deaths per 1,000 live births` is `‰`; any other text gives an empty one.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if _PERCENT_OF.fullmatch(plain):
        return "%"
    found = _RATE_OF.fullmatch(plain)
    return _RATES[re.sub(r"[, ]", "", found["of"])] if found else ""


def spelling(text: str) -> str:
    """Return the normal spelling for lookup: NFKC, no spaces, `/` and `·` only."""
    raised = _RAISED_RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)
    key = unicodedata.normalize("NFKC", raised)
    key = _DASH.sub("-", key).replace("**", "^")
    key = _DIVISION.sub("/", _PER.sub("/", key))
    key = _INVISIBLE.sub("", _PRODUCT.sub("·", key))
    key = _POWER.sub("", _DOT.sub("·", key))
    return _without_brackets(key)


def power(atom: str) -> tuple[str, int]:
    """Return base and exponent of an atom: `hm2` is `hm` to the 2, `L-1` is `L` to the -1."""
    found = _TRAILING_POWER.fullmatch(atom)
    return (found.group(1), int(found.group(2))) if found else (atom, 1)


def factors(key: str) -> list[tuple[str, int]]:
    """Return the atoms of a composite with the sign of their exponent.

    Raises ValueError if a spelling is ambiguous (`kg/ha·a`) or unbalanced.
    """
    found: list[tuple[str, int]] = []
    sign, divided = 1, False
    for part in _parts(key):
        if part == "/":
            sign, divided = -1, True
        elif part == "·":
            if divided:
                raise ValueError(key)
        elif part.startswith("("):
            found += [(atom, power * sign) for atom, power in factors(part[1:-1])]
        else:
            found.append((part, sign))
    if not found:
        raise ValueError(key)
    return found


def _parts(key: str) -> list[str]:
    """Return operands and operators in turn; a bracket with its content is one operand."""
    if key.count("(") > limits.UNIT_PARTS:
        raise ValueError(key)
    parts: list[str] = [""]
    depth = 0
    for mark in key:
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if depth == 0 and mark in "/·":
            parts += [mark, ""]
        else:
            parts[-1] += mark
        if depth < 0:
            raise ValueError(key)
    operands = parts[::2]
    if depth or not all(operands) or any(_broken(operand) for operand in operands):
        raise ValueError(key)
    return parts


def _broken(operand: str) -> bool:
    if "(" not in operand and ")" not in operand:
        return False
    return not (operand.startswith("(") and operand.endswith(")") and len(operand) > 2)


def _without_brackets(key: str) -> str:
    if len(key) > 2 and key[0] == "(" and key.find(")") == len(key) - 1:
        return key[1:-1]
    return key
