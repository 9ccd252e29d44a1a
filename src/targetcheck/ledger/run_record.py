"""Records of a run: author, time, reason, inputs and every verdict.

Layer: ledger. Input: a Result and its table (`entry_of`). Output: rows for the store, and the
public records `Run` and `StoredVerdict`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from targetcheck.evaluation import Result
from targetcheck.ledger.compact_encoding import pack, texts_to_text, to_text
from targetcheck.ruleset.ruleset import Ruleset, canonical, to_data
from targetcheck.verdicts.verdict import Verdict
from targetcheck.verdicts.verdict_data import OUTSIDE
from targetcheck.verdicts.verdict_json import evidence, number, value_of

BLOCK = 256
"""Verdicts per block of compressed evidence; a block unpacks in a few milliseconds."""
KEYS = ("target", "place", "due")
SAID = ("status", "reason", "flags", "value", "unit", "margin")
"""Fields that are compared between two verdicts of the same key."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One recorded evaluation; `id` is the digest of its inputs and verdicts."""

    number: int
    id: str
    recorded_at: str
    ruleset: str
    ruleset_digest: str
    data_digest: str
    profile_name: str
    as_of: date
    known_at: date | None
    engine: str
    who: str
    why: str
    supersedes: str | None
    rows: int
    used: int
    verdicts: int
    verdicts_digest: str
    superseded_by: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the run as plain data for JSON."""
        names = type(self).__slots__
        found = {name: getattr(self, name) for name in names}
        found["as_of"] = self.as_of.isoformat()
        found["known_at"] = self.known_at.isoformat() if self.known_at else None
        return found


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """One verdict as recorded; numbers are exact, as text."""

    target: str
    place: str
    due: str
    strength: str
    status: str
    reason: str
    flags: str
    value: str | None
    unit: str | None
    margin: str | None
    action: str | None
    leads: str
    seq: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """Target, place and due date."""
        return (self.target, self.place, self.due)

    def said(self) -> tuple[str | None, ...]:
        """Return the content of the verdict, for comparison with another of the same key."""
        return tuple(getattr(self, name) for name in SAID)

    def to_dict(self) -> dict[str, object]:
        """Return the verdict as plain data for JSON and frames."""
        return dict(zip(CELLS, cells(self), strict=True))


CELLS = tuple(name for name in StoredVerdict.__slots__ if name != "seq")
"""Fields of a stored verdict that are data, in order; each holds text or None."""
cells: Callable[[StoredVerdict], tuple[str | None, ...]] = attrgetter(*CELLS)
"""Return what a stored verdict holds in these fields."""


@dataclass(frozen=True, slots=True)
class RectificationRecord:
    """One record of corrective action: a list that was issued, or what a person wrote on an item.

    `id` is the digest of all other fields but the number; `previous` is the id of the record before,
    empty for the first, so that no record can be changed or taken out unseen.
    """

    number: int
    id: str
    previous: str
    kind: str
    ruleset: str
    run: str
    list: str
    item: str
    opening: int
    written: str
    source: str
    recorded_at: str
    who: str

    @property
    def digest(self) -> str:
        """The id that the content of the record has."""
        return rectification_id({name: getattr(self, name) for name in type(self).__slots__})

    def content(self) -> Any:
        """Return what was written, as plain data."""
        return json.loads(self.written)

    def to_dict(self) -> dict[str, object]:
        """Return the record as plain data for JSON."""
        found = {name: getattr(self, name) for name in type(self).__slots__}
        return found | {"written": self.content()}


def rectification_id(row: Mapping[str, object]) -> str:
    """Return the digest of a record of corrective action, whatever its id and number."""
    said = sorted((name, cell) for name, cell in row.items() if name not in ("id", "number"))
    return hashlib.sha256(to_text(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A run before it is written to the store."""

    run: Row
    ruleset: Row
    verdicts: Sequence[StoredVerdict]
    evidence: Sequence[bytes]


