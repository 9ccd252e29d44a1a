"""SDMX structures of others become places and indicators, or are refused with the place."""

from __future__ import annotations

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.interchange.sdmx.codelist_reader import read_codes

XML = """<?xml version="1.0" encoding="UTF-8"?>
<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure" xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<mes:Header><mes:ID>x</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2024-01-01T00:00:00</mes:Prepared><mes:Sender id="X"/></mes:Header>
<mes:Structures><str:Codelists>
<str:Codelist id="CL_AREA" agencyID="X" version="1.0"><com:Name xml:lang="en">Areas</com:Name>
{areas}
</str:Codelist>
<str:Codelist id="{series}" agencyID="X" version="1.0"><com:Name xml:lang="en">Series</com:Name>
<str:Code id="SI_POV_DAY1"><com:Name xml:lang="en">Poverty</com:Name><com:Name xml:lang="fr">Pauvreté</com:Name></str:Code>
</str:Codelist>
</str:Codelists></mes:Structures></mes:Structure>
"""
AREA = '<str:Code id="{}"><com:Name xml:lang="en">{}</com:Name>{}</str:Code>'
PARENT = '<str:Parent><Ref id="{}"/></str:Parent>'


def structure(tmp_path, *areas, series="CL_SERIES"):
    lines = "\n".join(
        AREA.format(code, code.title(), PARENT.format(up) if up else "") for code, up in areas
    )
    path = tmp_path / "structure.xml"
    path.write_text(XML.format(areas=lines, series=series), encoding="utf-8")
    return str(path)


def test_parents_of_codes_make_a_tree_of_places(tmp_path):
    path = structure(tmp_path, ("W", ""), ("MZ", "W"), ("MZ$1", "MZ"))
    assert run(["new", str(tmp_path / "made"), "--from-sdmx", path]) == 0
    ruleset = tc.load_ruleset(str(tmp_path / "made"))
    assert {n: (p.en, p.within, p.aliases) for n, p in ruleset.places.items()} == {
        "W": ("W", None, ()), "MZ": ("Mz", "W", ()), "MZ_1": ("Mz$1", "MZ", ("MZ$1",)),
    }  # fmt: skip
    assert ruleset.indicators["SI_POV_DAY1"].en == "Poverty"
    assert ruleset.indicators["SI_POV_DAY1"].unit is None


def test_a_data_structure_says_which_codelist_is_which(tmp_path):
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import (
        Code,
        Codelist,
        Component,
        Components,
        Concept,
        ConceptScheme,
        DataStructureDefinition,
        DataType,
        ItemReference,
        Role,
    )

    lists = {
        name: Codelist(id=name, name=name, agency="X", items=[Code(id=name[-1], name="n")])
        for name in ("CL_A", "CL_B", "CL_C")
    }
    names = {"REF_AREA": "CL_A", "SERIES": "CL_B", "FREQ": "CL_C", "TIME_PERIOD": ""}
    concepts = ConceptScheme(
        id="CS", name="CS", agency="X", items=[Concept(id=n, name=n) for n in (*names, "OBS_VALUE")]
    )

    def component(name, role, **kind):
        concept = ItemReference(
            sdmx_type="Concept", agency="X", id="CS", version="1.0", item_id=name
        )
        return Component(id=name, required=True, role=role, concept=concept, **kind)

    parts = [
        component(n, Role.DIMENSION, local_codes=lists[c])
        if c
        else component(n, Role.DIMENSION, local_dtype=DataType.PERIOD)
        for n, c in names.items()
    ]
    parts.append(component("OBS_VALUE", Role.MEASURE, local_dtype=DataType.DOUBLE))
    dsd = DataStructureDefinition(id="D", name="D", agency="X", components=Components(parts))
    text = write_sdmx([*lists.values(), concepts, dsd], Format.STRUCTURE_SDMX_ML_2_1)
    (tmp_path / "dsd.xml").write_text(text, encoding="utf-8")
    codes = read_codes(str(tmp_path / "dsd.xml"))
    assert (codes.places_from, codes.indicators_from) == ("CL_A", "CL_B")


