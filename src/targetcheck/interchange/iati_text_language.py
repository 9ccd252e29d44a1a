"""Texts of an IATI file and the language that each is marked with.

Layer: interchange. Input: a text, or a text in two languages. Output: elements `narrative` with
`xml:lang`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from targetcheck.printable_text import printable_lines


def narrative(above: ET.Element, zh: str = "", en: str = "") -> None:
    """Add a text in each language that it has; at least one."""
    for lang, text in (("zh", zh), ("en", en if en or zh else "–")):
        if text:
            ET.SubElement(above, "narrative", {"xml:lang": lang}).text = printable_lines(text)


def by_script(text: str) -> dict[str, str]:
    """Return a text under the language that its script suggests."""
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    return {"zh" if chinese else "en": text}
