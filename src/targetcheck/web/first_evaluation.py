"""The evaluation that is done before the memory of the page's Python is kept as its image.

Layer: web. Input: a ruleset as compiled plan and its table, in a folder. Output: nothing; what a
first evaluation loads is loaded. Nothing of it is kept but modules and caches, whose content depends
on their arguments alone. pydantic stays out: it has a compiled part, which an image cannot hold.
"""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

from targetcheck.errors import Language
from targetcheck.web.page_session import PageSession


def evaluate_once(folder: str, table: str, as_of: str) -> None:
    """Read, evaluate and explain as the page does, in both languages; open a workbook."""
    for lang in ("zh", "en"):
        _evaluate(folder, table, as_of, lang)
    _open_workbook(f"{folder}/table.xlsx")
    gc.collect()


def _evaluate(folder: str, table: str, as_of: str, lang: Language) -> None:
    session = PageSession()

    def asked(name: str, **arguments: object) -> Any:
        return json.loads(session.answer(name, json.dumps(arguments), lang))["ok"]

    asked("ruleset", source=f"{folder}/ruleset.plan.json")
    asked("tables", files=[f"{folder}/{table}"], mapping={})
    found = asked("evaluate", as_of=as_of)
    for verdict in [each for each in found["verdicts"] if each["status"] == "at_risk"][:1]:
        asked("explain", verdict=verdict["id"])


def _open_workbook(file: str) -> None:
    """Write and read a workbook: its libraries are the slowest to load."""
    from targetcheck.output.xlsx_sheets import library
    from targetcheck.tables.formats.xlsx_format import read_workbook

    book = library().Workbook()
    book.create_sheet("1").append(["地区", "指标", 1])
    book.save(file)
    read_workbook(file, "table.xlsx")
    Path(file).unlink()
