"""The targets of one document, with all definitions that they use.

Layer: ruleset. Output: `Ruleset`, the only input of the plan compiler.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, PrivateAttr

from targetcheck.errors import Where
from targetcheck.first_use import on_first_use
from targetcheck.printable_text import printable
from targetcheck.quantities.declared_unit import DeclaredUnit
from targetcheck.ruleset.document import Action, Document, DraftMarks, Sum
from targetcheck.ruleset.fields.field_types import MonthField, Names, Part, TextField
from targetcheck.ruleset.fields.lazy_models import Later
from targetcheck.ruleset.indicators.indicator import Indicator, Limit, ScaleSpec
from targetcheck.ruleset.place import Dimension, Group, Place
from targetcheck.ruleset.profile import Override, Profile, Waiver
from targetcheck.ruleset.requirement_tree import Path
from targetcheck.ruleset.target import Submission, Target

if TYPE_CHECKING:
    from targetcheck.ruleset.escalation_scheme import Cadence, Conclusion, Ladder
    from targetcheck.ruleset.indicators.grading_and_index import GradeTable
    from targetcheck.ruleset.scoring_scheme import ScoreSpec
    from targetcheck.ruleset.unit_spec import UnitSpec
    from targetcheck.yaml_text import yaml_writer
else:  # few rulesets hold any of these
    Cadence, Conclusion, Ladder = (
        Later("targetcheck.ruleset.escalation_scheme", name).field()
        for name in ("Cadence", "Conclusion", "Ladder")
    )
    GradeTable = Later("targetcheck.ruleset.indicators.grading_and_index", "GradeTable").field()
    ScoreSpec = Later("targetcheck.ruleset.scoring_scheme", "ScoreSpec").field()
    UnitSpec = Later("targetcheck.ruleset.unit_spec", "UnitSpec").field()
    yaml_writer = on_first_use("targetcheck.yaml_text.yaml_writer")


class Shared(Part):
    """Definitions of a ruleset, or of a shared file named in `use`."""

    places: dict[str, Place] = {}
    groups: dict[str, Group] = {}
    scales: dict[str, ScaleSpec] = {}
    limits: dict[str, Limit] = {}
    tables: dict[str, GradeTable] = {}
    indicators: dict[str, Indicator] = {}
    dimensions: dict[str, Dimension] = {}


class Ruleset(Shared):
    """The targets of one policy document."""

    targetcheck: Literal[1]
    id: str
    title: TextField
    document: Document
    use: Names = ()
    units: dict[str, UnitSpec] = {}
    actions: dict[str, Action] = {}
    targets: tuple[Target, ...] = ()
    sums: tuple[Sum, ...] = ()
    profiles: dict[str, Profile] = {}
    scores: dict[str, ScoreSpec] = {}
    submissions: dict[str, Submission] = {}
    escalation: dict[str, Ladder] = {}
    cadences: dict[str, Cadence] = {}
    conclusions: dict[str, Conclusion] = {}
    waivers: tuple[Waiver, ...] = ()
    overrides: tuple[Override, ...] = ()
    fiscal_year_starts: MonthField | None = Field(
        None, description="the first month of a fiscal year, for labels such as 2023/24"
    )
    fiscal_year_named: Literal["start", "end"] | None = Field(
        None, description="the year after which FY2024 is named: that of its start or its end"
    )
    note: str | None = None
    draft: DraftMarks = Field({}, description="of a drafted ruleset: how sure its head is")
    todo: dict[str, str] = Field({}, description="questions that a person must settle, by field")
    _taken: Shared = PrivateAttr(default_factory=Shared.model_construct)
    # A function as a plain default would be bound as a method and hide the one set.
    _locate: Callable[[Path], Where] = PrivateAttr(default_factory=lambda: _nowhere)

    _both: dict[str, tuple[object, Any]] = PrivateAttr(default_factory=dict)
    _by_id: tuple[object, dict[str, Target]] = PrivateAttr(default=(None, {}))

    def placed(self, taken: Shared, locate: Callable[[Path], Where]) -> Ruleset:
        """Return the ruleset with the definitions of its `use` files and its source locations."""
        copy = self.model_copy()
        copy._taken = taken  # noqa: SLF001 - its own copy
        copy._locate = locate  # noqa: SLF001 - same
        copy._both = {}  # noqa: SLF001 - same
        return copy

    def with_places(self, places: dict[str, Place]) -> Ruleset:
        """Return the ruleset with further places."""
        more = self.model_copy(update={"places": {**self.places, **places}})
        return more.placed(self._taken, self._locate)

    def __eq__(self, other: object) -> bool:
        """Return whether two rulesets have the same content, wherever they were read from."""
        if not isinstance(other, Ruleset):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    __hash__ = None  # type: ignore[assignment]  # its mappings cannot be hashed; use the digest

    def __repr__(self) -> str:
        return printable(f"<Ruleset {self.id}: {len(self.targets)} targets>")

    __str__ = __repr__

    def where(self, path: Path) -> Where:
        """Return the source location of a path such as `("targets", 3, "due")`."""
        return self._locate(path)

    def _repr_html_(self) -> str:
        """Return the ruleset as HTML for a notebook."""
        from targetcheck.ruleset.ruleset_html import notebook_language, ruleset_html

        lang = notebook_language()
        title = f"{self.title.say(lang)} · {self.document.number}"
        return ruleset_html(title, self.targets, self.all_indicators(), lang)

    @property
    def taken_over(self) -> Shared:
        """The definitions of the files named in `use`."""
        return self._taken

    def _joined(self, section: str) -> Any:
        """Return own and shared definitions; read-only, since copies at each call would be costly."""
        private = self.__pydantic_private__ or {}  # at hand; pydantic looks each name up anew
        own, taken = getattr(self, section), getattr(private["_taken"], section)
        if not taken:
            return own
        known, joined = private["_both"].get(section, (None, own))
        if known is not own:
            joined = {**taken, **own}
            private["_both"][section] = (own, joined)
        return joined

    def declared_units(self) -> tuple[DeclaredUnit, ...]:
        """Return the units that the ruleset declares."""
        return tuple(spec.declared(name) for name, spec in self.units.items())

    def all_places(self) -> dict[str, Place]:
        """Return own and shared places by id."""
        return self._joined("places")  # type: ignore[no-any-return]

    def all_groups(self) -> dict[str, Group]:
        """Return own and shared groups by id."""
        return self._joined("groups")  # type: ignore[no-any-return]

    def all_scales(self) -> dict[str, ScaleSpec]:
        """Return own and shared scales by id."""
        return self._joined("scales")  # type: ignore[no-any-return]

    def all_limits(self) -> dict[str, Limit]:
        """Return own and shared limits by id."""
        return self._joined("limits")  # type: ignore[no-any-return]

    def all_tables(self) -> dict[str, GradeTable]:
        """Return own and shared tables of class limits by id."""
        return self._joined("tables")  # type: ignore[no-any-return]

    def all_indicators(self) -> dict[str, Indicator]:
        """Return own and shared indicators by id."""
        return self._joined("indicators")  # type: ignore[no-any-return]

    def all_dimensions(self) -> dict[str, Dimension]:
        """Return own and shared dimensions by id."""
        return self._joined("dimensions")  # type: ignore[no-any-return]

    def target(self, target_id: str) -> Target:
        """Return the target with an id; raise KeyError if there is none."""
        known, by_id = self._by_id
        if known is not self.targets:  # a copy with other targets needs its own index
            by_id = {target.id: target for target in reversed(self.targets)}
            self._by_id = (self.targets, by_id)
        return by_id[target_id]


def _nowhere(_: Path) -> Where:
    return Where()


def to_data(part: Part) -> dict[str, Any]:
    """Return a definition as plain data with the keys of the language, without defaults."""
    return part.model_dump(by_alias=True, exclude_defaults=True)


def to_yaml(ruleset: Ruleset) -> str:
    """Return a ruleset as YAML in its canonical form."""
    data = to_data(ruleset)
    head = ("targetcheck", "id", "title", "document", "note", "use")
    return yaml_writer.dump_yaml({k: data[k] for k in (*(k for k in head if k in data), *data)})


def canonical(ruleset: Ruleset) -> dict[str, Any]:
    """Return the canonical data of a ruleset, shared definitions resolved; the input of its digest."""
    data = to_data(ruleset)
    for key in ("places", "groups", "scales", "limits", "indicators"):
        pieces = getattr(ruleset, f"all_{key}")()
        data[key] = {name: to_data(piece) for name, piece in pieces.items()}
    if tables := ruleset.all_tables():
        data["tables"] = {name: to_data(table) for name, table in tables.items()}
    if dimensions := ruleset.all_dimensions():
        data["dimensions"] = {name: to_data(spec) for name, spec in dimensions.items()}
    return data
