"""Loader from raw documents to a `Ruleset`; all errors are reported together, with their lines.

Layer: ruleset. Input: RawDocument (ruleset, included and shared files). Output: Ruleset, or
TargetcheckError with every finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from targetcheck import limits
from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.first_use import on_first_use
from targetcheck.quantities.declared_unit import units_in_force
from targetcheck.quantities.ordinal_scale import Scale
from targetcheck.quantities.parts_per import parts_in_force
from targetcheck.ruleset.document import Action, Document, Sum
from targetcheck.ruleset.fields.field_types import Part, declared_scales
from targetcheck.ruleset.fields.lazy_models import Later
from targetcheck.ruleset.indicators.indicator import Indicator, Limit, ScaleSpec
from targetcheck.ruleset.loading.loaded_source import (
    Expanded,
    LoadedSource,
    agreed_parts,
    dimensions_of,
    in_order,
    mapping_in,
    parts_inside,
    parts_of_documents,
    parts_of_target,
    sequence_in,
)
from targetcheck.ruleset.place import Dimension, Group, Place
from targetcheck.ruleset.profile import Override, Profile, Waiver
from targetcheck.ruleset.ruleset import Ruleset, Shared
from targetcheck.ruleset.target import Submission, Target
from targetcheck.ruleset.validation.reference_checks import check_links
from targetcheck.yaml_text.yaml_source import Path, YamlSource

if TYPE_CHECKING:
    from targetcheck.ruleset import unit_spec
    from targetcheck.ruleset.loading import dimension_parts, pydantic_errors
else:
    dimension_parts = on_first_use("targetcheck.ruleset.loading.dimension_parts")
    unit_spec = on_first_use("targetcheck.ruleset.unit_spec")
    pydantic_errors = on_first_use("targetcheck.ruleset.loading.pydantic_errors")

MAPPINGS: dict[str, type[Part] | Later] = {
    "units": Later("targetcheck.ruleset.unit_spec", "UnitSpec"),
    "places": Place,
    "groups": Group,
    "scales": ScaleSpec,
    "limits": Limit,
    "tables": Later("targetcheck.ruleset.indicators.grading_and_index", "GradeTable"),
    "indicators": Indicator,
    "dimensions": Dimension,
    "actions": Action,
    "profiles": Profile,
    "scores": Later("targetcheck.ruleset.scoring_scheme", "ScoreSpec"),
    "submissions": Submission,
    "escalation": Later("targetcheck.ruleset.escalation_scheme", "Ladder"),
    "cadences": Later("targetcheck.ruleset.escalation_scheme", "Cadence"),
    "conclusions": Later("targetcheck.ruleset.escalation_scheme", "Conclusion"),
}
LISTS: dict[str, type[Part]] = {
    "targets": Target,
    "sums": Sum,
    "waivers": Waiver,
    "overrides": Override,
}
CALENDAR = ("fiscal_year_starts", "fiscal_year_named")
HEAD = ("targetcheck", "id", "title", "use", *CALENDAR, "note", "draft", "todo")
SINGLE = (*HEAD, "include", "defaults")
KEYS = (*SINGLE, "document", *MAPPINGS, *LISTS)
SHARED = tuple(Shared.model_fields)
SHARED_KEYS = (*SHARED, "id", "note", "title", "document")
DEFAULTS = ("place", "due", "from", "lead", "with", "by", "strength", "action", "baseline", "mode")

Finder = Callable[[str], YamlSource]


def model_of(section: str) -> type[Part]:
    """Return the model of the definitions in a section, which holds them by name."""
    model = MAPPINGS[section]
    return model.model() if isinstance(model, Later) else model


@dataclass(frozen=True, slots=True)
class Assembled:
    """The valid parts of a document, and all its errors.

    If `found` is empty the ruleset is complete. Otherwise faulty definitions are left out, faulty
    metadata have placeholders, and `broken` has the keys removed from a target, by its index.
    """

    ruleset: Ruleset
    found: tuple[Diagnostic, ...]
    broken: Mapping[int, frozenset[str]]


def ruleset_from_document(
    document: YamlSource, *, include: Finder | None = None, use: Finder | None = None
) -> Ruleset:
    """Return the ruleset of a document.

    `include` finds a file in the same folder, `use` a shared file by name. Raises TargetcheckError
    with every finding of every file, each with file, line, column and path.
    """
    assembled = assemble(document, include=include, use=use)
    if assembled.found:
        raise TargetcheckError(assembled.found)
    return assembled.ruleset


def assemble(
    document: YamlSource, *, include: Finder | None = None, use: Finder | None = None
) -> Assembled:
    """Return the valid parts of a document with every finding; findings never raise."""
    reading = LoadedSource(document)
    included = [
        _find(include, "include", n, reading) for n in _strings(document.data.get("include"))
    ]
    used = [_find(use, "use", name, reading) for name in _strings(document.data.get("use"))]
    reading.dimensions = dimensions_of((*used, *included, document))
    reading.parts = parts_of_documents((*used, *included, document))
    with declared_scales(tuple(_scales((document, *included, *used)))):
        _read(reading, KEYS)
        units = [spec.declared(name) for name, spec in reading.valid.get("units", {}).items()]
        with units_in_force(units):
            for source in included:
                _merge(reading, _read(_loaded(source, reading), KEYS))
        shared = _shared_parts(reading, used)
        ruleset = _assemble(reading).placed(shared, reading.locate)
    declared: dict[str, list[str]] = {key: [] for key in MAPPINGS} | {"targets": reading.lost}
    for path in reading.origins:
        if path[0] in MAPPINGS:
            declared[str(path[0])].append(str(path[1]))
    reading.found += check_links(ruleset, reading.locate, declared, reading.broken)
    return Assembled(ruleset, tuple(reading.found), reading.broken)


def _loaded(source: YamlSource, within: LoadedSource) -> LoadedSource:
    return LoadedSource(source, dimensions=within.dimensions, parts=within.parts)


def _scales(documents: Iterable[YamlSource]) -> Iterator[Scale]:
    """Yield the scales that documents declare; invalid ones are reported where they are read."""
    for document in documents:
        written = document.data.get("scales")
        for name, raw in written.items() if isinstance(written, dict) else ():
            with suppress(ValidationError, ValueError):
                yield ScaleSpec.model_validate(raw).scale(str(name))


def _read(reading: LoadedSource, keys: tuple[str, ...]) -> LoadedSource:
    """Read the definitions of a document into its record."""
    document = reading.document
    reading.found += document.found
    for key in document.data:
        if key not in keys:
            reading.found.append(
                pydantic_errors.unknown_key(key, keys, document.where((key,), key=True))
            )
    for key, raw in mapping_in(reading, "defaults").items():
        if key in DEFAULTS:
            reading.defaults[key] = raw
        else:
            where = document.where(("defaults", key), key=True)
            reading.found.append(pydantic_errors.unknown_key(key, DEFAULTS, where))
    for name, raw in mapping_in(reading, "units").items():
        _keep(reading, ("units", name), unit_spec.UnitSpec, raw)
    units = {name: spec.declared(name) for name, spec in reading.valid.get("units", {}).items()}
    reading.found += [
        unit_spec.redefinition(name, document.where(("units", name)))
        for name, unit in units.items()
        if unit_spec.redefined(name, unit)
    ]
    with units_in_force(list(units.values())):
        _read_pieces(reading)
    return reading


def _read_pieces(reading: LoadedSource) -> None:
    """Read all definitions of a document except its units, which are read first."""
    document = reading.document
    for key in MAPPINGS:
        written = mapping_in(reading, key) if key not in ("units", "indicators") else {}
        with parts_in_force(agreed_parts(reading.parts) if key == "limits" else None):
            for name, raw in written.items():
                _keep(reading, (key, name), model_of(key), raw)
    for part in _indicators(reading):
        _expanded(reading, "indicators", part)
        with parts_in_force(parts_inside(part.raw, reading.parts)):
            _keep(reading, ("indicators", part.name), Indicator, part.raw)
    for key, model in LISTS.items():
        for number, raw in enumerate(sequence_in(reading, key)) if key != "targets" else ():
            _keep(reading, (key, number), model, raw)
    for number, target in enumerate(_targets(reading)):
        _expanded(
            reading, "targets", target if target.name == number else replace(target, name=number)
        )
        with parts_in_force(parts_of_target(reading, target.raw)):
            raw = _target(reading, target.source, target.raw)
            _keep(reading, ("targets", number), Target, raw)
    if "document" in document.data:
        _keep(reading, ("document",), Document, document.data["document"])


def _indicators(reading: LoadedSource) -> Iterable[Expanded]:
    """Return every indicator, and those that are parts of it by a dimension."""
    written = mapping_in(reading, "indicators")
    if reading.dimensions or any(isinstance(raw, dict) and "by" in raw for raw in written.values()):
        return dimension_parts.parts_of_indicators(written, reading.dimensions)
    return (Expanded(name, name, raw) for name, raw in written.items())


def _targets(reading: LoadedSource) -> Iterable[Expanded]:
    """Return every target; one `for` several members of a dimension is one for each of them."""
    written = sequence_in(reading, "targets")
    if any(isinstance(raw, dict) and "for" in raw for raw in written):
        return dimension_parts.targets_for_members(written, reading.dimensions)
    return (Expanded(number, number, raw) for number, raw in enumerate(written))


def _expanded(reading: LoadedSource, section: str, part: Expanded) -> None:
    """Record where an expanded definition is written, and what is wrong with it."""
    here = (section, part.source)
    reading.origins[section, part.name] = (reading.document, here)
    reading.found += [d.at(reading.document.where((*here, *path))) for path, d in part.found]


def _keep(reading: LoadedSource, path: Path, model: type[Part], raw: object) -> None:
    document, start = reading.origins.setdefault(path, (reading.document, path))
    try:
        value = model.model_validate(raw)
    except ValidationError as error:
        reading.found += pydantic_errors.faults(document, start, error, model)
        keys = frozenset(str(e["loc"][0]) for e in error.errors() if e["loc"])
        rest = _rest(raw, keys) if model is Target else None
        if rest is None:
            reading.lost += [str(raw["id"])] if isinstance(raw, dict) and "id" in raw else []
            return
        value, reading.broken[int(path[-1])] = rest, keys
    place: dict[Any, Any] = reading.valid
    for step in path[:-1]:
        place = place.setdefault(step, {})
    place[path[-1]] = value


def _rest(raw: object, keys: frozenset[str]) -> Target | None:
    """Return a faulty target without its faulty keys, so that its other errors are found too."""
    if not isinstance(raw, dict):
        return None
    try:
        return Target.model_validate({k: v for k, v in raw.items() if k not in keys})
    except ValidationError:
        return None


def _target(reading: LoadedSource, number: int, raw: object) -> object:
    """Apply defaults, and move an inline indicator to its own entry, leaving its name."""
    if not isinstance(raw, dict):
        return raw
    raw = {**{k: v for k, v in reading.defaults.items() if _wanted(k, raw)}, **raw}
    inline = raw.get("indicator")
    nature = _own_nature(raw.get("require")) if inline is None else None
    if nature is not None:
        title = raw.get("title") or raw.get("id")
        names = title if isinstance(title, dict) else {"zh": str(title)}
        inline = {**names, "nature": nature}
    if isinstance(inline, dict) and raw.get("id"):
        path = ("indicators", str(raw["id"]))
        here = ("targets", number, "indicator")
        written = reading.document.data.get("indicators")
        if isinstance(written, dict) and path[1] in written:
            reading.found.append(pydantic_errors.twice(path[1], reading.document.where(here)))
        reading.origins[path] = (reading.document, here)
        _keep(reading, path, Indicator, inline)
        raw["indicator"] = str(raw["id"])
    return raw


def _wanted(key: str, raw: Mapping[str, object]) -> bool:
    """Return the defaults that apply: no due date with milestones, no departments with an action."""
    if key == "due" and raw.get("milestones") and "require" not in raw:
        return False
    return not (key in ("lead", "with", "by") and "action" in raw)


def _own_nature(require: object) -> str | None:
    """Return the nature of a requirement without indicator: deliverable, qualitative or share."""
    if not isinstance(require, dict):
        return None
    parts = require.get("any") or require.get("all")
    if isinstance(parts, list):
        natures = {_own_nature(part) for part in parts}
        return natures.pop() if len(natures) == 1 else None
    if "done" in require or "words" in require:
        return "done"
    return "share" if "share_of" in require else None


def _merge(into: LoadedSource, other: LoadedSource) -> None:
    into.found += other.found
    into.lost += other.lost
    for path, origin in other.origins.items():
        if path[0] in MAPPINGS:
            into.origins[path] = origin
    for key in MAPPINGS:
        for name, value in other.valid.get(key, {}).items():
            mine = into.valid.setdefault(key, {})
            if name in mine:
                into.found.append(pydantic_errors.twice(name, other.locate((key, name))))
            mine[name] = value
    for key in LISTS:
        mine = into.valid.setdefault(key, {})
        taken = [n for k, *rest in into.origins for n in rest if k == key and isinstance(n, int)]
        start = 1 + max(taken, default=-1)
        for number, value in other.valid.get(key, {}).items():
            mine[start + number] = value
            into.origins[key, start + number] = other.origins[key, number]
            if key == "targets" and number in other.broken:
                into.broken[start + number] = other.broken[number]


def _shared_parts(reading: LoadedSource, used: Iterable[YamlSource]) -> Shared:
    taken: dict[str, Any] = {key: {} for key in SHARED}
    for source in used:
        part = _read(_loaded(source, reading), SHARED_KEYS)
        reading.found += part.found
        for path, origin in part.origins.items():
            reading.origins.setdefault(path, origin)
        for key in SHARED:
            taken[key].update(part.valid.get(key, {}))
    return Shared.model_construct(**taken)  # of valid pieces


def _find(finder: Finder | None, key: str, name: str, reading: LoadedSource) -> YamlSource:
    where = reading.document.where((key,))
    try:
        if finder is not None:
            return finder(name)
        found = [
            Diagnostic(
                "include-without-folder",
                f"`{name}` cannot be included in a ruleset that has no folder",
                f"没有所在文件夹的规则集不能引入“{name}”",
                "load the ruleset from its file, or write everything into it",
                "请从文件载入规则集，或把内容直接写在其中",
                where,
            )
        ]
    except TargetcheckError as error:
        found = [d if d.where.file else d.at(where) for d in error.diagnostics]
    reading.found += found
    return YamlSource(name, {}, {}, {}, "")


def _assemble(reading: LoadedSource) -> Ruleset:
    """Return the ruleset of all valid definitions; faulty metadata are replaced by placeholders."""
    data = reading.document.data
    parts: dict[str, Any] = {k: data[k] for k in HEAD if k in data}
    for key in MAPPINGS:
        parts[key] = reading.valid.get(key, {})
    for key in LISTS:
        parts[key] = in_order(reading, key)
    issued = {"number": "?", "issuer": "?", "issued": date(limits.YEARS[0], 1, 1)}
    if "document" in data:
        parts["document"] = reading.valid.get("document", issued)
    try:
        return Ruleset.model_validate(parts)
    except ValidationError as error:
        reading.found += pydantic_errors.faults(reading.document, (), error, Ruleset)
    stand_ins = {"targetcheck": 1, "id": "?", "title": "?", "document": issued}
    sections = {key: parts[key] for key in (*MAPPINGS, *LISTS)}
    return Ruleset.model_validate({**stand_ins, **sections})


def _strings(raw: object) -> list[str]:
    return [raw] if isinstance(raw, str) else [str(x) for x in raw] if isinstance(raw, list) else []
