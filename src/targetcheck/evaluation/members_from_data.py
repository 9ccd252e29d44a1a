"""Members that only the data name: plants or units that a group takes from the reports.

Layer: evaluation. Input: a Plan and a table. Output: a Plan whose groups know them. A row says with
`member_of` that its place belongs to a group with `from_data`; a group may also declare patterns of
`unnamed` places, which belong to the first group whose pattern they fit. Target instances stay the same, and
the digest stays that of the ruleset, since the table holds the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from targetcheck.name_index import is_id
from targetcheck.plan.data_dependencies import has_place_patterns
from targetcheck.tables.cells.cell_value import is_blank

if TYPE_CHECKING:
    from targetcheck.plan.plan import Plan
    from targetcheck.tables.observation_table import ObservationTable


def with_data_members(plan: Plan, table: ObservationTable) -> Plan:
    """Return the plan with the members that rows of a table name; the plan itself if there are none."""
    named = _named(plan, table) if has_place_patterns(plan) or "member_of" in table.columns else {}
    if not named:
        return plan
    from targetcheck.plan.ruleset_compiler import plan_from_model
    from targetcheck.ruleset.place import Place

    groups, whole = plan.ruleset.all_groups(), plan.part_of or plan
    taken = set(plan.ruleset.all_places())
    places: dict[str, Place] = {}
    for name, group in named.items():
        spec = groups[group]
        key = _id_of(name, taken)
        taken.add(key)
        places[key] = Place.model_validate({"zh": name, "in": spec.within, "kind": spec.kind})
    made = plan_from_model(plan.ruleset.with_places(places), whole.profile, whole.profile_name)
    asked = {(q.target, q.place, q.due) for q in plan.questions}
    kept = tuple(q for q in made.questions if (q.target, q.place, q.due) in asked)
    return replace(made, questions=kept, part_of=made if plan.part_of else None, declared=plan)


def _named(plan: Plan, table: ObservationTable) -> Mapping[str, str]:
    """Return the group of each new member, by its name as written."""
    from targetcheck.observations.reported_name import names_of

    place_of, groups = names_of(plan.ruleset.all_places()), plan.ruleset.all_groups()
    group_of = {name: name for name in groups}
    group_of |= {spec.zh: name for name, spec in groups.items() if spec.zh}
    found: dict[str, str] = {}
    for place, said in zip(table.column("place"), table.column("member_of"), strict=True):
        if is_blank(place) or is_blank(said):
            continue
        name, group = str(place).strip(), group_of.get(str(said).strip(), "")
        if group and groups[group].from_data and place_of(name) is None:
            found.setdefault(name, group)
    patterns = [(name, pattern) for name, spec in groups.items() for pattern in spec.unnamed]
    for place in dict.fromkeys(table.column("place")) if patterns else ():
        name = "" if is_blank(place) else str(place).strip()
        fits = next((group for group, pattern in patterns if fnmatchcase(name, pattern)), "")
        if fits and name not in found and place_of(name) is None:
            found[name] = fits
    return found


def _id_of(name: str, taken: set[str]) -> str:
    """Return an id for a name: itself where it is one, else with `_` for other signs."""
    plain = "".join(sign if is_id(sign) else "_" for sign in name)
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}_{number}", number + 1
    return key
