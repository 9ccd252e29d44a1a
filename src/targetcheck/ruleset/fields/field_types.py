"""Common base and field types of ruleset models: frozen, no unknown keys, bilingual text, amounts.

Layer: ruleset. Input: plain values from YAML or a dict. Output: validated, hashable fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from targetcheck import limits
from targetcheck.errors import Diagnostic, Language, TargetcheckError
from targetcheck.periods.fiscal_and_school_year import month_number
from targetcheck.periods.period_parser import parse_due, parse_period
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.quantity import Quantity, number_text, parse_quantity, too_long
from targetcheck.quantities.unit import Unit, find_unit
from targetcheck.ruleset.fields.lazy_models import Piecewise, ReadBy
from targetcheck.ruleset.fields.plain_values import FIRST_REPORT, is_relative
from targetcheck.ruleset.fields.plain_values import NUMBER as NUMBER  # noqa: PLC0414
from targetcheck.ruleset.fields.plain_values import Grade as Grade  # noqa: PLC0414
from targetcheck.ruleset.fields.plain_values import Text as Text  # noqa: PLC0414


class Part(Piecewise):
    """A definition in a ruleset: immutable, and an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        coerce_numbers_to_str=True,
        defer_build=True,
    )


def refuse(found: Diagnostic) -> PydanticCustomError:
    """Wrap a diagnostic in an error that pydantic keeps; pydantic_errors.py adds its line."""
    return PydanticCustomError("diagnostic", "{found}", {"found": found})


def _guarded(read: Any) -> Any:
    def guard(raw: Any) -> Any:
        try:
            return read(raw)
        except TargetcheckError as error:
            raise refuse(error.diagnostics[0]) from None

    return guard


def _wrong(code: str, en: str, zh: str, hint_en: str, hint_zh: str) -> TargetcheckError:
    return TargetcheckError(Diagnostic(code, en, zh, hint_en, hint_zh))


def _read_text(raw: Any) -> Text:
    if isinstance(raw, Text):
        return raw
    if isinstance(raw, str) and raw.strip():
        return Text(zh=raw)
    if isinstance(raw, dict) and raw and set(raw) <= {"zh", "en"}:
        return Text(zh=str(raw.get("zh", "")), en=str(raw.get("en", "")))
    raise _wrong(
        "text-unreadable",
        "a text is a string or has the keys `zh` and `en`",
        "文字应为字符串，或带有 zh、en 两个键",
        "write `{zh: 名称, en: name}`",
        "写作 {zh: 名称, en: name}",
    )


def _dump_text(text: Text) -> Any:
    if text.zh and not text.en:
        return text.zh
    return {k: v for k, v in (("zh", text.zh), ("en", text.en)) if v}


_scales: ContextVar[Sequence[Scale]] = ContextVar("_scales", default=())
"""Scales of the ruleset being read."""


@contextmanager
def declared_scales(scales: Sequence[Scale]) -> Iterator[None]:
    """Return a context in which a text that names a grade of these scales may be that grade."""
    token = _scales.set(scales)
    try:
        yield
    finally:
        _scales.reset(token)


def read_amount(raw: Any) -> Quantity | Grade:
    """Return the amount or grade that a value of a ruleset states; raise TargetcheckError."""
    if isinstance(raw, Quantity | Grade):
        return raw
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        if not limits.within(raw):
            raise TargetcheckError(
                too_long(raw if isinstance(raw, Decimal) else limits.size_text(raw))
            )
        return Quantity(Fraction(raw), NUMBER, str(raw), max(0, -_exponent(raw)))
    if isinstance(raw, str) and raw.strip():
        return _with_digits(raw) if any(c.isdecimal() for c in raw) else Grade(raw.strip())
    raise _wrong(
        "amount-unreadable",
        f"`{raw}` is not an amount",
        f"“{raw}”不是可读的数量",
        "write a number with its unit, such as `95 %` or `100 mg/L`, or a grade such as `Ⅲ类`",
        "写数值加单位，如95%、100 mg/L，或写类别，如 Ⅲ类",
    )


def _with_digits(raw: str) -> Quantity | Grade:
    """Return the quantity of a text; a text that names a declared grade keeps its spelling.

    The indicator decides its meaning: `4A` is a grade of tourist sights, elsewhere 4 ampere.
    """
    graded = any(scale.rank_of(raw) is not None for scale in _scales.get())
    try:
        found = parse_quantity(raw)
    except TargetcheckError:
        if graded:
            return Grade(raw.strip())
        raise
    return replace(found, text=raw.strip()) if graded else found


def _exponent(raw: int | Decimal) -> int:
    if isinstance(raw, int):
        return 0
    exponent = raw.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _dump_amount(amount: Quantity | Grade) -> Any:
    if isinstance(amount, Quantity) and amount.unit is NUMBER:
        bare = Decimal(number_text(amount.value))
        return int(bare) if bare == bare.to_integral_value() else bare
    return str(amount)


def _read_unit(raw: Any) -> Unit:
    return raw if isinstance(raw, Unit) else find_unit(str(raw))