def stored(verdict: Verdict, seq: int = 0) -> StoredVerdict:
    """Return a verdict in the form in which it is stored and compared."""
    check = verdict.outcome.check
    margin = number(verdict.margin) if check is not None and check.scale is None else None
    value = value_of(verdict, "zh")
    return StoredVerdict(
        target=verdict.target,
        place=verdict.place,
        due=verdict.due.isoformat(),
        strength=verdict.strength,
        status=verdict.outcome.status,
        reason=verdict.reason,
        # a scope changes how verdicts are counted and is no input of them
        flags=";".join(flag for flag in verdict.flags if flag != OUTSIDE),
        value=None if value is None else str(value),
        unit=verdict.unit.name if verdict.unit is not None else None,
        margin=None if margin is None else str(margin),
        action=verdict.spec.action,
        leads=";".join(verdict.lead),
        seq=seq,
    )


def ruleset_text(ruleset: Ruleset) -> str:
    """Return the canonical ruleset as JSON in written order; its digest uses sorted keys."""
    return json.dumps(canonical(ruleset), ensure_ascii=False, default=str)


def profile_text(result: Result) -> str:
    """Return the settings of the profile as JSON, without its name."""
    return json.dumps(to_data(result.plan.profile), ensure_ascii=False, sort_keys=True, default=str)


def told_of(result: Result) -> Iterator[tuple[StoredVerdict, str]]:
    """Yield every verdict of a result as it is stored, with its evidence as text."""
    for seq, verdict in enumerate(result.verdicts):
        yield stored(verdict, seq), to_text(evidence_of(verdict))


def entry_of(
    result: Result,
    told_verdicts: Iterable[tuple[StoredVerdict, str]],
    *,
    who: str,
    why: str,
    at: str,
    supersedes: str | None,
) -> RunEntry:
    """Return all parts of a run for the store, except the table."""
    p = result.provenance
    verdicts: list[StoredVerdict] = []
    texts: list[str] = []
    for verdict, text in told_verdicts:
        verdicts.append(verdict)
        texts.append(text)
    blocks = [f"[{','.join(texts[n : n + BLOCK])}]" for n in range(0, len(texts), BLOCK)]
    told = hashlib.sha256()
    for verdict in verdicts:
        told.update(texts_to_text(cells(verdict)).encode())
    for block in blocks:
        told.update(block.encode())
    run: Row = {
        "ruleset": p.ruleset,
        "ruleset_digest": p.ruleset_digest,
        "data_digest": p.data_digest,
        "profile_name": p.profile,
        "profile": profile_text(result),
        "as_of": p.as_of.isoformat(),
        "known_at": p.known_at.isoformat() if p.known_at else None,
        "engine": p.engine,
        "supersedes": supersedes,
        "rows": result.rows,
        "used": result.used,
        "verdicts": len(verdicts),
        "verdicts_digest": told.hexdigest(),
    }
    identity = hashlib.sha256(to_text(sorted(run.items())).encode()).hexdigest()
    run |= {"id": identity, "recorded_at": at, "who": who, "why": why}
    ruleset = {
        "digest": p.ruleset_digest,
        "id": p.ruleset,
        "title": result.ruleset.title.say("zh"),
        "text": ruleset_text((result.plan.declared or result.plan).ruleset),
    }
    return RunEntry(run, ruleset, verdicts, [pack(block) for block in blocks])


def evidence_of(verdict: Verdict) -> Mapping[str, object]:
    """Return the evidence of a verdict; clause and wording come from the stored ruleset."""
    found = evidence(verdict.outcome, verdict, "zh")
    marks = {"waiver": verdict.waiver, "override": verdict.override}
    found |= {k: to_data(v) for k, v in marks.items() if v is not None}
    if verdict.aside:
        found["set_aside"] = [{"row": a.row, "code": a.why.code} for a in verdict.aside]
    return found
