"""Parts that OSCAL documents share: identifiers, metadata, observations, findings.

Layer: interchange. Input: a Result and its verdicts. Output: plain data of OSCAL 1.2.3. A UUID is
made of ruleset, target, place and due date, so that the same matter has the same one in every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from targetcheck.errors import Language
from targetcheck.evaluation import Result
from targetcheck.output.result_heading import illustrative_text
from targetcheck.printable_text import printable
from targetcheck.verdicts.sentences.verdict_sentence import requirement
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import illustrative
from targetcheck.verdicts.verdict_json import number, value_of

Record = dict[str, object]
VERSION = "1.2.3"
NAMESPACE = "urn:targetcheck:oscal:1"
_STATE = {"pass": ("satisfied", "pass"), "fail": ("not-satisfied", "fail")}
"""State and reason of a finding. OSCAL knows satisfied and not (yet) satisfied: any other status is
not satisfied for another reason than failure, and stands in the property `status`."""
_OTHER = ("not-satisfied", "other")
_MARKS = re.compile(r"([\\`*_\[\]<>~^])")
_ROLE = "responsible"


def uuid_of(*parts: object) -> str:
    """Return the UUID (version 5) of what the parts identify."""
    return str(uuid5(NAMESPACE_URL, "\0".join((NAMESPACE, *map(str, parts)))))


def run_uuid(kind: str, result: Result) -> str:
    """Return the UUID of a document, or part of one, on an evaluation: of its inputs and dates."""
    made = result.provenance
    inputs = (made.ruleset_digest, made.data_digest, made.profile, made.as_of, made.known_at)
    return uuid_of(kind, result.ruleset.id, *inputs)


def matter_uuid(kind: str, verdict: Verdict, nth: int = 1) -> str:
    """Return the UUID of an observation, finding or risk on a target, place and due date.

    `nth` tells apart several of one kind.
    """
    matter = (verdict.plan.ruleset.id, verdict.target, verdict.place, verdict.due)
    return uuid_of(kind, *matter) if nth == 1 else uuid_of(kind, *matter, nth)


def token(text: str) -> str:
    """Return an id as an OSCAL token, which starts with a letter or `_`."""
    plain = "".join(sign if sign.isalnum() or sign in ".-_" else "_" for sign in text)
    return plain if plain[:1].isalpha() or plain[:1] == "_" else f"_{plain}"


def markup(text: str) -> str:
    """Return a text on one line with the marks of Markdown escaped; never empty."""
    return _MARKS.sub(r"\\\1", " ".join(printable(text).split())) or "–"


def moment(day: date) -> str:
    """Return the start of a day as a time; verdicts are made for a day, without a clock."""
    return f"{day.isoformat()}T00:00:00Z"


def props(values: Iterable[tuple[str, object]]) -> list[Record]:
    """Return properties of our own namespace; those without a value are left out."""
    listed = ((name, " ".join(printable(str(v)).split())) for name, v in values if v is not None)
    return [{"name": name, "ns": NAMESPACE, "value": text} for name, text in listed if text]


def metadata(
    result: Result,
    title: str,
    verdicts: Iterable[Verdict],
    lang: Language,
    departments: Iterable[str] = (),
) -> Record:
    """Return metadata with a location for each place and a party for each department."""
    places = {v.place: v.place_name(lang) for v in verdicts}
    leads = list(dict.fromkeys(departments))
    made = result.provenance
    found: Record = {
        "title": markup(title),
        "last-modified": moment(result.as_of),
        "version": made.as_of.isoformat(),
        "oscal-version": VERSION,
        "props": props(
            [
                ("document", result.ruleset.document.number),
                ("profile", made.profile),
                ("known-at", made.known_at),
                ("ruleset-digest", made.ruleset_digest),
                ("data-digest", made.data_digest),
                ("engine", made.engine),
                ("illustrative", illustrative_text(result, lang)),
            ]
        ),
    }
    if leads:
        found["roles"] = [{"id": _ROLE, "title": "牵头单位" if lang == "zh" else "Lead department"}]
    if places:
        found["locations"] = [
            {
                "uuid": place_uuid(result, id_),
                "title": markup(name),
                "address": {"addr-lines": [printable(name).strip()]},
            }
            for id_, name in places.items()
        ]
    if leads:
        found["parties"] = [
            {
                "uuid": uuid_of("party", name),
                "type": "organization",
                "name": printable(name).strip(),
            }
            for name in leads
        ]
    return found


def responsible(names: Iterable[str]) -> list[Record]:
    """Return the roles of those who are responsible; empty without any."""
    parties = [uuid_of("party", name) for name in names]
    return [{"role-id": _ROLE, "party-uuids": parties}] if parties else []


def place_uuid(result: Result, place: str) -> str:
    """Return the UUID of a place."""
    return uuid_of("place", result.ruleset.id, place)


def heading(verdict: Verdict, lang: Language) -> str:
    """Return target, place and due date as one line."""
    return markup(f"{verdict.title(lang)} · {verdict.place_name(lang)} · {verdict.due}")


def observation(verdict: Verdict, result: Result, lang: Language) -> Record:
    """Return a verdict as an observation with the reports that it rests on."""
    value = value_of(verdict, lang)
    evidence = [
        {"description": markup(f"{o.indicator}, {o.period.text(lang)}: {o.text}"),
         **({"props": cells} if (cells := props([("where", o.where), ("source", o.source)])) else {})}
        for o in verdict.observations
    ]  # fmt: skip
    found: Record = {
        "uuid": matter_uuid("observation", verdict),
        "title": heading(verdict, lang),
        "description": markup(verdict.sentence(lang)),
        "props": props(
            [
                ("target", verdict.target),
                ("place", verdict.place),
                ("due", verdict.due),
                ("strength", verdict.strength),
                ("status", verdict.status),
                ("reason", verdict.reason),
                ("flags", " ".join(verdict.flags)),
                ("value", None if value is None else value),
                ("unit", verdict.unit.label(lang) if verdict.unit is not None else None),
                ("margin", number(verdict.margin)),
                ("lead", "; ".join(verdict.lead)),
                ("illustrative", "yes" if illustrative(verdict) else None),
            ]
        ),
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "subjects": [{"subject-uuid": place_uuid(result, verdict.place), "type": "location"}],
        "collected": moment(result.as_of),
    }
    return found | ({"relevant-evidence": evidence} if evidence else {})


def finding(verdict: Verdict, lang: Language) -> Record:
    """Return a verdict as a finding on its target."""
    state, reason = _STATE.get(str(verdict.status), _OTHER)
    clauses = [markup(f"{cite.clause}: {cite.quote}") for cite in verdict.citations]
    return {
        "uuid": matter_uuid("finding", verdict),
        "title": heading(verdict, lang),
        "description": "\n\n".join([markup(requirement(verdict, lang)), *clauses]),
        "target": {
            "type": "objective-id",
            "target-id": token(verdict.target),
            "title": markup(verdict.title(lang)),
            "status": {
                "state": state,
                "reason": reason,
                "remarks": f"`{verdict.status}`, `{verdict.reason}`",
            },
        },
        "related-observations": [{"observation-uuid": matter_uuid("observation", verdict)}],
    }
