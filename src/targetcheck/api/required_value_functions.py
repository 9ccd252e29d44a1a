"""The required values of a ruleset as a table.

Layer: api. Input: a ruleset or plan, and reported values if baselines come from them. Output:
PathTable.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from targetcheck.api.argument_checks import day_or_none
from targetcheck.api.plan_functions import plan_of
from targetcheck.gc_pause import uncollected
from targetcheck.plan.plan import Plan

if TYPE_CHECKING:
    from targetcheck.required_values import PathTable
    from targetcheck.ruleset.profile import Profile
    from targetcheck.ruleset_locator import RulesetSource
    from targetcheck.tables.mapping_file import MappingSource


@uncollected()
def required_path(
    ruleset: RulesetSource | Plan,
    data: object = None,
    *,
    every: str = "month",
    known_at: str | date | None = None,
    profile: str | Profile | Mapping[str, object] | None = None,
    mapping: MappingSource | None = None,
) -> PathTable:
    """Return what each target requires of each place at the end of each period, and when due.

    Args:
        ruleset: Bundled name, path of a YAML file, folder or compiled plan, mapping, Ruleset or Plan.
        data: Reported values, in any form that `evaluate` takes; they give the baselines that the
            ruleset does not state. None: only what the ruleset itself says.
        every: `day`, `week`, `month`, `quarter`, `half` or `year`.
        known_at: Ignore values reported after this date; None keeps all.
        profile: Name of a profile of the ruleset, a Profile, or a mapping; None takes `default`.
        mapping: File or mapping that settles what a sheet leaves open.

    Returns:
        One row for each target, place and day: the value that the progress method asks for then,
        and the ends of the values that would be on track, or pass on the due date. `.to_frame()`
        gives a frame.

    Raises:
        TargetcheckError: Ruleset, data or `every` cannot be used.
    """
    from targetcheck.evaluation.members_from_data import with_data_members
    from targetcheck.observations.observation import Observations
    from targetcheck.observations.observation_reader import read_observations, vocabulary
    from targetcheck.required_values import path_table
    from targetcheck.tables.table_reader import read_table

    plan, known = plan_of(ruleset, profile), day_or_none(known_at)
    observations = Observations()
    if data is not None:
        table = read_table(data, known=vocabulary(plan), mapping=mapping)
        plan = with_data_members(plan, table)
        observations = read_observations(table, plan)
    return path_table(plan, observations, every, known)
