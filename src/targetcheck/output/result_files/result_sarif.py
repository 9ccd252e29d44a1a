"""Verdicts as SARIF 2.1.0, for viewers of findings.

Layer: output. Input: a Result. Output: JSON text: a rule for each target with its clause, a result
for each verdict with the locations of its cells. SARIF allows a level only for results of kind
`fail`; at risk and missed have kind `review` with the level as a property.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from targetcheck.errors import Language, Where
from targetcheck.evaluation import Result
from targetcheck.exact_json import json_text
from targetcheck.output.result_heading import illustrative_text
from targetcheck.output.verdict_columns import reason_text
from targetcheck.printable_text import printable
from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict

Record = dict[str, object]
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
KIND = {
    "pass": ("pass", "none"),
    "fail": ("fail", "error"),
    "missed": ("review", "none"),
    "at_risk": ("review", "none"),
    "on_track": ("informational", "none"),
    "not_due": ("notApplicable", "none"),
    "undetermined": ("open", "none"),
    "not_applicable": ("notApplicable", "none"),
}
"""status → kind and level"""
_MOST_PLACES = 20


def as_sarif(
    result: Result, lang: Language = "en", verdicts: Iterable[Verdict] | None = None
) -> str:
    """Return one run with a result for each verdict."""
    listed = result.verdicts if verdicts is None else tuple(verdicts)
    rules = list(dict.fromkeys(v.target for v in listed))
    number = {target: index for index, target in enumerate(rules)}
    first = {v.target: v for v in reversed(listed)}
    made, warning = result.provenance, illustrative_text(result, lang)
    run: Record = {
        "tool": {
            "driver": {
                "name": "targetcheck",
                "version": made.engine,
                "rules": [_rule(first[target], lang) for target in rules],
            }
        },
        "language": "zh-CN" if lang == "zh" else "en-US",
        "columnKind": "unicodeCodePoints",
        "properties": {
            "ruleset": result.ruleset.id,
            "document": result.ruleset.document.number,
            "asOf": made.as_of.isoformat(),
            "profile": made.profile,
            "rulesetDigest": made.ruleset_digest,
            "dataDigest": made.data_digest,
            "summary": result.summary(),
            **({"illustrative": warning} if warning else {}),
        },
        "results": [_result(v, number[v.target], lang) for v in listed],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(verdict: Verdict, lang: Language) -> Record:
    document = verdict.plan.ruleset.document.number
    cites = [f"{document} {cite.clause}: {cite.quote}" for cite in verdict.citations]
    rule: Record = {
        "id": verdict.target,
        "shortDescription": {"text": printable(verdict.title(lang)) or verdict.target},
        "properties": {"lead": list(verdict.lead), "action": verdict.spec.action},
    }
    if cites:
        rule["fullDescription"] = {"text": printable("; ".join(cites))}
    return rule


def _result(verdict: Verdict, rule: int, lang: Language) -> Record:
    status = str(verdict.status)
    kind, level = ("informational", "none") if verdict.outside_scope else KIND[status]
    due = verdict.due.isoformat()
    return {
        "ruleId": verdict.target,
        "ruleIndex": rule,
        "kind": kind,
        "level": level,
        "message": {"text": printable(verdict.sentence(lang))},
        "locations": [_location(verdict, place, lang) for place in _places(verdict)],
        "partialFingerprints": {"verdict/v1": f"{verdict.target}@{verdict.place} {due}"},
        "properties": {
            "status": status,
            "reason": verdict.reason,
            "flags": list(verdict.flags),
            "place": verdict.place,
            "due": due,
            "strength": verdict.strength,
            "requirement": printable(requirement(verdict, lang)),
            "missing": list(verdict.outcome.missing),
            "laggingPeriods": verdict.outcome.lagging,
            **({"warning": reason_text(verdict, lang, alone=True)} if kind == "review" else {}),
        },
    }


def _places(verdict: Verdict) -> list[Where | None]:
    """Return the locations of the observations, without duplicates; else that of the target."""
    found = dict.fromkeys(
        observation.where for observation in verdict.observations if observation.where.file
    )
    return [*list(found)[:_MOST_PLACES]] or [None]


def _location(verdict: Verdict, where: Where | None, lang: Language) -> Record:
    logical: Record = {
        "name": printable(verdict.place_name(lang)),
        "fullyQualifiedName": f"{verdict.place}/{verdict.target}",
        "kind": "resource",
    }
    if where is None:
        return {"logicalLocations": [logical]}
    physical: Record = {"artifactLocation": {"uri": quote(where.file.replace("\\", "/"))}}
    if where.line:
        region: Record = {"startLine": where.line}
        if where.column:
            region["startColumn"] = where.column
        physical["region"] = region
    location: Record = {"physicalLocation": physical, "logicalLocations": [logical]}
    if where.cell or where.sheet:
        location["message"] = {"text": str(where)}
    return location