def _read_due(raw: Any) -> date:
    return parse_due(raw)


def _read_start(raw: Any) -> date:
    """Return the first day of a period; a start of 2024 means 1 January."""
    return parse_period(raw).period.start


def _read_label(raw: Any) -> str:
    """Return a period as written, after checking that it can be read."""
    text = str(raw)
    if not is_relative(text):
        parse_period(text)
    return text


def _read_start_label(raw: Any) -> str:
    return FIRST_REPORT if str(raw) == FIRST_REPORT else _read_label(raw)


def _read_month(raw: Any) -> int:
    month = month_number(raw)
    if month is None:
        raise TargetcheckError(
            Diagnostic(
                "month-unreadable",
                f"`{raw}` is not a month",
                f"“{raw}”不是月份",
                "write for example `4` or `April`",
                "请写例如4或“4月”",
            )
        )
    return month


def _one_or_many(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


def _dump_names(names: tuple[str, ...]) -> Any:
    return names[0] if len(names) == 1 else list(names)


def _bounded(number: Decimal) -> Decimal:
    if not limits.within(number):
        raise refuse(too_long(number))
    return number


ExactNumber = Annotated[Decimal, AfterValidator(_bounded)]
"""A number as it is written, with no more digits than a number may have."""
Count = Annotated[int, Field(le=limits.COUNT)]
"""A number of days, points, samples or years."""
NonDetect = Literal["half", "zero", "limit"]
"""What a value below its detection limit counts as."""
Places = Annotated[int, Field(ge=-limits.PLACES, le=limits.PLACES)]
"""Decimal places, or significant digits, to round to."""


class Named(Part):
    """A definition with a name in Chinese, English or both, written as the keys `zh` and `en`."""

    zh: str = ""
    en: str = ""

    def say(self, lang: Language) -> str:
        """Return the name in `lang`, else in the other language."""
        return Text(self.zh, self.en).say(lang)


TextField = Annotated[
    Text,
    ReadBy(_guarded(_read_text)),
    PlainSerializer(_dump_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    ),
]
Amount = Annotated[
    Quantity | Grade,
    ReadBy(_guarded(read_amount)),
    PlainSerializer(_dump_amount),
    WithJsonSchema({"type": ["string", "number"], "examples": ["95 %", "100 mg/L", "Ⅲ类"]}),
]
UnitField = Annotated[
    Unit,
    ReadBy(_guarded(_read_unit)),
    PlainSerializer(lambda unit: unit.name),
    WithJsonSchema({"type": "string", "examples": ["percent", "mg/L", "hectare"]}),
]
Due = Annotated[
    date,
    ReadBy(_guarded(_read_due)),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["2024-12-31", "2024Q3", 2025]}),
]
Start = Annotated[
    date,
    ReadBy(_guarded(_read_start)),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["2024-01-01", "2024Q3", 2025]}),
]
PeriodLabel = Annotated[
    str,
    ReadBy(_guarded(_read_label)),
    WithJsonSchema(
        {"type": ["string", "integer"], "examples": [2022, "previous_year", "5 years ago"]}
    ),
]
StartLabel = Annotated[
    str,
    ReadBy(_guarded(_read_start_label)),
    WithJsonSchema({"type": ["string", "integer"], "examples": [2022, "2024Q3", FIRST_REPORT]}),
]
MonthField = Annotated[
    int,
    ReadBy(_guarded(_read_month)),
    WithJsonSchema({"type": ["integer", "string"], "examples": [4, "April", "4月"]}),
]
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_many),
    PlainSerializer(_dump_names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]

EVERYWHERE = ""
"""Key of an amount that holds at every place."""
ABOVE = "above"
"""The place that a place is part of."""


class Reference(Part):
    """The value of an indicator, at another place or of an earlier period."""

    of: str
    at: str | None = Field(
        None, description="a place, `above`, or a kind: the nearest place of that kind around it"
    )
    since: PeriodLabel | None = Field(
        None, alias="from", description="a period, `previous_year`, `5 years ago`, `1 report ago`"
    )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.of, self.at and f"@{self.at}", self.since)))


def _by_place(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else {EVERYWHERE: raw}


def _dump_amounts(amounts: dict[str, Any]) -> Any:
    plain = {name: str(amount) for name, amount in amounts.items()}
    return plain.get(EVERYWHERE, plain)


Stated = Annotated[
    dict[str, Amount],
    BeforeValidator(_by_place),
    PlainSerializer(_dump_amounts),
    Field(min_length=1),
]
"""An amount, or amounts by place or kind of place."""


def _way(raw: Any) -> str:
    """Return how the amount of a comparison is written."""
    if isinstance(raw, Reference):
        return "reference"
    if not isinstance(raw, dict):
        return "amount"
    return "reference" if "of" in raw else "by_place"


LimitValue = Annotated[
    Annotated[Amount, Tag("amount")]
    | Annotated[Reference, Tag("reference")]
    | Annotated[dict[str, Amount], Tag("by_place"), Field(min_length=1)],
    Discriminator(_way),
]
"""An amount, the value of an indicator, or amounts by place or kind of place."""
