"""Places and groups: a tree of places, and the members of shares.

Layer: ruleset.
"""

from __future__ import annotations

from pydantic import Field

from targetcheck.ruleset.fields.field_types import Named, Names


class Place(Named):
    """A place, authority, lake, plant or fleet; `in` is its parent."""

    within: str | None = Field(None, alias="in", description="id of the place it is part of")
    kind: str | None = Field(None, description="city, county, lake, plant … used by `each`")
    aliases: Names = Field((), description="other names used in data")


class Group(Named):
    """Members counted together by `share_of` or `each`.

    They are listed, or every place of a kind, or (flagged) every place below a parent for which the
    data have observations.
    """

    members: Names = ()
    kind: str | None = None
    within: str | None = Field(None, alias="in")
    from_data: bool = Field(
        False, description="take the members from the reports; verdicts carry the flag"
    )
