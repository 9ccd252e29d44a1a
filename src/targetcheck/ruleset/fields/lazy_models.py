"""Lazy pydantic models, each built when the first definition of its kind is read.

Layer: ruleset. pydantic builds a model together with every model nested in it. For one target that
is all methods, statistics and tables, and takes a tenth of a second. Here a nested model is built
when a value arrives, so a ruleset pays only for what it contains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Union

from pydantic import BaseModel, GetCoreSchemaHandler, Tag
from pydantic_core import CoreSchema, core_schema

_whole: ContextVar[object] = ContextVar("_whole", default=None)
"""The model being built, whose own fields are needed; `...` for all models."""


class Piecewise(BaseModel):
    """A model whose nested models are built on first use."""

    @classmethod
    def model_rebuild(cls, *, _parent_namespace_depth: int = 2, **settings: Any) -> bool | None:
        """Build the model without its nested models; see pydantic."""
        with _wanting(cls):
            return super().model_rebuild(
                _parent_namespace_depth=_parent_namespace_depth + 1, **settings
            )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return the schema of the fields, or a deferred one inside another model."""
        wanted = _whole.get()
        if wanted is ...:
            return handler(source)
        if wanted is cls:
            _whole.set(None)  # once: at deeper levels it is a nested model like any other
            return handler(source)

        def read(raw: object) -> object:
            return cls.__pydantic_validator__.validate_python(raw)

        return core_schema.no_info_plain_validator_function(read)


@dataclass(frozen=True, slots=True)
class Later:
    """A model whose module is imported on first use."""

    home: str
    name: str

    def model(self) -> type[Any]:
        """Return the model."""
        found: type[Any] = getattr(import_module(self.home), self.name)
        return found

    def field(self) -> Any:
        """Return the type of a field that holds the model."""
        return Annotated[Any, self]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return a schema that loads the model later, or at once if all are needed."""
        if _whole.get() is ...:
            return handler.generate_schema(self.model())

        def read(raw: object) -> object:
            return self.model().__pydantic_validator__.validate_python(raw)

        return core_schema.no_info_plain_validator_function(read)


@dataclass(frozen=True, slots=True)
class ReadBy:
    """The function that reads the values of a field; no schema of their type is made.

    pydantic's `PlainValidator` makes that schema twice, to serialize values of a type that none of
    the fields here leaves to it.
    """

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return a schema that calls the function."""
        return core_schema.no_info_plain_validator_function(self.read)


class Models(Mapping[str, type[Any]]):
    """Models by the key that names them; the module of each is imported on first use."""

    def __init__(self, homes: Mapping[str, Later]) -> None:
        self._homes = homes

    def __getitem__(self, key: str) -> type[Any]:
        return self._homes[key].model()

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def field(self) -> Any:
        """Return the type of a field that holds one of the models, each tagged by its key."""
        fields = tuple(Annotated[home.field(), Tag(key)] for key, home in self._homes.items())
        return Union[fields]  # noqa: UP007 - of as many as there are


def json_schema_of(model: type[Piecewise]) -> dict[str, Any]:
    """Return the JSON Schema of a model with all nested models."""
    from pydantic import TypeAdapter  # not needed to read a ruleset

    ready = {each: each.__dict__["__pydantic_core_schema__"] for each in _kinds(Piecewise)}
    for each in ready:
        del each.__pydantic_core_schema__
    try:
        with _wanting(...):
            return TypeAdapter(model).json_schema(by_alias=True, mode="validation")
    finally:
        for each, schema in ready.items():
            each.__pydantic_core_schema__ = schema


def _kinds(model: type[Piecewise]) -> Iterator[type[Piecewise]]:
    for each in model.__subclasses__():
        yield each
        yield from _kinds(each)


@contextmanager
def _wanting(what: object) -> Iterator[None]:
    token = _whole.set(what)
    try:
        yield
    finally:
        _whole.reset(token)
