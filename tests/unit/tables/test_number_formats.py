"""A number under a format is what a reader sees of it, or the cell is doubted."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from targetcheck.tables.formats.xlsx_number_format import shown_value
from targetcheck.tables.formats.xlsx_rich_text import seen_runs


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.05, '"<"0.00', "<0.05"),
        (0.05, "\\<0.00", "<0.05"),
        (24000, '">"0', ">24000"),
        (95, '"约"0', "约95"),
        (9.5, '0.0"万"', "9.5万"),
        (9.5, '0.0"万亩"', "9.5万亩"),
        (9.5, '0.0" mg/L"', "9.5mg/L"),
        (9.5, "General", Decimal("9.5")),
        (9.5, 'General" mg/L"', "9.5mg/L"),
        (0.953, "0.0%", "95.3%"),
        (-0.5, "0.0%;(0.0%)", "-50%"),
        (9.5, '"-"0.0', "-9.5"),
        (-9.5, "0.0;(0.0)", Decimal("-9.5")),
        (-9.5, '0.0"亩";(0.0"亩")', "-9.5亩"),
        (-9.5, "0.0;[Red]-0.0", Decimal("-9.5")),
        (-9.5, '#,##0.00"元";-#,##0.00"元"', "-9.5元"),
        (120, "[$$-409]#,##0.00", "$120"),
        (120, "¥#,##0.00", "¥120"),
        (-120, "¥#,##0.00;¥-#,##0.00", "¥-120"),
        (120, "[$€-2] #,##0.00", "€120"),
        (1234.5, "# ##0.0", Decimal("1234.5")),
        (1234.5, "#\\ ##0.0", Decimal("1234.5")),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0),
        (2.5e-05, "0.00E+00", Decimal("0.000025")),
        (1.1 + 2.2, "0.0", Decimal("3.3")),
        (1.1 + 2.2, "General", Decimal("3.3")),
        (0.1 + 0.7, "0.0%", "80%"),
        (123456789012345, "0", 123456789012345),
        ("5", '@" mg/L"', "5 mg/L"),
        ("5", "@", "5"),
        (datetime(2024, 12, 1), 'm"月"', "12月"),
        (datetime(2024, 12, 1), 'yyyy"年"m"月"', "2024-12"),
        (datetime(2024, 12, 1), "mmm-yy", "2024-12"),
        (datetime(2024, 12, 1), "yyyy", "2024"),
    ],
)
def test_a_number_is_seen_with_what_its_format_writes(value, code, seen):
    shown, doubt = shown_value(value, code)
    assert doubt == ""
    assert str(shown) == str(seen)


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        (95, "0\\.0", "value-format"),
        (95, '0"."0', "value-format"),
        (9.5, "(0.0)", "value-format"),
        (-9.5, "0.0;0.0", "value-format"),
        (-9.5, "0.00;[Red]0.00", "value-format"),
        (-9.5, '"-"0.0', "value-format"),
        (9.5, '0.0"（预计）"', "value-format"),
        (9.5, '"合计"0.0', "value-format"),
        (13000, "0.0,", "value-scaled"),
        (13000, '0!.0,"万"', "value-scaled"),
        (13, ";;;", "value-unseen"),
        ("5", ";;;", "value-unseen"),
    ],
)
def test_a_format_that_can_be_read_in_two_ways_is_doubted(value, code, why):
    assert shown_value(value, code)[1].partition(":")[0] == why


def run(text: str, **font: object) -> TextBlock:
    return TextBlock(InlineFont(**font), text)


@pytest.mark.parametrize(
    ("runs", "seen", "struck"),
    [
        (["9.5", run("1", vertAlign="superscript")], "9.5", False),
        (["9.5", run("注1", vertAlign="superscript")], "9.5", False),
        ([run("1", strike=True), "9.5"], "9.5", False),
        ([run("9.5", strike=True)], "", True),
        (["5 m", run("3", vertAlign="superscript"), "/d"], "5 m³/d", False),
        (["1.2×10", run("4", vertAlign="superscript")], "1.2×10⁴", False),
        (["造林面积（hm", run("2", vertAlign="superscript"), "）"], "造林面积（hm²）", False),
        (["2024年", run("①", vertAlign="superscript")], "2024年", False),
        (["大冶市", run("阳新县", strike=True)], "大冶市", False),
        (["CO", run("2", vertAlign="subscript")], "CO2", False),
    ],
)
def test_runs_are_read_as_they_are_seen(runs, seen, struck):
    assert seen_runs(CellRichText(runs)) == (seen, struck)
