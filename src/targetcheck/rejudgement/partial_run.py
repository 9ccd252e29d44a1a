"""A new run from a recorded one: what changed is judged, the rest is taken from the ledger.

Layer: rejudgement. Input: a Ledger, a Run, new data, another ruleset or profile. Output: the new Run,
equal in every byte to that of the full evaluation: its id is the digest of inputs and verdicts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from targetcheck.evaluation import Result, evaluate_table
from targetcheck.evaluation.members_from_data import with_data_members
from targetcheck.evaluation.reference_evaluation import ENGINE, digest_of_ruleset
from targetcheck.evaluation.set_aside_observations import unused
from targetcheck.ledger.compact_encoding import to_text
from targetcheck.ledger.run_record import Run, StoredVerdict, evidence_of, ruleset_text, stored
from targetcheck.ledger.run_replay import Inputs, inputs_of, ruleset_of
from targetcheck.ledger.run_store import Ledger
from targetcheck.observations.observation import Observations
from targetcheck.observations.observation_reader import read_observations, vocabulary
from targetcheck.observations.reported_name import names_of
from targetcheck.plan.data_dependencies import has_place_patterns
from targetcheck.plan.plan import Plan, Question
from targetcheck.rejudgement.affected_questions import Reach, changed_targets
from targetcheck.rejudgement.changed_rows import Key, changed_rows, keys_of
from targetcheck.tables.cells.cell_value import is_blank
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.tables.table_reader import read_table

Told = tuple[StoredVerdict, str]
"""A verdict as recorded, and its evidence as text."""


@dataclass(frozen=True, slots=True)
class Rejudgement:
    """The new run, and how many of its verdicts were decided anew."""

    run: Run
    judged: int


def rejudge(
    ledger: Ledger,
    run: Run,
    data: object = None,
    *,
    plan: Plan | None = None,
    who: str = "",
    why: str = "",
    supersedes: str | int | None = None,
    at: datetime | None = None,
) -> Rejudgement:
    """Record the run that a full evaluation would give, deciding only what changed since `run`.

    `data` is the whole new table; None takes that of the run. `plan` is the plan of another ruleset
    or profile; None takes that of the run. Another profile, another release or places that only the
    data name decide everything anew. Raises TargetcheckError.
    """
    inputs = inputs_of(ledger, run)
    before = inputs.plan()
    after = plan or before
    table = inputs.table if data is None else read_table(data, known=vocabulary(after))
    targets = _targets_to_decide(run, inputs, before, after, table)
    if targets is None:
        result = evaluate_table(after, table, inputs.as_of, inputs.known_at)
        written = ledger.record(result, table, who=who, why=why, supersedes=supersedes, at=at)
        return Rejudgement(written, len(result))
    result, used = decided(run, inputs, before, after, table, targets)
    told = _told(ledger, run, after, result)
    whole = replace(result, used=used)
    written = ledger.record_told(whole, table, told, who=who, why=why, supersedes=supersedes, at=at)
    return Rejudgement(written, len(result))


def _targets_to_decide(
    run: Run, inputs: Inputs, before: Plan, after: Plan, table: ObservationTable
) -> frozenset[str] | None:
    """Return the targets that changed; None if everything has to be decided anew."""
    if run.engine != ENGINE or before.profile != after.profile or has_place_patterns(after):
        return None
    for plan, rows in ((before, inputs.table), (after, table)):
        if with_data_members(plan, rows) is not plan:
            return None
    if digest_of_ruleset(after.ruleset) == run.ruleset_digest:
        return frozenset()
    return changed_targets(before.ruleset, ruleset_of(ruleset_text(after.ruleset)))


def decided(
    run: Run,
    inputs: Inputs,
    before: Plan,
    after: Plan,
    table: ObservationTable,
    targets: frozenset[str],
) -> tuple[Result, int]:
    """Return the result of what may have changed, and the number of rows used in all."""
    rows = changed_rows(inputs.table, table)
    old = read_observations(inputs.table, before, rows.before)
    new = read_observations(table, after, rows.after)
    changed = keys_of(old) | keys_of(new)
    judged = {(j.target, j.place) for o in (old, new) for j in o.judgements}
    questions, read = Reach(after).affected(changed, targets, judged)
    observations = read_observations(table, after, _rows_of(table, after, read))
    part = after.asking(tuple(questions))
    result = evaluate_table(part, table, inputs.as_of, inputs.known_at, observations)
    days = inputs.as_of, inputs.known_at
    if digest_of_ruleset(after.ruleset) != run.ruleset_digest:  # other targets use other rows
        return result, _used(read_observations(table, after), after, *days)
    return result, run.used - _used(old, after, *days) + _used(new, after, *days)


def _used(observations: Observations, plan: Plan, as_of: date, known_at: date | None) -> int:
    """Return how many of some rows are used."""
    left = sum(1 for _ in unused(observations, plan, as_of, known_at))
    return len(observations.all) + len(observations.judgements) - left


def _rows_of(table: ObservationTable, plan: Plan, read: set[Key]) -> list[int]:
    """Return the rows that may say something of the keys, and all judgements by persons."""
    wanted: dict[str, set[str]] = {}
    for name, place in read:
        wanted.setdefault(name, set()).add(place)
    names, places = _texts(table.column("indicator")), _texts(table.column("place"))
    place_of = _ids(places, names_of(plan.ruleset.all_places()))
    name_of = _ids(names, names_of(plan.ruleset.all_indicators()))
    nothing: set[str] = set()
    at = {text: wanted.get(name or "", nothing) for text, name in name_of.items()}
    judged = table.columns.get("judged")
    return [
        row
        for row, (name, place) in enumerate(zip(names, places, strict=True))
        if place_of[place] in at[name] or (judged is not None and not is_blank(judged[row]))
    ]


def _ids(texts: list[str], find: Callable[[str], str | None]) -> dict[str, str | None]:
    """Return the id that each distinct text names."""
    return {text: find(text.strip()) for text in dict.fromkeys(texts)}


def _texts(cells: list[object]) -> list[str]:
    if set(map(type, cells)) <= {str}:
        return cast("list[str]", cells)
    return ["" if cell is None else str(cell) for cell in cells]


def _told(ledger: Ledger, run: Run, plan: Plan, result: Result) -> Iterator[Told]:
    """Yield every verdict with its evidence, in plan order: decided anew, else as recorded."""
    anew = {_key(v.question): v for v in result.verdicts}
    recorded = {v.key: v for v in ledger.verdicts(run)}
    texts = [text for block in ledger.blocks(run) for text in _parts(block)]
    for seq, question in enumerate(plan.questions):
        key = _key(question)
        verdict = anew.get(key)
        if verdict is not None:
            yield stored(verdict, seq), to_text(evidence_of(verdict))
            continue
        known = recorded[key]
        yield (known if known.seq == seq else replace(known, seq=seq)), texts[known.seq]


def _key(question: Question) -> tuple[str, str, str]:
    return question.target, question.place, question.due.isoformat()


_DECODER = json.JSONDecoder()


def _parts(block: str) -> Iterator[str]:
    """Yield the text of each element of a block, a JSON list without spaces."""
    start = 1
    while start < len(block) - 1:
        _, end = _DECODER.raw_decode(block, start)
        yield block[start:end]
        start = end + 1
