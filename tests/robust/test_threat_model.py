"""Each line of the threat model names a test that exists; those that stand nowhere else stand here."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import time
from pathlib import Path

import pytest
from damaged_town import AS_OF, RULESET

import targetcheck as tc
from targetcheck import files
from targetcheck.errors import TargetcheckError
from targetcheck.lint.claims.quote_number_reader import numbers_in
from targetcheck.periods.period_parser import parse_period
from targetcheck.plan.plan_file.plan_file_reader import plan_of_text
from targetcheck.plan.plan_file.plan_file_records import digest_of
from targetcheck.quantities.quantity import parse_quantity
from targetcheck.quantities.unit import find_unit
from targetcheck.ruleset.indicators.formula import calculate
from targetcheck.tables.cells.cell_value import read_cell
from targetcheck.tables.columns.column_names import read_header
from targetcheck.yaml_text.yaml_source import read_document_text

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/explanation/threat-model.md").read_text("utf-8")
LAWS = (ROOT / "docs/explanation/guarantees.md").read_text("utf-8")
NODE = re.compile(r"\| `(tests/[^`]+)` \|$", re.MULTILINE)
SHOWN = NODE.findall(PAGE)
LINES = [
    line
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| threat", "| who"))
]


def test_every_line_names_a_test():
    assert len(SHOWN) == len(LINES) >= 35


@pytest.mark.parametrize("node", [*SHOWN, *NODE.findall(LAWS)])
def test_the_test_exists(node):
    file, _, name = node.partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    named = [
        n.name
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")
    ]
    assert name in named if name else named


def test_what_is_promised_leads_to_the_page():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / link).is_file(), link


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch owned']",
        "!!python/name:os.system",
        "!x y",
        "!!binary aGk=",
        "!!set {a}",
    ],
)
def test_no_yaml_tag_makes_an_object(town, tag, monkeypatch):
    monkeypatch.chdir(town.folder)
    with pytest.raises(TargetcheckError) as refused:
        read_document_text(f"a: {tag}\n", "x.yaml")
    assert {found.code for found in refused.value.diagnostics} & {"yaml-tag", "yaml-syntax"}
    assert not Path("owned").exists()


@pytest.mark.parametrize(
    "formula",
    ["__import__('os').system('touch owned')", "i.__class__", "i[0]", "(lambda: 1)()", "[i for i in i]", "i ** 9",
     "open('x')", "max(key=i)", "f'{i}'", "i if i else i", "'a'",  "1j", "i := 1", "ln.mro()", "i @ i", "0x10"],
)  # fmt: skip
def test_no_formula_runs_code(formula):
    from fractions import Fraction

    with pytest.raises(TargetcheckError):
        calculate(formula, {"i": Fraction(1)})


def test_a_plan_with_its_digest_made_anew_makes_records_only(town):
    """Whoever makes the digest anew can change the plan, but makes nothing else than its records."""
    from targetcheck.api import plan_text

    text = plan_text(tc.compile_plan(town.folder / "town.yaml"))
    for old, new in (
        ('["Unit"', '["os.system"'),
        ('["Unit"', '["Path"'),
        ('"fraction"', '"subprocess"'),
    ):
        assert old in text
        first, _, body = text.replace(old, new, 1).partition("\n")
        name, head = next(iter(json.loads(first.rstrip(",") + "}").items()))
        head["digest"] = digest_of(head, body)
        forged = (
            f'{{"{name}": {json.dumps(head, ensure_ascii=False, separators=(",", ":"))},\n{body}'
        )
        with pytest.raises(TargetcheckError) as refused:
            plan_of_text(forged, "p.json")
        assert refused.value.diagnostics[0].code in ("plan-version", "plan-damaged")


def test_no_connection_is_opened(town, monkeypatch):
    import openpyxl

    def connected(*_, **__):
        pytest.fail("a connection was opened")

    book = openpyxl.Workbook()
    for row in (["place", "indicator", "period", "value", "unit"], ["a", "i", "2024", 4, "mg/L"]):
        book.active.append(row)
    book.active["F1"] = '=WEBSERVICE("http://example.invalid/")'
    book.active["A2"].hyperlink = "http://example.invalid/"
    book.save(town.folder / "d.xlsx")
    town.write(
        "town.yaml",
        RULESET.replace(
            "issued: 2024-01-01", "issued: 2024-01-01, title: 'http://example.invalid/'"
        ),
    )
    monkeypatch.setattr(socket.socket, "connect", connected)
    monkeypatch.setattr(socket, "getaddrinfo", connected)
    for form in ("table", "html", "xlsx", "parquet"):
        assert (
            town.code(
                "evaluate", "town.yaml", "d.xlsx", *AS_OF, "--format", form, "-o", f"r.{form}"
            )
            == 0
        )
    assert town.code("report", "town.yaml", "d.xlsx", *AS_OF, "-o", "b.docx") == 0


def test_markdown_of_evil_names_shows_them(town):
    evil = "<script>x</script> ![a](http://example.invalid/) | [b](javascript:x) `c` **d**"
    town.write(
        "town.yaml", RULESET.replace("某镇方案", json.dumps(evil)).replace("甲局", json.dumps(evil))
    )
    for words in (
        ("evaluate", "town.yaml", "d.csv", *AS_OF, "--format", "md"),
        ("show", "town.yaml", "--format", "md"),
    ):
        shown = town.run(*words).stdout.decode()
        assert "script" in shown
        assert not re.search(r"(?<!\\)<script|(?<!\\)!?\[[^\]]*[^\\]\]\(", shown)


def test_a_name_is_no_sql(town):
    evil = "x'); DROP TABLE runs; --"
    town.write(
        "town.yaml",
        RULESET.replace("zh: 浓度", f"zh: {json.dumps(evil)}").replace("甲局", json.dumps(evil)),
    )
    ledger = ("--ledger", "l.db")
    assert (
        town.code(
            "ledger", "record", "town.yaml", "d.csv", *AS_OF, *ledger, "--who", evil, "--why", evil
        )
        == 0
    )
    for option in ("--target", "--lead", "--place"):
        assert town.code("ledger", "show", "1", option, evil, *ledger) == 0
    assert town.code("ledger", "show", evil, *ledger) == 2
    assert evil in town.run("ledger", "show", "1", *ledger).stdout.decode()
    assert town.code("ledger", "verify", *ledger) == 0


def test_a_neighbour_is_never_a_link_of_somebody_else(town, monkeypatch):
    other = town.write("secret.txt", "whole")
    monkeypatch.setattr(os, "urandom", lambda count: b"\0" * count)
    (town.folder / f".r.txt.{'00' * 6}.part").symlink_to(other)
    with pytest.raises(TargetcheckError):
        files.write_file(town.folder / "r.txt", "new")
    assert other.read_text("utf-8") == "whole"


PIECES = [
    "1",
    "1,",
    "1.",
    "-",
    "(",
    "约",
    " ",
    "\t",
    "a",
    "2024",
    "年",
    "/",
    "~",
    "%",
    "·",
    "m",
    "万",
    "第",
    "<",
    "e1",
    '"',
    "，",
    "前",
    "Q",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_takes_long(piece):
    """Long runs of what numbers, periods, units and headings are made of are read in linear time."""
    long = piece * (20_000 // len(piece)) + "x"
    began = time.process_time()
    for read in (
        read_cell,
        parse_period,
        parse_quantity,
        find_unit,
        read_header,
        numbers_in,
        json.dumps,
    ):
        try:
            read(long)
        except TargetcheckError:
            continue
    assert time.process_time() - began < 1
