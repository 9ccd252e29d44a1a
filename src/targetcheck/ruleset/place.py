"""Who or what a target binds: places form a tree, groups name the members of a share.

Layer: ruleset.
"""

from __future__ import annotations

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Named, Names


class Place(Named):
    """A place, authority, lake, plant or fleet; `in` names what it is part of."""

    within: str | None = Field(None, alias="in", description="id of the place it is part of")
    kind: str | None = Field(None, description="city, county, lake, plant … used by `each`")
    aliases: Names = Field((), description="other names that reports use")


class Group(Named):
    """Members counted together by `share_of` or `each`.

    Either they are listed, or they are every place of a kind, or (flagged) every place that the
    data reports below a place.
    """

    members: Names = ()
    kind: str | None = None
    within: str | None = Field(None, alias="in")
    from_data: bool = Field(
        False, description="take the members from the reports; verdicts carry the flag"
    )
