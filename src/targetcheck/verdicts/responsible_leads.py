"""Lead departments responsible for one place.

Layer: verdicts. Input: the leads of a target, a place, the places that the target binds. Output:
the leads responsible for the place. A lead that is a place, or whose name begins with one
(大冶市人民政府), is responsible for that place. Any other department is responsible for all places of the
target, and so is a lead none of whose own places the target binds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from targetcheck.plan.place_tree import PlaceTree
    from targetcheck.ruleset.place import Place
    from targetcheck.ruleset.ruleset import Ruleset
    from targetcheck.ruleset.target import Target

Role = Literal["lead", "support", "by"]


def leads_of(
    ruleset: Ruleset, target: Target, place: str, tree: PlaceTree | None = None
) -> tuple[str, ...]:
    """Return the leads of a target responsible for a place: the target's own, else its action's."""
    leads = departments(ruleset, target, "lead")
    if len(leads) < 2 or type(target.place) is str:
        return leads
    if tree is None:
        from targetcheck.plan.place_tree import PlaceTree

        tree = PlaceTree(ruleset)
    return answering(leads, place, tree.bound_by(target.place), tree)


def departments(ruleset: Ruleset, target: Target, role: Role) -> tuple[str, ...]:
    """Return the departments of a target in a role: its own, else those of its action."""
    action = ruleset.actions.get(target.action or "")
    own: tuple[str, ...] = getattr(target, role)
    return own or (getattr(action, role) if action else ())


def supporting(ruleset: Ruleset, target: Target, place: str) -> tuple[str, ...]:
    """Return the departments that cooperate for a place, without those of other places."""
    from targetcheck.plan.place_tree import PlaceTree

    tree = PlaceTree(ruleset)

    def concerned(unit: str) -> bool:
        owner = _place_of(unit, tree.places)
        return owner in (None, place) or tree.inside(place, owner)

    return tuple(unit for unit in departments(ruleset, target, "support") if concerned(unit))


def own_places(ruleset: Ruleset) -> frozenset[str]:
    """Return the places that the issuer of the document speaks for: its name begins with theirs."""
    issuer = _plain(ruleset.document.issuer)
    return frozenset(
        name
        for name, place in ruleset.all_places().items()
        if any(known and _begins(issuer, _plain(known)) for known in (place.zh, place.en))
    )


def is_issuer(name: str, ruleset: Ruleset) -> bool:
    """Return whether a unit is the issuer of the document, or the body whose office that is."""
    return _begins(_plain(ruleset.document.issuer), _plain(name))


def is_everyone(name: str) -> bool:
    """Return whether a name means all units of a kind together: 各牵头单位."""
    return name.startswith("各") or "的各" in name


def answering(
    leads: Sequence[str], place: str, bound: Sequence[str], tree: PlaceTree
) -> tuple[str, ...]:
    """Return the leads responsible for a place; all of them if none belongs to it."""
    if len(leads) < 2 or len(bound) < 2:
        return tuple(leads)
    owned = {lead: _owned(lead, bound, tree) for lead in leads}
    if not any(place in places for places in owned.values()):
        return tuple(leads)
    return tuple(lead for lead in leads if place in owned[lead] or not owned[lead])


def _owned(lead: str, bound: Iterable[str], tree: PlaceTree) -> frozenset[str]:
    """Return the bound places that a lead is, or that are inside it."""
    own = {place for part in lead.split("、") if (place := _place_of(part, tree.places))}
    return frozenset(b for b in bound if any(b == p or tree.inside(b, p) for p in own))


def _place_of(lead: str, places: Mapping[str, Place]) -> str | None:
    """Return the place that a lead is, or with which its name begins; the longest name first."""
    written = _plain(lead)
    found = ""
    owner = None
    for name, place in places.items():
        if lead == name:
            return name
        for known in (place.zh, place.en, *place.aliases):
            plain = _plain(known)
            if len(found) < len(plain) <= len(written) and _begins(written, plain):
                found, owner = plain, name
    return owner


def _begins(written: str, name: str) -> bool:
    """Return whether a text begins with a name; a name in Latin letters must end at a word boundary."""
    rest = written[len(name) :]
    cut = bool(rest) and rest[0].isascii() and rest[0].isalnum() and name[-1].isascii()
    return len(name) > 1 and written.startswith(name) and not cut


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
