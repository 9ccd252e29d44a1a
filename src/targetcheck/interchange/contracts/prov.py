"""A recorded run as W3C PROV-JSON: what was used, what was generated, who answers for it.

Layer: interchange. Input: a Run of the ledger. Output: plain data. The ruleset is the plan of the
activity; a run that supersedes another is a revision of its verdicts. The digests are those of the
ledger, so that `ledger verify` proves what this states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from targetcheck.printable_text import printable

if TYPE_CHECKING:
    from targetcheck.ledger import Ledger, Run

Record = dict[str, object]
PREFIX = {
    "tc": "urn:targetcheck:",
    "run": "urn:targetcheck:run:",
    "sha256": "urn:targetcheck:sha256:",
    "engine": "urn:targetcheck:engine:",
    "agent": "urn:targetcheck:agent:",
}


def provenance(ledger: Ledger, run: Run) -> Record:
    """Return the provenance of a run as a PROV-JSON document."""
    table = ledger.table(run)
    files = sorted({table.places[row].file for row in range(len(table))} or {table.name})
    counts = Counter(verdict.status for verdict in ledger.verdicts(run))
    ruleset, data = f"sha256:{run.ruleset_digest}", f"sha256:{run.data_digest}"
    verdicts, activity, engine = f"sha256:{run.verdicts_digest}", f"run:{run.id}", _engine(run)
    document: Record = {
        "prefix": PREFIX,
        "entity": {
            ruleset: {**_typed("prov:Plan"), "prov:label": run.ruleset},
            data: {
                "prov:label": printable(" + ".join(files)),
                "tc:rows": run.rows,
                "tc:used": run.used,
            },
            verdicts: {
                "prov:label": f"verdicts of run {run.number}",
                **{f"tc:{status}": counts[status] for status in sorted(counts)},
            },
        },
        "activity": {activity: _activity(run)},
        "agent": {engine: {**_typed("prov:SoftwareAgent"), "prov:label": "targetcheck"}},
        "used": _numbered(
            "u", ({"prov:activity": activity, "prov:entity": entity} for entity in (ruleset, data))
        ),
        "wasGeneratedBy": _numbered(
            "g", [{"prov:entity": verdicts, "prov:activity": activity,
                   "prov:time": run.recorded_at}]
        ),
        "wasDerivedFrom": _numbered(
            "d", [{"prov:generatedEntity": verdicts, "prov:usedEntity": data}]
        ),
        "wasAssociatedWith": _numbered(
            "a", [{"prov:activity": activity, "prov:agent": engine, "prov:plan": ruleset}]
        ),
    }  # fmt: skip
    if run.who:
        _answers(document, run, activity, verdicts, engine)
    if run.supersedes:
        _revises(document, ledger.run(run.supersedes), verdicts)
    return document


def _engine(run: Run) -> str:
    return f"engine:{run.engine}"


def _activity(run: Run) -> Record:
    made: Record = {
        "prov:endTime": run.recorded_at,
        "prov:label": f"evaluation of {run.ruleset} as of {run.as_of}",
        "tc:as_of": _day(run.as_of.isoformat()),
        "tc:profile": run.profile_name,
    }
    if run.known_at:
        made["tc:known_at"] = _day(run.known_at.isoformat())
    return {**made, "tc:why": printable(run.why)} if run.why else made


def _answers(document: Record, run: Run, activity: str, verdicts: str, engine: str) -> None:
    """Add the person who recorded the run."""
    who = "agent:who"
    agents = document["agent"]
    assert isinstance(agents, dict)
    agents[who] = {**_typed("prov:Person"), "prov:label": printable(run.who)}
    associated = document["wasAssociatedWith"]
    assert isinstance(associated, dict)
    associated["_:a2"] = {"prov:activity": activity, "prov:agent": who}
    document["wasAttributedTo"] = _numbered("t", [{"prov:entity": verdicts, "prov:agent": who}])
    document["actedOnBehalfOf"] = _numbered(
        "b", [{"prov:delegate": engine, "prov:responsible": who, "prov:activity": activity}]
    )


def _revises(document: Record, older: Run, verdicts: str) -> None:
    """Add the verdicts that this run corrects."""
    before = f"sha256:{older.verdicts_digest}"
    entities, derived = document["entity"], document["wasDerivedFrom"]
    assert isinstance(entities, dict)
    assert isinstance(derived, dict)
    entities.setdefault(before, {"prov:label": f"verdicts of run {older.number}"})
    derived["_:d2"] = {
        "prov:generatedEntity": verdicts,
        "prov:usedEntity": before,
        **_typed("prov:Revision"),
    }


def _typed(name: str) -> Record:
    return {"prov:type": {"$": name, "type": "prov:QUALIFIED_NAME"}}


def _day(text: str) -> Record:
    return {"$": text, "type": "xsd:date"}


def _numbered(letter: str, records: Iterable[Record]) -> Record:
    return {f"_:{letter}{number}": record for number, record in enumerate(records, start=1)}
