"""Models that are made ready one by one, each when the first piece of its kind is met.

Layer: ruleset. A model of pydantic is made ready together with every model that it may hold: for one
target that is all methods, statistics and tables, a tenth of a second. Here a model inside another
is asked for when a value comes, so a ruleset pays for what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

from pydantic import BaseModel, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

_whole: ContextVar[object] = ContextVar("_whole", default=None)
"""The model that is being made ready, whose own fields are wanted; `...` for those of all."""


class Piecewise(BaseModel):
    """A model whose inner models are made ready when they are met."""

    @classmethod
    def model_rebuild(cls, *, _parent_namespace_depth: int = 2, **settings: Any) -> bool | None:
        """Make the model ready, its inner models not; see pydantic."""
        with _wanting(cls):
            return super().model_rebuild(
                _parent_namespace_depth=_parent_namespace_depth + 1, **settings
            )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return the schema of the fields, or inside another model one that asks for it later."""
        wanted = _whole.get()
        if wanted is ...:
            return handler(source)
        if wanted is cls:
            _whole.set(None)  # once: further down it is an inner model like any other
            return handler(source)

        def read(raw: object) -> object:
            return cls.__pydantic_validator__.validate_python(raw)

        return core_schema.no_info_plain_validator_function(read)


@dataclass(frozen=True, slots=True)
class Later:
    """A model whose module is loaded when a piece of its kind is met."""

    home: str
    name: str

    def model(self) -> type[Any]:
        """Return the model."""
        found: type[Any] = getattr(import_module(self.home), self.name)
        return found

    def field(self) -> Any:
        """Return what stands for the model as the type of a field."""
        return Annotated[Any, self]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return a schema that asks for the model later, or at once where all is wanted."""
        if _whole.get() is ...:
            return handler.generate_schema(self.model())

        def read(raw: object) -> object:
            return self.model().__pydantic_validator__.validate_python(raw)

        return core_schema.no_info_plain_validator_function(read)


def json_schema_of(model: type[Piecewise]) -> dict[str, Any]:
    """Return the JSON Schema of a model with everything that it may hold."""
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
