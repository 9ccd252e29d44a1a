"""Verification of a recorded run: intact parts, reproduced verdicts.

Layer: ledger. Input: a Ledger and a Run. Output: Verification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.evaluation import ENGINE, Result
from targetcheck.evaluation.reference_evaluation import digest_of_table
from targetcheck.ledger.compact_encoding import from_text, to_text
from targetcheck.ledger.run_record import Run, StoredVerdict, evidence_of, stored
from targetcheck.ledger.run_replay import again, inputs_of
from targetcheck.ledger.run_store import Ledger


@dataclass(frozen=True, slots=True)
class VerificationDifference:
    """A verdict that this release does not reproduce; None on the side that lacks it."""

    before: StoredVerdict | None
    now: StoredVerdict | None
    evidence: tuple[str, ...] = ()
    """parts of the evidence that differ"""

    @property
    def key(self) -> tuple[str, str, str]:
        """Target, place and due date."""
        found = self.before or self.now
        assert found is not None
        return found.key


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of verifying a run."""

    run: Run
    engine: str
    damaged: tuple[Diagnostic, ...]
    differences: tuple[VerificationDifference, ...]
    checked: int

    @property
    def sound(self) -> bool:
        """Whether all parts are intact and every verdict was reproduced."""
        return not self.damaged and not self.differences

    def to_dict(self) -> dict[str, object]:
        """Return the verification as plain data for JSON."""
        return {
            "run": self.run.id,
            "number": self.run.number,
            "recorded_by_engine": self.run.engine,
            "engine": self.engine,
            "sound": self.sound,
            "checked": self.checked,
            "damaged": [{"code": d.code, "en": d.en, "zh": d.zh} for d in self.damaged],
            "differences": [
                {
                    "target": d.key[0],
                    "place": d.key[1],
                    "due": d.key[2],
                    "before": d.before.to_dict() if d.before else None,
                    "now": d.now.to_dict() if d.now else None,
                    "evidence": list(d.evidence),
                }
                for d in self.differences
            ],
        }


@dataclass(frozen=True, slots=True)
class RecordVerification:
    """Result of verifying the records of corrective action."""

    records: int
    damaged: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether every record is as it was written and none is missing."""
        return not self.damaged

    def to_dict(self) -> dict[str, object]:
        """Return the verification as plain data for JSON."""
        return {
            "rectifications": self.records,
            "sound": self.sound,
            "damaged": [{"code": d.code, "en": d.en, "zh": d.zh} for d in self.damaged],
        }


def verify(ledger: Ledger, run: Run) -> Verification:
    """Check the digests of a run, evaluate it again and return every difference."""
    damaged = list(_damage(ledger, run))
    differences: tuple[VerificationDifference, ...] = ()
    if not damaged:
        try:
            differences = tuple(_differences(ledger, run, again(inputs_of(ledger, run))))
        except TargetcheckError as error:
            damaged = list(error.diagnostics)
    return Verification(run, ENGINE, tuple(damaged), differences, run.verdicts)


def verify_rectifications(ledger: Ledger) -> RecordVerification:
    """Check the digest of every record of corrective action, and that none is missing between two.

    Cutting off the newest records cannot be seen, as with the newest runs.
    """
    damaged, previous, numbers = list[Diagnostic](), "", 0
    for record in ledger.rectifications():
        numbers += 1
        if record.digest != record.id:
            damaged.append(_altered(record.number))
        elif record.previous != previous:
            damaged.append(_torn(record.number))
        previous = record.id
    return RecordVerification(numbers, tuple(damaged))


def _damage(ledger: Ledger, run: Run) -> Iterator[Diagnostic]:
    ruleset = json.loads(ledger.ruleset_text(run))
    text = json.dumps(ruleset, ensure_ascii=False, sort_keys=True)
    if hashlib.sha256(text.encode()).hexdigest() != run.ruleset_digest:
        yield _changed("the ruleset", "规则集")
    if digest_of_table(ledger.table(run)) != run.data_digest:
        yield _changed("the table", "数据表")
    told = hashlib.sha256()
    for verdict in ledger.verdicts(run):
        told.update(to_text(list(verdict.to_dict().values())).encode())
    for block in ledger.blocks(run):
        told.update(block.encode())
    if told.hexdigest() != run.verdicts_digest:
        yield _changed("the verdicts", "结论")


def _differences(ledger: Ledger, run: Run, result: Result) -> Iterator[VerificationDifference]:
    before = {v.key: v for v in ledger.verdicts(run)}
    kept = [piece for block in ledger.blocks(run) for piece in from_text(block)]
    seen = set()
    for seq, verdict in enumerate(result.verdicts):
        now = stored(verdict, seq)
        seen.add(now.key)
        old = before.get(now.key)
        if old is None:
            yield VerificationDifference(None, now)
            continue
        # Converted to text and back, so that both sides have the same plain types.
        evidence = from_text(to_text(evidence_of(verdict)))
        apart = _apart(kept[old.seq], evidence)
        if old.said() != now.said() or apart:
            yield VerificationDifference(old, now, apart)
    for key, old in before.items():
        if key not in seen:
            yield VerificationDifference(old, None)


def _apart(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of recorded parts that differ; parts that only a later release has do not count."""
    return tuple(key for key, value in before.items() if not _alike(value, now.get(key)))


def _alike(before: Any, now: Any) -> bool:
    if isinstance(before, dict) and isinstance(now, dict):
        return all(_alike(value, now.get(key)) for key, value in before.items())
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(map(_alike, before, now))
    return bool(before == now)


def _changed(en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "ledger-damaged",
        f"{en} of the run differs from what was recorded",
        f"该记录的{zh}与记入时不一致",
        "take the ledger from a backup",
        "请从备份恢复台账",
    )


def _altered(number: int) -> Diagnostic:
    return Diagnostic(
        "ledger-damaged",
        f"record {number} of corrective action is not what was recorded",
        f"第{number}条整改记录与记录时不一致",
        "take the ledger from a backup",
        "请从备份恢复台账",
    )


def _torn(number: int) -> Diagnostic:
    return Diagnostic(
        "ledger-damaged",
        f"records of corrective action before number {number} are missing",
        f"第{number}条整改记录之前有缺失",
        "take the ledger from a backup",
        "请从备份恢复台账",
    )
