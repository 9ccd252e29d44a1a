"""The session behind the page: what its worker asks, and plain data as answers.

Layer: web. Input: names of files in the memory of the browser, and choices. Output: records for
JSON. Every meaning is that of `targetcheck.api` and the layers below it; the page only shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from targetcheck import api
from targetcheck.errors import Diagnostic, Faults, Language, TargetcheckError
from targetcheck.evaluation import Result
from targetcheck.exact_json import json_text
from targetcheck.observations.observation import Observations
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.plan.plan import Plan
from targetcheck.tables.mapping_file import read_mapping
from targetcheck.tables.table_reader import ObservationTable, concat, read_table
from targetcheck.web.sheets.column_choices import proposed
from targetcheck.web.sheets.table_records import tables_record
from targetcheck.web.verdict_records import (
    VerdictId,
    explanation_record,
    result_record,
    supposition_record,
    verdict_at,
)
from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import dump_yaml

Record = dict[str, object]
_OPTION = re.compile(r"(?:, or |，或)?[^,，]*\s--\w.*$")
"""The end of a hint that names an option of the command, of which the page has none."""


class PageSession:
    """One plan, its tables and its result, as they are in the page now."""

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._tables: tuple[ObservationTable, ...] = ()
        self._observations: Observations | None = None
        self._result: Result | None = None

    def answer(self, name: str, arguments: str, lang: Language) -> str:
        """Return the answer to a question of the page as JSON: `ok`, or `findings`."""
        try:
            found = self._functions()[name](lang=lang, **json.loads(arguments))
        except TargetcheckError as error:
            return json_text({"findings": [finding(d, lang) for d in error.diagnostics]}, None)
        return json_text({"ok": found}, None)

    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return {
            "ruleset": self.ruleset,
            "tables": self.tables,
            "mapping": self.mapping,
            "mapping_text": self.mapping_text,
            "evaluate": self.evaluate,
            "explain": self.explain,
            "suppose": self.suppose,
        }

    def ruleset(self, source: str, lang: Language) -> Record:
        """Open a ruleset by its bundled name or file; return its names for choices."""
        self._plan = self._result = self._observations = None
        self._tables = ()
        self._plan = plan = api.compile_plan(source)
        ruleset, document = plan.ruleset, plan.ruleset.document
        dues = [question.due.isoformat() for question in plan.questions]
        return {
            "id": ruleset.id,
            "title": {"zh": ruleset.title.say("zh"), "en": ruleset.title.say("en")},
            "number": document.number,
            "issuer": document.issuer,
            "issued": document.issued.isoformat() if document.issued else None,
            "targets": len(ruleset.targets),
            "first_due": min(dues, default=None),
            "last_due": max(dues, default=None),
            "places": _names(ruleset.all_places()),
            "indicators": _names(ruleset.all_indicators()),
        }

    def tables(self, files: Sequence[str], mapping: Mapping[str, Any], lang: Language) -> Record:
        """Read tables; return what was understood of each, and what is to be settled."""
        plan, faults = self._opened(), Faults()
        self._result = None
        read = self._read(files, mapping, faults)
        self._tables = tuple(table for _, table in read)
        whole = concat(self._tables)
        self._observations = read_observations(whole, plan) if read else None
        mapped = frozenset(mapping.get("columns") or ())
        found = tables_record(
            read, whole, self._observations, plan, files, faults.found, lang, mapped
        )
        said = [finding(d, lang) for d in dict.fromkeys(faults.found)]
        return {**found, "findings": said, **self._asked_with_forms(found, files, mapping, lang)}

    def _read(
        self, files: Sequence[str], mapping: Mapping[str, Any], faults: Faults
    ) -> list[tuple[str, ObservationTable]]:
        known, given = vocabulary(self._opened()), None
        read: list[tuple[str, ObservationTable]] = []
        with faults.kept():
            given = read_mapping(mapping or None)
        for path in files:
            with faults.kept():
                name = Path(path).name
                read.append((path, read_table(path, name, known=known, mapping=given)))
        return read

    def _asked_with_forms(
        self, found: Record, files: Sequence[str], mapping: Mapping[str, Any], lang: Language
    ) -> Record:
        """Return the questions that are left once the open forms are applied.

        All is asked at once; nothing is kept of that reading.
        """
        forms = found["columns"]
        assert isinstance(forms, list)
        meant = proposed([form for form in forms if form["open"]])
        if not meant:
            return {}
        plan, faults = self._opened(), Faults()
        both = {
            **mapping,
            **meant,
            "columns": {**(mapping.get("columns") or {}), **meant["columns"]},
        }
        read = self._read(files, both, faults)
        whole = concat(table for _, table in read)
        known = read_observations(whole, plan) if read else None
        again = tables_record(read, whole, known, plan, files, faults.found, lang, both["columns"])
        return {
            "questions": again["questions"],
            "foreseen": {k: again[k] for k in ("rows", "used")},
        }

    def mapping(self, text: str, lang: Language) -> object:
        """Return a mapping file as data."""
        data = read_document_text(text, "mapping.yaml").data
        read_mapping(data)
        return data

    def mapping_text(self, mapping: Mapping[str, Any], lang: Language) -> str:
        """Return a mapping as the text of a mapping file."""
        return dump_yaml(mapping) if mapping else ""

    def evaluate(self, as_of: str, lang: Language) -> Record:
        """Evaluate the tables that were read last, and keep the result."""
        self._result = api.evaluate(self._opened(), self._tables, as_of=as_of)
        return result_record(self._result, lang)

    def explain(self, verdict: VerdictId, lang: Language) -> Record:
        """Return everything on one verdict: sentence, numbers, clause, needs, chart."""
        return explanation_record(self._judged(), verdict_at(self._judged(), verdict), lang)

    def suppose(self, rows: Sequence[dict[str, str]], lang: Language) -> Record:
        """Return the verdicts that hypothetical values change."""
        return supposition_record(self._judged(), concat(self._tables), rows, lang)

    def _opened(self) -> Plan:
        if self._plan is None:
            raise TargetcheckError(_first("a ruleset", "规则集"))
        return self._plan

    def _judged(self) -> Result:
        if self._result is None:
            raise TargetcheckError(_first("tables, and evaluate them", "数据表并评判"))
        return self._result


def finding(found: Diagnostic, lang: Language) -> Record:
    """Return a finding for the page: where, what, what to do."""
    zh = lang == "zh"
    hint = (found.hint_zh if zh else found.hint_en) or ""
    return {
        "code": found.code,
        "severity": found.severity,
        "where": str(found.where),
        "text": found.zh if zh else found.en,
        "hint": _OPTION.sub("", hint),
    }


def _names(known: Mapping[str, Any]) -> list[Record]:
    return [
        {"id": key, "zh": each.say("zh") or key, "en": each.say("en") or key}
        for key, each in known.items()
    ]


def _first(en: str, zh: str) -> Diagnostic:
    return Diagnostic("web-order", f"open {en} first", f"请先打开{zh}")
