"""Structures of our dataflows, and of the places and indicators of a ruleset, as SDMX-ML.

Layer: interchange. Output: XML text of SDMX 3.0 or 2.1, written by pysdmx. pysdmx knows one
language and no parents of codes, so Chinese names and parents are added to its XML.

`python -m targetcheck.interchange.sdmx.structure_writer` writes `dataflows.xml` anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, unescape

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.interchange.sdmx.dataflow_columns import (
    AGENCY,
    CODELISTS,
    DATAFLOWS,
    VERSION,
    SdmxField,
)
from targetcheck.interchange.sdmx.pysdmx_library import pysdmx_part
from targetcheck.printable_text import printable

if TYPE_CHECKING:
    from targetcheck.ruleset.ruleset import Ruleset

_CONCEPTS = "CS_TARGETCHECK"
_ID = re.compile(r"[A-Za-z0-9_@$\-]+")
_CODE = re.compile(
    r'(?P<open><str:(?P<kind>Code|Concept|Codelist|Dataflow) id="(?P<id>[^"]+)"[^>]*>'
    r"(?:\s*<com:Annotations>.*?</com:Annotations>)?\s*)"
    r'(?P<name><com:Name xml:lang="en">(?P<english>[^<]*)</com:Name>)',
    re.DOTALL,
)
_RELEASED = datetime(2024, 1, 1)
"""Time of every message: a file that did not change is not another file."""


def shipped_structure() -> str:
    """Return the structure of the dataflows VERDICTS and REPORTS, as it ships."""
    return files(__package__).joinpath("dataflows.xml").read_text("utf-8")


def dataflow_structure() -> str:
    """Return the structure of the dataflows as SDMX-ML 3.0, made anew."""
    model = pysdmx_part("pysdmx.model")
    fields = {field.id: field for _, _, listed in DATAFLOWS.values() for field in listed}
    lists = {
        name: _codelist(model, name, title, {code: w[1] for code, w in words.items()})
        for name, (title, words) in CODELISTS.items()
    }
    concepts = model.ConceptScheme(
        id=_CONCEPTS,
        name="Concepts of targetcheck",
        agency=AGENCY,
        version=VERSION,
        items=[model.Concept(id=field.id, name=field.en) for field in fields.values()],
    )
    made = [*lists.values(), concepts]
    for name, (_, title, listed) in DATAFLOWS.items():
        components = model.Components([_component(model, field, lists) for field in listed])
        about = {"agency": AGENCY, "version": VERSION, "name": title}
        dsd = model.DataStructureDefinition(id=f"DSD_{name}", components=components, **about)
        made += [dsd, model.Dataflow(id=name, structure=dsd, **about)]
    chinese = {("Concept", field.id): field.zh for field in fields.values()}
    for listed_as, (_, words) in CODELISTS.items():
        chinese |= {(listed_as, code): zh for code, (zh, _) in words.items()}
    chinese |= {("Dataflow", name): zh for name, (zh, _, _) in DATAFLOWS.items()}
    return _completed(_written(made), chinese, {})


def ruleset_structure(ruleset: Ruleset) -> str:
    """Return places, indicators and targets of a ruleset as codelists in SDMX-ML 3.0.

    Parents of places are kept; unit, nature, direction, scale and kind are annotations. Raises
    TargetcheckError (`sdmx-id`) with every id that SDMX does not permit.
    """
    places, indicators = ruleset.all_places(), ruleset.all_indicators()
    targets = {target.id: target for target in ruleset.targets}
    _permitted((*places, *indicators, *targets), ruleset)
    model = pysdmx_part("pysdmx.model")
    notes = {
        name: {
            "NATURE": spec.nature,
            "BETTER": spec.better,
            "UNIT_MEASURE": spec.unit.name if spec.unit is not None else "",
            "SCALE": _scale(ruleset, spec.scale),
        }
        for name, spec in indicators.items()
    } | {name: {"KIND": place.kind or ""} for name, place in places.items()}
    named = {
        "CL_AREA": ("Places", {n: p.en or p.zh or n for n, p in places.items()}),
        "CL_INDICATOR": ("Indicators", {n: i.en or i.zh or n for n, i in indicators.items()}),
        "CL_TARGET": ("Targets", {n: t.title.say("en") if t.title else n
                                  for n, t in targets.items()}),
    }  # fmt: skip
    made = [_codelist(model, n, title, codes, notes) for n, (title, codes) in named.items()]
    chinese = {("CL_AREA", name): place.zh for name, place in places.items()}
    chinese |= {("CL_INDICATOR", name): spec.zh for name, spec in indicators.items()}
    chinese |= {("CL_TARGET", n): t.title.zh for n, t in targets.items() if t.title}
    parents = {("CL_AREA", n): p.within for n, p in places.items() if p.within}
    return _completed(_written(made), chinese, parents)


def _scale(ruleset: Ruleset, name: str | None) -> str:
    """Return the id and the grades of a scale, as `water: Ⅰ|Ⅱ|Ⅲ`."""
    scale = ruleset.all_scales().get(name or "")
    return "" if scale is None else f"{name}: {'|'.join(scale.grades)}"


def _codelist(
    model: Any,
    name: str,
    title: str,
    codes: Mapping[str, str],
    notes: Mapping[str, Mapping[str, str]] = {},
) -> Any:
    items = [
        model.Code(
            id=code,
            name=printable(text),
            annotations=[
                model.Annotation(id=kind, type=kind, title=value)
                for kind, value in notes.get(code, {}).items()
                if value
            ],
        )
        for code, text in codes.items()
    ]
    return model.Codelist(id=name, name=title, agency=AGENCY, version=VERSION, items=items)


def _component(model: Any, field: SdmxField, lists: Mapping[str, Any]) -> Any:
    role = {"measure": model.Role.MEASURE, "attribute": model.Role.ATTRIBUTE}.get(
        field.role, model.Role.DIMENSION
    )
    coded = (
        {"local_codes": lists[field.codes]}
        if field.codes
        else {
            "local_dtype": model.DataType.PERIOD if field.role == "time" else model.DataType.STRING
        }
    )
    concept = model.ItemReference(
        sdmx_type="Concept", agency=AGENCY, id=_CONCEPTS, version=VERSION, item_id=field.id
    )
    level = {"attachment_level": "O"} if field.role == "attribute" else {}
    return model.Component(
        id=field.id, required=field.required, role=role, concept=concept, **coded, **level
    )


def _written(made: Iterable[Any]) -> str:
    formats, io = pysdmx_part("pysdmx.io.format"), pysdmx_part("pysdmx.io")
    message, model = pysdmx_part("pysdmx.model.message"), pysdmx_part("pysdmx.model")
    header = message.Header(
        id="targetcheck", prepared=_RELEASED, sender=model.Organisation(id=AGENCY)
    )
    text: str = io.write_sdmx(list(made), formats.Format.STRUCTURE_SDMX_ML_3_0, header=header)
    return text


Keyed = Mapping[tuple[str, str], str]
"""A text by the codelist, or the kind of element, and the id."""


def _completed(text: str, chinese: Keyed, parents: Keyed) -> str:
    """Return the XML of pysdmx with the Chinese names and the parents of codes."""
    codelist = ""

    def complete(found: re.Match[str]) -> str:
        nonlocal codelist
        kind = found["kind"]
        codelist = found["id"] if kind == "Codelist" else codelist
        key = (codelist if kind == "Code" else kind, found["id"])
        zh, name = printable(chinese.get(key, "")), found["name"]
        if zh == unescape(found["english"]):  # a name that nobody translated is not English
            name = name.replace('xml:lang="en"', 'xml:lang="zh"')
        elif zh:
            name += f'<com:Name xml:lang="zh">{escape(zh)}</com:Name>'
        parent = parents.get(key, "")
        return found["open"] + name + (f"<str:Parent>{escape(parent)}</str:Parent>" * bool(parent))

    return _CODE.sub(complete, text)


def _permitted(ids: Iterable[str], ruleset: Ruleset) -> None:
    found = [
        Diagnostic(
            "sdmx-id",
            f"`{name}` cannot be a code of SDMX",
            f"“{name}”不能用作 SDMX 代码",
            "use Latin letters, digits, - and _ in the id; the name may have any characters",
            "编号请只用拉丁字母、数字、- 和 _；名称不受限制",
            Where(ruleset.id),
        )
        for name in dict.fromkeys(ids)
        if not _ID.fullmatch(name)
    ]
    if found:
        raise TargetcheckError(found)


if __name__ == "__main__":
    Path(__file__).with_name("dataflows.xml").write_text(dataflow_structure(), "utf-8")
