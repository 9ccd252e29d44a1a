"""Replay of a recorded run from its stored ruleset, table, profile and dates.

Layer: ledger. Input: a Run. Output: its Inputs, and the Result of this release on them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from targetcheck.evaluation import Result, evaluate_table
from targetcheck.ledger.run_record import Run, StoredVerdict, stored
from targetcheck.ledger.run_store import Ledger
from targetcheck.plan.plan import Plan
from targetcheck.plan.ruleset_compiler import plan_from_model
from targetcheck.ruleset.loading.ruleset_loader import ruleset_from_document
from targetcheck.ruleset.profile import Profile
from targetcheck.ruleset.ruleset import Ruleset
from targetcheck.tables.table_reader import ObservationTable
from targetcheck.yaml_text.yaml_source import read_document

Key = tuple[str, str, str]
Verdicts = Mapping[Key, StoredVerdict]


@dataclass(frozen=True)
class Inputs:
    """Everything that determines a verdict, except the engine version."""

    ruleset: Ruleset
    profile: Profile
    profile_name: str
    table: ObservationTable
    as_of: date
    known_at: date | None

    def plan(self) -> Plan:
        """Return the plan of the ruleset under the profile."""
        return plan_from_model(self.ruleset, self.profile, self.profile_name)


def inputs_of(ledger: Ledger, run: Run) -> Inputs:
    """Return the inputs of a run; raise TargetcheckError if this release refuses its ruleset."""
    return Inputs(
        ruleset=ruleset_of(ledger.ruleset_text(run)),
        profile=Profile.model_validate(json.loads(ledger.profile_text(run))),
        profile_name=run.profile_name,
        table=ledger.table(run),
        as_of=run.as_of,
        known_at=run.known_at,
    )


def ruleset_of(text: str) -> Ruleset:
    """Return the ruleset of a canonical text, in which shared definitions are resolved.

    The names of the shared parts stay, though nothing is read from them: they are in the digest.
    """
    data = json.loads(text)
    used = data.pop("use", ())
    names = (used,) if isinstance(used, str) else tuple(used)
    return ruleset_from_document(read_document(data)).model_copy(update={"use": names})


def again(inputs: Inputs) -> Result:
    """Return the result of this release on the inputs."""
    return evaluate_table(inputs.plan(), inputs.table, inputs.as_of, inputs.known_at)


def by_key(result: Result) -> dict[Key, StoredVerdict]:
    """Return the verdicts of a result by key, in the form in which the ledger compares them."""
    found = (stored(verdict, seq) for seq, verdict in enumerate(result.verdicts))
    return {verdict.key: verdict for verdict in found}
