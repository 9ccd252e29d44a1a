"""SDMX-CSV of others is read, or refused with the place; a table is written as SDMX-CSV."""

from __future__ import annotations

import textwrap

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run

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
    why = result.set_aside[-1].why
    assert (why.where.column, why.where.path) == (3, "ACTION")
    assert "`Q`" in why.en
    assert "“Q”" in why.zh


@pytest.mark.parametrize("value", ["NaN", "nan", "-NaN"])
def test_a_value_that_is_not_a_number_is_called_so(value, tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),I,MZ,WATER,2023,{value},PT
        """)  # fmt: skip
    assert aside(result) == [("value-unreadable", 2)]
    assert result.set_aside[0].why.en == f"`{value}` is not a number"
    assert result.set_aside[0].why.zh == f"“{value}”不是数值"


@pytest.mark.parametrize("heading", ["OBS_VALUE", "REF_AREA"])
def test_a_heading_that_stands_twice_is_refused_with_both(heading, tmp_path):
    with pytest.raises(tc.TargetcheckError) as caught:
        evaluated(tmp_path, f"""
            {HEAD},{heading}
            dataflow,X:Y(1.0),I,MZ,WATER,2023,85,PT,85
            """)  # fmt: skip
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.line) == ("table-column-twice", 1)
    assert f"“{heading}”“{heading}”" in found.zh


def test_one_key_in_two_dataflows_is_a_contradiction_and_both_rows_are_kept(tmp_path):
    result = evaluated(tmp_path, f"""
        {HEAD}
        dataflow,X:Y(1.0),I,MZ,WATER,2023,85,PT
        dataflow,X:Z(1.0),I,MZ,WATER,2023,75,PT
        """)  # fmt: skip
    assert (aside(result), result.used) == ([], 2)
    assert (result["t"].status, result["t"].reason) == ("undetermined", "inconsistent_report")
    assert sorted(one.where.line for one in result["t"].observations) == [2, 3]


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
