"""Verdicts as OSCAL assessment results.

Layer: interchange. Input: a Result. Output: JSON text: an observation and a finding for each
verdict. The ruleset takes the place of the assessment plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.exact_json import json_text
from targetcheck.interchange.oscal_document import (
    Record,
    finding,
    markup,
    metadata,
    moment,
    observation,
    run_uuid,
    token,
    uuid_of,
)
from targetcheck.verdicts.code_terms import STATUS, word
from targetcheck.verdicts.verdict import Verdict


def as_assessment_results(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> str:
    """Return assessment results with the verdicts of the result, or those of `verdicts`."""
    shown = list(result.verdicts if verdicts is None else verdicts)
    ruleset, made = result.ruleset, result.provenance
    plan = uuid_of("plan", ruleset.id, made.ruleset_digest)
    title = f"{ruleset.title.say(lang)} · {made.as_of}"
    assessed: Record = {
        "uuid": run_uuid("result", result),
        "title": markup(title),
        "description": markup(_counts(result, lang)),
        "start": moment(made.as_of),
        "end": moment(made.as_of),
        "reviewed-controls": {"control-selections": [_selection(shown)]},
    }
    if shown:
        assessed["observations"] = [observation(verdict, result, lang) for verdict in shown]
        assessed["findings"] = [finding(verdict, lang) for verdict in shown]
    document = {
        "uuid": run_uuid("results", result),
        "metadata": metadata(result, title, shown, lang),
        "import-ap": {"href": f"#{plan}"},
        "results": [assessed],
        "back-matter": {"resources": [_ruleset(result, plan, lang)]},
    }
    return json_text({"assessment-results": document}) + "\n"


def _counts(result: Result, lang: Language) -> str:
    """Return the number of verdicts by status, in words."""
    counts = [(word(STATUS, status, lang), n) for status, n in result.summary().items() if n]
    if lang == "zh":
        return "、".join(f"{status}{n}" for status, n in counts)
    return ", ".join(f"{n} {status}" for status, n in counts)


def _selection(verdicts: list[Verdict]) -> Record:
    """Return the targets that were assessed."""
    targets = dict.fromkeys(token(verdict.target) for verdict in verdicts)
    if not targets:
        return {"include-all": {}}
    return {"include-controls": [{"control-id": target} for target in targets]}


def _ruleset(result: Result, plan: str, lang: Language) -> Record:
    """Return the ruleset as a resource with the document that it encodes."""
    document = result.ruleset.document
    cited = f"{document.issuer}, {document.number}, {document.dated()}"
    return {
        "uuid": plan,
        "title": markup(result.ruleset.title.say(lang)),
        "description": markup(f"{result.ruleset.id}, {result.provenance.ruleset_digest}"),
        "citation": {"text": markup(cited)},
        "rlinks": [{"href": f"urn:targetcheck:ruleset:{quote(result.ruleset.id)}"}],
    }