def test_a_structure_without_such_codelists_says_so_of_both(tmp_path):
    from targetcheck.interchange.sdmx.structure_writer import shipped_structure

    path = tmp_path / "dataflows.xml"
    path.write_text(shipped_structure(), encoding="utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_codes(str(path))
    assert {one.code for one in caught.value.diagnostics} == {"sdmx-indicators", "sdmx-places"}
    codes = read_codes(str(path), places="CL_BASIS", indicators="CL_VERDICT")
    assert [code.id for code in codes.places] == ["period", "year_to_date", "since_start"]


def test_a_hierarchy_gives_parents(tmp_path):
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import Code, Codelist, HierarchicalCode, Hierarchy

    def of(name, *codes):
        return Codelist(id=name, name=name, agency="X", items=[Code(id=c, name=c) for c in codes])

    tree = Hierarchy(id="H", name="H", agency="X", codes=[
        HierarchicalCode(id="W", urn=f"{URN}.W",
                         codes=[HierarchicalCode(id="MZ", urn=f"{URN}.MZ")]),
    ])  # fmt: skip
    text = write_sdmx(
        [of("CL_REF_AREA", "W", "MZ"), of("CL_INDICATOR", "I"), tree], Format.STRUCTURE_SDMX_ML_3_0
    )
    (tmp_path / "h.xml").write_text(text, encoding="utf-8")
    codes = read_codes(str(tmp_path / "h.xml"))
    assert [(code.id, code.parent) for code in codes.places] == [("W", ""), ("MZ", "W")]


URN = "urn:sdmx:org.sdmx.infomodel.codelist.Code=X:CL_REF_AREA(1.0)"


def test_sdmx_json_is_read_too(tmp_path):
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.model import Code, Codelist

    lists = [
        Codelist(id=name, name=name, agency="X", items=[Code(id=c, name=n) for c, n in codes])
        for name, codes in (("CL_AREA", [("MZ", "Mozambique")]), ("CL_INDICATOR", [("I", "rate")]))
    ]
    text = write_sdmx(lists, Format.STRUCTURE_SDMX_JSON_2_0_0)
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    codes = read_codes(str(tmp_path / "s.json"))
    assert (codes.places[0].names["en"], codes.indicators[0].id) == ("Mozambique", "I")


@pytest.mark.parametrize(
    ("areas", "code", "line"),
    [
        ([("W", ""), ("MZ", "X")], "sdmx-parent-unknown", 7),
        ([("W", "MZ"), ("MZ", "W")], "sdmx-parent-circle", 6),
    ],
)
def test_broken_trees_are_refused_with_the_line(areas, code, line, tmp_path):
    with pytest.raises(tc.TargetcheckError) as caught:
        read_codes(structure(tmp_path, *areas))
    first = caught.value.diagnostics[0]
    assert (first.code, first.where.line) == (code, line)


def test_a_code_that_stands_twice_is_refused_with_its_line(tmp_path):
    with pytest.raises(tc.TargetcheckError, match="MZ") as caught:
        read_codes(structure(tmp_path, ("MZ", ""), ("MZ", "")))
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.line) == ("sdmx-code-twice", 7)


def test_a_codelist_in_two_versions_is_refused(tmp_path):
    """Neither version silently takes the place of the other."""
    path = structure(tmp_path, ("MZ", ""))
    text = (tmp_path / "structure.xml").read_text("utf-8")
    start, end = text.index('<str:Codelist id="CL_AREA"'), text.index("</str:Codelist>") + 15
    newer = text[start:end].replace('version="1.0"', 'version="2.0"').replace("MZ", "AO")
    (tmp_path / "structure.xml").write_text(text[:end] + newer + text[end:], "utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_codes(path)
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.line) == ("sdmx-codelist-twice", 8)


def test_codelists_that_nothing_names_are_listed(tmp_path):
    path = structure(tmp_path, ("MZ", ""), series="CL_SUBJ")
    with pytest.raises(tc.TargetcheckError, match="CL_AREA, CL_SUBJ"):
        read_codes(path)
    with pytest.raises(tc.TargetcheckError, match="did you mean `CL_SUBJ`"):
        read_codes(path, indicators="CL_SUB")
    assert read_codes(path, indicators="CL_SUBJ").indicators[0].id == "SI_POV_DAY1"


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">]>
<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">&lol;</mes:Structure>
"""


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (BOMB, "xml-doctype", 2),
        ("<html/>", "sdmx-structure", 0),
        ("{}", "sdmx-structure", 0),
        ('{"data":\n {"codelists": [', "sdmx-structure", 2),
        ("", "sdmx-structure", 0),
        ("https://example.org/structure", "sdmx-structure", 0),
        ("DATAFLOW,A,OBS_VALUE\nX:Y(1.0),1,2\n", "sdmx-structure", 0),
        (XML.format(areas="<oops/>", series="CL_SERIES"), "sdmx-structure", 0),
        (XML[: XML.index("</str:Codelists>")], "xml-syntax", 11),
    ],
)
def test_what_is_no_structure_is_refused(text, code, line, tmp_path):
    path = tmp_path / "bad.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_codes(str(path))
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.file, found.where.line) == (code, str(path), line)
    assert found.zh
    assert found.hint_zh
