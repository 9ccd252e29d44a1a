"""SDMX-CSV and structures of others are read, or refused with the place."""

from __future__ import annotations

import textwrap

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.interchange.sdmx.structure_reader import read_codes

ACCESS = {
    "targetcheck": 1, "id": "c", "title": "t",
    "document": {"number": "1", "issuer": "x", "issued": "2020-01-01"},
    "places": {"mz": {"en": "Mozambique", "aliases": ["MZ"]}},
    "indicators": {
        "w": {"en": "water access", "aliases": ["WATER"], "nature": "share", "unit": "percent"}
    },
    "targets": [{"id": "t", "indicator": "w", "place": "mz", "require": {"at_least": "80 %"},
                 "due": 2023}],
}  # fmt: skip
HEAD = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"


def evaluated(tmp_path, text):
    path = tmp_path / "data.csv"
    path.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    return tc.evaluate(ACCESS, path, as_of="2024-01-01")


def aside(result):
    return [(one.why.code, one.why.where.line) for one in result.set_aside]


def test_names_in_columns_of_their_own(tmp_path):
    """SDMX-CSV 2.x with labels=name: each code column is followed by the names of its codes."""
    result = evaluated(tmp_path, """
        STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,INDICATOR,Indicator,TIME_PERIOD,Time period,OBS_VALUE,Observation value,UNIT_MEASURE,Unit of measure
        dataflow,X:Y(1.0),N,I,MOZ,Mozambique,WATER,Water,2023,2023,85,,PT,Percent
        """)  # fmt: skip
    assert (result["t"].status, result["t"].value) == ("pass", 85)
    assert result["t"].observations[0].where.column == 11


def test_labels_without_a_space_as_central_banks_write_them(tmp_path):
    result = evaluated(tmp_path, """
        STRUCTURE,STRUCTURE_ID,ACTION,FREQ:Frequency,REF_AREA:Reference area,INDICATOR:Indicator,TIME_PERIOD:Time period,OBS_VALUE:Value,UNIT_MEASURE:Unit,OBS_CONF:Confidentiality
        dataflow,X:Y(1.0),I,A:Annual,MZ:Mozambique,WATER:Water,2023-12-31T00:00:00,85,PT:Percent,F:Free
        """)  # fmt: skip
    assert (result["t"].status, result["t"].value, result["t"].flags) == ("pass", 85, ())


def test_a_code_in_capitals_is_a_unit_where_the_word_is():
    from targetcheck.tables.columns.sdmx_columns import plain_units

    assert plain_units(["PERSONS", "MG", "XYZZY"]) == ["persons", "MG", "XYZZY"]


def test_a_deletion_of_attributes_leaves_the_value(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD},OBS_COMMENT
        dataflow,X:Y(1.0),I,MZ,WATER,2023,85,PT,checked
        dataflow,X:Y(1.0),D,MZ,WATER,2023,,,-
        """)  # fmt: skip
    assert (result["t"].value, aside(result)) == (85, [("row-deleted", 3)])


def test_several_codes_in_one_cell(tmp_path):
    result = evaluated(tmp_path, """
        STRUCTURE[;],STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS[]
        dataflow,X:Y(1.0),M,MZ,WATER,2023,85,PT,P;B
        """)  # fmt: skip
    assert (result["t"].status, result["t"].flags) == ("pass", ("provisional", "break"))


def test_a_number_of_decimals_adds_zeros_and_cuts_nothing(tmp_path):
    result = evaluated(tmp_path, """
        DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,DECIMALS
        X:Y(1.0),MZ,WATER,2022,85,PT,2
        X:Y(1.0),MZ,WATER,2023,85.125,PT,1
        """)  # fmt: skip
    assert [one.text for one in result.observations.all] == ["85.00", "85.125"]


def test_decimals_and_multipliers_that_are_no_numbers_are_refused_together(tmp_path):
    with pytest.raises(tc.TargetcheckError) as caught:
        evaluated(tmp_path, """
            DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,DECIMALS,UNIT_MULT
            X:Y(1.0),MZ,WATER,2022,85,PT,one,0
            X:Y(1.0),MZ,WATER,2023,85,PT,1,many
            """)  # fmt: skip
    found = [(one.code, one.where.line) for one in caught.value.diagnostics]
    assert found == [("table-decimals", 2), ("table-unit-mult", 3)]


@pytest.mark.parametrize(
    ("code", "flags"), [("F", ()), ("", ()), ("F: Free", ()), ("N", ("confidential",)),
                        ("X9", ("confidential",))],
)  # fmt: skip
def test_a_value_that_is_not_free_for_publication_is_used_and_marked(code, flags, tmp_path):
    result = evaluated(tmp_path, f"""
        DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,CONF_STATUS
        X:Y(1.0),MZ,WATER,2023,85,PT,{code}
        """)  # fmt: skip
    assert (result["t"].status, result["t"].flags) == ("pass", flags)


def test_two_values_for_one_key_count_neither(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),M,MZ,WATER,2023,85,PT
        dataflow,X:Y(1.0),M,MZ,WATER,2023,75,PT
        """)  # fmt: skip
    assert aside(result) == [("row-key-twice", 2), ("row-key-twice", 3)]
    assert "row 3" in result.set_aside[0].why.en
    assert result["t"].status == "undetermined"


