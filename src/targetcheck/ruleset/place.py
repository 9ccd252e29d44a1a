"""Places, groups and dimensions: a tree of places, members of shares, parts of indicators.

Layer: ruleset.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic
from targetcheck.ruleset.fields.field_types import Named, Names, refuse


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
    unnamed: Names = Field(
        (), description="patterns of places that only the reports name, such as `ST-*`"
    )

    @model_validator(mode="after")
    def _of_a_place(self) -> Group:
        if self.unnamed and not (self.from_data and self.within):
            raise refuse(
                Diagnostic(
                    "group-unnamed",
                    "`unnamed` belongs to a group with `from_data: true` and `in`",
                    "unnamed 只用于写有 from_data: true 和 in 的成员组",
                    "add them, so that it is known where such places lie",
                    "请补上，以说明这些地区属于何处",
                )
            )
        return self


class Category(Named):
    """A member of a dimension, such as women."""

    aliases: Names = Field((), description="other names that reports use")


class Dimension(Named):
    """A further dimension of indicators, such as sex; a list of ids, or members with names."""

    members: dict[str, Category] = Field(min_length=1)
    total: Names = Field((), description="names of the whole in reports, besides the usual ones")
    aliases: Names = Field((), description="other headings of its column in reports")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, list | tuple):
            raw = {"members": raw}
        if not isinstance(raw, dict) or isinstance(raw.get("members"), str):
            return raw
        members = raw.get("members")
        if isinstance(members, list | tuple):
            return {**raw, "members": {str(name): {} for name in members}}
        if isinstance(members, dict):
            named = {name: _named(member) for name, member in members.items()}
            return {**raw, "members": named}
        return raw


def _named(member: Any) -> Any:
    """Return a member with its names; a bare text is its Chinese name."""
    return {"zh": member} if isinstance(member, str) else member or {}
