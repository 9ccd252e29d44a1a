"""Limits of targetcheck; input beyond one is refused with a finding.

Layer: lowest; imports no other module of the package. They prevent small inputs from using much
time or memory, and are far above any number in a policy document. `docs/reference/limits.md` lists
them; a test compares the two.
"""

from __future__ import annotations

from decimal import Decimal

MAGNITUDE = 100
"""No figure reaches ten to this power, or falls below its inverse: such a number is a slip."""
DIGITS = 400
"""Decimal places of a number; those of a binary number written out fit."""
COMPUTED_DIGITS = 4000
"""Digits of the parts of a computed number; a formula beyond that has no value."""
PLACES = 100
"""Decimal places, or significant digits, that a ruleset may round to."""
COUNT = 100_000
"""The highest count, number of days, points or years in a setting of a ruleset."""
PERIODS = 50_000
"""Periods that one recurring target, or one ladder, may have."""
YEARS = (1800, 2300)
"""Years in which a day may lie, so that no span leaves the calendar."""
PERIOD = 200
"""Characters of a time label."""
NAME = 200
"""Characters of the name of a file in `include` and `use`."""
UNIT = 200
"""Characters of a unit as it is written."""
UNIT_PARTS = 20
"""Factors of a unit, and its brackets."""
UNIT_POWER = 12
"""The highest power of a factor of a unit, once factors are joined."""
DOCUMENT_BYTES = 64 * 1024**2
"""Bytes of a document that a ruleset is drafted from."""
DOCUMENT_CHARACTERS = 2_000_000
"""Characters of the text of such a document."""
DOCUMENT_NUMBERS = 10_000
"""Numbers in the text of such a document."""
DOCUMENT_SENTENCE = 20_000
"""Characters of a sentence of such a document."""
DOCUMENT_UNPACKED = 256 * 1024**2
"""Bytes of a packed document (DOCX, OFD) once unpacked."""
DOCUMENT_PAGES = 2_000
"""Pages of a PDF or OFD document."""
YAML_BYTES = 32 * 1024**2
"""Bytes of a YAML file."""
YAML_VALUES = 1_000_000
"""Values of a YAML document, those behind aliases counted each time."""
YAML_DEPTH = 100
"""Levels of a YAML document, and of a ruleset given as a dictionary."""
XML_ELEMENTS = 1_000_000
"""Elements of an XML document that are kept: those of results and of what they refer to."""
XML_DEPTH = 60
"""Levels of an XML document."""
TABLE_BYTES = 1024**3
"""Bytes of a table, other than Parquet."""
COLUMNS = 16_384
"""Columns of a table, as many as a workbook has."""
HEADER = 400
"""Characters of a column name in which a unit is looked for."""
STRUCTURE_BYTES = 32 * 1024**2
"""Bytes of an SDMX structure message."""
WORKBOOK_BYTES = 256 * 1024**2
"""Bytes of a workbook unpacked, without pictures."""
WORKBOOK_CELLS = 4_000_000
"""Number of cells a sheet may span if fewer than one in twenty is used."""
WORKBOOK_MERGED = 200_000
"""Cells of a sheet that merged areas may cover."""


def within(number: Decimal | int) -> bool:
    """Return whether a number lies between the least and the largest figure, and is not too long."""
    if isinstance(number, int):
        return number.bit_length() <= MAGNITUDE * 3 or -(10**MAGNITUDE) < number < 10**MAGNITUDE
    if not number.is_finite():
        return False
    if number and not -MAGNITUDE <= number.adjusted() < MAGNITUDE:
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -DIGITS <= exponent <= DIGITS


def size_text(number: int) -> str:
    """Return about how large a whole number is; Python writes no thousands of digits out."""
    tens = round(number.bit_length() * 0.30103)
    return f"≈{'-' if number < 0 else ''}1E+{tens}"
