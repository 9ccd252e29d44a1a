"""Ruleset definitions read from a compiled plan, used in place of their models.

Layer: plan. The fields of a definition are available at once. Anything else (a method, its class,
equality) creates the pydantic model on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from targetcheck.errors import Language, Where
from targetcheck.printable_text import printable
from targetcheck.ruleset.fields.plain_values import Text

_PACKAGE = "targetcheck.ruleset"
MODELS = {
    name: f"{_PACKAGE}.{module}"
    for module, names in {
        "comparison": "Baseline Compare FixedCompare Change Permitted StartBaseline Test",
        "document": "Document Action Sum Citation DraftMark",
        "escalation_scheme": "Step Ladder Cadence Condition Conclusion",
        "indicators.grading_and_index": "ItemLimits GradeTable Graded IndexEntry Index",
        "indicators.indicator": "Range Judging Indicator LimitEntry Limit ScaleSpec Members ChangeOf PartOf",
        "indicators.statistic": "RoundTo Complete Exclusion Season Statistic",
        "fields.field_types": "Reference",
        "place": "Place Group Category Dimension",
        "profile": "Excuse Profile Waiver Override",
        "indicators.choice_rules": "StepBand Axis Steps",
        "progress_method": "Labels Ties Method Banded Schedule Remaining Burn Maintain",
        "pace.growth_methods": "WithoutTarget Growth Cagr OpenSdg UnChart",
        "pace.trend_methods": "Escap LinearRate Projection Ols TheilSen SeasonalKendall",
        "pace.position_methods": "Distance Manual",
        "requirement_tree": "Done Words AnyOf AllOf",
        "ruleset": "Shared Ruleset",
        "scoring_scheme": "Slope PointBand Item Veto GradeFrom PartsNeeded ScoreSpec",
        "unit_spec": "UnitSpec",
        "target": "Each Milestone Disagreement Submission Target",
    }.items()
    for name in names.split()
}
"""Module of each model; a compiled plan has only the names."""


class StandIn:
    """A definition of a ruleset, as it was when the plan was compiled."""

    __slots__ = ("__dict__", "_given", "_model", "_name")

    def __init__(self, name: str, defaults: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        self._name, self._given = name, tuple(given)
        self._model: Any = None
        self.__dict__.update(defaults)
        self.__dict__.update(given)

    @property
    def __class__(self) -> Any:
        """The class of the model, so that `isinstance` treats the proxy as the model."""
        return _model(self._name)

    @__class__.setter
    def __class__(self, _: Any) -> None:
        raise TypeError("a piece of a plan does not change")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and not name.startswith("__pydantic_"):
            raise AttributeError(name)
        return getattr(self.model(), name)

    def model(self) -> Any:
        """The model itself, created on first use."""
        if self._model is None:
            said = {name: _real(self.__dict__[name]) for name in self._given}
            self._model = self.made(_model(self._name), said)
        return self._model

    def made(self, model: Any, said: dict[str, Any]) -> Any:
        """Create the model without validation; its fields were validated before they were written."""
        model.model_rebuild()
        return model.model_construct(**said)

    def say(self, lang: Language) -> str:
        """Return the name in `lang`, else in the other language."""
        return Text(self.zh, self.en).say(lang)

    def __eq__(self, other: object) -> bool:
        same: bool = self.model() == _real(other)
        return same

    def __hash__(self) -> int:
        return hash(self.model())

    def __repr__(self) -> str:
        return repr(self.model())

    def __reduce__(self) -> Any:
        return _itself, (self.model(),)


class StoredRuleset(StandIn):
    """The ruleset of a compiled plan, with its digest and its shared definitions."""

    __slots__ = ("_both", "_by_id", "digest", "taken")
    digest: str
    taken: StandIn
    _both: dict[str, Any]

    def __repr__(self) -> str:
        return printable(f"<Ruleset {self.id}: {len(self.targets)} targets>")

    def target(self, target_id: str) -> Any:
        """Return the target with an id; raise KeyError if there is none."""
        return self._by_id[target_id]

    def where(self, _: object) -> Where:
        """Return an empty location: a compiled plan does not keep the lines of its sources."""
        return Where()

    def all_places(self) -> Mapping[str, Any]:
        """Return own and shared places by id."""
        return self._joined("places")

    def all_groups(self) -> Mapping[str, Any]:
        """Return own and shared groups by id."""
        return self._joined("groups")

    def all_scales(self) -> Mapping[str, Any]:
        """Return own and shared scales by id."""
        return self._joined("scales")

    def all_limits(self) -> Mapping[str, Any]:
        """Return own and shared limits by id."""
        return self._joined("limits")

    def all_tables(self) -> Mapping[str, Any]:
        """Return own and shared tables of class limits by id."""
        return self._joined("tables")

    def all_dimensions(self) -> Mapping[str, Any]:
        """Return own and shared dimensions by id."""
        return self._joined("dimensions")

    def all_indicators(self) -> Mapping[str, Any]:
        """Return own and shared indicators by id."""
        return self._joined("indicators")

    def placed_with(self, digest: str, taken: StandIn) -> StoredRuleset:
        """Return the ruleset itself with its digest and its shared definitions."""
        self.digest, self.taken, self._both = digest, taken, {}
        self._by_id = {target.id: target for target in reversed(self.targets)}
        return self

    def _joined(self, section: str) -> Mapping[str, Any]:
        if section not in self._both:
            own, taken = getattr(self, section), getattr(self.taken, section)
            self._both[section] = {**taken, **own} if taken else own
        joined: Mapping[str, Any] = self._both[section]
        return joined

    def made(self, model: Any, said: dict[str, Any]) -> Any:
        """Create the model with its shared definitions."""
        return super().made(model, said).placed(self.taken.model(), self.where)


def model_name(model: type[Any]) -> str:
    """Return the name of a model in compiled plans; raise TypeError for one without a name."""
    if MODELS.get(model.__name__) != model.__module__:
        raise TypeError(f"a plan cannot hold a {model.__name__}")
    return model.__name__


def _model(name: str) -> Any:
    return getattr(import_module(MODELS[name]), name)


def _real(value: Any) -> Any:
    kind = type(value)
    if kind is StandIn or kind is StoredRuleset:
        return value.model()
    if kind is tuple:
        return tuple(map(_real, value))
    if kind is dict:
        return {key: _real(each) for key, each in value.items()}
    return value


def _itself(model: Any) -> Any:
    return model
