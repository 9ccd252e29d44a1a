"""Starter files of a ruleset: valid, in canonical form, with explanatory comments.

Layer: authoring. Input: metadata of the document. Output: texts by file name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from string import Template

from targetcheck.authoring.formatter import formatted
from targetcheck.errors import Language
from targetcheck.yaml_text.yaml_writer import dump_yaml


@dataclass(frozen=True, slots=True)
class Known:
    """Metadata of a document before its first target is encoded."""

    id: str
    title: str
    number: str
    issuer: str
    issued: date
    place: str
    place_name: str
    text: str | None = None


def skeleton(known: Known, lang: Language) -> dict[str, str]:
    """Return the texts of `ruleset.yaml` and `cases/first.yaml`."""
    year = known.issued.year + 1
    digest = hashlib.sha256(known.text.encode()).hexdigest() if known.text is not None else ""
    filled = {
        "id": _scalar(known.id),
        "title": _scalar(known.title),
        "number": _scalar(known.number),
        "issuer": _scalar(known.issuer),
        "issued": known.issued.isoformat(),
        "sha256": f"sha256: {digest}" if digest else "# sha256: …",
        "place": known.place,
        "place_zh": dump_yaml([known.place_name]).removeprefix("- ").strip(),
        "due": f"{year}-12-31",
        "year": str(year),
    }
    names = {"ruleset.yaml": "ruleset", "cases/first.yaml": "cases"}
    return {
        name: formatted(_template(stem, lang).substitute(filled), name)
        for name, stem in names.items()
    }


def starter_with(known: Known, pieces: Mapping[str, object], lang: Language) -> str:
    """Return a `ruleset.yaml` with given definitions, such as places and targets of other systems."""
    data: dict[str, object] = {
        "targetcheck": 1,
        "id": known.id,
        "title": known.title,
        "document": {
            "number": known.number,
            "issuer": known.issuer,
            "issued": known.issued,
        },
        **pieces,
    }
    return formatted(_HEAD[lang] + dump_yaml(data), "ruleset.yaml")


_HEAD: Mapping[Language, str] = {
    "en": "# yaml-language-server: $schema=ruleset.schema.json\n"
    "# Set title, number, issuer and date of the document, then write or check the targets.\n",
    "zh": "# yaml-language-server: $schema=ruleset.schema.json\n"
    "# 请先填写文件的标题、文号、发文机关和日期，再编写或核对目标。\n",
}


def id_of(name: str) -> str:
    """Return an id made from the name of a folder."""
    return re.sub(r"[^\w-]+", "-", name.strip()).strip("-") or "ruleset"


def _template(stem: str, lang: Language) -> Template:
    text = files(__package__).joinpath("skeleton", f"{stem}.{lang}.yaml")
    return Template(text.read_text("utf-8"))


def _scalar(text: str) -> str:
    return dump_yaml(text).strip()
