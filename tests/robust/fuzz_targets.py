"""What is fuzzed: every reader and parser, each fed bytes, each allowed one way to refuse.

`make fuzz` looks for bytes that raise anything else; what it finds, and what reaches new code, is kept
in `corpora/`, which `test_corpora.py` replays in every run.
"""

from __future__ import annotations

import json
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

from damaged_town import RULESET

import targetcheck as tc
from targetcheck.authoring.cases.case_file import read_cases
from targetcheck.authoring.formatter import formatted
from targetcheck.drafting.proposals.document_proposals import drafted_documents
from targetcheck.drafting.reading.document_reader import read_source
from targetcheck.errors import TargetcheckError
from targetcheck.exact_json import json_text
from targetcheck.lint.claims.quote_number_reader import numbers_in
from targetcheck.observations.observation_reader import read_observations
from targetcheck.periods.period_parser import parse_due, parse_period
from targetcheck.plan.plan_file.plan_file_reader import plan_of_text
from targetcheck.plan.plan_file.plan_file_records import digest_of
from targetcheck.printable_text import STEERING, cell_text, printable, printable_lines
from targetcheck.quantities.quantity import number_text, parse_quantity
from targetcheck.quantities.unit import find_unit
from targetcheck.ruleset.indicators.formula import calculate, names_in
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_names import read_header
from targetcheck.tables.formats.xlsx_number_format import shown_value
from targetcheck.tables.mapping_file import read_mapping
from targetcheck.tables.table_reader import read_table
from targetcheck.yaml_text.yaml_source import read_document_text
from targetcheck.yaml_text.yaml_writer import dump_yaml

CORPORA = Path(__file__).parent / "corpora"
FOLDER = Path(tempfile.gettempdir())
PLAN = tc.compile_plan(read_document_text(RULESET, "town.yaml").data)
DAY = date(2025, 1, 1)


def corpus(name: str) -> list[bytes]:
    """Return the inputs that are kept for a target, each a line of its file."""
    return [b64decode(line) for line in (CORPORA / f"{name}.txt").read_text("ascii").splitlines()]


def keep(name: str, inputs: Iterable[bytes]) -> None:
    """Keep inputs for a target, the shortest first."""
    lines = sorted({b64encode(raw).decode() for raw in inputs}, key=lambda line: (len(line), line))
    (CORPORA / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "ascii")


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "ignore")


def written(raw: bytes, suffix: str) -> Path:
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as file:
        file.write(raw)
    return Path(file.name)


def table(suffix: str):
    def read(raw: bytes) -> None:
        file = written(raw, suffix)
        try:
            found = read_table(file)
            assert len(read_observations(found, PLAN).all) <= len(found)
            tc.evaluate(PLAN, found, as_of=DAY).to_json()
        finally:
            file.unlink()

    return read


def draft(raw: bytes) -> None:
    """Draft targets from a plan in plain text; a damaged plan is refused or drafted."""
    file = written(raw, ".txt")
    try:
        source = read_source(file)
    finally:
        file.unlink()
    for made in drafted_documents(source.text, source.levels, source.pages):
        for proposal in made.proposals:
            assert source.text[proposal.spot : proposal.spot + 1]


def yaml(raw: bytes) -> None:
    found = read_document_text(text_of(raw), "x.yaml")
    assert read_document_text(dump_yaml(found.data), "y.yaml").data == found.data


def ruleset(raw: bytes) -> None:
    plan = tc.compile_plan(read_document_text(text_of(raw), "x.yaml").data)
    tc.evaluate(plan, [], as_of=DAY).to_json()


def layout(raw: bytes) -> None:
    made = formatted(text_of(raw), "x.yaml")
    assert formatted(made, "x.yaml") == made


def cases(raw: bytes) -> None:
    file = written(raw, ".yaml")
    try:
        read_cases(file)
    finally:
        file.unlink()


def mapping(raw: bytes) -> None:
    file = written(raw, ".yaml")
    try:
        read_mapping(file)
    finally:
        file.unlink()


def plan(raw: bytes) -> None:
    """Read a plan whose digest was made anew, so that what lies behind the digest is reached."""
    first, _, body = text_of(raw).partition("\n")
    try:
        name, head = next(iter(json.loads(first.rstrip().removesuffix(",") + "}").items()))
        head["digest"] = digest_of(head, body)
        first = f'{{"{name}":{json.dumps(head)},'
    except (ValueError, TypeError, AttributeError, StopIteration, RecursionError):
        pass
    plan_of_text(f"{first}\n{body}", "p.json")


def cell(raw: bytes) -> None:
    value, _, qualifier = text_of(raw).partition("\0")
    found = read_cell(value, qualifier or None)
    if found.number is not None:
        number_text(Fraction(found.number))


def period(raw: bytes) -> None:
    text = text_of(raw)
    found = parse_period(text).period
    assert parse_period(found.text("zh")).period == found
    assert parse_period(found.text("en")).period == found
    parse_due(text)


def quantity(raw: bytes) -> None:
    found = parse_quantity(text_of(raw))
    assert found.printed("en")
    assert found.printed("zh")


def unit(raw: bytes) -> None:
    found = find_unit(text_of(raw))
    assert find_unit(found.name).factor == found.factor


def formula(raw: bytes) -> None:
    text = text_of(raw)
    found = calculate(text, dict.fromkeys(names_in(text), Fraction(3, 7)))
    if found is not None:
        number_text(found)


def header(raw: bytes) -> None:
    read_header(text_of(raw))


def clause(raw: bytes) -> None:
    numbers_in(text_of(raw))


def number_format(raw: bytes) -> None:
    code, _, number = text_of(raw).partition("\0")
    shown_value(len(number) / 7 - 1, code)
    shown_value(DAY, code)


def printing(raw: bytes) -> None:
    text = raw.decode("utf-8", "surrogatepass" if raw.count(b"\xed") else "ignore")
    assert not STEERING.search(printable(text))
    assert not set(STEERING.findall(printable_lines(text)[1:])) - {"\n", "\t", "\r"}
    assert not cell_text(text).startswith(("=", "@"))
    assert json.loads(json_text(text)) == text


TARGETS = {
    "yaml": yaml,
    "ruleset": ruleset,
    "layout": layout,
    "cases": cases,
    "mapping": mapping,
    "plan": plan,
    "csv": table(".csv"),
    "json": table(".json"),
    "jsonl": table(".jsonl"),
    "xlsx": table(".xlsx"),
    "parquet": table(".parquet"),
    "iati": table(".xml"),
    "draft": draft,
    "cell": cell,
    "period": period,
    "quantity": quantity,
    "unit": unit,
    "formula": formula,
    "header": header,
    "clause": clause,
    "number_format": number_format,
    "printing": printing,
}
REFUSED = (TargetcheckError, UnicodeDecodeError)
"""What a reader may raise; `printing` cannot decode all bytes."""


def tried(name: str, raw: bytes) -> None:
    """Feed bytes to a target; whatever else it raises is a finding."""
    try:
        TARGETS[name](raw)
    except REFUSED:
        return
