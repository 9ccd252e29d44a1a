"""What each place still needs, where a verdict turns, what a supposed value would change.

Layer: api. Input: a ruleset, data, an evaluation date, supposed values. Output: WhatIf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from targetcheck.api.argument_checks import day_of, day_or_none
from targetcheck.api.evaluate_functions import evaluate
from targetcheck.api.plan_functions import plan_of
from targetcheck.api.table_functions import read_table
from targetcheck.errors import Faults, Language, checked_language
from targetcheck.evaluation import Result
from targetcheck.gc_pause import uncollected
from targetcheck.tables.observation_table import ObservationTable
from targetcheck.verdicts.verdict import Verdict
from targetcheck.what_if.gap_to_target import Need, needs_of

if TYPE_CHECKING:
    from targetcheck.plan.plan import Plan
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.mapping_file import MappingSource
    from targetcheck.what_if.hypothetical_values import Turned
    from targetcheck.what_if.turning_point import Turning

Supposed = str | Mapping[str, object]


@dataclass(frozen=True)
class WhatIf:
    """The result as reported, and what it would take to change it."""

    result: Result
    """the verdicts on the reported values"""
    table: ObservationTable
    after: Result
    """the verdicts with the supposed values; the same as `result` if nothing is supposed"""
    changes: tuple[Turned, ...]
    """the verdicts that the supposed values change: `.before` and `.after` of each"""

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What each verdict that is still open needs: `.bound`, `.to_go`, `.now`, `.count`."""
        return needs_of(self.result)

    def turning_points(self, verdict: Verdict) -> tuple[Turning, ...]:
        """Return for each observation behind a verdict the value at which the verdict changes."""
        from targetcheck.observations.observation_reader import read_observations
        from targetcheck.what_if.turning_point import turning_points

        made = self.result.provenance
        known = read_observations(self.table, self.result.plan)
        return turning_points(verdict.question, self.result.plan, known, made.as_of, made.known_at)

    def text(self, lang: Language = "en") -> str:
        """Return the needs, or the changes if values were supposed, as `targetcheck what-if` does."""
        from targetcheck.what_if.gap_to_target_text import need_lines
        from targetcheck.what_if.hypothetical_values import turned_text

        checked_language(lang)
        if self.after is not self.result:
            lines = [turned_text(turned, lang) for turned in self.changes]
        else:
            lines = list(need_lines(self.needs, lang))
        return "".join(f"{line}\n" for line in lines)

    def to_dicts(self, lang: Language = "en") -> list[dict[str, object]]:
        """Return the needs as plain data for JSON; exact values are fractions."""
        from targetcheck.what_if.gap_to_target_text import need_record

        checked_language(lang)
        return [need_record(need, lang) for need in self.needs]


@uncollected()
def what_if(
    ruleset: RulesetSource | Plan,
    data: object,
    *,
    as_of: str | date,
    suppose: Supposed | Sequence[Supposed] = (),
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
) -> WhatIf:
    """Show what each place still needs, or what a supposed value would change.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: What `evaluate` accepts as data.
        as_of: Evaluation date, or a period, which means its last day (`2024Q3`).
        suppose: Values in place of the reported ones: `"daye,pm25,2024=35 ug/m3"`, or a row with
            `place`, `indicator`, `period`, `value`; one of these or a list.
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open.

    Returns:
        `.needs`, `.changes`, `.turning_points(verdict)`, `.text("zh")`, `.to_dicts()`.

    Raises:
        TargetcheckError: Ruleset, data or a supposed value cannot be used.
    """
    from targetcheck.what_if.hypothetical_values import suppose as supposed_verdicts

    plan = plan_of(ruleset, profile)
    table = read_table(data, plan, mapping=mapping)
    day, known = day_of(as_of), day_or_none(known_at)
    given = [suppose] if isinstance(suppose, str | Mapping) else list(suppose)
    result = evaluate(plan, table, as_of=day, known_at=known)
    if not given:
        return WhatIf(result, table, result, ())
    _, after, changes = supposed_verdicts(plan, table, _rows(given), day, known)
    return WhatIf(result, table, after, changes)


def _rows(given: Sequence[Supposed]) -> list[dict[str, object]]:
    from targetcheck.what_if.hypothetical_values import read_supposition

    faults, rows = Faults(), list[dict[str, object]]()
    for each in given:
        with faults.kept("suppose"):
            rows.append(dict(read_supposition(each) if isinstance(each, str) else each))
    faults.check()
    return rows
