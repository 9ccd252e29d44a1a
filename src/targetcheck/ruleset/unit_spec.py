"""Units declared by a ruleset: counted things, or exact multiples of a known unit.

Layer: ruleset.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.quantities.declared_unit import ITEM, DeclaredUnit, declared_unit
from targetcheck.quantities.unit import find_known_unit
from targetcheck.ruleset.fields.field_types import Named, Names, refuse


class UnitSpec(Named):
    """A unit of a ruleset: `{counts: true}` or `{is: 50 kg}`."""

    counts: bool = Field(False, description="counts whole things")
    is_: str | None = Field(
        None, alias="is", description="what one of it is in a known unit: `1 TEU`, `2000/3 m2`"
    )
    aliases: Names = Field((), description="other spellings that reports use")

    @model_validator(mode="after")
    def _one_meaning(self) -> UnitSpec:
        if self.counts == (self.is_ is not None):
            raise refuse(
                Diagnostic(
                    "unit-meaning",
                    "a unit counts things, or is an exact multiple of a known unit",
                    "单位应按个数计，或折合为已知单位的准确数量",
                    "write `{counts: true}` or, for example, `{is: 50 kg}`",
                    "写作 {counts: true}，或例如 {is: 50 kg}",
                )
            )
        if self.is_ is not None:
            try:
                declared_unit("", "", "", self.is_)
            except (ValueError, TargetcheckError):
                raise refuse(_inexact(self.is_)) from None
        return self

    def declared(self, name: str) -> DeclaredUnit:
        """Return the unit under its name."""
        said = f"1 {ITEM}" if self.is_ is None else self.is_
        return declared_unit(name, self.zh, self.en, said, self.aliases)


def redefined(name: str, unit: DeclaredUnit) -> bool:
    """Return whether a ruleset declares a built-in unit name with another meaning."""
    try:
        known = find_known_unit(name)
    except TargetcheckError:
        return False
    base = find_known_unit(unit.base)
    return (known.dimension, known.factor) != (base.dimension, base.factor * unit.times)


def _inexact(text: str) -> Diagnostic:
    return Diagnostic(
        "unit-inexact",
        f"`{text}` is not an exact number of a known unit",
        f"“{text}”不是已知单位的准确数量",
        "write for example `1 TEU`, `0.5 kg` or `2000/3 m2`",
        "可写作“1 TEU”“0.5 kg”或“2000/3 平方米”",
    )


def redefinition(name: str, where: Where) -> Diagnostic:
    """Return the finding for a unit that redefines a known one."""
    return Diagnostic(
        "unit-redefined",
        f"`{name}` is a known unit and means something else",
        f"“{name}”是已知单位，含义与此不同",
        "choose another name, or leave it out",
        "请另取名称，或删去此项",
        where,
    )