def test_the_same_value_twice_is_no_contradiction(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),M,MZ,WATER,2023,85,PT
        dataflow,X:Y(1.0),M,MZ,WATER,2023,85,PT
        """)  # fmt: skip
    assert (aside(result), result["t"].status) == ([], "pass")


@pytest.mark.parametrize("action", ["R", "M"])
def test_a_correction_replaces_the_row_above(action, tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),A,MZ,WATER,2023,85,PT
        dataflow,X:Y(1.0),{action},MZ,WATER,2023,75,PT
        """)  # fmt: skip
    assert aside(result) == [("row-replaced", 2)]
    assert (result["t"].status, result["t"].value) == ("fail", 75)


def test_a_correction_without_a_value_replaces_nothing(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),A,MZ,WATER,2023,85,PT
        dataflow,X:Y(1.0),M,MZ,WATER,2023,,PT
        """)  # fmt: skip
    assert result["t"].value == 85


def test_unknown_codes_are_set_aside_with_their_cells(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD},OBS_STATUS
        dataflow,X:Y(1.0),I,MX,WATER,2023,85,PT,A
        dataflow,X:Y(1.0),I,MZ,WATTER,2023,85,PT,A
        dataflow,X:Y(1.0),I,MZ,WATER,2023-13,85,PT,A
        dataflow,X:Y(1.0),I,MZ,WATER,2022,85,PTT,A
        dataflow,X:Y(1.0),I,MZ,WATER,2021,85,PT,@
        dataflow,X:Y(1.0),Q,MZ,WATER,2020,85,PT,A
        """)  # fmt: skip
    codes = ["place-unknown", "indicator-unknown", "period-unreadable", "unknown-unit",
             "status-unknown", "action-unknown"]  # fmt: skip
    assert aside(result) == list(zip(codes, range(2, 8), strict=True))


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


def test_a_code_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(tc.TargetcheckError, match="MZ"):
        read_codes(structure(tmp_path, ("MZ", ""), ("MZ", "")))


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
    ("text", "code"),
    [
        (BOMB, "sdmx-doctype"),
        ("<html/>", "sdmx-structure"),
        ("{}", "sdmx-structure"),
        ("", "sdmx-structure"),
        ("https://example.org/structure", "sdmx-structure"),
        ("DATAFLOW,A,OBS_VALUE\nX:Y(1.0),1,2\n", "sdmx-structure"),
        (XML.format(areas="<oops/>", series="CL_SERIES"), "sdmx-structure"),
    ],
)
def test_what_is_no_structure_is_refused(text, code, tmp_path):
    path = tmp_path / "bad.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_codes(str(path))
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.file) == (code, str(path))
    assert found.zh
    assert found.hint_zh


def test_an_id_that_sdmx_does_not_permit_is_refused(tmp_path, capsys):
    from targetcheck.interchange.sdmx.structure_writer import ruleset_structure

    ruleset = tc.load_ruleset({**ACCESS, "places": {"mz": {"en": "M"}, "贝拉": {"in": "mz"}}})
    with pytest.raises(tc.TargetcheckError, match="sdmx-id: `贝拉`"):
        ruleset_structure(ruleset)


def test_a_table_is_written_as_sdmx_csv_only_with_a_ruleset(tmp_path, capsys):
    (tmp_path / "d.csv").write_text("place,indicator,period,value\nmz,w,2023,85 %\nxx,w,2023,1 %\n")
    assert run(["inspect", str(tmp_path / "d.csv"), "--format", "sdmx-csv"]) == 2
    assert "sdmx-ruleset" in capsys.readouterr().err
    tc_file = tmp_path / "plan.yaml"
    tc_file.write_text(RULESET)
    order = ["inspect", str(tmp_path / "d.csv"), "--ruleset", str(tc_file), "--format", "sdmx-csv"]
    assert run(order) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1].startswith("dataflow,TARGETCHECK:REPORTS(1.0),I,w,mz,1,2023,85,A,F,")
    assert "place-unknown" in err


RULESET = """\
targetcheck: 1
id: c
title: t
document: {number: '1', issuer: x, issued: 2020-01-01}
places: {mz: {en: Mozambique}}
indicators: {w: {en: water, nature: share, unit: percent}}
targets: [{id: t, indicator: w, place: mz, require: {at_least: 80 %}, due: 2023}]
"""
